"""The map layers in a real Chromium inside a real Streamlit page: drawn, clicked, asking nobody outside."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect, sync_playwright

from tests.support.browser import PHONE, WIDE, Watch, launch, new_context
from tests.support.program import Program, serving
from tests.support.tiles import Mood, tile_server

pytestmark = pytest.mark.browser
APP = Path(__file__).parent / "map_app" / "streamlit_app.py"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with serving("sqlite://", tmp_path_factory.mktemp("map"), APP) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright, tmp_path_factory.mktemp("chromium"))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def watch(program: Program) -> Watch:
    return Watch(program.url)


@pytest.fixture(scope="module")
def opened(browser: Browser, program: Program, watch: Watch) -> Page:
    context = new_context(browser, program.url, WIDE)
    watch.over(context)
    page = context.new_page()
    page.goto("/")
    return page


@pytest.fixture
def page(opened: Page, watch: Watch) -> Iterator[Page]:
    """The map of districts, nothing clicked; the test fails on any foreign request or script error."""
    _districts(opened)
    yield opened
    complaints = watch.verdict()
    watch.complaints.clear()
    assert complaints == []


def _map(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def _in_frame(page: Page, script: str) -> Any:
    return page.frames[-1].evaluate(script)


def _view(page: Page, view: str) -> None:
    page.locator("label", has_text=view).click()
    expect(page.get_by_text(f"view={view} ")).to_be_visible()


def _clicked(page: Page, what: str) -> None:
    expect(page.get_by_text(f"clicked={what}", exact=False)).to_be_visible()


def _at(page: Page, lat: float, lon: float) -> tuple[float, float]:
    """Where a point of the ground stands in the window, in pixels."""
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    spot = _in_frame(page, f"(p => [p.x, p.y])(window.map.latLngToContainerPoint([{lat}, {lon}]))")
    return frame["x"] + spot[0], frame["y"] + spot[1]


def _districts(page: Page) -> None:
    page.mouse.move(0, 0)
    _view(page, "districts")
    page.get_by_role("button", name="forget").click()
    _clicked(page, "nothing")
    _map(page).locator("path[aria-label^='大安區']").wait_for()


def _drawn(page: Page) -> None:
    """Wait for the points and for the view that they bring."""
    page.frames[-1].wait_for_function("window.map._geodataFit === 'venues'")


def test_a_click_on_a_district_tells_python_which(page: Page) -> None:
    _map(page).locator("path[aria-label^='大安區']").click()
    _clicked(page, "63000030")


def test_the_same_district_clicked_again_is_a_new_click_and_the_map_is_never_built_anew(page: Page) -> None:
    _in_frame(page, "window.firstBuilt = true")
    _map(page).locator("path[aria-label^='大安區']").click()
    _clicked(page, "63000030")
    first = _in_frame(page, "window.__GLOBAL_DATA__.previous_data.last_active_drawing.properties.click")
    _map(page).locator("path[aria-label^='大安區']").click()
    page.frames[-1].wait_for_function(
        f"window.__GLOBAL_DATA__.previous_data.last_active_drawing.properties.click > {first}"
    )
    assert _in_frame(page, "window.firstBuilt") is True


def test_a_district_is_reached_and_opened_by_keyboard(page: Page) -> None:
    path = _map(page).locator("path[aria-label^='大安區']")
    path.focus()
    path.press("Enter")
    _clicked(page, "63000030")


def test_districts_carry_their_class_and_one_without_a_denominator_is_white_and_dotted(page: Page) -> None:
    path = _map(page).locator("path[aria-label^='松山區']")
    expect(path).to_have_attribute("fill", "#F3E9D2")
    empty = _map(page).locator("path[aria-label^='北投區']")
    expect(empty).to_have_attribute("fill", "#FFFFFF")
    expect(empty).to_have_attribute("stroke-dasharray", "1 4")
    # Every district says its name on the ground, the small ones as well.
    expect(_map(page).locator(".geodata-label:not([hidden])")).to_have_count(12)


def test_markup_in_a_name_is_shown_as_text(page: Page) -> None:
    _map(page).locator("path[aria-label^='大安區']").hover()
    tip = _map(page).locator(".geodata-tip")
    expect(tip).to_contain_text("大安區<b>粗</b>{{ 'x' }}{% raw")
    assert tip.locator("b").count() == 0
    _view(page, "villages")
    _map(page).locator("path[aria-label^='龍門里']").hover()
    expect(tip).to_contain_text("龍門里<img src=x onerror=")
    _map(page).locator("path[aria-label^='龍門里']").click()
    _clicked(page, "63000030041")
    assert _map(page).locator("img").count() == 0
    assert _in_frame(page, "document.title") == "臺北市地圖"


def test_villages_of_one_district_are_drawn_from_urls_above_the_outlines_of_districts(page: Page) -> None:
    _view(page, "villages")
    village = _map(page).locator("path[aria-label^='龍門里']")
    village.wait_for()
    assert _map(page).locator("path[role='button']").count() == 53
    village.click()
    _clicked(page, "63000030041")


def test_the_legend_and_the_credit_stand_on_the_map_in_its_language(page: Page) -> None:
    legend = _map(page).locator(".geodata-legend")
    expect(legend).to_contain_text("完成率")
    assert legend.locator(".geodata-entry").count() == 6
    credit = _map(page).locator(".leaflet-control-attribution")
    expect(credit).to_contain_text("內政部國土測繪中心")
    _view(page, "villages")
    expect(legend).to_contain_text("No denominator")
    expect(credit).to_contain_text("Ministry of the Interior")
    assert legend.count() == 1
    assert credit.locator("a").count() == 0


def test_a_venue_is_clicked_on_the_canvas_and_so_is_the_ground_beside_it(page: Page) -> None:
    _view(page, "venues")
    _drawn(page)
    page.mouse.move(*_at(page, 25.0240, 121.5355))
    expect(_map(page).locator(".geodata-tip")).to_contain_text("店家1<img src=x")
    page.mouse.click(*_at(page, 25.0240, 121.5355))
    _clicked(page, "1 in 63000030041")
    page.mouse.click(*_at(page, 25.0228, 121.5362))
    _clicked(page, "63000030041")
    # A finger need not hit the mark itself.
    _in_frame(
        page,
        """(() => {
            const [at, on] = [map.latLngToContainerPoint([25.0240, 121.5359]), map.getContainer()];
            const box = on.getBoundingClientRect();
            const finger = { clientX: box.x + at.x - 2, clientY: box.y + at.y + 18, pointerType: 'touch' };
            document.elementFromPoint(finger.clientX, finger.clientY)
                .dispatchEvent(new PointerEvent('click', { bubbles: true, ...finger }));
        })()""",
    )
    _clicked(page, "2 in 63000030041")
    # The names of the ground keep away from the venues.
    expect(_map(page).locator(".geodata-quiet:not([hidden])", has_text="龍門里")).to_have_count(1)


def test_venues_at_one_place_share_a_mark_the_most_urgent_first(page: Page) -> None:
    _view(page, "venues")
    _drawn(page)
    page.mouse.move(*_at(page, 25.0250, 121.536))
    tip = _map(page).locator(".geodata-tip")
    expect(tip).to_contain_text("同一地點 40 家")
    expect(tip).to_contain_text("另有 32 家")
    page.mouse.click(*_at(page, 25.0250, 121.536))
    _clicked(page, "107,100,101")


def test_completed_outstanding_and_excluded_differ_in_shape_and_colour(page: Page) -> None:
    _view(page, "venues")
    _drawn(page)
    across = {}
    for number, standing in enumerate(("completed", "outstanding", "excluded")):
        across[standing] = _in_frame(
            page,
            f"""(() => {{
                const canvas = document.querySelector('canvas.geodata-points');
                const [box, on] = [canvas, map.getContainer()].map(each => each.getBoundingClientRect());
                const at = map.latLngToContainerPoint([25.0240, {121.5355 + 0.0004 * number}]);
                const [x, y] = [at.x + on.x - box.x, at.y + on.y - box.y];
                const inks = {{
                    teal: '15 118 110', orange: '180 83 9', grey: '91 103 112', white: '255 255 255',
                }};
                const ink = p => p[3] < 200 ? 'none' : Object.keys(inks).find(
                    name => inks[name].split(' ').every((part, i) => Math.abs(part - p[i]) < 9));
                const along = (dx, dy) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map(step => ink(
                    canvas.getContext('2d').getImageData(x + step * dx, y + step * dy, 1, 1).data));
                return [along(1, 0), along(1, 1)];
            }})()""",
        )
    assert across["completed"][0][:6] == ["teal"] * 6  # a disc
    assert across["outstanding"][0][:4] == ["white"] * 4  # a ring
    assert "orange" in across["outstanding"][0]
    assert across["excluded"][1][:4] == ["grey"] * 4  # a cross
    assert across["excluded"][0][4:] == ["none"] * 5


_INKED = """(() => {
    const canvas = document.querySelector('canvas.geodata-outlines');
    const drawn = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return drawn.data.some(part => part);
})()"""


def test_a_citys_clusters_count_every_venue_at_every_zoom_above_villages_near_by_and_open_at_a_click(
    page: Page,
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _view(page, "city")
    page.frames[-1].wait_for_function("window.map._geodataPoints && window.map._geodataPoints.index()")
    outlines = _map(page).locator("canvas.geodata-outlines")
    for zoom in range(10, 19):
        whole = _in_frame(
            page,
            f"""(() => {{
                map.setView([25.06, 121.55], {zoom}, {{ animate: false }});
                const points = map._geodataPoints;
                const all = {{ x0: 0, y0: 0, x1: 65535, y1: 65535 }};
                const drawn = GeodataLayers.shared.arranged(points.index(), points._at, all);
                const runs = drawn.map(each => [each.from, each.to]).sort((a, b) => a[0] - b[0]);
                return {{
                    venues: drawn.reduce((sum, each) => sum + each.to - each.from, 0),
                    gapless: runs.every((run, i) => run[0] === (i ? runs[i - 1][1] : 0)),
                    told: drawn.filter(each => each.cluster).every(
                        each => each.counts.reduce((a, b) => a + b) === each.to - each.from),
                    clusters: drawn.filter(each => each.cluster).length,
                }};
            }})()""",
        )
        assert whole["venues"] == 3000, zoom
        assert whole["gapless"] is True, zoom
        assert whole["told"] is True, zoom
        assert (whole["clusters"] == 0) == (zoom >= 17), zoom
        # The villages come with whoever comes close, and not before.
        expect(outlines).to_have_count(int(zoom >= 14))
        assert len([url for url in asked if url.endswith("villages.geojson?v=1")]) == int(zoom >= 14), zoom
        assert not outlines.count() or _in_frame(page, _INKED), zoom
    _in_frame(page, "map.setView([25.06, 121.55], 11, { animate: false }), undefined")
    expect(outlines).to_have_count(0)
    x, y, many = _in_frame(
        page,
        """(() => {
            const points = map._geodataPoints, each = points._drawn.filter(each => each.cluster)[0];
            const at = map.layerPointToContainerPoint(points._at.layer.add([each.x, each.y]));
            return [at.x, at.y, each.to - each.from];
        })()""",
    )
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + x, frame["y"] + y)
    expect(_map(page).locator(".geodata-tip")).to_contain_text(f"{many:,} 家")
    expect(_map(page).locator(".geodata-tip")).to_contain_text("未完成 ")
    page.mouse.click(frame["x"] + x, frame["y"] + y)
    page.frames[-1].wait_for_function("map.getZoom() > 11")
    _clicked(page, "nothing")


def test_a_place_without_venues_and_a_refused_one_each_say_so(page: Page, watch: Watch) -> None:
    watch.expect("403")
    note = _map(page).locator(".geodata-note")
    _view(page, "none")
    expect(note.filter(has_text="這個範圍沒有可顯示的位置")).to_be_visible()
    _view(page, "refused")
    expect(note.filter(has_text="讀取失敗，請重新整理")).to_be_visible()
    _view(page, "venues")
    _drawn(page)
    expect(note).to_have_count(0)


def test_layers_taken_off_leave_nothing_behind(page: Page) -> None:
    for view in ("villages", "venues", "districts", "villages", "districts"):
        _view(page, view)
    _map(page).locator("path[aria-label^='北投區']").wait_for()
    expect(_map(page).locator("path.leaflet-interactive")).to_have_count(12)
    expect(_map(page).locator(".geodata-legend")).to_have_count(1)
    assert _in_frame(page, "window.feature_group.length") == 1


def test_a_rerun_sends_less_than_20_kilobytes(browser: Browser, program: Program) -> None:
    received: list[int] = []
    page = new_context(browser, program.url, WIDE).new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto("/")
    _map(page).locator("path[aria-label^='大安區']").wait_for()
    received.clear()
    _view(page, "villages")
    _map(page).locator("path[aria-label^='龍門里']").wait_for()
    assert 0 < sum(received) < 20_000
    page.context.close()


def test_on_a_phone_the_legend_is_folded_and_the_city_fits(browser: Browser, program: Program) -> None:
    page = new_context(browser, program.url, PHONE).new_page()
    page.goto("/")
    _map(page).locator("path[aria-label^='大安區']").wait_for()
    assert _map(page).locator(".geodata-legend").get_attribute("open") is None
    city = "L.latLngBounds([24.961, 121.457], [25.210, 121.666])"
    assert _in_frame(page, f"window.map.getBounds().contains({city})") is True
    page.context.close()


_TILES_FAILED = "底圖暫時無法顯示，界線與店家仍可使用"


def test_a_tile_server_that_hangs_or_fails_leaves_the_map_whole_and_tiles_that_come_lie_under_it(
    browser: Browser, program: Program
) -> None:
    context = new_context(browser, program.url, WIDE)
    watch = Watch(program.url)
    watch.over(context)
    watch.expect(r"^asked another host: http://127\.0\.0\.1:\d+/\d+/\d+/\d+\.png$")
    watch.expect(r"^console error: Failed to load resource: .*/\d+/\d+/\d+\.png\)$")
    page = context.new_page()
    path = _map(page).locator("path[aria-label^='大安區']")
    credit = _map(page).locator(".leaflet-control-attribution")
    with tile_server(Mood.HANGING) as server:
        page.goto(f"/?tiles={server.url}")
        # Drawn, and clicked, while the server is still silent.
        path.click()
        _clicked(page, "63000030")
        assert server.asked > 0
        expect(credit).to_contain_text(_TILES_FAILED, timeout=15_000)
        expect(credit).to_contain_text("內政部國土測繪中心")
        expect(_map(page).locator("path[role='button']")).to_have_count(12)
        expect(_map(page).locator(".leaflet-tile")).to_have_count(0)
    with tile_server(Mood.FAILING) as server:
        page.goto(f"/?tiles={server.url}")
        path.wait_for()
        expect(credit).to_contain_text(_TILES_FAILED)
        expect(path).to_have_attribute("fill-opacity", "1")
        server.mood = Mood.WELL
        _in_frame(page, "window.map.setZoom(13, { animate: false }), undefined")
        # Areas let them through; whoever made them is credited, markup as text.
        expect(path).to_have_attribute("fill-opacity", "0.62")
        expect(credit).to_contain_text("某單位 <b>底圖</b>")
        expect(credit).not_to_contain_text(_TILES_FAILED)
    context.close()
    assert watch.verdict() == []


def test_an_error_of_a_script_inside_the_maps_frame_fails_whoever_watches(
    browser: Browser, program: Program
) -> None:
    context = new_context(browser, program.url, WIDE)
    watch = Watch(program.url)
    watch.over(context)
    page = context.new_page()
    page.goto("/")
    _map(page).locator("path[aria-label^='大安區']").wait_for()
    assert watch.verdict() == []
    _in_frame(page, "setTimeout(() => { throw new Error('provoked') }, 0)")
    _in_frame(page, "Promise.reject(new Error('unhandled')), undefined")
    _in_frame(page, "console.error('complained')")
    _in_frame(page, "fetch('https://elsewhere.example/x').catch(() => 0)")
    words = ("provoked", "unhandled", "complained", "asked another host: https://elsewhere.example/x")
    until = time.monotonic() + 10
    while (missing := [w for w in words if w not in "\n".join(watch.verdict())]) and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert missing == []
    context.close()


def _asked_where(page: Page) -> None:
    _map(page).get_by_role("button", name="離我最近").click()


def _refused_and_closed(page: Page, panel: Locator) -> None:
    _asked_where(page)
    expect(panel).to_contain_text("瀏覽器沒有提供位置。請在瀏覽器的網站設定允許")
    expect(panel.get_by_role("button", name="關閉")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(_map(page).get_by_role("button", name="離我最近")).to_be_focused()


def _nearest_first(rows: Locator) -> None:
    expect(rows).to_have_count(20)
    expect(rows.nth(0)).to_contain_text("店家")
    metres = [
        float(n) * (1000 if unit == "公里" else 1)
        for n, unit in (re.findall(r"([\d.]+) (公尺|公里)", text)[-1] for text in rows.all_inner_texts())
    ]
    assert metres == sorted(metres)


def _button_is_above_the_sources(page: Page) -> None:
    """In the corner that the city leaves free on a telephone."""
    button = _map(page).get_by_role("button", name="離我最近").bounding_box()
    sources = _map(page).locator(".leaflet-control-attribution").bounding_box()
    assert button is not None
    assert sources is not None
    assert sources["y"] - 20 < button["y"] + button["height"] < sources["y"]
    ground = _map(page).locator(".leaflet-geodataContext-pane path, .leaflet-overlay-pane path")
    lowest = ground.evaluate_all("all => Math.max(...all.map(each => each.getBoundingClientRect().bottom))")
    frame = page.locator("iframe").bounding_box()
    assert frame is not None
    assert 0 < frame["y"] + lowest <= sources["y"]
    # The ground of venues has no stop for the keyboard: it would be nameless and lead nowhere.
    assert (
        _in_frame(page, "document.querySelectorAll('path:not([aria-label]):not([tabindex=\"-1\"])').length")
        == 0
    )


def test_the_places_nearest_to_the_reader_are_listed_and_the_position_leaves_the_browser_in_no_request(
    browser: Browser, program: Program
) -> None:
    context = new_context(browser, program.url, PHONE)
    watch = Watch(program.url)
    watch.over(context)
    asked: list[str] = []
    page = context.new_page()
    page.emulate_media(color_scheme="dark")
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: asked.append(str(frame))))
    page.goto("/")
    _view(page, "city")
    page.frames[-1].wait_for_function("window.map && window.map._geodataPoints?.index()")
    assert _in_frame(page, "document.documentElement.dataset.theme") == "dark"
    _button_is_above_the_sources(page)
    panel = _map(page).get_by_role("region", name="離您最近的店家")
    _refused_and_closed(page, panel)
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 24.5, "longitude": 120.7})
    _asked_where(page)
    expect(panel).to_contain_text("您的位置不在臺北市")
    panel.get_by_role("button", name="關閉").click()
    context.set_geolocation({"latitude": 25.031234, "longitude": 121.545678})
    # Until the browser hears of it; the button takes a position of the last minute for good.
    page.frames[-1].wait_for_function(
        """() => new Promise(tell => navigator.geolocation.getCurrentPosition(
            at => tell(at.coords.latitude > 25), () => tell(false), { maximumAge: 0 }))"""
    )
    _asked_where(page)
    rows = panel.locator("li")
    _nearest_first(rows)
    whole, box = page.locator("iframe").bounding_box(), panel.bounding_box()
    assert whole is not None
    assert box is not None
    assert box["height"] <= whole["height"] / 2 + 1
    assert _in_frame(page, "window.map.getBounds().contains([25.031234, 121.545678])") is True
    expect(rows.nth(0).get_by_role("button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"clicked=\d{4}\b.* in 63000"))).to_be_visible()
    told = "\n".join(asked)
    assert "layers/venues.json" in told
    assert "25.03" not in told
    assert "121.54" not in told
    assert watch.verdict() == []
    context.close()
