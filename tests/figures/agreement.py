"""Asking the program and the oracle the same question, and saying plainly where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from outreach.figures.bridge import Bridge, PartFigure, bridged
from outreach.figures.columns import Columns
from outreach.figures.figures import Figures
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Where
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Standing
from outreach.store.codes import number_of
from outreach.store.engine import open_engine
from tests.figures.columns_of import PLACE_TABLE
from tests.support.oracle import (
    BridgeRow,
    Condition,
    Key,
    Oracle,
    Point,
    total_of,
    weight_of_all,
)

_NOWHERE = open_engine("sqlite://")

#: A part as both sides are compared by: population, eligible, completed, venues.
PartCounts = dict[str, tuple[int, int, int, int]]


class FiguresOf(Figures):
    """The program's figures over columns that are already there; no database is ever opened."""

    def __init__(self, columns: Columns) -> None:
        super().__init__(_NOWHERE)
        self._columns = columns
        self._places = PLACE_TABLE

    def columns(self) -> Columns:
        return self._columns


def stored_key(dimension: str | None, key: Key) -> int:
    """The oracle's key as the program's id: none is 0, kinds are stored numbers."""
    if key is None:
        return 0
    return number_of(Facet.KIND, str(key)) if dimension == "kind" else int(key)


def stored_where(where: Iterable[Condition]) -> Where:
    """The oracle's conditions as the program's."""
    return tuple((Dimension(dimension), stored_key(dimension, key)) for dimension, key in where)


def _by(by: str | None) -> Dimension | None:
    return None if by is None else Dimension(by)


def _counts(tally: Tally) -> Counter[str]:
    counts = Counter({"completed": tally.completed, "outstanding": tally.outstanding})
    counts.update({f"excluded_{reason}": number for reason, number in tally.excluded.items()})
    return +counts


def agree_on_coverage(
    program: Figures,
    oracle: Oracle,
    scheme: int,
    point: Point,
    by: str | None,
    where: tuple[Condition, ...] = (),
    roll_up: bool = False,
) -> None:
    """Compare every row and the total of one coverage."""
    as_of, known_at = point
    answer = program.coverage(scheme, as_of, _by(by), stored_where(where), known_at, roll_up)
    rows = oracle.coverage(scheme, as_of, known_at, by, where, roll_up)
    expected = {stored_key(by, key): counts for key, counts in rows.items()}
    assert {key: _counts(tally) for key, tally in answer.rows.items()} == expected
    assert _counts(answer.total) == sum(rows.values(), Counter())


def agree_on_members(
    program: Figures, oracle: Oracle, scheme: int, point: Point, where: tuple[Condition, ...] = ()
) -> None:
    """Compare the venues behind every standing, and behind the population."""
    as_of, known_at = point
    for standing in (None, *Standing):
        answer = program.members(scheme, as_of, standing, stored_where(where), known_at)
        assert answer.tolist() == oracle.members(scheme, as_of, known_at, standing, where), standing


def agree_on_trend(
    program: Figures,
    oracle: Oracle,
    scheme: int,
    days: tuple[date, date],
    known_at: int,
    by: str | None,
    where: tuple[Condition, ...] = (),
) -> None:
    """Compare every group's counts on every day of a range."""
    first, last = days
    answer = program.trend(scheme, first, last, _by(by), stored_where(where), known_at)
    expected = oracle.trend(scheme, first, last, known_at, by, where)
    assert answer.first == first.toordinal()
    assert answer.counts.shape[0] == len(expected)
    for number, rows in enumerate(expected):
        counted = {
            group: +Counter(dict(zip(map(str, STANDINGS), map(int, counts), strict=True)))
            for group, counts in enumerate(answer.counts[number])
            if counts.any()
        }
        assert counted == {stored_key(by, key): counts for key, counts in rows.items()}, first + timedelta(
            days=number
        )


def agree_on_bridge(
    program: Figures,
    oracle: Oracle,
    scheme: int,
    earlier: Point,
    later: Point,
    by: str | None,
    where: tuple[Condition, ...] = (),
) -> None:
    """Compare every group's parts and the city's, and hold each to the figures at both ends."""
    answer = bridged(program.steps(scheme, earlier, later, _by(by), stored_where(where)))
    rows = oracle.bridge(scheme, earlier, later, by, where)
    expected = {stored_key(by, key): _told(row) for key, row in rows.items() if row.parts}
    assert {group: _parts(figures) for group, figures in answer.rows.items()} == expected
    assert _parts(answer.total) == _told(total_of(rows.values()))
    _parts_sum_to_the_difference(answer, oracle, scheme, earlier, later, by, where)


def _parts_sum_to_the_difference(
    answer: Bridge,
    oracle: Oracle,
    scheme: int,
    earlier: Point,
    later: Point,
    by: str | None,
    where: tuple[Condition, ...],
) -> None:
    before, after = (oracle.coverage(scheme, *point, by, where) for point in (earlier, later))
    for key in before.keys() | after.keys():
        difference = weight_of_all(after.get(key, {})).plus(weight_of_all(before.get(key, {})), -1)
        parts = _parts(answer.rows.get(stored_key(by, key), ()))
        assert tuple(difference) == _summed(parts), key


def _parts(figures: Iterable[PartFigure]) -> PartCounts:
    return {
        str(f.part): (f.effect.population, f.effect.eligible, f.effect.completed, f.venues) for f in figures
    }


def _told(row: BridgeRow) -> PartCounts:
    return {part: (*amount.weight, len(amount.venues)) for part, amount in row.parts.items()}


def _summed(parts: Mapping[str, tuple[int, int, int, int]]) -> tuple[int, int, int]:
    columns = [sum(part[n] for part in parts.values()) for n in range(3)]
    return columns[0], columns[1], columns[2]
