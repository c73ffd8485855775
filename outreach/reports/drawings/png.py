"""A drawing as pixels, for formats that hold no SVG."""

from __future__ import annotations

from outreach.reports.typesetting import typeset


def as_png(svg: str, width: int) -> bytes:
    """The drawing as PNG, `width` pixels wide; its text in the packaged faces (`typesetting.SANS`).

    Raises `typst.TypstError` where it is no SVG.
    """
    return typeset("picture.typ", {"svg": svg, "width": str(width)}, "png", ppi=72)
