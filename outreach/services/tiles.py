"""The optional base map of tiles under the map: a setting of administrators, none by default.

Whose tiles are shown is asked by the reader's own browser; `tiles_host` says of whom, for whoever has to tell
readers so.
"""

from __future__ import annotations

from geodata.tiles import (
    EXAMPLE,
    HIGHEST_ZOOM,
    LONGEST_ATTRIBUTION,
    LONGEST_URL,
    LOWEST_ZOOM,
    Part,
    Tiles,
    TilesUnusable,
)
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.settings import read_settings, write_setting

#: Names in the table of settings; without an address there is no base map.
TILES_URL, TILES_ATTRIBUTION, TILES_MAX_ZOOM = "map_tiles_url", "map_tiles_attribution", "map_tiles_max_zoom"
USUAL_MAX_ZOOM = 18


class TilesRefused(Refusal, ValueError):
    """A base map that cannot be used."""


class TileAddressUnusable(TilesRefused):
    """An address that is none of a tile server."""

    template = (
        "底圖網址讀到『{value}』；請用 https:// 開頭或本站的路徑，{{z}}、{{x}}、{{y}} 各一次，"
        "沒有其他大括號、空白或引號，最多 {most} 字，例如 {example}。"
    )


class TileCreditUnusable(TilesRefused):
    """Nobody to credit, or more than fits beside a map."""

    template = "底圖的資料來源讀到『{value}』；請寫 1 至 {most} 字，不換行，例如 {example}。"


class TileZoomUnusable(TilesRefused):
    """A zoom that no tile server has."""

    template = "底圖的最大縮放層級讀到『{value}』；請用 {least} 至 {most} 的整數，例如 {example}。"


def tiles(city: City) -> Tiles | None:
    """The base map that is set, or None; what was put into the settings by hand and is unusable is none.

    Public: every map has it, and a setting gone wrong must not take the map away.
    """
    with reading(city.engine) as connection:
        found = read_settings(connection, (TILES_URL, TILES_ATTRIBUTION, TILES_MAX_ZOOM))
    if not found.get(TILES_URL):
        return None
    try:
        return _tiles(
            found[TILES_URL],
            found.get(TILES_ATTRIBUTION, ""),
            found.get(TILES_MAX_ZOOM, str(USUAL_MAX_ZOOM)),
        )
    except TilesRefused:
        return None


def tiles_host(city: City) -> str | None:
    """The other host that readers' browsers ask for tiles; None without a base map or with one of our own."""
    found = tiles(city)
    return found.host if found else None


def set_tiles(
    city: City, who: Who, url: str, attribution: str, max_zoom: int | str = USUAL_MAX_ZOOM
) -> Tiles:
    """Set the base map. Raises `TileAddressUnusable`, `TileCreditUnusable`, `TileZoomUnusable`."""
    who.must_everywhere(Right.ADMINISTER)
    found = _tiles(url.strip(), " ".join(attribution.split()), max_zoom)
    with writing(city.engine) as connection:
        write_setting(connection, TILES_URL, found.url)
        write_setting(connection, TILES_ATTRIBUTION, found.attribution)
        write_setting(connection, TILES_MAX_ZOOM, str(found.max_zoom))
    return found


def remove_tiles(city: City, who: Who) -> None:
    """Have no base map: maps ask no other host for anything again."""
    who.must_everywhere(Right.ADMINISTER)
    with writing(city.engine) as connection:
        write_setting(connection, TILES_URL, "")


def _tiles(url: str, attribution: str, max_zoom: int | str) -> Tiles:
    zoom = str(max_zoom).strip()
    try:
        # A zoom that is no number is refused like one out of range.
        return Tiles(url, attribution, int(zoom) if zoom.isascii() and zoom.isdecimal() else -1)
    except TilesUnusable as unusable:
        if unusable.part is Part.URL:
            raise TileAddressUnusable(value=_short(url), most=LONGEST_URL, example=EXAMPLE) from None
        if unusable.part is Part.ATTRIBUTION:
            raise TileCreditUnusable(
                value=_short(attribution), most=LONGEST_ATTRIBUTION, example="NLSC"
            ) from None
        raise TileZoomUnusable(
            value=_short(zoom), least=LOWEST_ZOOM, most=HIGHEST_ZOOM, example=USUAL_MAX_ZOOM
        ) from None


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:80] + "…"
