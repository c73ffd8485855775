"""`python -m benchmarks.map`: the map of every venue of the city in a browser, beside two plain ones.

The real server serves a city of 250,000 venues that are all on one list (`benchmarks.everybody`); the peers
are a Streamlit page with folium's FastMarkerCluster and one with `st.pydeck_chart`, of the same points in
the same Chromium, in turn with ours. Paints and redraws are told by the browser's clock
(`benchmarks.watching`), script runs from inside the server, bytes over the websocket as they travel
(`tests.support.wire`). What the public sees is measured, and beside it a manager, who sees every venue.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks import report
from benchmarks.browsing import visiting
from benchmarks.city import city, options
from benchmarks.everybody import Points, everybody, points
from benchmarks.peers.files import NotToBeHad, prepare
from benchmarks.report import Row, Sample
from benchmarks.sides import CLUSTERS, DAY, DECK, IN, MANAGER, PUBLIC, Found, Side
from outreach.services.city import open_city
from outreach.services.people import add_person
from outreach.services.signing_in import Origin, sign_in
from outreach.services.who import Role, Who
from tests.support.browser import launch

PASSWORD = "benchmark of the map alone"
STEP_KILOBYTES, POINTS_KILOBYTES = 10, 2_500


def manager(url: str) -> str:
    """The token of a manager's session in a database."""
    opened, now = open_city(url), datetime.now(UTC)
    who = Who("benchmark", Role.ADMINISTRATOR)
    add_person(opened, who, "manager", Role.MANAGER, display_name="管考", password=PASSWORD, now=now)
    token = sign_in(opened, "manager", PASSWORD, Origin("127.0.0.1"), now=now).token
    opened.engine.dispose()
    return token


@dataclass(frozen=True, slots=True)
class Ground:
    """What all sides stand on: the database, who the public sees in it, and a manager's session."""

    url: str
    folder: Path
    shown: Points
    token: str


def ground(path: Path, folder: Path) -> Ground:
    """A copy of a city in a folder, since the server keeps its own files beside the database."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    url = f"sqlite:///{copy}"
    opened = open_city(url)
    shown = points(opened, DAY)
    opened.engine.dispose()
    shown.save(folder / "points.npz")
    os.environ["OUTREACH_BENCHMARK_POINTS"] = str(folder / "points.npz")
    return Ground(url, folder, shown, manager(url))


def measure(on: Ground, sides: Sequence[tuple[str, Side]], rounds: int, peer_rounds: int) -> list[Found]:
    """Paint and walk every side (with its session) in turn; the first round warms up and is not counted."""
    with ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()), on.folder)
        stack.callback(browser.close)
        found = []
        for session, side in sides:
            visit = stack.enter_context(visiting(browser, side.script, on.url, on.folder))
            found.append(Found(side, visit, session=session))
            found[-1].begin()
        for number in range(rounds + 1):
            for each in found:
                if each.side in (PUBLIC, MANAGER) or number <= peer_rounds:
                    each.paint(browser, counted=number > 0)
                    each.walk(counted=number > 0)
    return found


def samples(found: Found) -> dict[str, Sample]:
    """What the reader of a map waits for and what the server works, in milliseconds, by what it is."""
    cost = found.visit.together()
    return {
        "first paint, a fresh profile": found.cold,
        "first paint, another tab": found.warm,
        "a district of 7,000 drawn after the click": found.drawn[IN],
        "redrawn after a filter or another day": found.changed,
        **{f"- {what}": sample for what, sample in found.drawn.items() if what != IN},
        "from frame to frame, dragged": found.frames.dragged,
        "from frame to frame, zoomed": found.frames.zoomed,
        "the longest of each two seconds": found.frames.longest,
        "a rerun's script, by the clock": cost.wall,
        "its thread's processor time": cost.cpu,
        "the whole server's processor time": cost.server,
    }


#: What is aimed at for a median, and for a 95th percentile, of `samples`.
BELOW = {
    "first paint, a fresh profile": 2_500,
    "first paint, another tab": 1_500,
    "a district of 7,000 drawn after the click": 1_000,
    "redrawn after a filter or another day": 300,
    # By the clock the browser, drawing on the same cores, is in it as well.
    "its thread's processor time": 20,
}
P95_BELOW = {
    "from frame to frame, dragged": 50,
    "from frame to frame, zoomed": 50,
}


def times(ours: Found, peer: Found | None) -> list[Row]:
    """`samples` of ours beside a peer's, with what is aimed at."""
    theirs = {} if peer is None else samples(peer)
    return [
        Row(what, sample, theirs.get(what), below=BELOW.get(what), p95_below=P95_BELOW.get(what))
        for what, sample in samples(ours).items()
    ]


def weights(ours: Found, peer: Found | None) -> list[Row]:
    """What travels, in kilobytes."""
    mine, theirs = ours.visit.together(), None if peer is None else peer.visit.together()
    packed, whole = (None, None) if theirs is None else (theirs.packed, theirs.kilobytes)
    return [
        Row("a step, as it travels", mine.packed, packed, p95_below=STEP_KILOBYTES, unit="KB"),
        Row("a step, unpacked", mine.kilobytes, whole, unit="KB"),
        Row("the file of points, as it travels", ours.points, below=POINTS_KILOBYTES, unit="KB"),
    ]


def main() -> int:
    """Measure and print the tables; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--peer-rounds", type=int, default=2, help="rounds of the peers, which take minutes")
    given = parser.parse_args()
    path = everybody(city(given.data, given.venues, given.seed))
    files, peers = given.data / "peers", [CLUSTERS, DECK] if given.peer_rounds else []
    print(report.machine(("streamlit", "streamlit-folium", "folium", "pydeck", "playwright")))
    try:
        prepare(files)
    except NotToBeHad as why:
        peers.remove(CLUSTERS)
        print(f"{CLUSTERS.name} is not measured, for want of leaflet.markercluster: {why}")
    os.environ["OUTREACH_BENCHMARK_FILES"] = str(files)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        on = ground(path, Path(folder))
        sides = [("", PUBLIC), (on.token, MANAGER), *(("", peer) for peer in peers)]
        public, manager_, *others = measure(on, sides, given.rounds, given.peer_rounds)
    print(f"{given.rounds} rounds ({given.peer_rounds} of the peers), {given.venues:,} venues")
    print(f"{len(on.shown.lon):,} of them are seen by the public, and by the peers' readers")
    tables = [
        ("The public", public, None),
        *((f"The public, beside {other.side.name}", public, other) for other in others),
        ("A manager, all venues", manager_, None),
    ]
    met = True
    for title, ours, peer in tables:
        for rows in (times(ours, peer), weights(ours, peer)):
            print(f"\n{title}\n")
            print(report.table(rows, peer.side.name if peer else ""))
            met = met and all(row.met for row in rows)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
