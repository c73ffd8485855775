"""The ground of a drawn map: areas in their classes with labels, and the legend of these classes.

Constraints:
1. Every area is drawn; one without a class is white with a dotted edge, so never like 0 %.
2. Printed in black, nothing is told by colour: only white, greys and black, each class with marks of its own.
3. An area says its name and figure where these fit into it, else its name, else its number; so no two labels
   touch.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.legend import Scale
from geodata.topology import PolygonalGeometry
from outreach.reports.drawings.drawn_words import INK, QUIET, wide, written
from outreach.reports.drawings.map_labels import Label, labels
from outreach.reports.drawings.map_patterns import Ink, fill_of

Floats = npt.NDArray[np.float64]
#: How high a line of the legend is.
LEGEND_ROW = 20.0


@dataclass(frozen=True, slots=True)
class SheetArea:
    """One area: its polygon in degrees, its class (None: nothing to compare), its figure and table cells."""

    name: str
    shape: PolygonalGeometry
    class_index: int | None
    figure: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a drawing, in its units."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Where degrees lie in a drawing: some shapes as large as there is room in a box."""

    west: float
    north: float
    left: float
    top: float
    across: float
    down: float

    @classmethod
    def of(cls, shapes: Sequence[PolygonalGeometry], box: Box) -> Ground:
        """A ground for shapes in degrees; one of longitude is shorter than one of latitude."""
        west, south, east, north = shapely.total_bounds(list(shapes))
        narrower = math.cos(math.radians((south + north) / 2))
        wide_, high = (east - west) * narrower, north - south
        unit = min((box.right - box.left) / wide_, (box.bottom - box.top) / high)
        left = (box.left + box.right - wide_ * unit) / 2
        top = (box.top + box.bottom - high * unit) / 2
        return cls(west, north, left, top, unit * narrower, unit)

    def at(self, points: Floats) -> Floats:
        """Points of degrees (n, 2), longitude first, in the drawing's units."""
        x = self.left + (points[:, 0] - self.west) * self.across
        return np.column_stack((x, self.top + (self.north - points[:, 1]) * self.down))

    def seen(self, box: Box) -> tuple[float, float, float, float]:
        """West, south, east and north of a box, in degrees."""
        west, east = (self.west + (x - self.left) / self.across for x in (box.left, box.right))
        north, south = (self.north - (y - self.top) / self.down for y in (box.top, box.bottom))
        return west, south, east, north

    def place(self, shapes: Sequence[PolygonalGeometry]) -> list[PolygonalGeometry]:
        """Shapes in the drawing's units, no finer than is seen; neighbours still share borders."""
        simple = shapely.coverage_simplify(list(shapes), 0.7 / self.down)
        return [shapely.transform(shape, self.at) for shape in simple]


def areas_drawn(areas: Sequence[SheetArea], scale: Scale, box: Box, ink: Ink) -> Iterator[str]:
    """Areas and their labels in a box."""
    shapes = [area.shape for area in areas]
    placed = Ground.of(shapes, box).place(shapes)
    for area, shape in zip(areas, placed, strict=True):
        yield area_drawn(shape, area.class_index, fill_of(area.class_index, scale.colours, ink), ink)
    texts = [(area.name, area.figure) for area in areas]
    for area, label in zip(areas, labels(placed, texts), strict=True):
        ground = fill_of(area.class_index, scale.colours, Ink.COLOURS)
        yield from label_drawn(label, ground if ink is Ink.COLOURS or area.class_index is None else "")


def area_drawn(shape: PolygonalGeometry, class_index: int | None, fill: str, ink: Ink) -> str:
    """An area (in the drawing's units) with its edge."""
    edge = 'stroke-dasharray="1.5 2.5"' if class_index is None else ""
    stroke = QUIET if class_index is None and ink is not Ink.BLACK else INK
    return (
        f'<path class="area" d="{path_of(shape)}" fill="{fill}" stroke="{stroke}" {edge} '
        'stroke-width="0.8" stroke-linejoin="round"/>'
    )


def path_of(shape: PolygonalGeometry) -> str:
    """A shape as the data of an SVG path."""
    polygons = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


def label_drawn(label: Label, ground: str) -> Iterator[str]:
    """A label's lines: on a ground's colour in a rim of it, or (no colour) on a white plate over patterns."""
    rim, ink = "", INK
    if ground:
        rim = f'stroke="{ground}" stroke-width="2.2" stroke-linejoin="round" paint-order="stroke"'
        ink = "#FFFFFF" if _is_dark(ground) else INK
    else:
        left, upper, right, lower = label.box
        yield (
            f'<rect x="{left:.1f}" y="{upper:.1f}" width="{right - left:.1f}" height="{lower - upper:.1f}" '
            'rx="2" fill="#FFFFFF" fill-opacity="0.9"/>'
        )
    for x, y, text, size in label.lines():
        yield written(x, y, text, size, 400, "middle", rim, ink)


def _is_dark(colour: str) -> bool:
    """Whether white is read better than ink on a colour (#RRGGBB), by its relative luminance."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)
    return light < 0.18


# Legend ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClassLegend:
    """The classes of a scale between two edges, `empty` among them where areas may be of no class."""

    scale: Scale
    left: float
    right: float
    stacked: bool = False
    """Whether each class has a row of its own, below the title."""

    @property
    def rows(self) -> int:
        """How many rows it takes; its title stands in the first."""
        return max(row for row, _x, _one in self._places()) + 1

    def drawn(self, top: float, ink: Ink) -> Iterator[str]:
        """Its pieces as SVG."""
        yield written(self.left, top + 12, self.scale.title, 12, 700)
        for row, x, (class_index, said) in self._places():
            y = top + LEGEND_ROW * row
            edge = ' stroke-dasharray="1.5 2.5"' if class_index is None else ""
            fill = fill_of(class_index, self.scale.colours, ink)
            yield (
                f'<rect class="key" x="{x:.1f}" y="{y:.1f}" width="24" height="15" fill="{fill}" '
                f'stroke="{INK}" stroke-width="0.8"{edge}/>'
            )
            yield written(x + 29, y + 12, said, 10.5)

    def _places(self) -> Iterator[tuple[int, float, tuple[int | None, str]]]:
        row, x = 0, self.left + wide(self.scale.title, 12) + 12
        lines: list[tuple[int | None, str]] = list(enumerate(self.scale.labels))
        if self.scale.empty:
            lines.append((None, self.scale.empty))
        if self.stacked:
            yield from ((row, self.left, one) for row, one in enumerate(lines, 1))
            return
        for one in lines:
            width = 46 + wide(one[1], 10.5)
            if x + width > self.right + 17:
                row, x = row + 1, self.left
            yield row, x, one
            x += width
