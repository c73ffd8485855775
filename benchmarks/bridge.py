"""`python -m benchmarks.bridge`: why a figure changed, at 250,000 venues, beside DuckDB finding the same.

Each round asks the service for the bridge between two other days, so that nothing kept helps: in total, by
agency, and by agency between two editions, each known at the number that a meeting would have frozen. DuckDB
puts every venue's standing on both days beside one another over the same facts. Every part of every agency is
compared, with its venues and what they add; a difference ends the run.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.figures import Disagreement
from benchmarks.peer import Peer, Way
from benchmarks.reference import BEAR, LAST_DAY
from benchmarks.report import Row, Sample
from outreach.figures.bridge import PartFigure
from outreach.figures.positions import Dimension
from outreach.services.bridge import BridgeTable, bridge
from outreach.services.city import City, known_at, open_city
from outreach.services.who import Role, Who

MANAGER = Who("量測管考", Role.MANAGER)
BELOW = 60
SCHEME = "bear_voucher"
#: Between two meetings, and from a list's day to the meeting that freezes it.
BETWEEN, UNTIL_FROZEN = timedelta(weeks=4), timedelta(days=5)
Parts = dict[str, tuple[int, int, int, int]]


@dataclass(frozen=True, slots=True)
class Question:
    """One way to ask: by agency or in total, and whether each day is known as its own meeting knew it."""

    what: str
    by: Dimension | None
    editions: bool = False


QUESTIONS = (
    Question("bridge over four weeks, in total", None),
    Question("bridge over four weeks, by agency", Dimension.AGENCY),
    Question("bridge between two editions, by agency, with what was corrected", Dimension.AGENCY, True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one round: two days, and the numbers that they are known at."""

    days: tuple[date, date]
    seqs: tuple[int, int]

    @classmethod
    def of(cls, opened: City, question: Question, number: int) -> Asked:
        """Days that no other round or question asks about."""
        last = LAST_DAY - UNTIL_FROZEN - timedelta(days=number * len(QUESTIONS) + QUESTIONS.index(question))
        days = last - BETWEEN, last
        if not question.editions:
            present = known_at(opened, None)
            return cls(days, (present, present))
        then, now = (
            known_at(opened, datetime.combine(day + UNTIL_FROZEN, time(10), UTC).isoformat()) for day in days
        )
        return cls(days, (then, now))


def ours(opened: City, question: Question, asked: Asked) -> BridgeTable:
    """The bridge as pages ask for it, with both days' figures."""
    (first, last), (then, now) = asked.days, asked.seqs
    return bridge(opened, MANAGER, SCHEME, first, last, by=question.by, known_at=now, first_known_at=then)


def theirs(peer: Peer, question: Question, asked: Asked, way: Way) -> dict[int, Parts]:
    """The same by DuckDB."""
    first, last = asked.days
    grouped = question.by is not None
    days = first.toordinal(), last.toordinal()
    return peer.bridge(BEAR, days, asked.seqs, grouped=grouped, way=way)


def agree(found: BridgeTable, other: dict[int, Parts], question: Question) -> None:
    """Refuse a bridge that differs in any part of any agency. Raises `Disagreement`."""
    rows = found.rows if question.by is not None else (found.total,)
    told = {row.id: _told(row.parts) for row in rows if row.parts}
    if told != other:
        raise Disagreement(f"{question.what}, {found.first} to {found.last}")


def _told(parts: Sequence[PartFigure]) -> Parts:
    return {
        p.part.value: (p.venues, p.effect.population, p.effect.eligible, p.effect.completed) for p in parts
    }


def rows(opened: City, peer: Peer, rounds: int) -> list[Row]:
    """Every question in turn, a round after another; the first warms up and is not counted."""
    mine = {question: Sample() for question in QUESTIONS}
    worked = {question: Sample() for question in QUESTIONS}
    peers = {(question, way): Sample() for question in QUESTIONS for way in Way}
    for number in range(rounds + 1):
        for question in QUESTIONS:
            asked = Asked.of(opened, question, number)
            keep = number > 0
            spent = report.processor()
            found = (mine[question] if keep else Sample()).take(ours, opened, question, asked)
            if keep:
                worked[question].times.append(report.processor() - spent)
            for way in Way:
                sample = peers[question, way] if keep else Sample()
                agree(found, sample.take(theirs, peer, question, asked, way), question)
    told = []
    for question in QUESTIONS:
        best = min((peers[question, way] for way in Way), key=lambda sample: sample.median)
        told.append(Row(question.what, mine[question], best, below=BELOW))
        told.append(Row("its processor time", worked[question], below=BELOW))
    return told


def main() -> int:
    """Run everything and print the table; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    path = city(given.data, given.venues, given.seed)
    opened = open_city(f"sqlite:///{path}")
    told = rows(opened, Peer(path), given.rounds)
    opened.engine.dispose()
    print(report.machine(("numpy", "duckdb", "sqlalchemy")))
    print(f"{given.rounds} rounds, {given.venues:,} venues\n")
    print(report.table(told, "DuckDB"))
    return 0 if all(row.met for row in told) else 1


if __name__ == "__main__":
    sys.exit(main())
