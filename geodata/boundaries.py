"""The committed boundary files, read once: what the other modules share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import shapely

from geodata.topology import PolygonalGeometry

DISTRICTS = "districts.geojson"
VILLAGES = "villages.geojson"


@dataclass(frozen=True, slots=True)
class Boundary:
    """One area: its properties (``code``, ``name``, …) and its polygon in degrees (lon, lat; WGS 84)."""

    properties: Mapping[str, str]
    geometry: PolygonalGeometry


@dataclass(frozen=True, slots=True)
class BoundaryFile:
    """A boundary file: its areas in order of code, and whom to credit in each language (``zh``, ``en``)."""

    areas: tuple[Boundary, ...]
    attribution: Mapping[str, str]


def boundary_bytes(name: str) -> bytes:
    """The GeoJSON file ``districts.geojson`` or ``villages.geojson`` as it stands, to serve as it is."""
    if name not in (DISTRICTS, VILLAGES):
        raise ValueError(f"There is no boundary file {name!r}; there are {DISTRICTS} and {VILLAGES}.")
    return files("geodata").joinpath("data", name).read_bytes()


@cache
def boundary_file(name: str) -> BoundaryFile:
    """The parsed file, the same shared object at every call; treat it as read-only."""
    document: dict[str, Any] = json.loads(boundary_bytes(name))
    areas = tuple(
        Boundary(feature["properties"], shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in document["features"]
    )
    return BoundaryFile(areas, document["attribution"])
