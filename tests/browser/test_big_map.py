"""Every venue of a large city on one map: nothing is lost in its clusters, and little of it is drawn at once.

Of a city of the benchmarks: 2,000 venues, and with --long 250,000. OUTREACH_BIG_MAP_VENUES sets another
number for the first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response

from benchmarks.city import VENUES, city
from benchmarks.everybody import SCHEME, everybody
from outreach.rules.rate import Tally
from outreach.services.city import open_city
from outreach.services.coverage import coverage
from tests.support.browser import WIDE, Watch, new_context, settle
from tests.support.builders import ADMINISTRATOR
from tests.support.entering import enter, with_administrator
from tests.support.program import serving

SMALL = int(os.environ.get("OUTREACH_BIG_MAP_VENUES", "2000"))
ASKED = f"/map?scheme={SCHEME}&as_of=2021-12-20&view=venues"
DAY = date(2021, 12, 20)
#: Bytes that a venue may take on the way.
BYTES = 10

SHOWN = """() => {
    const layer = window.map && window.map._geodataFit && window.map._geodataPoints;
    return layer && layer._drawn.length && layer !== window.before;
}"""
#: What stands on the canvas, how much was walked for it, how far it reaches beyond the canvas in pixels, and
#: how many venues lie under it, one by one.
DRAWN = """() => {
    const layer = window.map._geodataPoints, index = layer.index();
    let walked = 0;
    for (const name of ['eachCell', 'eachPlace']) {
        index[name] = function (...given) {
            const tell = given.pop();
            Object.getPrototypeOf(this)[name].call(this, ...given, (...told) => { walked++; tell(...told); });
        };
    }
    layer._redraw();
    delete index.eachCell;
    delete index.eachPlace;
    const size = layer._at.size;
    const beyond = layer._drawn.map(each => Math.max(-each.x, each.x - size.x, -each.y, each.y - size.y));
    const bounds = L.latLngBounds([[0, 0], [size.x, size.y]].map(
        corner => window.map.unproject(layer._at.world.add(corner), layer._at.zoom)));
    let inside = 0;
    for (let i = 0; i < index.count; i++) {
        if (bounds.contains([index.lat(index.y[i]), index.lon(index.x[i])])) inside++;
    }
    return {
        inside: inside, items: layer._drawn.length, walked: walked, beyond: Math.max(...beyond),
        venues: layer._drawn.reduce((sum, each) => sum + each.to - each.from, 0),
        count: index.count, cells: (size.x / 56 + 2) * (size.y / 56 + 2)
    };
}"""


@dataclass(frozen=True, slots=True)
class BigMap:
    """A page with the map of every venue, and what of its points was sent."""

    url: str
    page: Page
    watch: Watch
    points: list[Response]

    def asks(self, text: str) -> Any:
        """Evaluate JavaScript in the map's frame."""
        return self.page.frames[-1].evaluate(text)

    def take(self, answer: Response) -> None:
        """Remember an answer with points."""
        if "points.bin" in answer.url:
            self.points.append(answer)

    def shown(self) -> None:
        """Wait until venues stand on the map, others than when `leave` was called."""
        settle(self.page)
        self.page.frames[-1].wait_for_function(SHOWN, timeout=60_000)

    def leave(self) -> None:
        """Remember what stands on the map, before it is asked for something else."""
        self.asks("window.before = window.map._geodataPoints")


@pytest.fixture(scope="module", params=[SMALL, pytest.param(VENUES, marks=pytest.mark.long)])
def big_map(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BigMap]:
    """Serve a city to an administrator, who may see every venue, and open its map."""
    folder: Path = tmp_path_factory.mktemp("big")
    url = f"sqlite:///{everybody(city(folder, request.param))}"
    with_administrator(url)
    with serving(url, folder) as program:
        context = new_context(browser, program.url, WIDE)
        watch = Watch(program.url)
        watch.over(context)
        enter(context, program.url)
        page = context.new_page()
        opened = BigMap(url, page, watch, [])
        page.on(
            "response", lambda answer: opened.points.append(answer) if "points.bin" in answer.url else None
        )
        page.goto(ASKED)
        opened.shown()
        yield opened
        context.close()


@pytest.fixture(scope="module")
def listed(big_map: BigMap) -> Tally:
    """Count the city's venues as its tables do."""
    opened = open_city(big_map.url)
    total = coverage(opened, ADMINISTRATOR, SCHEME, DAY).total
    opened.engine.dispose()
    return total


def test_every_venue_of_the_city_stands_in_one_of_its_clusters(big_map: BigMap, listed: Tally) -> None:
    drawn = big_map.asks(DRAWN)
    assert drawn["count"] == drawn["venues"] == listed.population
    assert drawn["items"] < drawn["venues"] / 10


def test_the_points_of_the_city_travel_in_fewer_than_ten_bytes_a_venue(
    big_map: BigMap, listed: Tally
) -> None:
    (answer,) = big_map.points[:1]
    assert answer.headers["content-encoding"] == "gzip"
    assert 0 < answer.request.sizes()["responseBodySize"] < BYTES * listed.population


def test_what_is_walked_and_drawn_is_what_lies_in_view_however_near_one_looks(big_map: BigMap) -> None:
    whole = big_map.asks("() => ({ centre: window.map.getCenter(), zoom: window.map.getZoom() })")
    for zoom in (11, 14, 16, 17, 18):
        big_map.asks(f"window.map.setView([25.043, 121.535], {zoom}, {{ animate: false }})")
        drawn = big_map.asks(DRAWN)
        # A square of the grid with few places tells each of them.
        assert 0 < drawn["walked"] <= 13 * drawn["items"], zoom
        assert drawn["beyond"] <= 120, zoom
        if zoom < 17:
            assert drawn["items"] <= 12 * drawn["cells"], zoom
    at = whole["centre"]
    big_map.asks(f"window.map.setView([{at['lat']}, {at['lng']}], {whole['zoom']}, {{ animate: false }})")


def test_a_filter_and_a_district_show_as_many_as_the_tables_count(big_map: BigMap) -> None:
    opened = open_city(big_map.url)
    for choice, where in (
        (big_map.page.get_by_role("radio", name="店家", exact=True), ("kind=shop",)),
        (big_map.page.locator(".places a", has_text="南港區"), ("kind=shop", "district=63000090")),
    ):
        big_map.leave()
        choice.first.click()
        big_map.shown()
        drawn = big_map.asks(DRAWN)
        assert drawn["count"] == coverage(opened, ADMINISTRATOR, SCHEME, DAY, where=where).total.population
        # A venue that has moved to the district still has the point where it was, which may be out of
        # sight; a square at the edge shows what it has beyond, too.
        assert drawn["count"] * 0.98 < drawn["inside"] <= drawn["venues"] <= drawn["count"]
    opened.engine.dispose()


def test_the_large_map_asks_no_other_host_and_no_script_fails(big_map: BigMap) -> None:
    assert big_map.points
    assert big_map.watch.verdict() == []
