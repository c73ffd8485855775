"""`python -m benchmarks.board`: the managers' board at 250,000 venues and 24 bureaus.

Counting: each round asks the services for the board and then for its trend as of another day, so that
nothing kept helps, and DuckDB for the same counts over the same facts; every figure is compared. Reruns: the
real server, a manager who is signed in, a Chromium that unfolds, sorts and opens as a reader would; times are
those of the server's script runs. The first round warms up and is not counted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks import report
from benchmarks.browsing import Visit, visiting
from benchmarks.city import city, options
from benchmarks.figures import Disagreement
from benchmarks.pages import APP, Steps, click, press
from benchmarks.peer import Peer, Way
from benchmarks.reference import LAST_DAY
from benchmarks.report import Row, Sample
from outreach.figures.arrays import Int64
from outreach.figures.coverage import as_coverage, tally
from outreach.figures.positions import Dimension, Where
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet
from outreach.services.board import Board, Group, board
from outreach.services.city import City, open_city
from outreach.services.lines import line
from outreach.services.people import add_person
from outreach.services.signing_in import Origin, sign_in
from outreach.services.who import Role, Who
from outreach.store.codes import number_of
from outreach.web.signing_in import SESSION
from tests.support.browser import launch

MANAGER = Who("量測管考", Role.MANAGER)
PASSWORD = "benchmark of the board alone"
#: The range on which the page opens.
WEEKS = timedelta(weeks=13)
RERUN_BELOW, TREND_BELOW, AT_LEAST = 80, 150, 8
FRESH = "a day nobody asked for yet, with its trend"
_UNFOLD, _SORT = ".board .fold", ".board thead a.sort >> nth=2"
STEPS: Steps = [
    ("a bureau unfolded", click(_UNFOLD)),
    ("a bureau folded", click(".board .fold.down")),
    ("every bureau unfolded", click(".folding a")),
    ("sorted by what is outstanding", click(_SORT)),
    ("a number's venues opened", click(".board-cards .figures a")),
    ("and closed", press("Escape")),
    ("every bureau folded", click(".folding a >> nth=-1")),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One group of a scheme, as both sides are asked for it."""

    scheme_id: int
    code: str
    texts: tuple[str, ...]
    where: Where

    @classmethod
    def of(cls, scheme_id: int, code: str, group: Group) -> Asked:
        """The group's conditions: its kind, where it is about one."""
        if len(group.kinds) > 1:
            return cls(scheme_id, code, (), ())
        (kind,) = group.kinds
        return cls(scheme_id, code, (f"kind={kind.value}",), ((Dimension.KIND, number_of(Facet.KIND, kind)),))


def groups(found: Board) -> list[tuple[Asked, Group]]:
    """Every group on a board, with how it is asked for."""
    return [
        (Asked.of(one.scheme.id, one.scheme.code, group), group)
        for one in found.schemes
        for group in (one.rated, one.open)
        if group is not None
    ]


def own_rows(group: Group) -> dict[int, Tally]:
    """Each agency's own tally, 0 for what has none."""
    rows = [row for inside in group.inside.values() for row in inside]
    return {row.id: row.tally for row in [*rows, *(r for r in group.table.rows if not r.key)]}


def agreed(found: Board, counts: Sequence[Int64]) -> None:
    """Refuse a board that differs in any agency's figure. Raises `Disagreement`."""
    for (asked, group), theirs in zip(groups(found), counts, strict=True):
        told = as_coverage(theirs)
        if own_rows(group) != told.rows or group.table.total != told.total:
            raise Disagreement(f"{asked.code} {asked.texts} as of {found.as_of}")


def counted(open_city_: City, peer: Peer, rounds: int) -> list[Row]:
    """The board and its trend, each as of another day, and the board once more."""
    fresh, again, trend = Sample(), Sample(), Sample()
    boards = {way: Sample() for way in Way}
    trends, worked = Sample(), Sample()
    for number in range(-1, rounds):
        day = LAST_DAY - timedelta(days=number + 2)
        keep = number >= 0
        found = (fresh if keep else Sample()).take(board, open_city_, MANAGER, day)
        asked = [a for a, _group in groups(found)]
        for way in Way:
            sample = boards[way] if keep else Sample()
            agreed(found, sample.take(_peer_board, peer, asked, day, way))
        (again if keep else Sample()).take(board, open_city_, MANAGER, day)
        spent = report.processor()
        mine = (trend if keep else Sample()).take(_lines, open_city_, asked, day)
        (worked if keep else Sample()).times.append(report.processor() - spent)
        if number < max(rounds // 4, 3):
            theirs = (trends if keep else Sample()).take(_peer_lines, peer, asked, day)
            for one, ours, counts in zip(asked, mine, theirs, strict=True):
                if list(ours) != [tally(c) for c in counts.sum(axis=1)]:
                    raise Disagreement(f"trend of {one.code} {one.texts} until {day}")
    best = min(boards.values(), key=lambda sample: sample.median)
    return [
        Row("board: both schemes by agency, a day nobody asked for yet", fresh, best, at_least=AT_LEAST),
        Row("the same once more", again),
        Row("trend of 13 weeks, every line of the page, cold", trend, trends, p95_below=TREND_BELOW),
        Row("its processor time", worked, p95_below=TREND_BELOW),
    ]


def _peer_board(peer: Peer, asked: Sequence[Asked], day: date, way: Way) -> list[Int64]:
    return [peer.coverage(a.scheme_id, day.toordinal(), Dimension.AGENCY, a.where, None, way) for a in asked]


def _lines(open_city_: City, asked: Sequence[Asked], day: date) -> list[tuple[Tally, ...]]:
    return [line(open_city_, MANAGER, a.code, day - WEEKS, day, where=a.texts) for a in asked]


def _peer_lines(peer: Peer, asked: Sequence[Asked], day: date) -> list[Int64]:
    first, last = (day - WEEKS).toordinal(), day.toordinal()
    return [np.asarray(peer.trend(a.scheme_id, first, last, Dimension.AGENCY, a.where)) for a in asked]


def browse(path: Path, rounds: int) -> Visit:
    """Walk the board as a manager; the first round is not counted."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=path.parent)))
        copy = folder / path.name  # an account is added, and the server keeps its own files beside it
        shutil.copyfile(path, copy)
        url = f"sqlite:///{copy}"
        token = _manager_signed_in(url)
        browser = launch(stack.enter_context(sync_playwright()), folder)
        stack.callback(browser.close)
        visit = stack.enter_context(visiting(browser, APP, url, folder))
        origin = str(visit.page.context.request.get("/").url)
        visit.page.context.add_cookies([{"name": SESSION, "value": token, "url": origin}])
        visit.open("/board?as_of=2021-12-20")
        for number in range(rounds + 1):
            for what, act in STEPS:
                visit.step(what, act, counted=number > 0)
        for number in range(rounds + 1):
            visit.step(FRESH, click(".st-key-bar_earlier button"), counted=number > 0)
        return visit


def _manager_signed_in(url: str) -> str:
    now = datetime.now(UTC)
    opened = open_city(url)
    administrator = Who("量測", Role.ADMINISTRATOR)
    add_person(
        opened,
        administrator,
        "manager",
        Role.MANAGER,
        display_name=MANAGER.name,
        password=PASSWORD,
        now=now,
    )
    token = sign_in(opened, "manager", PASSWORD, Origin("127.0.0.1"), now=now).token
    opened.engine.dispose()
    return token


def reruns(visit: Visit) -> list[Row]:
    """All steps with the trend warm, by the clock and by the processor, then each."""
    warm = visit.together(FRESH)
    rows = [
        Row("**board: every step, the trend warm, by the clock**", warm.wall, p95_below=RERUN_BELOW),
        Row("its thread's processor time", warm.cpu, p95_below=RERUN_BELOW),
    ]
    return rows + [Row(f"{what}, processor time", cost.cpu) for what, cost in visit.cost.items()]


def main() -> int:
    """Run everything and print the tables; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    path = city(given.data, given.venues, given.seed)
    opened = open_city(f"sqlite:///{path}")
    rows = counted(opened, Peer(path), given.rounds)
    opened.engine.dispose()
    told = reruns(visit := browse(path, given.rounds))
    print(report.machine(("numpy", "duckdb", "sqlalchemy", "streamlit", "altair", "playwright")))
    runs = sum(sum(cost.runs) for cost in visit.cost.values())
    steps = sum(len(cost.runs) for cost in visit.cost.values())
    print(f"{given.rounds} rounds, {given.venues:,} venues; {runs} runs of the script in {steps} steps")
    for table in (rows, told):
        print()
        print(report.table(table, "DuckDB"))
    return 0 if all(row.met for row in [*rows, *told]) else 1


if __name__ == "__main__":
    sys.exit(main())
