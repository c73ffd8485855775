"""Journeys over the map: district, village, venue and back, in the same numbers as the table beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.support.browser import PHONE, WIDE, Watch, choose, new_context, settle
from tests.support.entering import enter
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, MapCity
from tests.support.program import Program
from tests.support.wire import counting

ASKED = "scheme=mycode&as_of=2021-10-20"


@pytest.fixture
def program(map_program: tuple[Program, MapCity]) -> Program:
    """The map's own small city instead of the demonstration."""
    return map_program[0]


def in_map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def script(page: Page, text: str) -> Any:
    return page.frames[-1].evaluate(text)


def open_map(page: Page, place: str = "", more: str = "") -> None:
    page.goto(f"/map?{ASKED}{f'&place={place}' if place else ''}{more}")
    settle(page)


def at(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Go near a point of the ground; where it then stands in the window, in pixels."""
    # Near by, where no two marks stand so close that they are one cluster.
    script(page, f"window.map.setView([{lat}, {lon}], 18, {{ animate: false }})")
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    spot = script(page, f"(p => [p.x, p.y])(window.map.latLngToContainerPoint([{lat}, {lon}]))")
    return frame["x"] + spot[0], frame["y"] + spot[1]


def drawn(page: Page, fit: str) -> None:
    """Wait until the map shows a place and whatever is in it."""
    page.frames[-1].wait_for_function(f"window.map && window.map._geodataFit === '{fit}'")
    settle(page)


def breadcrumb(page: Page, text: str) -> None:
    expect(page.locator(".breadcrumb")).to_have_text(text)


def test_a_click_leads_from_the_city_to_a_district_to_a_village_to_a_venue_and_why(page: Page) -> None:
    open_map(page)
    script(page, "window.firstBuilt = true")
    district, tips = in_map(page).locator("path[aria-label^='大安區']"), in_map(page).locator(".geodata-tip")
    district.hover()
    expect(tips).to_contain_text("大安區")
    district.click()
    breadcrumb(page, "臺北市›大安區")
    expect(page).to_have_url(re.compile(f"place={DA_AN}(&|$)"))
    # What was said of the district stays behind with the pointer's old place.
    drawn(page, DA_AN)
    in_map(page).locator("path[aria-label^='龍門里']").hover()
    expect(tips).to_have_count(1)
    page.mouse.move(5, 5)
    expect(tips).to_have_count(0)
    in_map(page).locator("path[aria-label^='龍門里']").click()
    breadcrumb(page, "臺北市›大安區›龍門里")
    drawn(page, LONGMEN)
    # The village fills the map, which was never built anew on the way.
    assert script(page, "window.map.getZoom()") > 15
    assert script(page, "window.firstBuilt") is True
    page.mouse.click(*at(page, 121.5360, 25.0245))
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("舊書店")
    expect(panel).to_contain_text("毋須納入：歇業")
    expect(panel).to_contain_text("備註：租約到期")
    expect(panel).to_contain_text("王小明")


def test_the_map_and_the_table_beside_it_say_the_same(page: Page) -> None:
    for place, level in (("", 12), (DA_AN, 53)):
        open_map(page, place)
        in_map(page).locator("path[role='button']").nth(level - 1).wait_for()
        rows = page.locator(".places tbody tr")
        told = dict(re.findall(r"(\S+?[區里])\t([^\t]+)\t", "\n".join(rows.all_inner_texts())))
        shown = (
            in_map(page)
            .locator("path[role='button']")
            .evaluate_all("paths => paths.map(path => path.getAttribute('aria-label'))")
        )
        assert len(shown) == level
        for label in shown:
            name, _, first = label.partition("，")
            rate = re.search(r"\d+\.\d\d %", first)
            assert told[name] == (rate.group() if rate else "—"), name


def test_the_way_back_leads_step_by_step_to_the_city(page: Page) -> None:
    open_map(page)
    in_map(page).locator("path[aria-label^='大安區']").click()
    breadcrumb(page, "臺北市›大安區")
    page.locator(".places a", has_text="龍門里").click()
    breadcrumb(page, "臺北市›大安區›龍門里")
    page.go_back()
    breadcrumb(page, "臺北市›大安區")
    in_map(page).locator("path[aria-label^='龍門里']").wait_for()
    page.go_back()
    breadcrumb(page, "臺北市")
    in_map(page).locator("path[aria-label^='大安區']").wait_for()
    page.go_forward()
    breadcrumb(page, "臺北市›大安區")
    # Another district leaves the place behind; both in one step.
    choose(page.get_by_role("combobox", name="行政區"), "松山區")
    breadcrumb(page, "臺北市›松山區")
    page.go_back()
    breadcrumb(page, "臺北市›大安區")


def test_an_address_opens_its_place_and_the_same_place_by_a_click_once_more(page: Page) -> None:
    open_map(page, LONGMEN)
    breadcrumb(page, "臺北市›大安區›龍門里")
    page.locator(".breadcrumb a", has_text="大安區").click()
    in_map(page).locator("path[aria-label^='龍門里']").click()
    breadcrumb(page, "臺北市›大安區›龍門里")


def test_venues_at_one_place_open_together_and_a_row_of_the_table_opens_its_own(page: Page) -> None:
    open_map(page, LONGMEN)
    drawn(page, LONGMEN)
    page.mouse.click(*at(page, 121.5358, 25.0236))
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("同一地點 3 家")
    expect(panel.locator(".venues .name")).to_have_text(["攤位二", "攤位一", "攤位三"])
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page).not_to_have_url(re.compile("spot="))
    page.locator(".places a", has_text="攤位一").click()
    expect(panel.locator(".venues .name")).to_have_text(["攤位一"])
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    # The same mark again is a new click.
    page.mouse.click(*at(page, 121.5358, 25.0236))
    expect(panel).to_contain_text("同一地點 3 家")


def test_the_table_is_walked_and_followed_by_keyboard(page: Page) -> None:
    open_map(page)
    page.locator(".places tbody a", has_text="大安區").focus()
    page.keyboard.press("Enter")
    breadcrumb(page, "臺北市›大安區")
    settle(page)
    path = in_map(page).locator("path[aria-label^='龍門里']")
    path.focus()
    path.press("Enter")
    breadcrumb(page, "臺北市›大安區›龍門里")


def test_a_name_that_is_markup_is_text_on_the_map_in_the_table_and_in_the_panel(page: Page) -> None:
    open_map(page, LONGMEN)
    drawn(page, LONGMEN)
    page.mouse.move(*at(page, 121.5365, 25.0240))
    expect(in_map(page).locator(".geodata-tip")).to_contain_text(f"標籤{MARKUP}")
    expect(page.locator(".spots a", has_text="標籤")).to_have_text(f"標籤{MARKUP}")
    page.mouse.click(*at(page, 121.5365, 25.0240))
    expect(page.get_by_role("dialog").locator(".name")).to_have_text(f"標籤{MARKUP}")
    assert page.title() != "run"
    assert script(page, "document.title") == "臺北市地圖"


def test_what_cannot_be_drawn_is_counted_and_said(page: Page) -> None:
    open_map(page)
    expect(page.get_by_text("另有 1 家未填行政區")).to_be_visible()
    page.locator(".places a", has_text="未填行政區").click()
    expect(page.get_by_role("dialog")).to_contain_text("何處小館")
    open_map(page, DA_AN)
    expect(page.get_by_text("另有 1 家未填里別")).to_be_visible()
    open_map(page, LONGMEN)
    expect(page.get_by_text("另有 1 家沒有座標")).to_be_visible()
    expect(page.locator(".places tr", has_text="無點小吃")).to_contain_text("無座標")


def test_another_layer_and_another_district_are_picked_and_stand_in_the_address(page: Page) -> None:
    open_map(page, DA_AN)
    page.get_by_role("radio", name="毋須納入比率").click()
    expect(page).to_have_url(re.compile("layer=excluded"))
    page.get_by_label("行政區").click()
    page.get_by_role("option", name="北投區").click()
    breadcrumb(page, "臺北市›北投區")
    expect(page).not_to_have_url(re.compile("place="))
    expect(in_map(page).locator(".geodata-legend summary")).to_have_text("毋須納入比率")
    page.locator(".breadcrumb a").click()
    breadcrumb(page, "臺北市")


def test_boundaries_are_drawn_whatever_cannot_be_reached(page: Page, watch: Watch) -> None:
    watch.expect("Failed to load resource")
    page.route("**/layers/*.json*", lambda route: route.abort())
    open_map(page)
    in_map(page).locator("path.leaflet-interactive").nth(11).wait_for()
    expect(in_map(page).locator(".geodata-note")).to_contain_text("讀取失敗")


def test_a_step_sends_less_than_10_kilobytes_over_the_websocket(browser: Browser, program: Program) -> None:
    with counting(program.url) as wire:
        context = new_context(browser, wire.url, WIDE)
        enter(context, wire.url)
        page = context.new_page()
        open_map(page)
        for step in ("大安區", "龍門里"):
            before = wire.websocket
            page.locator(".places tbody a", has_text=step).click()
            expect(page.locator(".breadcrumb b")).to_have_text(step)
            settle(page)
            assert 0 < wire.websocket - before < 10_000, step
        context.close()


_UNDER_CONTROLS = """(() => {
    const boxes = [...document.querySelectorAll('.leaflet-control:not(.leaflet-control-attribution)')]
        .map(each => each.getBoundingClientRect());
    const on = map.getContainer().getBoundingClientRect();
    const here = each => each.feature?.properties.district_code === map._geodataFit;
    return Object.values(map._layers).filter(here).filter(each => each.getLatLngs().flat(2).some(place => {
        const at = map.latLngToContainerPoint(place);
        return boxes.some(box => at.x + on.x > box.left && at.x + on.x < box.right
            && at.y + on.y > box.top && at.y + on.y < box.bottom);
    })).map(each => each.feature.properties.name);
})()"""


@pytest.mark.parametrize("viewport", [PHONE])
def test_on_a_phone_the_table_stands_under_the_map_and_nothing_is_wider_than_the_screen(page: Page) -> None:
    open_map(page, DA_AN)
    drawn(page, DA_AN)
    frame, table = page.locator("iframe").bounding_box(), page.locator(".places").bounding_box()
    assert frame is not None
    assert table is not None
    assert table["y"] > frame["y"] + frame["height"]
    assert max(box["x"] + box["width"] for box in (frame, table)) <= PHONE["width"]
    # Nor does any of the district lie under a button or the legend.
    assert script(page, _UNDER_CONTROLS) == []
    # No layer hides beside the screen.
    layers = page.get_by_role("radiogroup", name="圖層").get_by_role("radio")
    ends = layers.evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
    assert len(ends) > 3
    assert max(ends) <= PHONE["width"]
    # On its side the telephone is low: the map begins on the first screen, and fits one whole.
    page.set_viewport_size({"width": 844, "height": 390})
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    assert frame["y"] < 290
    assert frame["height"] < 330


def test_the_log_of_the_program_names_no_venue(program: Program, page: Page) -> None:
    open_map(page, LONGMEN)
    assert "甜圈坊" not in Path(program.log).read_text(errors="replace")
