"""A page of venues: shapes without colour, numbers clear of one another, squares that hold everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.boundaries import VILLAGES, boundary_file
from geodata.legend import MARKS, WORDS
from outreach.reports.drawings.map_ground import Box
from outreach.reports.drawings.map_patterns import Ink
from outreach.reports.drawings.map_sheet import HEIGHT, WIDTH
from outreach.reports.drawings.venue_marks import PlaceMark, density, numbers_placed
from outreach.reports.drawings.venue_sheet import MOST_LISTED, Line, Outline, VenueSheet, venue_sheet

_SVG = "{http://www.w3.org/2000/svg}"
_LOOKS = [(mark.shape, mark.colour) for mark in list(MARKS.values())[:3]]
_HERE = next(a for a in boundary_file(VILLAGES).areas if a.properties["code"] == "63000030041")
_POINTS = st.lists(st.tuples(st.floats(121.52, 121.55), st.floats(25.01, 25.04)), max_size=60)


def _sheet(points: list[tuple[float, float]]) -> VenueSheet:
    places = tuple(
        PlaceMark(*point, *_LOOKS[at % 3], 1 + 11 * (at % 4 == 3), at + 1) for at, point in enumerate(points)
    )
    lines = tuple(Line(p.number, p.shape, p.colour, f"第{p.number}號店" * 9) for p in places)
    return VenueSheet(
        "龍門里", ("截至110年10月20日",), (Outline("", _HERE.geometry),), (), places, np.empty((0, 2)),
        WORDS.venue_entries, lines[:MOST_LISTED], lambda metres: f"{metres}公尺", lambda n: f"圖外{n}家",
        lambda n: f"未標{n}個", (), ("來源",),
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(_POINTS)
def test_every_venue_is_drawn_or_said_to_lie_beyond_and_every_number_stands_or_is_said_to_lack_room(
    points: list[tuple[float, float]],
) -> None:
    sheet = _sheet(points)
    svg = venue_sheet(sheet)
    said = [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{_SVG}text")]
    told = " ".join(said)
    beyond = int(match[1]) if (match := re.search("圖外(\\d+)家", told)) else 0
    crowded = int(match[1]) if (match := re.search("未標(\\d+)個", told)) else 0
    shapes = sum(svg.count(f'class="{kind}"') for kind in ("disc", "ring", "cross", "held"))
    drawn = shapes - len(sheet.listed) - len(sheet.entries)
    assert 0 <= drawn <= len(points)
    assert (drawn == len(points)) == (beyond == 0)
    assert crowded <= drawn
    for text in ElementTree.fromstring(svg).iter(f"{_SVG}text"):
        assert 0 < float(text.attrib["x"]) < WIDTH
        assert 0 < float(text.attrib["y"]) < HEIGHT


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=40))
def test_no_number_covers_another_or_a_mark_or_leaves_the_map(points: list[tuple[float, float]]) -> None:
    places = [PlaceMark(0, 0, "disc", "#000000", 1, at) for at in range(1, len(points) + 1)]
    at, box = np.array(points), Box(0, 0, 300, 300)
    numbers = numbers_placed(places, at, np.empty((0, 4)), box)
    middles = [number.middle for number in numbers]
    for number, (x, y) in zip(numbers, middles, strict=True):
        assert 2 < x < 298
        assert 4 < y < 296
        clear = np.maximum(np.abs(at[:, 0] - x) - 4.2, np.abs(at[:, 1] - y) - 4.2)
        assert (clear > 2).all(), number
        others = [other for other in middles if other != (x, y)]
        assert all(abs(a - x) > 4 or abs(b - y) > 8 for a, b in others)


def test_printed_in_black_the_shapes_and_squares_tell_what_the_colours_told() -> None:
    sheet = _sheet([(121.535, 25.024), (121.536, 25.025), (121.5355, 25.026)])
    coloured, black = venue_sheet(sheet), venue_sheet(sheet, Ink.BLACK)
    assert {colour for _shape, colour in _LOOKS} <= set(re.findall('"(#[0-9A-F]{6})"', coloured))
    assert not {colour for _shape, colour in _LOOKS[:2]} & set(re.findall("#[0-9A-F]{6}", black))
    for kind in ("disc", "ring", "cross"):
        assert coloured.count(f'class="{kind}"') == black.count(f'class="{kind}"') == 3
    rng = np.random.default_rng(5)
    dense = replace(sheet, places=(), listed=(), dense=rng.normal((121.535, 25.024), 0.001, (4000, 2)))
    squares = venue_sheet(dense, Ink.BLACK)
    sizes = re.findall('class="key" [^>]*width="([0-9.]+)"', squares)
    assert sizes == sorted(sizes, key=float)
    assert len(set(sizes)) == len(sizes) > 2
    assert set(re.findall('class="cell" [^>]*fill="([^"]+)"', squares)) == {"#000000"}


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=1, max_size=400), st.floats(50, 2e6)
)
def test_squares_hold_every_venue_once_and_their_classes_every_count(
    points: list[tuple[float, float]], down: float
) -> None:
    found = density(np.array(points), Box(0, 0, 500, 500), down)
    assert int(found.counts.sum()) == len(points)
    assert found.bounds[0] == 1
    assert list(found.bounds) == sorted(set(found.bounds))
    assert found.bounds[-1] <= int(found.counts.max())
    assert len(found.labels) == len(found.bounds) <= 5
