"""Which base maps of tiles are taken, and what the map's frame is told of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.tiles import EXAMPLE, LONGEST_ATTRIBUTION, LONGEST_URL, Part, Tiles, TilesUnusable


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (EXAMPLE, "wmts.nlsc.gov.tw"),
        ("https://tiles.example:8443/{z}/{x}/{y}.png?key=a-1", "tiles.example:8443"),
        ("http://localhost:8080/{z}/{x}/{y}.png", "localhost:8080"),
        ("tiles/{z}/{x}/{y}.png", None),
        ("/tiles/{z}/{x}/{y}.png", None),
    ],
)
def test_an_address_of_https_or_a_path_of_our_own_host_is_taken_and_its_host_named(
    url: str, host: str | None
) -> None:
    assert Tiles(url, "某單位").host == host


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tiles",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{-y}/{y}.png",
        "https://tiles.example/{{z}}/{x}/{y}.png",
        "https://{z}.tiles.example/{x}/{y}.png",
        "http://tiles.example/{z}/{x}/{y}.png",
        "//tiles.example/{z}/{x}/{y}.png",
        "\\\\tiles.example/{z}/{x}/{y}.png",
        "/\\tiles.example/{z}/{x}/{y}.png",
        "https:///{z}/{x}/{y}.png",
        "https://a:b@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example:port/{z}/{x}/{y}.png",
        "javascript:alert({z}{x}{y})",
        "data:image/png;base64,{z}{x}{y}",
        "../../etc/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png' onerror='x",
        "https://tiles.example/{z}/{x}/{y}.png\n",
        "https://圖磚.example/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}/{y}.png?" + "a" * LONGEST_URL,
    ],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(TilesUnusable) as refused:
        Tiles(url, "某單位")
    assert refused.value.part is Part.URL


@pytest.mark.parametrize(
    ("attribution", "zoom", "part"),
    [
        ("", 18, Part.ATTRIBUTION),
        (" ", 18, Part.ATTRIBUTION),
        ("某\n單位", 18, Part.ATTRIBUTION),
        ("長" * (LONGEST_ATTRIBUTION + 1), 18, Part.ATTRIBUTION),
        ("某單位", 8, Part.MAX_ZOOM),
        ("某單位", 23, Part.MAX_ZOOM),
    ],
)
def test_without_anybody_to_credit_or_with_a_zoom_that_no_server_has_it_is_refused(
    attribution: str, zoom: int, part: Part
) -> None:
    with pytest.raises(TilesUnusable) as refused:
        Tiles(EXAMPLE, attribution, zoom)
    assert refused.value.part is part


@given(st.text(alphabet="htps:/.{}zxy-@\\# \"'a1%", max_size=40))
def test_no_address_that_is_taken_leads_to_another_place_than_its_host_says(text: str) -> None:
    url = f"{text}{{z}}/{{x}}/{{y}}"
    try:
        tiles = Tiles(url, "某單位")
    except TilesUnusable:
        return
    told = str(tiles.in_frame("en")["url"])
    assert told.startswith(f"https://{tiles.host}/" if tiles.host else "../../")
    assert "\\" not in told
    assert not told.startswith("../..//")


def test_the_sentence_for_tiles_that_do_not_come_is_told_in_the_maps_language() -> None:
    tiles = Tiles("/tiles/{z}/{x}/{y}.png", "某單位", 19)
    assert tiles.in_frame("zh-Hant")["url"] == "../../tiles/{z}/{x}/{y}.png"
    assert tiles.in_frame("zh-Hant")["failed"] == "底圖暫時無法顯示，界線與店家仍可使用"
    assert str(tiles.in_frame("en")["failed"]).startswith("The base map cannot be shown")
