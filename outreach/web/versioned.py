"""Folders of files whose addresses tell their content's version, so that browsers need not ask again."""

from __future__ import annotations

import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

#: What an address with a version may be kept by; one without is asked about each time.
KEPT, ASKED_ABOUT = "public, max-age=31536000, immutable", "public, no-cache"


class Versioned(StaticFiles):
    """A folder; who asks for a file with a query has its version from us."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, with how long it may be kept."""
        found = super().file_response(full_path, stat_result, scope, status_code)
        found.headers["cache-control"] = KEPT if scope["query_string"] else ASKED_ABOUT
        return found
