"""Venues on a drawn map: shapes by standing as on the screen, numbers beside them, or how dense they lie.

Constraints:
1. A shape tells the standing without its colour; several venues at one place share a mark with their number.
2. A number stands clear of every mark and number, at most a short line away from its place; where there is no
   room it is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.legend import Shape
from outreach.reports.drawings.drawn_words import INK, QUIET, wide, written
from outreach.reports.drawings.map_ground import Box, Floats
from outreach.reports.drawings.map_patterns import Ink

#: Radius of a mark where there are few, and where there are many.
LARGE, SMALL = 4.2, 2.6
#: So many places are still few.
_FEW = 120
_NUMBER = 8.0
#: Where a number is tried, in steps from its place: right, left, above, below and between them.
_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.75, -0.75), (-0.75, -0.75), (0.75, 0.75), (-0.75, 0.75))
_STEPS = (9.0, 16.0, 24.0, 34.0, 46.0)


@dataclass(frozen=True, slots=True)
class PlaceMark:
    """A place in degrees with its venues' shape and colour; `number` is its own in the list, 0 for none."""

    lon: float
    lat: float
    shape: Shape
    colour: str
    many: int = 1
    number: int = 0


def mark(
    x: float, y: float, shape: Shape, colour: str, radius: float, ink: Ink, *, room: bool = False
) -> str:
    """One shape around a point; with `room` a number may stand in it."""
    colour = "#000000" if ink is Ink.BLACK else colour
    line = f'stroke="{colour}" stroke-width="{radius / 2.6:.2f}"'
    fill = colour if shape == "disc" else "#FFFFFF"
    ring = f'<circle class="{shape}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{fill}" {line}/>'
    if shape != "cross":
        return ring
    arm = radius * 0.85
    strokes = (
        f'<path class="cross" d="M{x - arm:.1f} {y - arm:.1f}L{x + arm:.1f} {y + arm:.1f}'
        f'M{x - arm:.1f} {y + arm:.1f}L{x + arm:.1f} {y - arm:.1f}" {line}/>'
    )
    return ring.replace('class="cross"', 'class="held"') if room else strokes


def marks_drawn(places: Sequence[PlaceMark], at: Floats, ink: Ink) -> Iterator[str]:
    """Places at points (n, 2) in the drawing's units, the last on top."""
    for place, (x, y), radius in zip(places, at.tolist(), radii(places).tolist(), strict=True):
        yield mark(x, y, place.shape, place.colour, radius, ink, room=place.many > 1)
        if place.many > 1:
            yield _count(place, x, y, radius, ink)


def radii(places: Sequence[PlaceMark]) -> Floats:
    """How large each place's mark is."""
    usual = LARGE if len(places) <= _FEW else SMALL
    return np.array([_radius(place, usual) for place in places], dtype=np.float64)


def _radius(place: PlaceMark, usual: float) -> float:
    return usual if place.many == 1 else max(usual, 3.0 + 2.6 * len(f"{place.many}"))


def _count(place: PlaceMark, x: float, y: float, radius: float, ink: Ink) -> str:
    colour = "#FFFFFF" if place.shape == "disc" else ("#000000" if ink is Ink.BLACK else place.colour)
    text = f"{place.many}"
    size = min(8.0, 1.75 * radius / (0.58 * len(text) + 0.35))
    return written(x, y + 0.36 * size, text, round(size, 1), 700, "middle", colour=colour)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number's text, its middle, its place's point, and how far from there its line begins (0: no line)."""

    text: str
    middle: tuple[float, float]
    point: tuple[float, float]
    radius: float = 0.0

    def drawn(self) -> Iterator[str]:
        if self.radius:
            yield _leader(self.point, self.middle, self.radius)
        yield written(self.middle[0], self.middle[1] + 3, self.text, _NUMBER, 400, "middle", _RIM)


def numbers_placed(places: Sequence[PlaceMark], at: Floats, taken: Floats, box: Box) -> list[_Number]:
    """The numbers of places at points (n, 2) that there is room for within a box.

    `taken` (n, 4) are the boxes of what stands there besides the marks: left, top, right, bottom.
    """
    sizes = radii(places)
    marks = np.column_stack((at[:, 0] - sizes, at[:, 1] - sizes, at[:, 0] + sizes, at[:, 1] + sizes))
    taken, found = np.vstack((taken, marks)), []
    for place, (x, y), radius in zip(places, at.tolist(), sizes.tolist(), strict=True):
        if not place.number:
            continue
        half = wide(f"{place.number}", _NUMBER) / 2 + 0.5
        for away, (across, down) in ((step, way) for step in _STEPS for way in _WAYS):
            middle = x + across * (away + radius - LARGE + half - 3), y + down * (away + radius - LARGE)
            around = (middle[0] - half, middle[1] - 4.5, middle[0] + half, middle[1] + 4.5)
            if _lies_in(around, box) and not _touches(taken, around):
                taken = np.vstack((taken, around))
                led = radius if away > _STEPS[0] else 0.0
                found.append(_Number(f"{place.number}", middle, (x, y), led))
                break
    return found


def _lies_in(around: tuple[float, float, float, float], box: Box) -> bool:
    left, top, right, bottom = around
    return box.left <= left and box.top <= top and right <= box.right and bottom <= box.bottom


#: What keeps a number readable over borders.
_RIM = 'stroke="#FFFFFF" stroke-width="2" stroke-linejoin="round" paint-order="stroke"'


def _touches(taken: Floats, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    beside = (taken[:, 0] >= right) | (taken[:, 2] <= left) | (taken[:, 1] >= bottom) | (taken[:, 3] <= top)
    return not bool(beside.all())


def _leader(point: tuple[float, float], to: tuple[float, float], radius: float) -> str:
    (x, y), length = point, float(np.hypot(to[0] - point[0], to[1] - point[1]))
    begin, end = radius / length, 1 - 4.5 / length
    (a, b), (c, d) = [(x + (to[0] - x) * share, y + (to[1] - y) * share) for share in (begin, end)]
    return f'<path d="M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" stroke="{QUIET}" stroke-width="0.5"/>'


# Density -----------------------------------------------------------------------------------------

#: Sides of a square in metres, and the smallest that is seen in the drawing's units.
_SIDES = (25, 50, 100, 200, 250, 500, 1000)
_SEEN = 6.5
_METRES = 111_200.0
_ROUND = tuple(lead * 10**power for power in range(7) for lead in (1, 2, 5))
#: Classes at most.
_CLASSES = 5
#: From light to dark, as whoever joined is coloured on the map; printed in black larger squares instead.
DENSITY_COLOURS = ("#CFE7E2", "#9FCCC4", "#66AAA0", "#348379", "#0B4B46")
_SIZES = (0.25, 0.42, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Density:
    """Squares with how many venues lie in each: `cells` (n, 2) columns and rows, `counts` (n,)."""

    metres: int
    side: float
    cells: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    bounds: tuple[int, ...]
    """The smallest count of each class."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Each class's counts in words: 1–9."""
        told = []
        for first, after in zip(self.bounds, (*self.bounds[1:], int(self.counts.max()) + 1), strict=True):
            told.append(f"{first:,}" if after - first == 1 else f"{first:,}–{after - 1:,}")
        return tuple(told)

    def drawn(self, box: Box, ink: Ink) -> Iterator[str]:
        """Its squares as SVG, counted from the box's corner."""
        classes = np.searchsorted(self.bounds, self.counts, side="right") - 1
        for index in range(len(self.bounds)):
            size, colour = self._look(index, ink)
            inset = (1 - size) / 2 * self.side
            paths = "".join(
                f"M{box.left + column * self.side + inset:.1f} {box.top + row * self.side + inset:.1f}"
                f"h{self.side * size:.2f}v{self.side * size:.2f}h-{self.side * size:.2f}z"
                for column, row in self.cells[classes == index].tolist()
            )
            if paths:
                yield f'<path class="cell" d="{paths}" fill="{colour}"/>'

    def keys(self, title: str, left: float, y: float, ink: Ink) -> Iterator[str]:
        """The legend, on a base line."""
        yield written(left, y, title, 12, 700)
        left += wide(title, 12) + 16
        for index, label in enumerate(self.labels):
            size, colour = self._look(index, ink)
            at = 14 * (1 - size) / 2
            yield (
                f'<rect class="key" x="{left + at:.1f}" y="{y - 12 + at:.1f}" width="{14 * size:g}" '
                f'height="{14 * size:g}" fill="{colour}"/>'
            )
            yield written(left + 19, y, label, 10.5)
            left += 37 + wide(label, 10.5)

    def _look(self, index: int, ink: Ink) -> tuple[float, str]:
        """How much of a square's side a class fills, and in which colour."""
        at = index + _CLASSES - len(self.bounds)
        return (_SIZES[at], "#000000") if ink is Ink.BLACK else (1.0, DENSITY_COLOURS[at])


def density(at: Floats, box: Box, down: float) -> Density:
    """How dense points (n, 2) in the drawing's units lie in a box; `down` units are a degree of latitude."""
    metres = next((m for m in _SIDES if m * down / _METRES >= _SEEN), _SIDES[-1])
    side = metres * down / _METRES
    column, row = (np.floor((at[:, n] - (box.left, box.top)[n]) / side).astype(np.int64) for n in (0, 1))
    keys, counts = np.unique(column << 32 | row, return_counts=True)
    squares = np.column_stack((keys >> 32, keys & 0xFFFFFFFF))
    return Density(metres, side, squares, counts.astype(np.int64), _bounds(int(counts.max(initial=1))))


def _bounds(most: int) -> tuple[int, ...]:
    """The first counts of at most five classes: round numbers, about evenly spread up to `most`."""
    steps = [one for one in _ROUND if one <= most]
    if len(steps) <= _CLASSES:
        return tuple(steps)
    return tuple(steps[round(at * (len(steps) - 1) / (_CLASSES - 1))] for at in range(_CLASSES))


def key_drawn(left: float, y: float, shape: Shape, colour: str, label: str, ink: Ink) -> Iterator[str]:
    """A line of the legend: a shape and its words."""
    yield mark(left + 6, y - 4, shape, colour, LARGE, ink)
    yield written(left + 16, y, label, 10.5, colour=INK)
