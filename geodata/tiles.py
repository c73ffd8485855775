"""An optional base map of tiles from an XYZ server, drawn under everything else.

Without it, which is the usual state, a map asks no other host for anything. With it the reader's browser asks
the tile server by itself; nothing of the map waits for the answer, and without one the map is whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from geodata.assets import OutsideAddress, from_frame

LONGEST_URL, LONGEST_ATTRIBUTION = 400, 200
LOWEST_ZOOM, HIGHEST_ZOOM = 9, 22
#: Taiwan's national e-map, in the order z, y, x of its WMTS.
EXAMPLE = "https://wmts.nlsc.gov.tw/wmts/EMAP/default/GoogleMapsCompatible/{z}/{y}/{x}"
_PLACES = ("{z}", "{x}", "{y}")
_CHARACTERS = re.compile(r"[A-Za-z0-9._~:/?&=%+,;@()!*$-]+")
#: A server on the reader's own computer may be asked without TLS: nobody stands between.
_OWN_COMPUTER = ("localhost", "127.0.0.1")
_FAILED = {
    "zh-Hant": "底圖暫時無法顯示，界線與店家仍可使用",
    "en": "The base map cannot be shown at present; boundaries and venues still work",
}


class Part(StrEnum):
    """What of a base map may be unusable."""

    URL = "url"
    ATTRIBUTION = "attribution"
    MAX_ZOOM = "max_zoom"


class TilesUnusable(ValueError):
    """A base map that cannot be used; `part` says which of its parts."""

    def __init__(self, part: Part, value: object) -> None:
        super().__init__(f"{part.value}: {value}")
        self.part = part


@dataclass(frozen=True, slots=True)
class Tiles:
    """Where tiles come from: an address with {z}, {x} and {y}, whom to credit, the closest zoom there is.

    The address is https, or a path of our own host. Closer than ``max_zoom`` the tiles of that zoom
    are enlarged. Raises TilesUnusable.
    """

    url: str
    attribution: str
    max_zoom: int = 18

    def __post_init__(self) -> None:
        if not _sound(self.url):
            raise TilesUnusable(Part.URL, self.url)
        text = self.attribution
        if not text.strip() or len(text) > LONGEST_ATTRIBUTION or not text.isprintable():
            raise TilesUnusable(Part.ATTRIBUTION, text)
        if not LOWEST_ZOOM <= self.max_zoom <= HIGHEST_ZOOM:
            raise TilesUnusable(Part.MAX_ZOOM, self.max_zoom)

    @property
    def host(self) -> str | None:
        """The other host that browsers ask, with its port where one is named; None for a path of our own."""
        return urlsplit(self.url).netloc or None

    def in_frame(self, language: str) -> dict[str, object]:
        """What ``static/tiles.js`` is told; ``language`` is ``zh-Hant`` or ``en``."""
        return {
            "url": self.url if self.host else from_frame(self.url),
            "attribution": self.attribution,
            "maxZoom": self.max_zoom,
            "failed": _FAILED.get(language, _FAILED["zh-Hant"]),
        }


def _sound(url: str) -> bool:
    if len(url) > LONGEST_URL or any(url.count(place) != 1 for place in _PLACES):
        return False
    bare = url
    for place in _PLACES:
        bare = bare.replace(place, "0")
    if not _CHARACTERS.fullmatch(bare):
        return False
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where it is none
        if not (parts.scheme or parts.netloc):
            from_frame(url)
            return ".." not in url
    except (ValueError, OutsideAddress):
        return False
    if not parts.hostname or "{" in parts.netloc or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN_COMPUTER)
