"""Which village a point stands in: exactly one answer for every point, and none outside Taipei."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import shapely

from geodata.boundaries import VILLAGES, boundary_file

# About 1 cm: a point computed to lie on an edge seldom has coordinates that a float can hold exactly, and on
# the city's outer border no neighbour catches it.
BORDER_TOLERANCE = 1e-7
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point stands."""

    district_code: str
    village_code: str


@dataclass(frozen=True, slots=True)
class _Grid:
    tree: shapely.STRtree
    codes: Codes
    district_codes: Codes


@cache
def _grid() -> _Grid:
    areas = boundary_file(VILLAGES).areas
    return _Grid(
        shapely.STRtree([area.geometry for area in areas]),
        np.array([area.properties["code"] for area in areas]),
        np.array([area.properties["district_code"] for area in areas]),
    )


def place_of(lon: float, lat: float) -> Located | None:
    """The village at a point in degrees (WGS 84); None outside Taipei or where a number is none.

    A point on a border belongs to the village with the smallest code of those that meet there.
    """
    index = int(_indices(np.array([lon], dtype=np.float64), np.array([lat], dtype=np.float64))[0])
    grid = _grid()
    return None if index < 0 else Located(str(grid.district_codes[index]), str(grid.codes[index]))


def places_of(lons: npt.ArrayLike, lats: npt.ArrayLike) -> Codes:
    """Village codes of many points at once, '' for those outside; one answer per point, in order.

    ``lons`` and ``lats`` are one-dimensional, of equal length, in degrees (WGS 84); ValueError otherwise.
    """
    longitudes, latitudes = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if longitudes.ndim != 1 or longitudes.shape != latitudes.shape:
        raise ValueError(f"lons and lats differ in shape: {longitudes.shape} and {latitudes.shape}.")
    grid, indices = _grid(), _indices(longitudes, latitudes)
    return np.where(indices < 0, "", grid.codes[indices])


def _indices(lons: Floats, lats: Floats) -> npt.NDArray[np.int64]:
    """Index of each point's village among the villages in order of code; -1 outside."""
    outside = len(_grid().codes)
    found = np.full(lons.shape, outside, dtype=np.int64)
    numbers = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
    points = shapely.points(lons[numbers], lats[numbers])
    which, areas = _grid().tree.query(points, predicate="intersects")
    np.minimum.at(found, numbers[which], areas)

    missed = numbers[found[numbers] == outside]
    points = shapely.points(lons[missed], lats[missed])
    which, areas = _grid().tree.query(points, predicate="dwithin", distance=BORDER_TOLERANCE)
    np.minimum.at(found, missed[which], areas)
    found[found == outside] = -1
    return found
