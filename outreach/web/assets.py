"""The pages' own files: one style sheet and the icon, so that browsers fetch them once and keep them."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import Mount

from outreach.web.versioned import Versioned

#: Files that `/assets/` serves; nothing in here depends on who is asking.
FOLDER = Path(__file__).parents[1] / "pages" / "static"


def routes() -> list[Mount]:
    """`/assets/…`."""
    return [Mount("/assets", app=Versioned(directory=FOLDER), name="assets")]
