"""The districts' map for the paper: what it says, and that it can be read without colour."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries import DISTRICTS, boundary_file
from outreach.reports.drawings.district_map import (
    SIZE,
    DistrictFigure,
    district_map,
    label_box,
    rate_class,
)
from outreach.reports.drawings.png import as_png
from outreach.rules.rate import rate_shown

_NAMES = [area.properties["name"] for area in boundary_file(DISTRICTS).areas]
_SVG = "{http://www.w3.org/2000/svg}"


def _texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{_SVG}text")]


def _fills(svg: str) -> Iterator[str]:
    """The fills of the districts, in their order."""
    paths = ElementTree.fromstring(svg).iter(f"{_SVG}path")
    return (path.attrib["fill"] for path in paths if path.get("class") == "district")


def _one(name: str, completed: int, eligible: int) -> dict[str, DistrictFigure]:
    return {name: DistrictFigure(name, completed, eligible)}


@pytest.mark.parametrize(
    ("completed", "eligible", "of"),
    [
        (0, 10, 0),
        (50, 100, 0),
        (501, 1000, 1),
        (75, 100, 1),
        (751, 1000, 2),
        (90, 100, 2),
        (9001, 10000, 3),
        (99_999, 100_000, 3),
        (7, 7, 4),
        (0, 0, None),
    ],
)
def test_a_rate_at_a_bound_belongs_to_the_class_below_and_only_all_of_them_to_the_last(
    completed: int, eligible: int, of: int | None
) -> None:
    assert rate_class(DistrictFigure("大安區", completed, eligible)) == of


def test_a_district_without_figures_is_of_no_class() -> None:
    assert rate_class(None) is None
    svg = district_map({}, title="各行政區完成率")
    assert set(_fills(svg)) == {"#FFFFFF"}
    assert _texts(svg).count("無母數") == 12 + 1
    assert _texts(svg).count("—") == 12


@given(st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 99_999)), min_size=12, max_size=12))
def test_every_district_says_its_name_its_cut_rate_and_its_counts(counts: list[tuple[int, int]]) -> None:
    figures = {name: DistrictFigure(name, min(a, b), b) for name, (a, b) in zip(_NAMES, counts, strict=True)}
    svg = district_map(figures, title="圖")
    said = iter(_texts(svg)[1:])
    for name in _NAMES:
        figure = figures[name]
        assert next(said) == name
        assert next(said) == rate_shown(figure.completed, figure.eligible)
        counted = f"{figure.completed:,}／{figure.eligible:,}"
        assert next(said) == (counted if figure.eligible else "無母數")
    for name, fill in zip(_NAMES, _fills(svg), strict=True):
        rated = rate_class(figures[name])
        assert fill == ("#FFFFFF" if rated is None else f"url(#rate{rated})")


def test_figures_are_found_by_code_as_well_and_a_strange_district_is_refused() -> None:
    assert district_map({"63000030": DistrictFigure("大安區", 1, 2)}, title="圖") == district_map(
        _one("大安區", 1, 2), title="圖"
    )
    with pytest.raises(ValueError, match="板橋區"):
        district_map(_one("板橋區", 1, 2), title="圖")


def test_no_two_labels_touch_and_none_leaves_the_picture() -> None:
    boxes = [label_box(name) for name in _NAMES]
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= SIZE
        assert 30 <= top < bottom <= SIZE - 20
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def test_each_class_has_a_pattern_that_is_seen_without_its_colour() -> None:
    svg = district_map({}, title="圖")
    patterns = re.findall(r'<pattern id="rate\d".*?</pattern>', svg)
    without_colour = {re.sub(r"#[0-9A-F]{6}|rate\d", "", pattern) for pattern in patterns}
    assert len(patterns) == len(without_colour) == 5


def test_the_picture_says_where_its_borders_come_from_and_escapes_its_title() -> None:
    svg = district_map({}, title='<b> & "')
    assert _texts(svg)[0] == '<b> & "'
    assert any("內政部國土測繪中心" in text for text in _texts(svg))
    assert len(svg.encode()) < 40_000
    assert as_png(svg, 400).startswith(b"\x89PNG")


def test_a_drawing_of_two_classes_differs_in_print() -> None:
    def printed(completed: int) -> bytes:
        return as_png(district_map(_one("士林區", completed, 100), title="圖"), 300)

    assert len({printed(completed) for completed in (40, 70, 85, 95, 100)}) == 5
