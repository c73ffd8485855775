"""`python -m benchmarks.grid`: the grid of an agency of 5,000 venues, its first paint and a save of 200 rows.

The real server serves an agency that handed in one list; an officer who is signed in opens the grid in a
Chromium, a new page each time, and the clock stops when the page's last row stands in the document. The
peer is `st.data_editor` over a pandas frame of all rows (`benchmarks.peers.grid`); its clock stops at its
first canvas. Saving is what the button does, from the draft to the recorded change, beside 200 plain
INSERTs in a table without versions, checks or history. Rounds alternate; the first warms up and is not
counted.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, WebSocket, sync_playwright

from benchmarks import report
from benchmarks.browsing import HERE
from benchmarks.importing import NOW, WHO, fresh, list_of
from benchmarks.report import Row, Sample
from outreach.services.city import City
from outreach.services.grid import Column, Sort, Typed, figure, grid_ids, grid_names, grid_rows, prepare
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.people import add_person
from outreach.services.recording import record
from outreach.services.signing_in import Origin, sign_in
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.reference import put_agency
from outreach.web.signing_in import SESSION
from tests.support.browser import WIDE, launch, new_context
from tests.support.program import serving

SCHEME, DAY = "mycode", date(2021, 11, 1)
PASSWORD = "benchmark of the grid alone"
PAINTED_BELOW, SAVED_BELOW = 2_000, 1_000
SAVED = 200
#: The last row of the first page of 100 venues, and the peer's drawing.
OURS_PAINTED = "table.grid tbody tr[data-id]:nth-last-child(2)"
PEER_PAINTED = "[data-testid='stDataFrame'] canvas"


class NotSaved(Exception):
    """A save did not record what it was given."""


def agency(folder: Path, rows: int) -> tuple[City, str, Who]:
    """A city with one agency's list, its URL, and the agency's officer with an account."""
    city = fresh(folder, "grid.sqlite3")
    with writing(city.engine) as connection:
        agency_id = put_agency(connection, "COM", "臺北市商業處", "商業處")[0]
    options = Options(SCHEME, agency="COM")
    read = read_file(list_of(rows), "list.xlsx", options)
    plan = plan_import(city, WHO, read, options, today=DAY)
    apply_plan(city, WHO, plan, read, options, today=DAY, now=NOW)
    add_person(
        city,
        WHO,
        "officer",
        Role.OFFICER,
        display_name="量測承辦",
        agency="COM",
        password=PASSWORD,
        now=datetime.now(UTC),
    )
    return city, f"sqlite:///{folder / 'grid.sqlite3'}", Who("量測承辦", Role.OFFICER, 1, agency_id)


@dataclass
class Paints:
    """Opening one page again and again: milliseconds to its paint, and kilobytes over the websocket."""

    context: BrowserContext
    address: str
    painted: str
    times: Sample = field(default_factory=Sample)
    kilobytes: Sample = field(default_factory=Sample)

    def once(self, *, counted: bool) -> None:
        """Open the page in a tab of its own."""
        page = self.context.new_page()
        received = [0]

        def count(frame: str | bytes) -> None:
            received[0] += len(frame)

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", count)

        page.on("websocket", listen)
        begun = time.perf_counter()
        page.goto(self.address)
        page.wait_for_selector(self.painted, state="attached", timeout=60_000)
        took = (time.perf_counter() - begun) * 1000
        page.wait_for_timeout(300)
        page.close()
        if counted:
            self.times.times.append(took)
            self.kilobytes.times.append(received[0] / 1000)


def paint(city: City, url: str, folder: Path, rounds: int) -> tuple[Paints, Paints]:
    """First paints of the grid and of the plain page, in turn."""
    with ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()), folder)
        stack.callback(browser.close)
        ours = stack.enter_context(serving(url, folder))
        peer = stack.enter_context(serving(url, folder, HERE / "peers" / "grid.py"))
        signed_in = new_context(browser, ours.url, WIDE)
        token = sign_in(city, "officer", PASSWORD, Origin("127.0.0.1"), now=datetime.now(UTC)).token
        signed_in.add_cookies([{"name": SESSION, "value": token, "url": ours.url}])
        mine = Paints(signed_in, f"/grid?scheme={SCHEME}&as_of={DAY}", OURS_PAINTED)
        theirs = Paints(new_context(browser, peer.url, WIDE), "/", PEER_PAINTED)
        for number in range(rounds + 1):
            mine.once(counted=number > 0)
            theirs.once(counted=number > 0)
    return mine, theirs


def typed(city: City, who: Who, number: int) -> list[Typed]:
    """A draft of 200 venues; every round says something else of others."""
    ids = grid_ids(city, who, SCHEME, DAY, today=DAY)
    chosen = [ids[(number * SAVED + n) % len(ids)] for n in range(SAVED)]
    named = grid_names(city, who, chosen, today=DAY)
    stage = ("已加入", "已同意")[number % 2]
    texts = {Column.PARTICIPATION: stage, Column.REMARK: f"第{number}次聯繫"}
    return [Typed(i, named[i].version, texts) for i in chosen]


def save(city: City, who: Who, draft: list[Typed], now: datetime) -> None:
    """What 儲存 does: sort out the draft and record it. Raises `NotSaved`."""
    prepared = prepare(city, who, SCHEME, draft, usual=DAY, today=DAY)
    done = record(city, who, SCHEME, prepared.said, summary="登錄 200 家", now=now, today=DAY)
    if done.venues != SAVED:
        raise NotSaved(f"{done.venues} of {SAVED}")


def insert(path: Path, draft: list[Typed]) -> None:
    """The naive way: a row of a plain table for each venue, each by itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS status (venue, stage, remark, day)")
        for row in draft:
            told = (row.venue_id, *row.texts.values(), DAY.isoformat())
            connection.execute("INSERT INTO status VALUES (?, ?, ?, ?)", told)


def serve(city: City, who: Who, folder: Path, rounds: int) -> list[Row]:
    """What the services take: a page of the grid, the effect on the figure, and the save."""
    page, effect, saved, naive = Sample(), Sample(), Sample(), Sample()
    commerce = who.agency
    for number in range(rounds + 1):
        now = NOW + timedelta(minutes=number + 1)
        counted: Callable[[Sample], Sample] = (lambda s: s) if number else (lambda _s: Sample())
        counted(page).take(
            grid_rows, city, who, SCHEME, DAY - timedelta(days=number), today=DAY, sort=Sort.NAME
        )
        draft = typed(city, who, number)
        prepared = prepare(city, who, SCHEME, draft, usual=DAY, today=DAY)
        counted(effect).take(figure, city, who, prepared, DAY, commerce)
        counted(saved).take(save, city, who, draft, now)
        counted(naive).take(insert, folder / "naive.sqlite3", draft)
    return [
        Row("a page of 100 venues from the services", page),
        Row("the effect of 200 rows on the figure", effect),
        Row("save of 200 rows, on the server", saved, naive, below=SAVED_BELOW),
    ]


def main() -> int:
    """Run the rounds and print the tables; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city, url, who = agency(folder, given.rows)
        mine, theirs = paint(city, url, folder, given.rounds)
        rows = [
            Row("first paint in a browser", mine.times, theirs.times, below=PAINTED_BELOW),
            *serve(city, who, folder, given.rounds),
        ]
        city.engine.dispose()
    weights = [Row("first paint, to the browser", mine.kilobytes, theirs.kilobytes, unit="KB")]
    print(report.machine(("streamlit", "pandas", "numpy", "sqlalchemy", "playwright")))
    print(f"{given.rounds} rounds, {given.rows:,} venues of one agency")
    for told in (rows, weights):
        print()
        print(report.table(told, "plain"))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
