"""What the program serves beside its pages: health, the pages' own files, map layers.

`routes()` is what the door mounts; a further group of routes is one more line in `_groups`.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount, Route

from outreach.web import assets, health, layers, map_files, open_data, points, reports, signing_in
from outreach.web.dressing import Dressing
from outreach.web.map_frames import MapFrames
from outreach.web.outside import OutsideSignIn
from outreach.web.pace import for_maps


def _groups() -> list[BaseRoute]:
    of_maps = for_maps()
    return [
        *health.routes(),
        *assets.routes(),
        *layers.routes(of_maps),
        *map_files.routes(),
        *points.routes(of_maps),
        *open_data.routes(),
        *signing_in.routes(),
        *reports.routes(),
    ]


def routes() -> list[BaseRoute]:
    """Every route of ours, below `server.baseUrlPath` where one is set.

    A reverse proxy that strips its prefix needs nothing: pages name routes relative to themselves.
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return [_below(base, route) for route in _groups()] if base else _groups()


def _below(base: str, route: BaseRoute) -> BaseRoute:
    """The same route under a prefix; one mount for all of them would take the prefix from Streamlit's own."""
    if isinstance(route, Mount):
        return Mount(f"/{base}{route.path}", app=route.app, name=route.name)
    assert isinstance(route, Route)
    return Route(f"/{base}{route.path}", route.endpoint, methods=list(route.methods or ()), name=route.name)


def middleware() -> list[Middleware]:
    """What every answer passes through on its way out."""
    return [Middleware(Dressing), Middleware(OutsideSignIn), Middleware(MapFrames)]
