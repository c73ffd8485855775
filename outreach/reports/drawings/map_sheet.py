"""A map of areas as one A4 page: title, map, legend, figures and source, in colour or in patterns.

Constraints:
1. Every area is drawn; one without a class is white with a dotted edge, so never like 0 %.
2. In patterns nothing is told by colour: only white, greys and black, each class with marks of its own.
3. An area says its name and figure where these fit into it, else its name, else its number in the table; so
   no two labels touch. Every area is in the table with its number.
4. Texts and colours come in ready to be read; here nothing is counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
import numpy.typing as npt
import shapely

from geodata.legend import Scale
from geodata.topology import PolygonalGeometry
from outreach.reports.drawings.district_map import FONTS, INK, QUIET
from outreach.reports.drawings.map_labels import Label, labels
from outreach.reports.drawings.map_patterns import fill_of, patterns

Floats = npt.NDArray[np.float64]
#: The page in the drawing's units, 96 to an inch: A4 upright.
WIDTH, HEIGHT = 794, 1123
_MARGIN = 44.0
_INNER = WIDTH - 2 * _MARGIN
_LEGEND_ROW, _TABLE_GAP = 20.0, 18.0
#: Rows of the table that still stand in two columns; more stand in three.
_TWO_COLUMNS = 18


@dataclass(frozen=True, slots=True)
class SheetArea:
    """One area: its polygon in degrees, its class (None: nothing to compare), its figure and table cells."""

    name: str
    shape: PolygonalGeometry
    class_index: int | None
    figure: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A page: `lines` stand below the title, `rows` (name and cells) below the table's areas, `foot` last."""

    title: str
    lines: tuple[str, ...]
    scale: Scale
    headings: tuple[str, ...]
    areas: tuple[SheetArea, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...]


def map_sheet(sheet: MapSheet, *, plain: bool = False) -> str:
    """The page as an SVG document; `plain` tells classes by patterns, for printers without colour."""
    name = escape(sheet.title)
    drawn = patterns(len(sheet.scale.colours)) if plain else ""
    top = 72.0 + 20 * len(sheet.lines)
    table = _Table.of(sheet, HEIGHT - 26.0 - 13 * len(sheet.foot))
    legend = table.top - _TABLE_GAP - _LEGEND_ROW * _legend_rows(sheet) - 8
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-label="{name}" font-family="{FONTS}" font-size="10">',
            f"<title>{name}</title>{drawn}",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>',
            _text(_MARGIN, 58, sheet.title, _fitting(sheet.title, 24), 700),
            *(_text(_MARGIN, 84 + 20 * at, s, _fitting(s, 13)) for at, s in enumerate(sheet.lines)),
            *_map(sheet, top, legend - 10, plain=plain),
            *_legend(sheet, legend, plain=plain),
            *table.drawn(),
            *_foot(sheet),
            "</svg>",
        )
    )


# Map ---------------------------------------------------------------------------------------------


def _map(sheet: MapSheet, top: float, bottom: float, *, plain: bool) -> Iterator[str]:
    placed = _placed([area.shape for area in sheet.areas], top, bottom)
    for area, shape in zip(sheet.areas, placed, strict=True):
        edge = 'stroke-dasharray="1.5 2.5"' if area.class_index is None else ""
        stroke = f'stroke="{QUIET if area.class_index is None and not plain else INK}" {edge}'
        fill = fill_of(area.class_index, sheet.scale.colours, plain=plain)
        yield (
            f'<path class="area" d="{_path(shape)}" fill="{fill}" {stroke} '
            'stroke-width="0.8" stroke-linejoin="round"/>'
        )
    texts = [(area.name, area.figure) for area in sheet.areas]
    for area, label in zip(sheet.areas, labels(placed, texts), strict=True):
        ground = fill_of(area.class_index, sheet.scale.colours, plain=False)
        yield from _label(label, "" if plain else ground)


def _placed(shapes: Sequence[PolygonalGeometry], top: float, bottom: float) -> list[PolygonalGeometry]:
    """The shapes in the drawing's units, as large as there is room; neighbours still share borders."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    narrower = math.cos(math.radians((south + north) / 2))
    unit = min(_INNER / ((east - west) * narrower), (bottom - top) / (north - south))
    left = (WIDTH - (east - west) * narrower * unit) / 2
    top = (top + bottom - (north - south) * unit) / 2
    simple = shapely.coverage_simplify(list(shapes), 0.7 / unit)

    def move(points: Floats) -> Floats:
        x = left + (points[:, 0] - west) * narrower * unit
        return np.column_stack((x, top + (north - points[:, 1]) * unit))

    return [shapely.transform(shape, move) for shape in simple]


def _path(shape: PolygonalGeometry) -> str:
    polygons = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


def _label(label: Label, ground: str) -> Iterator[str]:
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
        yield _text(x, y, text, size, 400, "middle", rim, ink)


def _is_dark(colour: str) -> bool:
    """Whether white is read better than ink on a colour (#RRGGBB), by its relative luminance."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    light = float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)
    return light < 0.18


# Legend ------------------------------------------------------------------------------------------


def _legend_lines(sheet: MapSheet) -> list[tuple[int | None, str]]:
    return [*enumerate(sheet.scale.labels), (None, sheet.scale.empty)]


def _legend_width(text: str) -> float:
    return 46 + wide(text, 10.5)


def _legend_rows(sheet: MapSheet) -> int:
    """How many rows the legend takes; its title stands before the first."""
    return max(row for row, _x, _one in _legend_places(sheet)) + 1


def _legend_places(sheet: MapSheet) -> Iterator[tuple[int, float, tuple[int | None, str]]]:
    row, x = 0, _MARGIN + wide(sheet.scale.title, 12) + 12
    for one in _legend_lines(sheet):
        if x + _legend_width(one[1]) > WIDTH - _MARGIN + 17:
            row, x = row + 1, _MARGIN
        yield row, x, one
        x += _legend_width(one[1])


def _legend(sheet: MapSheet, top: float, *, plain: bool) -> Iterator[str]:
    yield _text(_MARGIN, top + 12, sheet.scale.title, 12, 700)
    for row, x, (class_index, said) in _legend_places(sheet):
        y = top + _LEGEND_ROW * row
        edge = ' stroke-dasharray="1.5 2.5"' if class_index is None else ""
        fill = fill_of(class_index, sheet.scale.colours, plain=plain)
        yield (
            f'<rect class="key" x="{x:.1f}" y="{y:.1f}" width="24" height="15" fill="{fill}" '
            f'stroke="{INK}" stroke-width="0.8"{edge}/>'
        )
        yield _text(x + 29, y + 12, said, 10.5)


# Table -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """The figures table in columns side by side, ending above the foot."""

    sheet: MapSheet
    columns: int
    row: float
    bottom: float

    @classmethod
    def of(cls, sheet: MapSheet, bottom: float) -> _Table:
        lines = len(sheet.areas) + len(sheet.rows)
        columns = 2 if lines <= _TWO_COLUMNS else 3
        return cls(sheet, columns, 19.0 if columns == 2 else 15.0, bottom)

    @property
    def lines(self) -> int:
        """Rows in the longest column."""
        return -(-(len(self.sheet.areas) + len(self.sheet.rows)) // self.columns)

    @property
    def top(self) -> float:
        return self.bottom - (self.lines + 1) * self.row - 6

    def drawn(self) -> Iterator[str]:
        gap = 22.0
        width = (_INNER - gap * (self.columns - 1)) / self.columns
        told = [(str(at), area.name, *area.cells) for at, area in enumerate(self.sheet.areas, 1)]
        told += [("", *row) for row in self.sheet.rows]
        size = 11.5 if self.columns == 2 else 9.5
        slots = _slots(told, self.sheet.headings, width, size)
        for column in range(self.columns):
            left = _MARGIN + column * (width + gap)
            part = told[column * self.lines : (column + 1) * self.lines]
            if part:
                yield from self._heads(left, slots, size)
                yield _rule(left, left + width, self.top + self.row, 1)
            for at, row in enumerate(part, 1):
                y = self.top + (at + 1) * self.row
                yield from _row(left, slots, row, y - 5, size)
                yield _rule(left, left + width, y, 0.3)

    def _heads(self, left: float, slots: Sequence[float], size: float) -> Iterator[str]:
        """Headings, of several words in two lines, and smaller where their column is narrow."""
        y = self.top + self.row - 5
        name, *others = self.sheet.headings
        yield _text(left + 2.2 * size, y, name, size - 0.5, 700)
        right = left + slots[0]
        for slot, said in zip(slots[1:], others, strict=True):
            right += slot
            lines = _in_two(said)
            fitting = min(size - 0.5, *(size * (slot - 4) / wide(line, size) for line in lines))
            for at, line in enumerate(reversed(lines)):
                yield _text(right, y - at * size, line, fitting, 700, "end")


def _in_two(heading: str) -> list[str]:
    """A heading at its middlemost space; one without spaces is a line."""
    spaces = [at for at, one in enumerate(heading) if one == " "]
    if not spaces:
        return [heading]
    at = min(spaces, key=lambda at: abs(at - len(heading) / 2))
    return [heading[:at], heading[at + 1 :]]


def _slots(rows: Sequence[Sequence[str]], headings: Sequence[str], width: float, size: float) -> list[float]:
    """How wide the names (with their numbers) and each figure may be, together as wide as the column.

    What the cells leave goes to the columns whose headings want it.
    """
    names, *needed = [max(wide(row[at], size) for row in rows) for at in range(1, len(rows[0]))]
    names += 2.2 * size
    heads = [max(wide(line, size) for line in _in_two(said)) for said in headings[1:]]
    wanted = [max(head - one, 0) + 6 for head, one in zip(heads, needed, strict=True)]
    share = (width - names - sum(needed)) / sum(wanted)
    return [names, *(one + want * share for one, want in zip(needed, wanted, strict=True))]


def _row(left: float, slots: Sequence[float], row: Sequence[str], y: float, size: float) -> Iterator[str]:
    number, name, *cells = row
    weight = 400 if number else 700
    if number:
        yield _text(left + 1.6 * size, y, number, size, weight, "end")
    yield _text(left + 2.2 * size, y, name, size, weight)
    right = left + slots[0]
    for slot, cell in zip(slots[1:], cells, strict=True):
        right += slot
        yield _text(right, y, cell, size, weight, "end")


def _foot(sheet: MapSheet) -> Iterator[str]:
    for at, line in enumerate(reversed(sheet.foot)):
        yield _text(_MARGIN, HEIGHT - 26 - 13 * at, line, _fitting(line, 9), 400, colour=QUIET)


# Words -------------------------------------------------------------------------------------------


def wide(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is a square, others are little more than half of one."""
    return size * sum(1.0 if ord(one) > 0x2E7F else 0.58 for one in text)


def _fitting(text: str, size: float) -> float:
    """A size, or the smaller one at which a long text still ends on the page."""
    return min(size, size * _INNER / max(wide(text, size), 1))


def _rule(left: float, right: float, y: float, width: float) -> str:
    return f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{QUIET}" stroke-width="{width:g}"/>'


def _text(
    x: float,
    y: float,
    text: str,
    size: float,
    weight: int = 400,
    anchor: str = "start",
    more: str = "",
    colour: str = INK,
) -> str:
    if weight > 400:
        # The packaged face comes in one weight: strong is the same face with an outline.
        more += f' stroke="{colour}" stroke-width="{size / 40:.2f}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}" {more}>{escape(text)}</text>'
    )
