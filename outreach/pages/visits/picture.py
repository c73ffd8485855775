"""The walk as a drawing: numbered stops and the line between them over the villages' boundaries.

It is black on white, so that it reads on paper, and stands in the page as an image of its own: no tile, no
request to anybody, nothing in it but numbers.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from math import cos, hypot, radians

import shapely

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from outreach.pages.markup import Html, el, join
from outreach.pages.visits import terms
from outreach.pages.words import _
from outreach.rules.walk import Point
from outreach.services.visits import VisitList

#: Units of the drawing: its sides, the edge kept free, and a number's circle.
_WIDTH, _HEIGHT, _EDGE, _RADIUS = 640.0, 460.0, 34.0, 11.0
#: Metres to a degree of latitude; and the least that a drawing shows, so that one stop is not a wall.
_DEGREE, _LEAST = 111_195.0, 400.0
_TRIES = 60
Spot = tuple[float, float]


def picture(found: VisitList) -> Html:
    """The drawing as an image; nothing where no stop has a place."""
    points = [(stop.number, stop.point) for stop in found.stops if stop.point is not None]
    if not points:
        return Html("")
    ground = _Ground.of([found.start.point, *(point for _number, point in points)])
    begin = ground.spot(found.start.point)
    spots = [ground.spot(point) for _number, point in points]
    labels = apart(spots)
    drawing = el(
        "svg",
        el("rect", width=int(_WIDTH), height=int(_HEIGHT), fill="#FFFFFF"),
        _outlines(ground, VILLAGES, "#C9CDD1", "1"),
        _outlines(ground, DISTRICTS, "#5B6770", "2"),
        _line([begin, *spots]),
        [_leader(spot, label) for spot, label in zip(spots, labels, strict=True)],
        _start(begin),
        [_number(number, label) for (number, _point), label in zip(points, labels, strict=True)],
        _scale(ground),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH:.0f} {_HEIGHT:.0f}",
        font_family="sans-serif",
    )
    source = "data:image/svg+xml;base64," + b64encode(drawing.encode()).decode("ascii")
    told = _("路線圖：{count} 站，直線共 {length}").format(
        count=len(points), length=terms.distance(found.metres)
    )
    return el("img", src=source, alt=told, class_="walk", width=int(_WIDTH), height=int(_HEIGHT))


class _Ground:
    """From degrees to units of the drawing, the same in every direction."""

    def __init__(self, west: float, north: float, per_lon: float, per_lat: float) -> None:
        self._west, self._north, self.per_lon, self.per_lat = west, north, per_lon, per_lat

    @classmethod
    def of(cls, points: Sequence[Point]) -> _Ground:
        """The drawing that holds these places, in the middle of it."""
        lons, lats = [p.lon for p in points], [p.lat for p in points]
        middle_lon, middle_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        east = _DEGREE * cos(radians(middle_lat))
        wide = max((max(lons) - min(lons)) * east, _LEAST)
        high = max((max(lats) - min(lats)) * _DEGREE, _LEAST)
        units = min((_WIDTH - 2 * _EDGE) / wide, (_HEIGHT - 2 * _EDGE) / high)
        per_lon, per_lat = units * east, units * _DEGREE
        return cls(middle_lon - _WIDTH / 2 / per_lon, middle_lat + _HEIGHT / 2 / per_lat, per_lon, per_lat)

    def spot(self, point: Point) -> Spot:
        """Where a place stands in the drawing."""
        return self._unit(point.lon, point.lat)

    def _unit(self, lon: float, lat: float) -> Spot:
        return (lon - self._west) * self.per_lon, (self._north - lat) * self.per_lat

    def box(self) -> shapely.Polygon:
        """The drawing's own area in degrees."""
        east, south = self._west + _WIDTH / self.per_lon, self._north - _HEIGHT / self.per_lat
        return shapely.box(self._west, south, east, self._north)

    def path(self, ring: shapely.LineString) -> str:
        """A line of boundary as a path."""
        spots = (self._unit(lon, lat) for lon, lat, *_rest in ring.coords)
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)


def _outlines(ground: _Ground, name: str, colour: str, width: str) -> Html:
    box = ground.box()
    paths = [
        ground.path(line)
        for area in boundary_file(name).areas
        if area.geometry.intersects(box)
        for line in _lines(area.geometry.boundary.intersection(box))
    ]
    return el("path", d="".join(paths), fill="none", stroke=colour, stroke_width=width)


def _lines(shape: shapely.Geometry) -> Iterator[shapely.LineString]:
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.LineString):
            yield part


def apart(spots: Sequence[Spot]) -> list[Spot]:
    """Where the numbers stand: at their stops, pushed apart where they would cover one another."""
    labels = [[x, y] for x, y in spots]
    least = 2 * _RADIUS + 1
    for _try in range(_TRIES):
        moved = False
        for first in range(len(labels)):
            for second in range(first + 1, len(labels)):
                moved |= _push(labels[first], labels[second], least, second)
        if not moved:
            break
    keep = _RADIUS + 2
    return [(min(max(x, keep), _WIDTH - keep), min(max(y, keep), _HEIGHT - keep)) for x, y in labels]


def _push(one: list[float], other: list[float], least: float, turn: int) -> bool:
    east, south = other[0] - one[0], other[1] - one[1]
    away = hypot(east, south)
    if away >= least:
        return False
    if away < 1e-6:  # one upon the other: each pair in a direction of its own, the same each time
        east, south, away = cos(turn * 2.4), cos(turn * 2.4 + 1.57), 1.0
    step = (least - away) / 2 + 0.1
    one[0] -= east / away * step
    one[1] -= south / away * step
    other[0] += east / away * step
    other[1] += south / away * step
    return True


def _line(spots: Sequence[Spot]) -> Html:
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    return el("polyline", points=way, fill="none", stroke="#1B2733", stroke_width="2", stroke_dasharray="6 4")


def _leader(spot: Spot, label: Spot) -> Html | None:
    if hypot(spot[0] - label[0], spot[1] - label[1]) < 2:
        return None
    (x, y), (to_x, to_y) = spot, label
    return join(
        [
            el("line", x1=f"{x:.1f}", y1=f"{y:.1f}", x2=f"{to_x:.1f}", y2=f"{to_y:.1f}", stroke="#1B2733"),
            el("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.5", fill="#1B2733"),
        ]
    )


def _start(spot: Spot) -> Html:
    """The start: a square, told apart from the stops' circles without colour."""
    x, y = spot
    return el("rect", x=f"{x - 7:.1f}", y=f"{y - 7:.1f}", width=14, height=14, fill="#1B2733")


def _number(number: int, label: Spot) -> Html:
    x, y = label
    return join(
        [
            el(
                "circle",
                cx=f"{x:.1f}",
                cy=f"{y:.1f}",
                r=int(_RADIUS),
                fill="#FFFFFF",
                stroke="#1B2733",
                stroke_width="2",
            ),
            el(
                "text",
                number,
                x=f"{x:.1f}",
                y=f"{y + 4.2:.1f}",
                text_anchor="middle",
                font_size="12",
                font_weight="700",
            ),
        ]
    )


def _scale(ground: _Ground) -> Html:
    """A bar that says how far a round number of metres is."""
    units = ground.per_lat / _DEGREE
    metres = max((m for m in (50, 100, 200, 500, 1000, 2000, 5000) if m * units < _WIDTH / 4), default=50)
    right, low = _WIDTH - 14, _HEIGHT - 14
    left = right - metres * units
    return join(
        [
            el(
                "rect",
                x=f"{left - 8:.1f}",
                y=f"{low - 24:.1f}",
                width=f"{metres * units + 16:.1f}",
                height=32,
                fill="#FFFFFF",
            ),
            el(
                "line",
                x1=f"{left:.1f}",
                y1=f"{low:.1f}",
                x2=f"{right:.1f}",
                y2=f"{low:.1f}",
                stroke="#1B2733",
                stroke_width="3",
            ),
            el(
                "text",
                terms.distance(metres),
                x=f"{right:.1f}",
                y=f"{low - 7:.1f}",
                text_anchor="end",
                font_size="13",
            ),
        ]
    )
