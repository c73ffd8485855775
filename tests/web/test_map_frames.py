"""What the map's frame may reach: this program, and a tile server where one is set."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from geodata.tiles import EXAMPLE
from outreach import web
from outreach.services.city import open_city
from outreach.services.tiles import remove_tiles, set_tiles
from tests.support.asgi import get
from tests.support.builders import ADMINISTRATOR, set_up_url
from tests.support.databases import Databases

FRAME = "/component/streamlit_folium.st_folium/index.html"
OWN = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"


def _document(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    return HTMLResponse("<html></html>", headers={"cache-control": "public"})


@pytest.fixture
def app() -> Starlette:
    paths = ("/map", FRAME, f"/tracker{FRAME}", "/component/streamlit_folium.st_folium/main.js")
    return Starlette(routes=[Route(path, _document) for path in paths], middleware=web.middleware())


def _policy(app: Starlette, path: str = FRAME) -> str:
    answer = get(app, path, {"if-none-match": '"1"'})
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-cache"
    return answer.headers["content-security-policy"]


def test_the_maps_frame_reaches_this_program_alone_until_a_base_map_names_another_host(
    app: Starlette, sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = set_up_url(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    city = open_city(url)
    assert _policy(app) == _policy(app, f"/tracker{FRAME}") == OWN
    set_tiles(city, ADMINISTRATOR, EXAMPLE, "某單位")
    assert _policy(app) == f"{OWN}; img-src 'self' data: blob: https://wmts.nlsc.gov.tw"
    set_tiles(city, ADMINISTRATOR, "/tiles/{z}/{x}/{y}.png", "某單位")
    assert _policy(app) == OWN
    remove_tiles(city, ADMINISTRATOR)
    assert _policy(app) == OWN
    for other in ("/map", "/component/streamlit_folium.st_folium/main.js"):
        headers = get(app, other).headers
        assert headers["content-security-policy"] == "frame-ancestors 'self'"
        assert headers["cache-control"] == "public"


def test_without_a_database_the_frame_reaches_this_program_alone(
    app: Starlette, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_url)
    assert _policy(app) == OWN
