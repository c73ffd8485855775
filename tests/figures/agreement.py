"""Asking the program and the oracle the same question, and saying plainly where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import numpy as np

from outreach.figures.bridge import PartFigure, bridged
from outreach.figures.columns import Columns
from outreach.figures.figures import Figures
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Where
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Standing
from outreach.store.codes import number_of
from outreach.store.engine import open_engine
from tests.figures.columns_of import NATURAL, Scale
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

    def __init__(self, columns: Columns, scale: Scale = NATURAL) -> None:
        super().__init__(_NOWHERE)
        self._columns = columns
        self._places = scale.places()
        self.scale = scale

    def columns(self) -> Columns:
        return self._columns


def _scale(program: Figures) -> Scale:
    return program.scale if isinstance(program, FiguresOf) else NATURAL


def stored_key(dimension: str | None, key: Key, scale: Scale) -> int:
    """The oracle's key as the program's id: none is 0, kinds are stored numbers."""
    if key is None:
        return 0
    return number_of(Facet.KIND, str(key)) if dimension == "kind" else int(key) * scale.ids


def stored_where(where: Iterable[Condition], scale: Scale) -> Where:
    """The oracle's conditions as the program's."""
    return tuple((Dimension(dimension), stored_key(dimension, key, scale)) for dimension, key in where)


def stored_point(point: Point, scale: Scale) -> Point:
    """The oracle's day and number as the program's."""
    return scale.day(point[0]), point[1] * scale.ids


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
    scale = _scale(program)
    as_of, known_at = stored_point(point, scale)
    answer = program.coverage(scheme, as_of, _by(by), stored_where(where, scale), known_at, roll_up)
    rows = oracle.coverage(scheme, *point, by, where, roll_up)
    expected = {stored_key(by, key, scale): counts for key, counts in rows.items()}
    assert {key: _counts(tally) for key, tally in answer.rows.items()} == expected
    assert _counts(answer.total) == sum(rows.values(), Counter())


def agree_on_members(
    program: Figures, oracle: Oracle, scheme: int, point: Point, where: tuple[Condition, ...] = ()
) -> None:
    """Compare the venues behind every standing, and behind the population."""
    scale = _scale(program)
    as_of, known_at = stored_point(point, scale)
    for standing in (None, *Standing):
        answer = program.members(scheme, as_of, standing, stored_where(where, scale), known_at)
        expected = [venue * scale.ids for venue in oracle.members(scheme, *point, standing, where)]
        assert answer.tolist() == expected, standing


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
    scale = _scale(program)
    first, last = scale.day(days[0]), scale.day(days[1])
    where_stored = stored_where(where, scale)
    answer = program.trend(scheme, first, last, _by(by), where_stored, known_at * scale.ids)
    expected = oracle.trend(scheme, *days, known_at, by, where)
    assert answer.first == first.toordinal()
    assert answer.counts.shape[0] == (last - first).days + 1
    for number, rows in enumerate(expected):
        counts = answer.counts[number * scale.days]
        counted = {
            int(group): +Counter(dict(zip(map(str, STANDINGS), counts[group].tolist(), strict=True)))
            for group in np.flatnonzero(counts.any(axis=1))
        }
        assert counted == {stored_key(by, key, scale): row for key, row in rows.items()}, days[0] + timedelta(
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
    scale = _scale(program)
    points = stored_point(earlier, scale), stored_point(later, scale)
    answer = bridged(program.steps(scheme, *points, _by(by), stored_where(where, scale)))
    rows = oracle.bridge(scheme, earlier, later, by, where)
    expected = {stored_key(by, key, scale): _told(row) for key, row in rows.items() if row.parts}
    assert {group: _parts(figures) for group, figures in answer.rows.items()} == expected
    assert _parts(answer.total) == _told(total_of(rows.values()))
    before, after = (oracle.coverage(scheme, *point, by, where) for point in (earlier, later))
    for key in before.keys() | after.keys():
        difference = weight_of_all(after.get(key, {})).plus(weight_of_all(before.get(key, {})), -1)
        parts = _parts(answer.rows.get(stored_key(by, key, scale), ()))
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
