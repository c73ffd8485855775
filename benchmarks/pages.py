"""`python -m benchmarks.pages`: reruns of the overview and the map at 250,000 venues, in a browser.

The real server serves the city of the benchmarks; a Chromium clicks as a reader would, and each step is
done by this program and then by a plain Streamlit page that shows the like (`benchmarks.peers`). Times are
those of the server's script runs, wall clock beside processor time, since whatever else the machine does
is in the first and not in the second; bytes are those over the websocket in both directions, and beside
them what of it travels, since the server packs it. The first round warms up and is not counted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import report
from benchmarks.browsing import HERE, Cost, Visit, visiting
from benchmarks.city import city, options
from benchmarks.report import Row
from tests.support.browser import launch

Act = Callable[[Page], None]
Steps = Sequence[tuple[str, Act]]
ASKED = "scheme=bear_voucher&as_of=2021-12-20"
APP = HERE.parent / "outreach" / "pages" / "app.py"
OVERVIEW_BELOW, MAP_BELOW, MAP_KILOBYTES = 60, 40, 20
FRESH = "a day nobody asked for yet"


def click(selector: str) -> Act:
    """Click what a selector finds first."""
    return lambda page: page.locator(selector).first.click()


def option(name: str) -> Act:
    """Choose one of a row of choices."""
    return lambda page: page.get_by_role("radio", name=name, exact=True).first.click()


def label(name: str) -> Act:
    """Choose one of Streamlit's plain radio buttons, whose text is all that can be clicked."""
    return lambda page: (
        page.locator("[data-testid='stRadioOption'], [data-baseweb='radio']")
        .filter(has_text=name)
        .first.click()
    )


def on_map(name: str) -> Act:
    """Click an area of the map."""
    return lambda page: page.frame_locator("iframe").locator(f"path[aria-label^='{name}']").click()


def press(key: str) -> Act:
    """Press a key."""
    return lambda page: page.keyboard.press(key)


_KINDS: Steps = [(f"kind: {kind}", option(kind)) for kind in ("店家", "轄管場館", "全部")]
_DAYS = ("earlier", "earlier", "later", "later")
OVERVIEW: Steps = [
    *((f"a day {way}", click(f".st-key-bar_{way} button")) for way in _DAYS),
    *_KINDS,
    ("a number's venues opened", click(".card .big a")),
    ("and closed", press("Escape")),
]
OVERVIEW_PEER: Steps = [
    *((f"a day {way}", click(f".st-key-{way} button")) for way in _DAYS),
    *_KINDS,
]
MAP: Steps = [
    ("another layer", option("毋須納入比率")),
    ("the layer back", option("完成率")),
    ("district in, by a click on the map", on_map("大安區")),
    ("village in, by a click on the map", on_map("龍門里")),
    ("village out", click(".breadcrumb a >> nth=1")),
    ("district out", click(".breadcrumb a")),
]
MAP_PEER: Steps = [
    ("another layer", label("毋須納入比率")),
    ("the layer back", label("完成率")),
    ("district in, by a click on the map", label("大安區")),
    ("district out", label("全市")),
]


#: Script, page and steps of each walk; a program's own and then its peer's, in turn.
WALKS: Mapping[str, tuple[Path, str, Steps]] = {
    "overview": (APP, "", OVERVIEW),
    "overview, peer": (HERE / "peers" / "overview.py", "", OVERVIEW_PEER),
    "map": (APP, "map", MAP),
    "map, peer": (HERE / "peers" / "map.py", "", MAP_PEER),
}


def rows(page: str, ours: Visit, peer: Visit, below: float) -> list[Row]:
    """All steps together, by wall clock and by processor, then each step."""
    mine, theirs = ours.together(FRESH), peer.together()
    told = [
        Row(f"**{page}: every step, wall clock**", mine.wall, theirs.wall, p95_below=below),
        Row("its thread's processor time", mine.cpu, theirs.cpu, p95_below=below),
        Row("the whole server's processor time", mine.server, theirs.server),
    ]
    for what, cost in ours.cost.items():
        other = peer.cost.get(what, Cost())
        told.append(Row(f"{what}, processor time", cost.cpu, other.cpu if other.runs else None))
    return told


def sizes(page: str, ours: Visit, peer: Visit, below: float | None) -> list[Row]:
    """Kilobytes of all steps together, then of each."""
    told = [
        Row(
            f"**{page}: every step**",
            ours.together(FRESH).kilobytes,
            peer.together().kilobytes,
            p95_below=below,
            unit="KB",
        ),
        Row(
            f"**{page}: every step, as it travels**",
            ours.together(FRESH).packed,
            peer.together().packed,
            unit="KB",
        ),
    ]
    for what, cost in ours.cost.items():
        other = peer.cost.get(what, Cost())
        told.append(Row(what, cost.kilobytes, other.kilobytes if other.runs else None, unit="KB"))
    return told


def reran(visits: Mapping[str, Visit]) -> str:
    """How many runs a step took, where it was not one."""
    told = []
    for name, visit in visits.items():
        for what, cost in visit.cost.items():
            if set(cost.runs) != {1}:
                told.append(f"{name}, {what}: {sum(cost.runs)} runs in {len(cost.runs)} steps")
    return "\n".join(told) or "every step ran the script once"


def browse(path: Path, rounds: int) -> dict[str, Visit]:
    """Walk every page, ours and the peer's in turn; the first round is not counted."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=path.parent)))
        copy = folder / path.name  # the server keeps its own files beside the database
        shutil.copyfile(path, copy)
        browser = launch(stack.enter_context(sync_playwright()), folder)
        stack.callback(browser.close)
        visits = {}
        for name, (script, page, _) in WALKS.items():
            visits[name] = stack.enter_context(visiting(browser, script, f"sqlite:///{copy}", folder))
            visits[name].open(f"/{page}?{ASKED}")
        for number in range(rounds + 1):
            for name, (_, _, steps) in WALKS.items():
                for what, act in steps:
                    visits[name].step(what, act, counted=number > 0)
        for number in range(rounds + 2):  # two days before the first are known
            visits["overview"].step(FRESH, click(".st-key-bar_earlier button"), counted=number > 1)
    return visits


def main() -> int:
    """Walk the rounds and print the tables; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=10)
    given = parser.parse_args()
    visits = browse(city(given.data, given.venues, given.seed), given.rounds)
    overview, overview_peer = visits["overview"], visits["overview, peer"]
    on_map, map_peer = visits["map"], visits["map, peer"]
    times = [
        *rows("overview", overview, overview_peer, OVERVIEW_BELOW),
        *rows("map", on_map, map_peer, MAP_BELOW),
    ]
    weights = [
        *sizes("overview", overview, overview_peer, None),
        *sizes("map", on_map, map_peer, MAP_KILOBYTES),
    ]
    print(report.machine(("streamlit", "streamlit-folium", "folium", "pandas", "playwright")))
    print(f"{given.rounds} rounds, {given.venues:,} venues; {reran(visits)}")
    for told in (times, weights):
        print()
        print(report.table(told, "plain page"))
    return 0 if all(row.met for row in [*times, *weights]) else 1


if __name__ == "__main__":
    sys.exit(main())
