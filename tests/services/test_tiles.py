"""The base map under the map: none by default, set by administrators, and never in the way."""

from __future__ import annotations

import pytest

from geodata.tiles import EXAMPLE, Tiles
from outreach.services.city import City, open_city
from outreach.services.tiles import (
    TILES_ATTRIBUTION,
    TILES_MAX_ZOOM,
    TILES_URL,
    TileAddressUnusable,
    TileCreditUnusable,
    TilesRefused,
    TileZoomUnusable,
    remove_tiles,
    set_tiles,
    tiles,
    tiles_host,
)
from outreach.store.engine import writing
from outreach.store.settings import write_setting
from tests.support.builders import ADMINISTRATOR, set_up_url
from tests.support.databases import Databases


@pytest.fixture
def city(sqlite_databases: Databases) -> City:
    return open_city(set_up_url(sqlite_databases))


def test_there_is_no_base_map_until_an_administrator_sets_one_and_none_again_once_removed(city: City) -> None:
    assert (tiles(city), tiles_host(city)) == (None, None)
    set_tiles(city, ADMINISTRATOR, f" {EXAMPLE} ", "臺灣通用電子地圖 \n 國土測繪中心", "19")
    assert tiles(city) == Tiles(EXAMPLE, "臺灣通用電子地圖 國土測繪中心", 19)
    assert tiles_host(city) == "wmts.nlsc.gov.tw"
    set_tiles(city, ADMINISTRATOR, "/tiles/{z}/{x}/{y}.png", "本府")
    assert (tiles(city), tiles_host(city)) == (Tiles("/tiles/{z}/{x}/{y}.png", "本府", 18), None)
    remove_tiles(city, ADMINISTRATOR)
    assert (tiles(city), tiles_host(city)) == (None, None)


@pytest.mark.parametrize(
    ("url", "credit", "zoom", "refusal", "told"),
    [
        ("https://{s}.example/{z}/{x}/{y}.png", "某單位", 18, TileAddressUnusable, "{z}、{x}、{y} 各一次"),
        ("http://tiles.example/{z}/{x}/{y}.png", "某單位", 18, TileAddressUnusable, f"例如 {EXAMPLE}。"),
        (EXAMPLE, " ", 18, TileCreditUnusable, "請寫 1 至 200 字"),
        (EXAMPLE, "某單位", "深", TileZoomUnusable, "讀到『深』；請用 9 至 22 的整數"),
        (EXAMPLE, "某單位", "-9", TileZoomUnusable, "讀到『-9』"),
    ],
)
def test_an_unusable_base_map_is_refused_with_what_was_read_what_is_accepted_and_an_example(
    city: City, url: str, credit: str, zoom: int | str, refusal: type[TilesRefused], told: str
) -> None:
    with pytest.raises(refusal) as refused:
        set_tiles(city, ADMINISTRATOR, url, credit, zoom)
    assert told in str(refused.value)
    assert tiles(city) is None


def test_a_setting_spoilt_by_hand_takes_the_base_map_away_and_not_the_map(city: City) -> None:
    spoilt = ((TILES_URL, "nonsense"), (TILES_ATTRIBUTION, ""), (TILES_MAX_ZOOM, "x"))
    for name, value in spoilt:
        set_tiles(city, ADMINISTRATOR, EXAMPLE, "某單位")
        with writing(city.engine) as connection:
            write_setting(connection, name, value)
        assert (tiles(city), tiles_host(city)) == (None, None)
