"""The bytes of a file of points, for a map without the city's program behind it."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

WEST, SOUTH, UNIT = 121.4, 24.9, 0.00001
STANDINGS = ("completed", "outstanding", "excluded")
_NO_VILLAGE = 65535


class Point(NamedTuple):
    """A venue; degrees in WGS 84, ``standing`` one of `STANDINGS`, ``village`` a code or None."""

    id: int
    lon: float
    lat: float
    standing: str
    village: str | None


def points_file(points: Sequence[Point]) -> bytes:
    """The points as ``geodata.layers.UrlPoints`` reads them."""
    ordered = sorted(points, key=lambda point: (_key(point), point.id))
    codes = sorted({point.village for point in ordered if point.village})
    header = {
        "count": len(ordered),
        "unlocated": 0,
        "west": WEST,
        "south": SOUTH,
        "unit": UNIT,
        "standings": STANDINGS,
        "villages": codes,
    }
    told = json.dumps(header).encode()
    number = {code: index for index, code in enumerate(codes)}
    columns = [
        _planes([key - before for before, key in pairwise([0, *map(_key, ordered)])], 4),
        _planes([point.id for point in ordered], 4),
        _planes([number[point.village] if point.village else _NO_VILLAGE for point in ordered], 2),
        _planes([STANDINGS.index(point.standing) for point in ordered], 1),
    ]
    return b"PTS2" + struct.pack("<I", len(told)) + told + b"".join(columns)


def _key(point: Point) -> int:
    """Where a point stands: the bits of both coordinates in turn."""
    x, y = (round((side - least) / UNIT) for side, least in ((point.lon, WEST), (point.lat, SOUTH)))
    return sum((x >> bit & 1) << 2 * bit | (y >> bit & 1) << 2 * bit + 1 for bit in range(16))


def _planes(values: Sequence[int], count: int) -> bytes:
    """One plane for each byte of the numbers, the low one first."""
    column = np.asarray(values, dtype=np.int64)
    return b"".join((column >> 8 * plane & 0xFF).astype(np.uint8).tobytes() for plane in range(count))
