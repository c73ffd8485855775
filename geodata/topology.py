"""Decoding TopoJSON into valid polygons whose neighbours share the very same vertices.

TopoJSON (https://github.com/topojson/topojson-specification) keeps each border once, as a delta-coded
"arc" that both neighbours refer to. Rounding the arcs, instead of each finished polygon, is what keeps
shared borders identical to the digit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]
PolygonalGeometry: TypeAlias = "Polygon | MultiPolygon"


class TopologyError(ValueError):
    """The TopoJSON lacks something this decoder relies on; the message says what."""


@dataclass(frozen=True, slots=True)
class Area:
    """One feature of a layer: its properties as written, and a valid polygon in degrees (lon, lat)."""

    properties: Mapping[str, Any]
    geometry: PolygonalGeometry


class Topology:
    """A parsed TopoJSON document.

    ``digits`` is the number of decimals each decoded position keeps (5 is about a metre at Taipei).
    Raises TopologyError when the document is not a quantised TopoJSON topology.
    """

    def __init__(self, document: Mapping[str, Any], digits: int = 5) -> None:
        if document.get("type") != "Topology" or not isinstance(document.get("objects"), dict):
            raise TopologyError('This file is not TopoJSON: it has no type "Topology" with objects.')
        transform = document.get("transform")
        if not isinstance(transform, dict):
            raise TopologyError("This TopoJSON is not quantised: it has no transform.")
        self._objects: Mapping[str, Any] = document["objects"]
        self._arcs: Sequence[Sequence[Sequence[int]]] = document["arcs"]
        self._scale: Position = (transform["scale"][0], transform["scale"][1])
        self._translate: Position = (transform["translate"][0], transform["translate"][1])
        self._digits = digits

    def areas(self, layer: str, **wanted: str) -> Iterator[Area]:
        """The polygons of ``layer`` whose properties equal every one of ``wanted``."""
        if layer not in self._objects:
            raise TopologyError(f"This TopoJSON has no layer {layer!r}; it has {sorted(self._objects)}.")
        for geometry in self._objects[layer]["geometries"]:
            properties = geometry.get("properties") or {}
            if all(properties.get(key) == value for key, value in wanted.items()):
                try:
                    yield Area(properties, self._polygons(geometry))
                except TopologyError as error:
                    raise TopologyError(f"{error} It is the area {dict(properties)} of {layer}.") from None

    def _polygons(self, geometry: Mapping[str, Any]) -> PolygonalGeometry:
        kind = geometry["type"]
        if kind == "Polygon":
            parts = [geometry["arcs"]]
        elif kind == "MultiPolygon":
            parts = geometry["arcs"]
        else:
            raise TopologyError(f"A layer of areas holds a {kind}.")
        rings = [[self._ring(ring) for ring in part] for part in parts]
        polygons = [Polygon(part[0], part[1:]) for part in rings]
        return polygonal(polygons[0] if len(polygons) == 1 else MultiPolygon(polygons))

    def _ring(self, arcs: Sequence[int]) -> list[Position]:
        positions: list[Position] = []
        for index in arcs:
            positions.extend(self._arc(index)[1 if positions else 0 :])
        if len(positions) < 4 or positions[0] != positions[-1]:
            raise TopologyError("A boundary has a ring that does not close.")
        return positions

    def _arc(self, index: int) -> list[Position]:
        """Positions of one arc; a negative index (~i) means arc i walked backwards."""
        x = y = 0
        positions = []
        for dx, dy in self._arcs[index if index >= 0 else ~index]:
            x, y = x + dx, y + dy
            positions.append(
                (
                    round(x * self._scale[0] + self._translate[0], self._digits),
                    round(y * self._scale[1] + self._translate[1], self._digits),
                )
            )
        return positions if index >= 0 else positions[::-1]


def polygonal(geometry: BaseGeometry) -> PolygonalGeometry:
    """The valid polygonal part of ``geometry``, vertices in one canonical order (exterior anticlockwise).

    A ring that touches itself (老泉里 has a spike of no width) becomes a collection of a polygon and a
    line when made valid; the line covers no ground and is dropped. A ring that crosses itself is refused:
    making it valid would change how much ground it encloses, and nobody could say which part was meant.
    """
    made = shapely.make_valid(geometry)
    if abs(made.area - geometry.area) > 1e-9 * max(made.area, geometry.area):
        raise TopologyError("A boundary crosses itself.")
    parts = [part for part in shapely.get_parts(made).tolist() if isinstance(part, Polygon | MultiPolygon)]
    merged = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    without_repeats = shapely.remove_repeated_points(merged)
    tidy = shapely.orient_polygons(shapely.normalize(without_repeats))
    if not isinstance(tidy, Polygon | MultiPolygon) or tidy.is_empty:
        raise TopologyError("A boundary has no area left after it was made valid.")
    return tidy
