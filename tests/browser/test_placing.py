"""A venue's mark is dragged on the map, moved by keys and by position, confirmed, and the move undone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import settle
from tests.support.map_city import MapCity
from tests.support.program import Program

#: Where 甜圈坊 stands, and where its mark is put, both in 龍門里.
LON, LAT = 121.5355, 25.0240
THERE = (121.5362, 25.0236)


@pytest.fixture
def program(map_program: tuple[Program, MapCity]) -> Program:
    """The map's own small city instead of the demonstration."""
    return map_program[0]


def in_frame(page: Page, script: str) -> Any:
    return page.frames[-1].evaluate(script)


def at(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a point of the ground stands in the window, in pixels."""
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    spot = in_frame(page, f"(p => [p.x, p.y])(window.map.latLngToContainerPoint([{lat}, {lon}]))")
    return frame["x"] + spot[0], frame["y"] + spot[1]


def test_a_mark_is_dragged_nudged_by_keys_confirmed_and_put_back(
    page: Page, map_program: tuple[Program, MapCity]
) -> None:
    venue = map_program[1].ids["甜圈坊"]
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 121.5358, "latitude": 25.0238, "accuracy": 9})
    page.goto(f"/placing?venue={venue}&back=venue")
    settle(page)
    frame = page.frame_locator("iframe")
    pin = frame.locator(".geodata-pin")
    pin.wait_for()
    # Names of neighbours are text; one of them is markup.
    expect(frame.locator(".geodata-label", has_text="<script>")).to_have_count(1)

    begin, end = at(page, LON, LAT), at(page, *THERE)
    page.mouse.move(begin[0], begin[1] - 20)
    page.mouse.down()
    page.mouse.move(end[0], end[1] - 20, steps=5)
    page.mouse.up()
    move = page.locator(".move")
    expect(move).to_contain_text("里別不變，統計不受影響")
    # To the pixel, which at this scale is about a metre.
    expect(move).to_contain_text(re.compile(r"距離8\d 公尺"))

    # The position is shown to its owner alone until they say that the venue is there.
    before = move.inner_text()
    frame.get_by_role("button", name="用我的位置").click()
    frame.get_by_text("您在這裡，誤差約 9 公尺。").wait_for()
    settle(page)
    assert move.inner_text() == before
    frame.get_by_role("button", name="把店家放在這裡").click()
    expect(move).to_contain_text("25.02380, 121.53580")

    pin.focus()
    page.keyboard.press("Shift+ArrowDown")
    expect(move).to_contain_text("25.02371, 121.53580")
    page.get_by_role("button", name="確認移到這裡").click()
    expect(page.locator(".notice")).to_contain_text("已定位「甜圈坊」")
    expect(move).to_contain_text("現在登錄的位置")
    expect(move).to_contain_text("25.02371, 121.53580")
    page.get_by_role("link", name="復原").click()
    page.get_by_role("button", name="確定復原").click()
    expect(move).to_contain_text("25.02400, 121.53550")
