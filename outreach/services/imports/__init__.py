"""From an office's list to facts: read, plan, preview, apply exactly what was previewed, tell the outcome."""
