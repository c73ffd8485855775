"""The files of the map's frame: packed, kept by browsers while they are the same, and nothing beside them."""

from __future__ import annotations

import gzip

from starlette.applications import Starlette

from geodata.assets import ASSETS_PATH, FRAME_ROOT, script, script_url
from outreach.web import map_files
from tests.support.asgi import get

APP = Starlette(routes=map_files.routes())


def test_the_maps_script_is_sent_packed_and_kept_while_its_address_names_its_content() -> None:
    address = script_url(ASSETS_PATH).removeprefix(FRAME_ROOT)
    answer = get(APP, f"/{address}", {"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len(answer.body) < len(script()) / 2
    assert gzip.decompress(answer.body) == get(APP, f"/{address}").body == script()
    for other in ("", "?v=old"):
        assert get(APP, f"/{ASSETS_PATH}/map.js{other}").headers["cache-control"] == "public, no-cache"


def test_style_sheets_and_pictures_are_served_from_here_and_nothing_beside_them() -> None:
    for file in ("vendor/leaflet/leaflet.css", "vendor/leaflet/images/layers.png", "vendor/map/layers.css"):
        assert get(APP, f"/{file}").status == 200
    assert get(APP, "/vendor/map/../__init__.py").status == 404
