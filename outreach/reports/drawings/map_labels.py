"""Where a map's labels stand: inside their areas, with as many words as fit there.

Constraints:
1. A label's box lies within its own area (a small part may reach over the border), so no two of them touch.
2. What does not fit is left out in this order: the figure, then the name; the number always stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.topology import PolygonalGeometry
from outreach.reports.drawings.drawn_words import wide

#: Sizes of a name that are tried, the largest first.
_SIZES = (13.0, 11.5, 10.0, 9.0)
_NAME_SIZES = (11.0, 9.5, 8.0)
_NUMBER_SIZES = (9.0, 7.0, 5.5)
#: How much of a label must lie within its area.
_ENOUGH = 0.97


@dataclass(frozen=True, slots=True)
class Label:
    """One or two lines around a middle point, in the drawing's units; `size` is the first line's."""

    x: float
    y: float
    texts: tuple[str, ...]
    size: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom."""
        width = max(wide(text, size) for _x, _y, text, size in self.lines()) + 4
        height = self.size * (1.15 if len(self.texts) == 1 else 2.2) + 2
        return self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2

    def lines(self) -> Iterator[tuple[float, float, str, float]]:
        """Middle, base line, text and size of each line."""
        if len(self.texts) == 1:
            yield self.x, self.y + 0.36 * self.size, self.texts[0], self.size
            return
        yield self.x, self.y - 0.14 * self.size, self.texts[0], self.size
        yield self.x, self.y + 0.94 * self.size, self.texts[1], 0.92 * self.size


def labels(shapes: Sequence[PolygonalGeometry], texts: Sequence[tuple[str, str]]) -> Iterator[Label]:
    """A label for each shape (in the drawing's units) from its name and figure; they are numbered from 1."""
    for number, (shape, (name, figure)) in enumerate(zip(shapes, texts, strict=True), 1):
        tried: list[tuple[tuple[str, ...], float]] = [((name, figure), size) for size in _SIZES]
        tried += [((name,), size) for size in _NAME_SIZES]
        tried += [((str(number),), size) for size in _NUMBER_SIZES]
        spots = _middles(shape)
        yield next(
            (
                label
                for said, size in tried
                for label in (Label(x, y, said, size) for x, y in spots)
                if _fits(label, shape)
            ),
            Label(*spots[0], (str(number),), _NUMBER_SIZES[-1]),
        )


def name_labels(
    told: Sequence[tuple[PolygonalGeometry, str]], points: npt.NDArray[np.float64]
) -> Iterator[Label]:
    """A label for each shape (in the drawing's units) that its name fits into, over few `points` (n, 2)."""
    for shape, name in told:
        spots = [*_middles(shape), *_raster(shape)]
        for size in _NAME_SIZES:
            fitting = [label for x, y in spots if _fits(label := Label(x, y, (name,), size), shape)]
            if fitting:
                yield min(fitting, key=lambda label: _below(label, points))
                break


def _raster(shape: PolygonalGeometry) -> list[tuple[float, float]]:
    """Further points to try, evenly over a shape."""
    west, north, east, south = shape.bounds
    shares = (0.2, 0.35, 0.5, 0.65, 0.8)
    return [(west + a * (east - west), north + b * (south - north)) for b in shares for a in shares]


def _below(label: Label, points: npt.NDArray[np.float64]) -> int:
    """How many points a label would hide, or nearly."""
    left, top, right, bottom = label.box
    x, y = points[:, 0], points[:, 1]
    return int(((x > left - 5) & (x < right + 5) & (y > top - 4) & (y < bottom + 4)).sum())


def _middles(shape: PolygonalGeometry) -> list[tuple[float, float]]:
    """Points to try: where most room is around, and the middle of the shape where that lies in it."""
    largest = max(shape.geoms, key=lambda each: each.area) if shape.geom_type == "MultiPolygon" else shape
    roomy = shapely.get_point(shapely.maximum_inscribed_circle(largest), 0)
    points = [roomy, largest.centroid]
    return [(point.x, point.y) for point in points if largest.contains(point)]


def _fits(label: Label, shape: PolygonalGeometry) -> bool:
    box = shapely.box(*label.box)
    return bool(shape.intersection(box).area >= _ENOUGH * box.area)
