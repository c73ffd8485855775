"""Where every venue is, in columns by venue number: kept in memory and topped up when a description changes.

Points are told in hundred-thousandths of a degree, about a metre; what agrees in them is one place. A venue
whose point is none (0,0, no number) or lies outside the city's bounding box counts as one without a point.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from geodata.boundaries import DISTRICTS, boundary_file
from outreach.figures.arrays import Bools, Int32
from outreach.services.city import City
from outreach.services.naming import folded
from outreach.services.texts import Texts
from outreach.sheets.cellwords import several
from outreach.store.engine import Engine, reading
from outreach.store.points import PointRows, Stamp, every_point, newest_description, points_since

#: Decimals of a degree to which points are told.
DECIMALS = 5
#: Units of a degree.
PER_DEGREE = 10**DECIMALS
#: The unit of a venue without a point.
NOWHERE = np.iinfo(np.int32).min
#: By how much the city's box is wider than its outlines (degrees, some 100 m), which are simplified.
_MARGIN = 0.001
_NOTHING_READ = Stamp(0, 0)
#: Between a venue's name and its address in what is searched: neither holds white space.
_BETWEEN = "\t"


class Box(NamedTuple):
    """A rectangle in units, all four sides within."""

    west: int
    south: int
    east: int
    north: int


@cache
def city_box() -> Box:
    """The rectangle around the city in which points are believed."""
    bounds = np.array([area.geometry.bounds for area in boundary_file(DISTRICTS).areas])
    west, south = bounds[:, :2].min(axis=0) - _MARGIN
    east, north = bounds[:, 2:].max(axis=0) + _MARGIN
    return Box(*(math.floor(side * PER_DEGREE + 0.5) for side in (west, south, east, north)))


def in_units(lon: Sequence[float | None], lat: Sequence[float | None]) -> tuple[Int32, Int32]:
    """Points (degrees) in units, `NOWHERE` twice where one counts as none."""
    box = city_box()
    # Without a number there is NaN, which is within no bounds; a number beyond all is infinite, and neither.
    at = np.array([lon, lat], dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        units = np.floor(at * PER_DEGREE + 0.5)
        inside = (units[0] >= box.west) & (units[0] <= box.east)
        inside &= (units[1] >= box.south) & (units[1] <= box.north)
    x, y = np.where(inside, units, NOWHERE).astype(np.int32)
    return x, y


def in_degrees(unit: int) -> float | None:
    """A side of a point in degrees, as it is told; None where there is no point."""
    return None if unit == NOWHERE else unit / PER_DEGREE


def _no_units() -> Int32:
    return np.full(1, NOWHERE, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class PointColumns:
    """What the map asks of all venues, by venue number, as it was at `stamp`; never changes.

    `x` and `y` in units; `vouchers[i]` is where in `voucher_texts` the kinds of venue i stand as written.
    """

    stamp: Stamp = _NOTHING_READ
    x: Int32 = field(default_factory=_no_units)
    y: Int32 = field(default_factory=_no_units)
    vouchers: Int32 = field(default_factory=lambda: np.zeros(1, dtype=np.int32))
    voucher_texts: tuple[str, ...] = ("",)
    texts: Texts = field(default_factory=Texts)

    def then(self, stamp: Stamp, rows: PointRows) -> PointColumns:
        """The columns with venues that are new or described anew."""
        size = max(len(self.x), max(rows.id, default=0) + 1)
        ids = np.array(rows.id, dtype=np.int64)
        codes = {text: code for code, text in enumerate(self.voucher_texts)}
        told = [codes.setdefault(text, len(codes)) for text in rows.voucher_kinds]
        x, y, vouchers = (_lengthened(column, size) for column in (self.x, self.y, self.vouchers))
        x[ids], y[ids] = in_units(rows.lon, rows.lat)
        vouchers[ids] = told
        keys = zip(rows.name_key, rows.address_key, strict=True)
        texts = self.texts.then(zip(rows.id, map(_BETWEEN.join, keys), strict=True))
        return PointColumns(stamp, x, y, vouchers, tuple(codes), texts)

    def accepting(self, kind: str, size: int) -> Bools:
        """Which of the first `size` venues take a kind of voucher, by venue number."""
        meant = folded(kind)
        taken = [any(folded(one) == meant for one in several(text)) for text in self.voucher_texts]
        return np.array(taken, dtype=np.bool_).take(self.vouchers[:size])

    def kinds_among(self, chosen: Bools) -> tuple[str, ...]:
        """The kinds of voucher that the chosen venues take, each once."""
        used = np.bincount(self.vouchers[: len(chosen)][chosen], minlength=len(self.voucher_texts))
        texts = (text for text, count in zip(self.voucher_texts, used, strict=True) if count)
        return tuple(sorted({kind for text in texts for kind in several(text)}))


def _lengthened(column: Int32, size: int) -> npt.NDArray[np.int32]:
    """A copy with room for more venues, which have no point and no voucher yet."""
    longer = np.full(size, column[0], dtype=np.int32)
    longer[: len(column)] = column
    return longer


_lock = threading.Lock()
_kept: WeakKeyDictionary[Engine, PointColumns] = WeakKeyDictionary()


def point_columns(city: City) -> PointColumns:
    """The columns with every description that has been committed by now, by any process."""
    # First the connection: were there none left, who holds them all might be waiting for the lock.
    with reading(city.engine) as connection, _lock:
        known = _kept.get(city.engine, PointColumns())
        stamp = newest_description(connection)
        if stamp <= known.stamp:  # earlier, where an older state is looked at
            return known
        first = known.stamp == _NOTHING_READ
        rows = every_point(connection) if first else points_since(connection, known.stamp)
        found = known.then(stamp, rows)
        _kept[city.engine] = found
        return found
