"""`python -m benchmarks.figures`: counting a city of 250,000 venues, beside DuckDB over the same facts.

Each round puts every question to this program and then to DuckDB, so that whatever else the machine does
falls on both. Every round asks as of another day; this program's kept results are bypassed, its columns
are loaded and laid out, as DuckDB's table is loaded, sorted and in memory. Every answer is compared.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.peer import Peer, Way
from benchmarks.reference import BEAR, FIRST_DAY, LAST_DAY, MYCODE
from benchmarks.report import Row, Sample
from outreach.figures import coverage, trend
from outreach.figures.arrays import Int64
from outreach.figures.columns import Columns, top_up
from outreach.figures.figures import Figures
from outreach.figures.positions import Dimension, PlaceTable, Where, positions_at
from outreach.store.engine import Engine, open_engine, reading
from outreach.store.reference import read_reference

SHOP = 0


class Disagreement(Exception):
    """This program and its peer gave different figures."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One city, loaded on both sides."""

    columns: Columns
    places: PlaceTable
    figures: Figures
    peer: Peer


@dataclass(frozen=True, slots=True)
class Question:
    """One question of coverage; `back` is how far back it is asked to be known, as a share of all numbers."""

    what: str
    scheme: int
    by: Dimension
    where: Where = ()
    back: float | None = None

    def known_at(self, columns: Columns) -> int | None:
        """The number up to which facts are known; None for all."""
        return None if self.back is None else int(columns.seq * self.back)


QUESTIONS = (
    Question("coverage by agency", MYCODE, Dimension.AGENCY),
    Question("coverage by agency, the larger list", BEAR, Dimension.AGENCY),
    Question("coverage by village", BEAR, Dimension.VILLAGE),
    Question(
        "filtered: an agency and a sector, by village",
        BEAR,
        Dimension.VILLAGE,
        ((Dimension.AGENCY, 3), (Dimension.SECTOR, 41)),
    ),
    Question(
        "filtered: a district and a kind, by agency",
        BEAR,
        Dimension.AGENCY,
        ((Dimension.DISTRICT, 3), (Dimension.KIND, SHOP)),
    ),
    Question("as known at R (60 % of the numbers), by agency", BEAR, Dimension.AGENCY, back=0.6),
)


def agree(ours: Int64, theirs: Int64, what: str) -> None:
    """Refuse counts that differ in anything but groups that nobody is in."""
    wide = max(ours.shape[-2], theirs.shape[-2])

    def padded(counts: Int64) -> Int64:
        return np.pad(counts, [*[(0, 0)] * (counts.ndim - 2), (0, wide - counts.shape[-2]), (0, 0)])

    if not np.array_equal(padded(ours), padded(theirs)):
        raise Disagreement(f"{what}: {ours.sum(axis=-2)} here, {theirs.sum(axis=-2)} there")


def load(engine: Engine, path: Path) -> Loaded:
    """Load both sides."""
    with reading(engine) as connection:
        columns = top_up(Columns(), connection)
        places = PlaceTable.of({p.id: p.district_id for p in read_reference(connection).places.values()})
    return Loaded(columns, places, Figures(engine), Peer(path))


def ask(loaded: Loaded, question: Question, day: date) -> Int64:
    """Count anew, and make the tallies that a page would show."""
    columns = loaded.columns
    known = question.known_at(columns)
    positions = positions_at(columns, loaded.places, question.scheme, day.toordinal(), known)
    counts = coverage.counted(positions, question.by, question.where)
    coverage.as_coverage(counts)
    return counts


def coverages(loaded: Loaded, rounds: int) -> list[Row]:
    """Every question, uncached, beside the faster way of the peer; then repeated, cached."""
    ours = {q: Sample() for q in QUESTIONS}
    theirs = {(q, way): Sample() for q in QUESTIONS for way in Way}
    repeated = {q: Sample() for q in QUESTIONS}
    for number in range(-1, rounds):
        day = LAST_DAY - timedelta(days=number + 2)
        for q in QUESTIONS:
            known = q.known_at(loaded.columns)
            if number < 0:  # the first time lays out the columns, and warms the peer up as well
                ask(loaded, q, day)
                loaded.peer.coverage(q.scheme, day.toordinal(), q.by, q.where, known)
                continue
            mine = ours[q].take(ask, loaded, q, day)
            for way in Way:
                asked = (q.scheme, day.toordinal(), q.by, q.where, known, way)
                agree(mine, theirs[q, way].take(loaded.peer.coverage, *asked), q.what)
            for sample in (Sample(), repeated[q]):
                sample.take(loaded.figures.coverage, q.scheme, day, q.by, q.where, known)
    rows = []
    for q in QUESTIONS:
        best = min((theirs[q, way] for way in Way), key=lambda s: s.median)
        rows.append(Row(q.what, ours[q], best, at_least=8))
    return rows + [Row(f"repeated: {q.what}", repeated[q], below=2) for q in QUESTIONS]


def trends(loaded: Loaded, rounds: int) -> list[Row]:
    """Every agency over the year, and over the 365 days without the first lists."""
    ranges = {
        "trend of every agency over 365 days, the first lists among them": FIRST_DAY,
        "the same from 1 April": date(2021, 4, 1),
    }
    rows = []
    for what, first in ranges.items():
        ours, theirs = Sample(), Sample()
        span = first.toordinal(), first.toordinal() + 364
        asked = trend.Question(loaded.columns, loaded.places, BEAR, Dimension.AGENCY, (), None)
        for _ in range(rounds):
            mine = ours.take(trend.trend, asked, *span).counts
            peer = theirs.take(loaded.peer.trend, BEAR, *span, Dimension.AGENCY)
            agree(mine, peer, what)
        rows.append(Row(what, ours, theirs, at_least=5))
    return rows


def loads(engine: Engine, rounds: int) -> list[Row]:
    """All facts read from SQLite into columns."""
    sample = Sample()
    for _ in range(rounds):
        with reading(engine) as connection:
            sample.take(top_up, Columns(), connection)
    return [Row("columns loaded from SQLite", sample, below=4000)]


def topped_up(path: Path, rounds: int) -> list[Row]:
    """One new fact, and one undo, committed by another process and seen by this one."""
    samples = {"fact": Sample(), "undo": Sample()}
    counted = Sample()
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        figures = Figures(open_engine(f"sqlite:///{copy}"))
        figures.coverage(BEAR, LAST_DAY, Dimension.AGENCY)
        writer = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.writer", str(copy)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdin is not None
        assert writer.stdout is not None
        for number in range(rounds):
            for what in ("fact", "undo") if number % 5 == 4 else ("fact",):
                print(what, file=writer.stdin, flush=True)
                seq = int(writer.stdout.readline())
                if samples[what].take(figures.columns).seq != seq:
                    raise Disagreement(f"number {seq} was committed and is not visible")
                counted.take(figures.coverage, BEAR, LAST_DAY, Dimension.AGENCY)
        writer.stdin.close()
        writer.wait()
    return [
        Row("one new fact of another process made visible", samples["fact"], below=20),
        Row("one undo of another process made visible", samples["undo"], below=20),
        Row("the first coverage by agency after either", counted),
    ]


def main() -> None:
    """Run everything and print the report."""
    parser = options()
    parser.description = __doc__
    parser.add_argument("--rounds", type=int, default=25)
    chosen = parser.parse_args()
    print(report.machine(["numpy", "duckdb", "sqlalchemy"]), flush=True)
    path = city(chosen.data, chosen.venues, chosen.seed)
    engine = open_engine(f"sqlite:///{path}")
    few = max(chosen.rounds // 4, 3)
    rows = loads(engine, few)
    loaded = load(engine, path)
    count = sum(len(t.venue) for t in loaded.columns.tracks.values())
    print(f"{chosen.venues:,} venues, {count:,} facts, sequence {loaded.columns.seq:,}\n", flush=True)
    rows = [*coverages(loaded, chosen.rounds), *trends(loaded, few), *rows, *topped_up(path, chosen.rounds)]
    print(report.table(rows, "DuckDB"))
    if not all(row.met for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
