"""完成率 by district as a map that reads in black and white: each class has a pattern of its own.

Constraints:
1. The twelve districts, always; one without figures or with nothing eligible is white with a dotted edge.
2. Rates come from `rules.rate`, and their classes compare whole numbers: 90 % exactly is 90以下.
3. Every district says name, rate and completed／eligible; no two labels touch (some stand beside the map).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

import shapely

from geodata.boundaries import DISTRICTS, boundary_file
from geodata.legend import RATE_COLOURS, RATE_SCALE
from geodata.topology import PolygonalGeometry
from outreach.rules.rate import rate_shown

FONTS = "Noto Sans TC, PingFang TC, Microsoft JhengHei, sans-serif"
INK, QUIET = "#1B2733", "#5B6770"
#: The drawing's own units; `width` and `height` only say how large it is shown.
SIZE = 560
#: Upper bounds of the classes below 100 %, in percent.
_BOUNDS = (50, 75, 90)
#: Degrees that a border may move by where it is simplified: less than two units.
_TOLERANCE = 0.0008
_WEST, _NORTH = 121.4565, 25.2115
#: Units per degree; a degree of longitude is shorter at Taipei.
_DOWN, _ACROSS = 1945.0, 1762.0
_LEFT, _TOP = 98.0, 38.0
#: A label's box, wide enough for 99,999／99,999 in its small type.
BOX_WIDTH, BOX_HEIGHT = 74.0, 39.0


@dataclass(frozen=True, slots=True)
class DistrictFigure:
    """One district's completed and eligible venues (eligible = 0: no rate)."""

    name: str
    completed: int
    eligible: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a label's middle stands, in degrees, or beside the map in units with what it points at."""

    lon: float
    lat: float
    beside: tuple[float, float] | None = None


#: Where there is room for a label without hiding a neighbour's.
_PLACES: Mapping[str, _Place] = {
    "松山區": _Place(121.5590, 25.0600, (514, 318)),
    "信義區": _Place(121.5720, 25.0310, (514, 458)),
    "大安區": _Place(121.5430, 25.0240, (118, 486)),
    "中山區": _Place(121.5465, 25.0830),
    "中正區": _Place(121.5150, 25.0380, (42, 366)),
    "大同區": _Place(121.5130, 25.0650, (42, 312)),
    "萬華區": _Place(121.4960, 25.0270, (42, 420)),
    "文山區": _Place(121.5740, 24.9885),
    "南港區": _Place(121.6150, 25.0370),
    "內湖區": _Place(121.5960, 25.0830),
    "士林區": _Place(121.5530, 25.1260),
    "北投區": _Place(121.5130, 25.1510),
}


def rate_class(figure: DistrictFigure | None) -> int | None:
    """A rate's class: 0 to 50 %, 1 to 75 %, 2 to 90 %, 3 below 100 %, 4 at it; None without a denominator."""
    if figure is None or figure.eligible == 0:
        return None
    if figure.completed == figure.eligible:
        return len(_BOUNDS) + 1
    return sum(100 * figure.completed > bound * figure.eligible for bound in _BOUNDS)


def district_map(
    rates: Mapping[str, DistrictFigure], *, title: str, width: int = SIZE, height: int = SIZE
) -> str:
    """The map as an SVG document; `rates` by the district's name (大安區) or code.

    Raises ValueError for a district that Taipei has not.
    """
    shapes = _shapes()
    figures = {shape.name: rates.get(shape.name, rates.get(shape.code)) for shape in shapes}
    unknown = set(rates) - {key for shape in shapes for key in (shape.name, shape.code)}
    if unknown:
        raise ValueError(
            f"Taipei has no district {sorted(unknown)}; it has {[each.name for each in shapes]}."
        )
    name = escape(title)
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{width}" '
            f'height="{height}" role="img" aria-label="{name}" font-family="{FONTS}" font-size="10">',
            f"<title>{name}</title>{_patterns()}",
            f'<rect width="{SIZE}" height="{SIZE}" fill="#FFFFFF"/>',
            f'<text x="12" y="24" font-size="15" font-weight="700" fill="{INK}">{name}</text>',
            *(_area(shape, rate_class(figures[shape.name])) for shape in shapes),
            *(_label(shape.name, figures[shape.name]) for shape in shapes),
            *_legend(),
            f'<text x="12" y="{SIZE - 10}" font-size="8.5" fill="{QUIET}">{escape(_source())}</text>',
            "</svg>",
        )
    )


# Shapes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shape:
    """A district: code, name, and its outline as an SVG path."""

    code: str
    name: str
    path: str


@cache
def _shapes() -> tuple[_Shape, ...]:
    """The districts, neighbours still sharing their borders after these are simplified."""
    areas = boundary_file(DISTRICTS).areas
    simple = shapely.coverage_simplify([area.geometry for area in areas], _TOLERANCE)
    return tuple(
        _Shape(area.properties["code"], area.properties["name"], _path(shape))
        for area, shape in zip(areas, simple, strict=True)
    )


def _path(shape: PolygonalGeometry) -> str:
    polygons = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
    rings = (ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors))
    return "".join(
        "M" + "L".join("{:.1f} {:.1f}".format(*_at(lon, lat)) for lon, lat in ring.coords[:-1]) + "Z"
        for ring in rings
    )


def _at(lon: float, lat: float) -> tuple[float, float]:
    return _LEFT + (lon - _WEST) * _ACROSS, _TOP + (_NORTH - lat) * _DOWN


def _source() -> str:
    return boundary_file(DISTRICTS).attribution["zh"]


# Patterns ----------------------------------------------------------------------------------------

#: What is drawn over a class's colour, in a square of 8 units.
_MARKS = (
    '<circle cx="4" cy="4" r="0.9"/>',
    '<path d="M0 8L8 0M-1 1L1 -1M7 9L9 7"/>',
    '<path d="M0 0L8 8M-1 7L1 9M7 -1L9 1M0 8L8 0M-1 1L1 -1M7 9L9 7"/>',
    '<path d="M0 2H8M0 6H8"/>',
    "",
)
_MARK_COLOURS = ("#8A7440", "#7A5F1E", "#5F4A10", "#1D4F48", "none")


def _patterns() -> str:
    made = "".join(
        f'<pattern id="rate{at}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{colour}"/>'
        f'<g stroke="{ink}" fill="{ink if at == 0 else "none"}" stroke-width="0.9">{mark}</g></pattern>'
        for at, (colour, mark, ink) in enumerate(zip(RATE_COLOURS, _MARKS, _MARK_COLOURS, strict=True))
    )
    return f"<defs>{made}</defs>"


def _fill(rated: int | None) -> str:
    if rated is None:
        return f'fill="#FFFFFF" stroke="{QUIET}" stroke-width="1" stroke-dasharray="1.5 2.5"'
    return f'fill="url(#rate{rated})" stroke="{INK}" stroke-width="0.9"'


def _area(shape: _Shape, rated: int | None) -> str:
    return f'<path class="district" d="{shape.path}" {_fill(rated)} stroke-linejoin="round"/>'


# Words -------------------------------------------------------------------------------------------


def label_box(name: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a district's label, in the drawing's units."""
    place = _PLACES[name]
    x, y = place.beside or _at(place.lon, place.lat)
    return x - BOX_WIDTH / 2, y - BOX_HEIGHT / 2, x + BOX_WIDTH / 2, y + BOX_HEIGHT / 2


def _label(name: str, figure: DistrictFigure | None) -> str:
    left, top, right, bottom = label_box(name)
    place, middle = _PLACES[name], (left + right) / 2
    pieces: list[str] = []
    if place.beside:
        x, y = _at(place.lon, place.lat)
        leads = f"M{right if x > middle else left:.1f} {(top + bottom) / 2:.1f}L{x:.1f} {y:.1f}"
        pieces.append(
            f'<path d="{leads}" stroke="#FFFFFF" stroke-width="3"/><path d="{leads}" stroke="{INK}"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{INK}" stroke="#FFFFFF"/>'
        )
    completed, eligible = (figure.completed, figure.eligible) if figure else (0, 0)
    said = ((name, 10.5, 12, 700), (rate_shown(completed, eligible), 10.5, 23.5, 700))
    counts = f"{completed:,}／{eligible:,}" if eligible else "無母數"
    pieces.append(
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{BOX_WIDTH:g}" height="{BOX_HEIGHT:g}" rx="3" '
        f'fill="#FFFFFF" fill-opacity="0.92" stroke="{QUIET}" stroke-width="0.5"/>'
    )
    pieces += (
        _text(middle, top + down, text, size, weight)
        for text, size, down, weight in (*said, (counts, 9.5, 34.5, 400))
    )
    return "".join(pieces)


def _text(x: float, y: float, text: str, size: float, weight: int, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" fill="{INK}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _legend() -> Iterator[str]:
    """The classes with their patterns, in the corner north-east of the city."""
    left, top = 412.0, 60.0
    yield _text(left, top, RATE_SCALE.title, 11.5, 700, "start")
    lines = [*enumerate(RATE_SCALE.labels), (None, RATE_SCALE.empty)]
    for down, (rated, said) in enumerate(lines):
        y = top + 10 + 21 * down
        yield f'<rect x="{left}" y="{y}" width="26" height="15" {_fill(rated)}/>'
        yield _text(left + 34, y + 11.5, said, 10.5, 400, "start")
    yield _text(left, top + 10 + 21 * len(lines) + 12, "已完成／母數，取至小數第2位", 9, 400, "start")
