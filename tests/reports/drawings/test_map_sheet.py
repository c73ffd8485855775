"""A map as a page: every area drawn and in the table, no labels that touch, classes told without colour."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
import shapely

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.legend import RATE_SCALE
from outreach.reports.drawings.drawn_words import wide
from outreach.reports.drawings.map_ground import Box, Ground, SheetArea
from outreach.reports.drawings.map_labels import labels
from outreach.reports.drawings.map_patterns import Ink, patterns
from outreach.reports.drawings.map_sheet import (
    FIGURE_HEIGHT,
    FIGURE_WIDTH,
    HEIGHT,
    WIDTH,
    MapSheet,
    map_figure,
    map_sheet,
)
from outreach.reports.drawings.png import as_png

_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {
    area.properties["code"]: (area.properties["name"], area.geometry)
    for area in boundary_file(VILLAGES).areas
}
_DISTRICTS = sorted({code[:8] for code in _SHAPES})


def _sheet(district: str) -> MapSheet:
    """A district whose villages are of every class in turn, each sixth of none."""
    areas = tuple(
        SheetArea(
            name, shape, None if at % 6 == 5 else at % 6, f"{at}.00 %", (f"{at}.00 %", f"{at}／{at}", "0")
        )
        for at, (name, shape) in enumerate(each for code, each in _SHAPES.items() if code[:8] == district)
    )
    return MapSheet(
        "<b> & 里", ("截至110年10月26日",), RATE_SCALE, ("里", "完成率", "已完成／母數", "還差"), areas,
        (("合計", "7.00 %", "7／100", "93"),), ("來源",),
    )  # fmt: skip


def _drawn(svg: str, class_: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(svg).iter() if each.get("class") == class_]


def _texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{_SVG}text")]


@pytest.mark.parametrize("ink", list(Ink))
def test_every_village_is_drawn_and_stands_in_the_table_with_its_figures(ink: Ink) -> None:
    sheet = _sheet("63000030")
    svg = map_sheet(sheet, ink)
    said = _texts(svg)
    assert len(_drawn(svg, "area")) == len(sheet.areas) == 53
    assert said[0] == "<b> & 里"
    for at, area in enumerate(sheet.areas, 1):
        row = [str(at), area.name, *area.cells]
        assert any(said[first : first + 5] == row for first in range(len(said))), row
    assert said[-5:] == ["合計", "7.00 %", "7／100", "93", "來源"]


def test_a_village_without_a_class_is_white_with_a_dotted_edge_and_none_of_the_classes_is() -> None:
    for ink in Ink:
        svg = map_sheet(_sheet("63000030"), ink)
        drawn = [*_drawn(svg, "area"), *_drawn(svg, "key")]
        white = [each for each in drawn if each.get("fill") == "#FFFFFF"]
        assert len(white) == 53 // 6 + 1
        assert white == [each for each in drawn if each.get("stroke-dasharray")]


def test_patterns_hold_no_colour_and_differ_from_class_to_class() -> None:
    svg = map_sheet(_sheet("63000030"), Ink.BLACK)
    colours = set(re.findall("#([0-9A-F]{6})", svg)) - {"1B2733", "5B6770"}
    assert all(c[:2] == c[2:4] == c[4:] for c in colours)
    colours_of = RATE_SCALE.colours
    made = re.findall(r"<pattern.*?</pattern>", patterns(colours_of, Ink.BLACK))
    assert len({re.sub("class.", "", each) for each in made}) == 5
    assert {each.get("fill") for each in _drawn(svg, "key")} == {
        *(f"url(#class{at})" for at in range(5)),
        "#FFFFFF",
    }
    with pytest.raises(ValueError, match="6 classes"):
        patterns((*colours_of, "#000000"), Ink.BLACK)


@pytest.mark.parametrize("district", _DISTRICTS)
def test_no_two_labels_touch_and_all_of_a_page_lies_on_it(district: str) -> None:
    sheet = _sheet(district)
    shapes = [area.shape for area in sheet.areas]
    placed = Ground.of(shapes, Box(44, 120, WIDTH - 44, 700)).place(shapes)
    found = list(labels(placed, [(area.name, area.figure) for area in sheet.areas]))
    assert len(found) == len(sheet.areas)
    for one, other in itertools.combinations(found, 2):
        both = shapely.box(*one.box).intersection(shapely.box(*other.box)).area
        assert both < 0.05 * shapely.box(*one.box).area, (one.texts, other.texts)
    for shape in placed:
        west, top, east, bottom = shape.bounds
        assert 0 < west < east < WIDTH
        assert 119 < top < bottom < 701
    tree = ElementTree.fromstring(map_sheet(sheet))
    for text in tree.iter(f"{_SVG}text"):
        assert 0 < float(text.attrib["x"]) < WIDTH
        assert 0 < float(text.attrib["y"]) < HEIGHT


def test_a_long_question_is_written_smaller_rather_than_over_the_edge() -> None:
    long = "台北通 myCode+ · 店家與轄管場館 · " * 4
    texts = ElementTree.fromstring(map_sheet(replace(_sheet("63000030"), lines=(long, "短")))).iter(
        f"{_SVG}text"
    )
    sizes = {text.text: float(text.attrib["font-size"]) for text in texts}
    assert sizes["短"] == 13
    assert len(long) / 2 * sizes[long] < WIDTH - 88 < len(long) * 13


def test_figures_stand_clear_of_one_another_in_whatever_order_their_columns_come() -> None:
    cells = ("100.00 %", "1,234／12,345", "1,234")
    for order in itertools.permutations(range(3)):
        areas = [replace(area, cells=tuple(cells[at] for at in order)) for area in _sheet("63000030").areas]
        sheet = replace(_sheet("63000030"), areas=tuple(areas))
        texts = [t for t in ElementTree.fromstring(map_sheet(sheet)).iter(f"{_SVG}text") if t.text]
        row = [text.text for text in texts].index(areas[0].cells[0], -250)
        ends = [(float(t.attrib["x"]), wide(str(t.text), 9.5)) for t in texts[row : row + 3]]
        for (before, _width), (end, width) in itertools.pairwise(ends):
            assert before < end - width


def test_of_what_rose_or_fell_the_patterns_are_lightest_in_the_middle() -> None:
    usual, diverging = (
        re.findall("<pattern.*?</pattern>", patterns(RATE_SCALE.colours, Ink.BLACK, diverging=both))
        for both in (False, True)
    )
    unnamed = [[re.sub("class.", "", each) for each in made] for made in (usual, diverging)]
    assert unnamed[1][2] == unnamed[0][0]
    assert sorted(unnamed[0]) == sorted(unnamed[1])
    svg = map_sheet(replace(_sheet("63000030"), diverging=True), Ink.BLACK)
    assert diverging[0] in svg


def _districts_sheet(class_index: int | None = 2) -> MapSheet:
    areas = tuple(
        SheetArea(each.properties["name"], each.geometry, class_index, "88.88 %", ("88.88 %", "8／9"))
        for each in boundary_file(DISTRICTS).areas
    )
    return MapSheet(
        '<b> & "', ("截至110年10月26日",), RATE_SCALE, ("行政區", "完成率", "已完成／母數"), areas,
        (("合計", "88.88 %", "96／108"),), ("界線：內政部國土測繪中心",),
    )  # fmt: skip


def test_in_a_paper_the_same_map_has_its_figures_and_legend_beside_it_all_within_the_figure() -> None:
    sheet = _districts_sheet()
    svg = map_figure(sheet)
    said = _texts(svg)
    assert len(_drawn(svg, "area")) == 12
    for at, area in enumerate(sheet.areas, 1):
        row = [str(at), area.name, *area.cells]
        assert any(said[first : first + 4] == row for first in range(len(said))), row
    assert {sheet.title, *sheet.lines, *sheet.foot, *RATE_SCALE.labels, RATE_SCALE.empty} <= set(said)
    for text in ElementTree.fromstring(svg).iter(f"{_SVG}text"):
        size, x = float(text.attrib["font-size"]), float(text.attrib["x"])
        width = wide(text.text or "", size)
        left = x - {"end": width, "middle": width / 2}.get(text.attrib["text-anchor"], 0)
        assert -0.5 <= left <= left + width <= FIGURE_WIDTH + 1, text.text
        assert 0 < float(text.attrib["y"]) < FIGURE_HEIGHT
    assert len(svg.encode()) < 40_000


def test_in_a_paper_each_class_has_colour_and_pattern_and_prints_differently_from_the_others() -> None:
    svg = map_figure(_districts_sheet())
    made = re.findall(r'<pattern id="class\d".*?</pattern>', svg)
    assert len({re.sub("#[0-9A-F]{6}|class.", "", each) for each in made}) == 5
    assert all(colour in pattern for colour, pattern in zip(RATE_SCALE.colours, made, strict=True))
    printed = {as_png(map_figure(_districts_sheet(at)), 200) for at in (None, 0, 1, 2, 3, 4)}
    assert len(printed) == 6
