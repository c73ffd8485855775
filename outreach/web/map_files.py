"""What the map's frame is made of, the same for everybody: its script, style sheets and their pictures."""

from __future__ import annotations

import gzip
from functools import cache

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from geodata.assets import (
    ASSETS_PATH,
    LEAFLET_PATH,
    SCRIPT,
    assets_folder,
    leaflet_folder,
    script,
    script_url,
)
from outreach.web.answering import answer
from outreach.web.versioned import ASKED_ABOUT, KEPT, Versioned


def _script(request: Request) -> Response:
    plain, small = _packed()
    # An address that names the content cannot go stale; a bare one is asked about again.
    current = request.url.query and script_url(ASSETS_PATH).endswith(f"?{request.url.query}")
    return answer(request, plain, small, "text/javascript", KEPT if current else ASKED_ABOUT)


@cache
def _packed() -> tuple[bytes, bytes]:
    plain = script()
    return plain, gzip.compress(plain, 9, mtime=0)


def routes() -> list[BaseRoute]:
    """The script that holds Leaflet and the map's own, and the folders of their style sheets."""
    return [
        Route(f"/{ASSETS_PATH}/{SCRIPT}", _script),
        Mount(f"/{LEAFLET_PATH}", app=Versioned(directory=leaflet_folder()), name="leaflet"),
        Mount(f"/{ASSETS_PATH}", app=Versioned(directory=assets_folder()), name="map"),
    ]
