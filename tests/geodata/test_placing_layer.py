"""The mark that is moved: what it says to the browser, and what the browser may say back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import folium
import pytest
import streamlit_folium

from geodata.offline_map import OfflineMap
from geodata.placing_layer import PLACING_WORDS, PLACING_WORDS_EN, PlacingMark, PutDown, put_down

HERE = (121.543, 25.03)
AROUND = (121.541, 25.028, 121.545, 25.032)


def settings(mark: PlacingMark) -> dict[str, Any]:
    group = folium.FeatureGroup()
    group.add_child(mark)
    script = streamlit_folium._get_feature_group_string(group, OfflineMap())
    found = re.search(r"GeodataLayers\.placing\((.*)\);", script)
    assert found is not None
    told: dict[str, Any] = json.loads(found.group(1))
    return told


def mark(**more: Any) -> PlacingMark:
    return PlacingMark(before=HERE, proposed=None, plate=None, around=AROUND, fit="venue 1", **more)


def test_the_mark_tells_the_place_on_record_and_what_to_show_around_it() -> None:
    told = settings(mark())
    assert (told["before"], told["around"], told["fit"]) == (list(HERE), list(AROUND), "venue 1")
    assert told.keys() == {"before", "around", "fit", "words"}


def test_a_neighbours_name_is_text_whatever_it_holds() -> None:
    name = "</script>{{ evil }}"
    told = settings(mark(neighbours=[(*HERE, name)]))
    assert told["neighbours"] == [[*HERE, name]]


def test_both_languages_say_the_same_with_the_same_numbers() -> None:
    english = asdict(PLACING_WORDS_EN)
    for key, text in asdict(PLACING_WORDS).items():
        assert english[key]
        assert ("{n}" in text) == ("{n}" in english[key]), key


def answer(**properties: Any) -> Mapping[str, Any]:
    return {"last_active_drawing": {"properties": {"placing": True, "click": 7, **properties}}}


def test_where_the_mark_was_put_down_is_read() -> None:
    assert put_down(answer(lon=121.5, lat=25)) == PutDown(7, 121.5, 25.0)


@pytest.mark.parametrize(
    "told",
    [
        None,
        {},
        {"last_active_drawing": None},
        {"last_active_drawing": {"properties": {"click": 7, "code": "63000030", "lon": 121.5, "lat": 25}}},
        answer(lon="121.5", lat=25),
        answer(lon=True, lat=25),
        answer(lon=float("nan"), lat=25),
        answer(lon=121.5),
        answer(lon=121.5, lat=25, click="7"),
    ],
)
def test_what_is_no_place_counts_as_no_move(told: Mapping[str, Any] | None) -> None:
    assert put_down(told) is None
