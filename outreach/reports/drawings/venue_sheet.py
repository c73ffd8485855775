"""Venues as a page of A4: a village, a district or the city, its venues, a legend, and names that have room.

Constraints:
1. Up to `MOST_MARKS` places each venue has its mark; more are drawn as squares that say how many lie in each.
2. A name in the list has the number that stands beside its place on the map, or a dash where it has no place;
   how many lie beyond the page is said, and how many numbers had no room.
3. Texts come in ready to be read; whom to list, and in which order, is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.legend import Entry, Shape
from geodata.topology import PolygonalGeometry
from outreach.reports.drawings.drawn_words import INK, QUIET, fitting, wide, written
from outreach.reports.drawings.map_ground import (
    LEGEND_ROW,
    Box,
    Floats,
    Ground,
    label_drawn,
    path_of,
)
from outreach.reports.drawings.map_labels import Label, name_labels
from outreach.reports.drawings.map_patterns import Ink
from outreach.reports.drawings.map_sheet import (
    HEIGHT,
    INNER,
    MARGIN,
    WIDTH,
    document,
    foot_drawn,
    heading_drawn,
)
from outreach.reports.drawings.venue_marks import (
    PlaceMark,
    density,
    key_drawn,
    mark,
    marks_drawn,
    numbers_placed,
)

#: Places that are drawn one by one; more lie on one another on a page of A4.
MOST_MARKS = 1_500
#: Names that a page has room for, in three columns.
COLUMNS, MOST_LINES = 3, 40
MOST_LISTED = COLUMNS * MOST_LINES
_LINE, _NAME, _GAP = 12.5, 9.0, 16.0
#: Of no use to the venues: the ground beyond the place that is shown.
_BEYOND = "#F1F1EE"
#: How far what is shown stays away from the map's edge.
_INSET = 14.0
_NOWHERE: Floats = np.empty((0, 2), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: the place's number (0: not on the page), the venue's shape and name."""

    number: int
    shape: Shape
    colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Outline:
    """An area of the ground in degrees; `name` is written in it ("": not)."""

    name: str
    shape: PolygonalGeometry


@dataclass(frozen=True, slots=True)
class VenueSheet:
    """A page of venues: the page shows all of `shown`, and what of `around` lies beside it."""

    title: str
    lines: tuple[str, ...]
    shown: tuple[Outline, ...]
    around: tuple[Outline, ...]
    places: tuple[PlaceMark, ...]
    """Where there are too many of them none, and every venue's point in `dense` (n, 2), in degrees."""
    dense: Floats
    entries: tuple[Entry, ...]
    listed: tuple[Line, ...]
    squares: Callable[[int], str]
    """The title of the densities' legend, from a square's side in metres."""
    off_page: Callable[[int], str]
    """That so many venues lie beyond the page."""
    crowded: Callable[[int], str]
    """That so many numbers had no room on the map."""
    notes: tuple[str, ...]
    foot: tuple[str, ...]


def venue_sheet(sheet: VenueSheet, ink: Ink = Ink.COLOURS) -> str:
    """The page as an SVG document."""
    top = 72.0 + 20 * len(sheet.lines)
    lines = -(-len(sheet.listed) // COLUMNS)
    list_top = HEIGHT - 26.0 - 13 * (len(sheet.foot) + 1) - lines * _LINE - 4
    box = Box(MARGIN, top, WIDTH - MARGIN, list_top - LEGEND_ROW - 22)
    inner = Box(box.left + _INSET, box.top + _INSET, box.right - _INSET, box.bottom - _INSET)
    ground = Ground.of([each.shape for each in sheet.shown], inner)
    drawn = _dense if len(sheet.dense) else _single
    pieces, notes = drawn(sheet, ground, box, ink)
    said = " ".join((*sheet.notes, *notes))
    everything = (
        *heading_drawn(sheet.title, sheet.lines),
        *pieces,
        *_list(sheet.listed, list_top, lines, ink),
        *foot_drawn((*((said,) if said else ()), *sheet.foot)),
    )
    return document(sheet.title, (WIDTH, HEIGHT), "", everything)


def _dense(sheet: VenueSheet, ground: Ground, box: Box, ink: Ink) -> tuple[list[str], list[str]]:
    """Squares that say how many venues lie in each, and what is to be said of the others."""
    grounds, at = _placed(sheet, ground, box), ground.at(sheet.dense)
    within = _within(at, box)
    found = density(at[within], box, ground.down)
    pieces = [*_filled(grounds), *found.drawn(box, ink), *_edges(grounds)]
    pieces += [piece for label in _names(grounds, _NOWHERE) for piece in label_drawn(label, "#FFFFFF")]
    pieces += found.keys(sheet.squares(found.metres), MARGIN, box.bottom + 22, ink)
    beyond = int((~within).sum())
    return pieces, [sheet.off_page(beyond)] if beyond else []


def _single(sheet: VenueSheet, ground: Ground, box: Box, ink: Ink) -> tuple[list[str], list[str]]:
    """A mark for every place, with its number, and what is to be said of the others."""
    grounds = _placed(sheet, ground, box)
    at = ground.at(np.array([(p.lon, p.lat) for p in sheet.places], dtype=np.float64).reshape(-1, 2))
    within = _within(at, box)
    places = [p for p, inside in zip(sheet.places, within.tolist(), strict=True) if inside]
    names = list(_names(grounds, at[within]))
    taken = np.array([label.box for label in names], dtype=np.float64).reshape(-1, 4)
    numbers = numbers_placed(places, at[within], taken, box)
    pieces = [*_filled(grounds), *_edges(grounds), *(_quiet(label) for label in names)]
    pieces += [*marks_drawn(places, at[within], ink), *(piece for one in numbers for piece in one.drawn())]
    pieces += _keys(sheet.entries, box.bottom + 22, ink)
    beyond = sum(place.many for place in sheet.places) - sum(place.many for place in places)
    crowded = sum(place.number > 0 for place in places) - len(numbers)
    notes = [sheet.off_page(beyond)] if beyond else []
    return pieces, [*notes, sheet.crowded(crowded)] if crowded else notes


def _within(at: Floats, box: Box) -> npt.NDArray[np.bool_]:
    x, y = at[:, 0], at[:, 1]
    inside: npt.NDArray[np.bool_] = (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
    return inside


@dataclass(frozen=True, slots=True)
class _Part:
    """What of an area lies on the page, in the drawing's units; `shown` or beside what is."""

    name: str
    shape: PolygonalGeometry
    shown: bool


def _placed(sheet: VenueSheet, ground: Ground, box: Box) -> list[_Part]:
    """The areas on the page, what is shown last."""
    window = shapely.box(box.left, box.top, box.right, box.bottom)
    west, south, east, north = ground.seen(box)
    view = shapely.box(west, south, east, north)
    outlines = [*(o for o in sheet.around if o.shape.intersects(view)), *sheet.shown]
    beside = len(outlines) - len(sheet.shown)
    return [
        _Part(outline.name, part, number >= beside)
        for number, (outline, shape) in enumerate(
            zip(outlines, ground.place([each.shape for each in outlines]), strict=True)
        )
        for part in shapely.get_parts(shape.intersection(window)).tolist()
        if part.geom_type == "Polygon"
    ]


def _filled(grounds: Sequence[_Part]) -> Iterator[str]:
    """What lies beside is grey."""
    for part in grounds:
        if not part.shown:
            yield f'<path class="beside" d="{path_of(part.shape)}" fill="{_BEYOND}"/>'


def _edges(grounds: Sequence[_Part]) -> Iterator[str]:
    """Outlines: of what is shown a full edge, of what lies beside a quiet one."""
    for part in grounds:
        look = f'stroke="{INK}" stroke-width="0.8"' if part.shown else f'stroke="{QUIET}" stroke-width="0.4"'
        kind = ' class="area"' if part.shown else ""
        yield f'<path{kind} d="{path_of(part.shape)}" fill="none" {look} stroke-linejoin="round"/>'


def _names(grounds: Sequence[_Part], points: Floats) -> Iterator[Label]:
    """The names of areas where there is room for them, over few of some points; each once."""
    largest: dict[str, _Part] = {}
    for part in grounds:
        before = largest.get(part.name)
        if part.name and (before is None or part.shape.area > before.shape.area):
            largest[part.name] = part
    return name_labels([(part.shape, part.name) for part in largest.values()], points)


def _quiet(label: Label) -> str:
    """A name below the marks."""
    ((x, y, text, size),) = label.lines()
    return written(x, y, text, size, 400, "middle", colour=QUIET)


def _keys(entries: Sequence[Entry], y: float, ink: Ink) -> Iterator[str]:
    x = MARGIN
    for entry in entries:
        yield from key_drawn(x, y, entry.shape, entry.colour, entry.label, ink)
        x += 34 + wide(entry.label, 10.5)


def _list(listed: Sequence[Line], top: float, lines: int, ink: Ink) -> Iterator[str]:
    """The names in columns, each with its place's number and its shape."""
    width = (INNER - _GAP * (COLUMNS - 1)) / COLUMNS
    for at, line in enumerate(listed):
        left = MARGIN + (at // lines) * (width + _GAP)
        y = top + (at % lines + 1) * _LINE
        yield written(left + 16, y, f"{line.number}" if line.number else "—", _NAME, 400, "end")
        yield mark(left + 24, y - 3.2, line.shape, line.colour, 3.0, ink)
        name, room = line.name, width - 32
        while wide(name, 7.0) > room:
            name = f"{name.removesuffix('…')[:-1]}…"
        yield written(left + 31, y, name, round(fitting(name, _NAME, room), 2))
