"""Where a venue stands, as a drawing: its village among the neighbours, and its point.

It stands in the page as an image of its own, in colours that are read on light and dark ground alike.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from math import cos, radians

import shapely

from geodata.boundaries import VILLAGES, boundary_file
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.words import _

#: Units of the drawing's sides, and of the edge kept free.
_WIDTH, _HEIGHT, _EDGE = 360, 240, 22
#: The least that a drawing shows, in degrees of latitude (some 400 m).
_LEAST = 0.0036
_EDGES, _OWN = "#8A949C", "#14988C"


def spot(village_code: str | None, lon: float | None, lat: float | None, title: str) -> Html | None:
    """The drawing as an image; None where neither village nor point is known."""
    at = shapely.Point(lon, lat) if lon is not None and lat is not None else None
    own = _villages().get(village_code or "")
    if own is None and at is None:
        return None
    # A point that was given for another place than the village would shrink both to specks.
    shown = own.union(at) if own is not None and at is not None and own.distance(at) < _LEAST else own
    west, south, east, north = (shown if shown is not None else at).bounds  # type: ignore[union-attr]
    narrow = cos(radians((south + north) / 2))
    units = min(
        (_WIDTH - 2 * _EDGE) / max((east - west) * narrow, _LEAST),
        (_HEIGHT - 2 * _EDGE) / max(north - south, _LEAST),
    )
    frame = (
        (west + east) / 2 - _WIDTH / 2 / units / narrow,
        (south + north) / 2 - _HEIGHT / 2 / units,
        (west + east) / 2 + _WIDTH / 2 / units / narrow,
        (south + north) / 2 + _HEIGHT / 2 / units,
    )

    def unit(x: float, y: float) -> str:
        return f"{(x - frame[0]) * units * narrow:.1f},{(frame[3] - y) * units:.1f}"

    box = shapely.box(*frame)
    around = [
        el("path", d=_path(shapely.clip_by_rect(area, *frame), unit), fill="none", stroke=_EDGES)
        for code, area in _villages().items()
        if code != village_code and area.intersects(box)
    ]
    mark = None
    if at is not None and box.covers(at):
        x, _comma, y = unit(at.x, at.y).partition(",")
        mark = el("circle", cx=x, cy=y, r=7, fill="#C2412F", stroke="#FFFFFF", stroke_width="2.5")
    drawing = el(
        "svg",
        around,
        el("path", d=_path(own, unit), fill=_OWN, fill_opacity="0.14", stroke=_OWN, stroke_width="2")
        if own is not None
        else None,
        mark,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
    )
    return el(
        "img",
        src="data:image/svg+xml;base64," + b64encode(drawing.encode()).decode("ascii"),
        alt=_("位置圖：{place}").format(place=title),
        width=_WIDTH,
        height=_HEIGHT,
        class_="spot",
    )


def to_placing(venue: int, back: str) -> Html:
    """A link to the map on which who may change a venue moves it; `back` is the page to come back to."""
    return el(
        "a",
        _("在地圖上移動位置"),
        href=to_page("placing", venue=venue, back=back),
        target="_self",
        class_="open to-placing",
    )


@cache
def _villages() -> dict[str, shapely.Geometry]:
    return {area.properties["code"]: area.geometry for area in boundary_file(VILLAGES).areas}


def _path(area: shapely.Geometry, unit: object) -> str:
    """The rings of an area, holes too."""
    assert callable(unit)
    rings = []
    for part in shapely.get_parts(area):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            rings.append("M" + "L".join(unit(x, y) for x, y in ring.coords) + "Z")
    return "".join(rings)
