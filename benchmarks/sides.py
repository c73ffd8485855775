"""The maps that `benchmarks.map` measures: ours and two plain ones, how each is served, and a visit to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.browsing import HERE, Visit
from benchmarks.everybody import SCHEME
from benchmarks.pages import APP, click, label, option
from benchmarks.report import Sample
from benchmarks.watching import Frames, painted, redrawn, watch
from outreach.web.signing_in import SESSION
from tests.support.browser import WIDE, new_context, settle

Act = Callable[[Page], None]
DAY = date(2021, 12, 20)
ASKED = f"scheme={SCHEME}&as_of={DAY.isoformat()}&view=venues"

#: What a window's map shows, once it has drawn venues (a map dragged away may have none in view): see
#: `benchmarks.watching`.
_OURS_SHOWN = """w => w.map && w.map._geodataFit && w.map._geodataPoints
    && w.map._geodataPoints._at ? w.map._geodataPoints : null"""
_CLUSTERS_SHOWN = "w => w.map && w.document.querySelector('.marker-cluster') ? w.map : null"
_DECK_SHOWN = "w => w.__watch ? w.__watch.instances : 0"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the maps: how it is served and found, and what is done with it.

    `steps` are done in order in each round; `IN` draws a district of 7,000 venues, all others every venue.
    """

    name: str
    script: Path
    address: str
    signal: str
    map: str
    steps: Sequence[tuple[str, Act]]


FILTER, BACK, IN, OUT = "a filter", "the filter off", "district in, by a click", "district out"
_PEER_STEPS = (
    (FILTER, label("店家")),
    (BACK, label("全部")),
    (IN, label("南港區")),
    (OUT, label("全市")),
)
_FILTERS = ((FILTER, option("店家")), (BACK, option("全部")))
_DAYS = (
    ("a day earlier", click(".st-key-bar_earlier button")),
    ("a day later", click(".st-key-bar_later button")),
)
_PLACES = ((IN, click(".places a:has-text('南港區')")), (OUT, click(".breadcrumb a")))
#: The public is asked about today alone; a manager goes from day to day.
PUBLIC = Side("the public", APP, f"/map?{ASKED}", _OURS_SHOWN, "iframe", (*_FILTERS, *_PLACES))
MANAGER = Side("a manager", APP, f"/map?{ASKED}", _OURS_SHOWN, "iframe", (*_FILTERS, *_DAYS, *_PLACES))
CLUSTERS = Side(
    "FastMarkerCluster", HERE / "peers" / "clusters.py", "/", _CLUSTERS_SHOWN, "iframe", _PEER_STEPS
)
DECK = Side(
    "pydeck", HERE / "peers" / "deck.py", "/", _DECK_SHOWN, "[data-testid='stDeckGlJsonChart']", _PEER_STEPS
)


@dataclass
class Found:
    """What was measured of one side."""

    side: Side
    visit: Visit
    cold: Sample = field(default_factory=Sample)
    warm: Sample = field(default_factory=Sample)
    frames: Frames = field(default_factory=Frames)
    drawn: dict[str, Sample] = field(default_factory=dict)
    session: str = ""
    points: Sample = field(default_factory=Sample)

    def begin(self) -> None:
        """Let the page that is walked about be who reads it."""
        let_in(self.visit.page.context, self.visit.wire.url, self.session)
        watch(self.visit.page.context, self.side.signal)
        self.visit.page.set_default_timeout(120_000)
        self.visit.open("about:blank", settled=False)

    def paint(self, browser: Browser, *, counted: bool) -> None:
        """Open the page in a fresh profile, and once more in another tab of it."""
        context = new_context(browser, self.visit.direct, WIDE)
        let_in(context, self.visit.direct, self.session)
        watch(context, self.side.signal)
        for sample in (self.cold, self.warm):
            page = context.new_page()
            page.goto(self.side.address)
            took = painted(page)
            settle(page)
            page.close()
            if counted:
                sample.times.append(took)
        context.close()

    def walk(self, *, counted: bool) -> None:
        """Move the map of the whole city about, do every step, and move the one of the district about."""
        self.visit.page.goto(self.side.address)
        painted(self.visit.page)
        settle(self.visit.page)
        self.points.times.extend(_points_kilobytes(self.visit.page))
        frames = self.frames if counted else Frames()
        frames.take(self.visit.page, self.side.map)
        for what, act in self.side.steps:
            took: list[float] = []

            def draw(page: Page, act: Act = act, took: list[float] = took) -> None:
                took.append(redrawn(page, act))

            self.visit.step(what, draw, counted=counted)
            if counted:
                self.drawn.setdefault(what, Sample()).times.extend(took)
            if what == IN:
                frames.take(self.visit.page, self.side.map)
        # A page that goes on drawing would take its share of what is measured next.
        self.visit.page.goto("about:blank")

    @property
    def changed(self) -> Sample:
        """Every redraw after a filter or another day."""
        among = [self.drawn[what].times for what in self.drawn if what not in (IN, OUT)]
        return Sample([time for times in among for time in times])


def let_in(context: BrowserContext, url: str, token: str) -> None:
    """Give a profile a session; '' is nobody's."""
    if token:
        context.add_cookies([{"name": SESSION, "value": token, "url": url}])


def _points_kilobytes(page: Page) -> list[float]:
    """What the files of points weighed that a page has fetched, as they travelled."""
    asked = """performance.getEntriesByType('resource').filter(one => one.name.includes('points.bin'))
        .map(one => one.encodedBodySize / 1000)"""
    return [float(size) for frame in page.frames for size in frame.evaluate(asked) if size]
