"""Pictures of a meeting's paper, drawn as SVG by our own lines."""
