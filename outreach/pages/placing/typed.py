"""Coordinates as people type or paste them: degrees in either order, or TWD97 metres."""

from __future__ import annotations

import re
import unicodedata

from geodata.coordinates import CoordinatesRefused, as_wgs84
from geodata.placing_layer import LonLat
from outreach.rules.refusals import Refusal

_NUMBER = r"([-+]?\d+(?:\.\d+)?)"
#: Two numbers, with whatever stands around them: a comma, a degree sign, 東經.
_PAIR = re.compile(rf"[^\d+-]*{_NUMBER}[^\d+-]+{_NUMBER}\D*")
_LONGEST = 60


class NotCoordinates(Refusal, ValueError):
    """A text that is no pair of coordinates in Taiwan."""

    template = (
        "座標讀到『{text}』；請用經緯度或 TWD97 二度分帶公尺，例如 121.5436, 25.0330 或 304857, 2769543。"
    )


def coordinates(text: str) -> LonLat:
    """Longitude and latitude (degrees, WGS 84) of what was typed. Raises `NotCoordinates`.

    Map services print latitude first; in Taiwan the two cannot be taken for one another.
    """
    read = _PAIR.fullmatch(unicodedata.normalize("NFKC", text).strip()[:_LONGEST])
    if read is None:
        raise NotCoordinates(text=text.strip()[:_LONGEST])
    first, second = float(read[1]), float(read[2])
    for pair in ((first, second), (second, first)):
        try:
            return as_wgs84(*pair)
        except CoordinatesRefused:
            continue
    raise NotCoordinates(text=text.strip()[:_LONGEST])
