"""Coordinates as people hand them in: degrees (WGS 84) or TWD97 / TM2 metres, told apart by their size."""

from __future__ import annotations

import math
from functools import cache

import pyproj

# Taiwan with Kinmen, Matsu, Pratas and Orchid Island, generously; degrees (west, south, east, north).
TAIWAN = (114.0, 20.0, 124.5, 27.0)
# What TWD97 / TM2 (EPSG:3826, central meridian 121°) gives for the same ground, in metres.
_METRES_X = (-500_000.0, 700_000.0)
_METRES_Y = (2_100_000.0, 3_100_000.0)
_EXAMPLE = "請用經緯度（例：121.5436, 25.0330）或 TWD97 二度分帶公尺（例：304857, 2769543）"


class CoordinatesRefused(ValueError):
    """A pair of numbers that is no place in Taiwan; the message is for the person who gave it."""


class CoordinatesNotNumbers(CoordinatesRefused):
    """One of the two is not a finite number."""


class CoordinatesSwapped(CoordinatesRefused):
    """Latitude came first."""


class CoordinatesOutsideTaiwan(CoordinatesRefused):
    """Degrees or metres, but not of Taiwan."""


class CoordinatesNotRecognised(CoordinatesRefused):
    """Too large for degrees and not the size of TM2 metres."""


@cache
def _transformer() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs("EPSG:3826", "EPSG:4326", always_xy=True)


def to_wgs84(x: float, y: float) -> tuple[float, float]:
    """(lon, lat) in degrees of a TWD97 / TM2 point (EPSG:3826, metres east and north)."""
    lon, lat = _transformer().transform(x, y)
    return float(lon), float(lat)


def as_wgs84(a: float, b: float) -> tuple[float, float]:
    """(lon, lat) in degrees from (lon, lat) or from TM2 (x, y), whichever the two numbers are.

    Raises a CoordinatesRefused, one class per reason, when they are neither, or outside Taiwan.
    """
    read = f"讀到「{a:.15g}, {b:.15g}」"
    if not (math.isfinite(a) and math.isfinite(b)):
        raise CoordinatesNotNumbers(f"座標{read}，不是兩個數；{_EXAMPLE}。")
    if _METRES_X[0] <= a <= _METRES_X[1] and _METRES_Y[0] <= b <= _METRES_Y[1]:
        lon, lat = to_wgs84(a, b)
    elif abs(a) <= 180 and abs(b) <= 90:
        lon, lat = a, b
    elif _in_taiwan(b, a):
        raise CoordinatesSwapped(f"座標{read}，經度與緯度似乎對調；經度在前，{_EXAMPLE}。")
    else:
        raise CoordinatesNotRecognised(f"座標{read}，既非經緯度也非 TWD97 公尺；{_EXAMPLE}。")
    if not _in_taiwan(lon, lat):
        raise CoordinatesOutsideTaiwan(f"座標{read}，不在臺灣範圍；{_EXAMPLE}。")
    return lon, lat


def _in_taiwan(lon: float, lat: float) -> bool:
    west, south, east, north = TAIWAN
    return west <= lon <= east and south <= lat <= north
