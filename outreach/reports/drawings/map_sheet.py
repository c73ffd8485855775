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
from outreach.reports.drawings.drawn_words import fitting, wide, written
from outreach.reports.drawings.figures_table import FiguresTable
from outreach.reports.drawings.map_labels import Label, labels
from outreach.reports.drawings.map_patterns import fill_of, patterns

Floats = npt.NDArray[np.float64]
#: The page in the drawing's units, 96 to an inch: A4 upright.
WIDTH, HEIGHT = 794, 1123
_MARGIN = 44.0
_INNER = WIDTH - 2 * _MARGIN
_LEGEND_ROW, _TABLE_GAP = 20.0, 18.0


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
    rows = [(str(at), area.name, *area.cells) for at, area in enumerate(sheet.areas, 1)]
    rows += [("", *row) for row in sheet.rows]
    end = HEIGHT - 26.0 - 13 * len(sheet.foot)
    table = FiguresTable(sheet.headings, tuple(rows), _MARGIN, _INNER, end)
    legend = table.top - _TABLE_GAP - _LEGEND_ROW * _legend_rows(sheet) - 8
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-label="{name}" font-family="{FONTS}" font-size="10">',
            f"<title>{name}</title>{drawn}",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>',
            written(_MARGIN, 58, sheet.title, fitting(sheet.title, 24, _INNER), 700),
            *(written(_MARGIN, 84 + 20 * at, s, fitting(s, 13, _INNER)) for at, s in enumerate(sheet.lines)),
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
        yield written(x, y, text, size, 400, "middle", rim, ink)


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
    yield written(_MARGIN, top + 12, sheet.scale.title, 12, 700)
    for row, x, (class_index, said) in _legend_places(sheet):
        y = top + _LEGEND_ROW * row
        edge = ' stroke-dasharray="1.5 2.5"' if class_index is None else ""
        fill = fill_of(class_index, sheet.scale.colours, plain=plain)
        yield (
            f'<rect class="key" x="{x:.1f}" y="{y:.1f}" width="24" height="15" fill="{fill}" '
            f'stroke="{INK}" stroke-width="0.8"{edge}/>'
        )
        yield written(x + 29, y + 12, said, 10.5)


# Foot --------------------------------------------------------------------------------------------


def _foot(sheet: MapSheet) -> Iterator[str]:
    for at, line in enumerate(reversed(sheet.foot)):
        yield written(_MARGIN, HEIGHT - 26 - 13 * at, line, fitting(line, 9, _INNER), 400, colour=QUIET)
