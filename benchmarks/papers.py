"""`python -m benchmarks.papers`: a meeting's paper in each format, small and at 250,000 venues.

Ours is all that a manager waits for: the edition looked up, the paper made, the file written, read again and
compared cell by cell. The peer of the PDF is what a script would do: DuckDB counts what the paper counts over
the same facts (each total is compared), and typst's own plain table prints the same cells, without tags,
turned pages, pictures or reading it back. Both stand on loaded facts; every round is a new process, since
typst keeps what it laid out before.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import ParamSpec, TypeVar

import typst

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.figures import Disagreement
from benchmarks.peer import Peer
from benchmarks.report import Row, Sample
from outreach.figures.coverage import as_coverage
from outreach.figures.positions import Dimension, Where
from outreach.reports.model import Paper
from outreach.reports.typesetting import SERIF, fonts
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City, open_city
from outreach.services.coverage import coverage
from outreach.services.meetings import Edition, edition, freeze, open_meeting
from outreach.services.papers import PaperFormat, paper, paper_file
from outreach.services.who import Role, Who
from outreach.store.codes import number_of

P = ParamSpec("P")
T = TypeVar("T")

ADMINISTRATOR = Who("量測", Role.ADMINISTRATOR)
DEMONSTRATION, LARGE = 213, 2
#: Two meetings of the large city, the second with a bridge from the first; shops, and venues the city runs.
DAYS = (date(2021, 11, 22), date(2021, 12, 20))
ITEMS = (("mycode", frozenset[Kind]()), ("bear_voucher", frozenset({Kind.CITY_VENUE})))
BELOW = {DEMONSTRATION: 2000, LARGE: 10_000}
FREEZE_BELOW = 2000
_PLAIN = """#let tables = json(bytes(sys.inputs.tables))
#set text(font: "{font}", size: 9pt, lang: "zh", region: "TW")
#for t in tables { table(columns: t.columns, ..t.cells.map(text)) }
"""


@dataclass(frozen=True, slots=True)
class File:
    """One format: milliseconds by clock and by processor, and bytes."""

    wall: float
    processor: float
    size: int


@dataclass(frozen=True, slots=True)
class Made:
    """One round of ours: each format, milliseconds of the contents alone, and the cells as JSON."""

    files: dict[PaperFormat, File]
    contents: float
    tables: str


def make(url: str, number: int) -> Made:
    """Make the paper once in each format, the facts loaded before; once more only its contents."""
    opened = _warm(url)
    files = {}
    # The PDF first: whatever else is quicker the second time is not quicker for it.
    for chosen in sorted(PaperFormat, key=lambda each: each is not PaperFormat.PDF):
        begun, worked = time.perf_counter(), report.processor()
        file = paper_file(opened, ADMINISTRATOR, number, chosen)
        wall = (time.perf_counter() - begun) * 1000
        files[chosen] = File(wall, report.processor() - worked, len(file.data))
    begun = time.perf_counter()
    told = paper(opened, ADMINISTRATOR, number)
    contents = (time.perf_counter() - begun) * 1000
    opened.engine.dispose()
    return Made(files, contents, _cells(told))


def plain(tables: str) -> float:
    """Milliseconds of typst's own table for the same cells; fonts are opened before, as ours are."""
    compiler = typst.Compiler(font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"tables": tables})
    compiler.compile(f'#set text(font: "{SERIF}")\n暖身'.encode(), format="pdf", pdf_tags=False)
    begun = time.perf_counter()
    compiler.compile(_PLAIN.replace("{font}", SERIF).encode(), format="pdf", pdf_tags=False)
    return (time.perf_counter() - begun) * 1000


def _warm(url: str) -> City:
    """The city with its facts loaded and laid out, as a server has them."""
    opened = open_city(url)
    for scheme in opened.reference().schemes.values():
        coverage(opened, ADMINISTRATOR, scheme.code, DAYS[0])
    return opened


def _cells(told: Paper) -> str:
    return json.dumps(
        [
            {
                "columns": len(table.columns),
                "cells": [
                    *(column.title for column in table.columns),
                    *(cell.text for row in table.rows for cell in row.cells),
                ],
            }
            for table in told.tables()
        ],
        ensure_ascii=False,
    )


def apart(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def count(peer: Peer, opened: City, told: Edition) -> None:
    """The peer counts every item of the edition, by agency and by district. Raises `Disagreement`."""
    ids = {scheme.code: scheme.id for scheme in opened.reference().schemes.values()}
    for figures in told.items:
        item = figures.item
        where: Where = ()
        if len(item.kinds) == 1:
            where = ((Dimension.KIND, number_of(Facet.KIND, next(iter(item.kinds)))),)
        for by in (Dimension.AGENCY, Dimension.DISTRICT):
            counts = peer.coverage(ids[item.scheme], item.as_of.toordinal(), by, where, told.head.seq)
            if as_coverage(counts).total != figures.total:
                raise Disagreement(f"{item.scheme} as of {item.as_of} at {told.head.seq}")


def papers(path: Path, number: int, what: str, rounds: int) -> list[Row]:
    """The rows of one city's paper."""
    url = f"sqlite:///{path}"
    opened, peer = open_city(url), Peer(path)
    told = [edition(opened, ADMINISTRATOR, n) for n in (number - 1, number)]
    ours = {chosen: Sample() for chosen in PaperFormat}
    worked = {chosen: Sample() for chosen in PaperFormat}
    contents, theirs = Sample(), Sample()
    size = 0
    for _ in range(rounds):
        made = apart(make, url, number)
        begun = time.perf_counter()
        for one in told:
            count(peer, opened, one)
        counted = (time.perf_counter() - begun) * 1000
        for chosen, file in made.files.items():
            ours[chosen].times.append(file.wall)
            worked[chosen].times.append(file.processor)
        contents.times.append(made.contents)
        theirs.times.append(counted + apart(plain, made.tables))
        size = made.files[PaperFormat.PDF].size
    opened.engine.dispose()
    rows = []
    for chosen in sorted(PaperFormat, key=lambda each: each is not PaperFormat.PDF):
        pdf = chosen is PaperFormat.PDF
        title = f"{what}: as {chosen.upper()}, read back{f' ({size / 1e6:.1f} MB)' if pdf else ''}"
        rows.append(Row(title, ours[chosen], theirs if pdf else None, below=BELOW[number]))
        rows.append(Row("its processor time", worked[chosen], below=BELOW[number]))
    return [*rows, Row(f"{what}: the contents once more", contents)]


def with_meetings(path: Path) -> Row:
    """Open and freeze two meetings of the large city."""
    opened = _warm(f"sqlite:///{path}")
    sample = Sample()
    for number, day in enumerate(DAYS, 1):
        now = datetime(2022, 1, 10 + number, 9, tzinfo=UTC)
        items = [(scheme, kinds, day) for scheme, kinds in ITEMS]
        open_meeting(opened, ADMINISTRATOR, number, day, items, now=now)
        sample.take(freeze, opened, ADMINISTRATOR, number, now=now)
    opened.engine.dispose()
    return Row("large city: an edition frozen", sample, below=FREEZE_BELOW)


def demonstration(folder: Path) -> Path:
    """The demonstration's database, made anew."""
    path = folder / "demonstration.sqlite3"
    subprocess.run(
        [sys.executable, "-m", "outreach", "setup", "--demo"],
        env={**os.environ, "OUTREACH_DATABASE_URL": f"sqlite:///{path}"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return path


def main() -> int:
    """Run everything and print the table; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    source = city(given.data, given.venues, given.seed)
    with tempfile.TemporaryDirectory(dir=given.data) as name:
        folder = Path(name)
        large = folder / "large.sqlite3"
        shutil.copyfile(source, large)
        rows = papers(demonstration(folder), DEMONSTRATION, "demonstration", given.rounds)
        frozen = with_meetings(large)
        rows += [*papers(large, LARGE, f"{given.venues:,} venues", given.rounds), frozen]
    print(report.machine(("numpy", "duckdb", "typst", "pypdfium2", "odfpy", "xlsxwriter")))
    print(f"{given.rounds} rounds\n")
    print(report.table(rows, "DuckDB and plain typst"))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
