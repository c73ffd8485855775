"""增減原因: why a scheme's figures changed between two days, and the venues behind each reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.figures.bridge import PartFigure, Steps, bridged
from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.rules.dates import roc
from outreach.rules.honesty import EXCLUSIONS, Rise, rise
from outreach.rules.rate import Tally
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.coverage import coverage, name_of
from outreach.services.open_figures import may_see_figures
from outreach.services.question import Question, question
from outreach.services.reach import within_reach
from outreach.services.trend import RangeRefused
from outreach.services.who import Right, Who
from outreach.store.reference import Named


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """One group's figures on both days and the parts between; effects sum to after − before."""

    id: int
    key: str
    name: str
    before: Tally
    after: Tally
    parts: tuple[PartFigure, ...]


@dataclass(frozen=True, slots=True)
class BridgeTable:
    """A bridge by group and in total."""

    scheme: Named
    first: date
    last: date
    known_at: int
    rows: tuple[BridgeRow, ...]
    total: BridgeRow
    first_known_at: int = 0
    """The number that the earlier day is known at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A bridge resolved: the earlier day with the number it is known at, and the steps between."""

    question: Question
    first_seq: int
    steps: Steps


def resolved(
    city: City,
    scheme: str,
    first: date,
    last: date,
    by: Dimension | None,
    where: Sequence[str],
    known_at: str | int | None,
    first_known_at: str | int | None,
    roll_up: bool,
) -> Asked:
    """Names and numbers looked up, and the steps, whoever asks: for services that have asked who may."""
    if last < first:
        raise RangeRefused(first=roc(first), last=roc(last), most="不限")
    asked = question(city, scheme, known_at, where)
    first_seq = asked.seq if first_known_at in (None, "") else cities.known_at(city, first_known_at)
    days = (first, first_seq), (last, asked.seq)
    return Asked(
        asked, first_seq, city.figures.steps(asked.scheme.id, *days, by, asked.where, roll_up=roll_up)
    )


def bridge(
    city: City,
    who: Who,
    scheme: str,
    first: date,
    last: date,
    *,
    by: Dimension | None = None,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
    first_known_at: str | int | None = None,
    roll_up: bool = False,
) -> BridgeTable:
    """The bridge between two days, the later as known at `known_at`.

    The earlier one is known at `first_known_at`, else at the same number; between two editions of meetings
    each has its own, and what was said of the earlier day in between is the part `corrected`. With `roll_up`
    agencies are counted with their subordinates. Raises `RangeRefused` and the refusals of `question`.
    """
    may_see_figures(who, by, where)
    found = resolved(city, scheme, first, last, by, where, known_at, first_known_at, roll_up)
    asked = found.question
    before, after = (
        coverage(city, who, scheme, day, by=by, where=where, known_at=seq, roll_up=roll_up)
        for day, seq in ((first, found.first_seq), (last, asked.seq))
    )
    parts = bridged(found.steps)
    rows = []
    if by is not None:
        early, late = ({r.id: r.tally for r in table.rows} for table in (before, after))
        for group in early.keys() | late.keys() | parts.rows.keys():
            key, name = name_of(asked.reference, asked.scheme.id, by, group)
            tallies = early.get(group, Tally()), late.get(group, Tally())
            rows.append(BridgeRow(group, key, name, *tallies, parts.rows.get(group, ())))
    rows.sort(key=lambda r: (r.key == "", r.key))
    total = BridgeRow(0, "", "總計", before.total, after.total, parts.total)
    return BridgeTable(asked.scheme, first, last, asked.seq, tuple(rows), total, found.first_seq)


def seen_of(city: City, who: Who, ids: Sequence[int], days: Sequence[date]) -> list[int]:
    """Those of some venues that somebody may see on any of these days, in their order."""
    who.must(Right.SEE_VENUES)
    seen = {i for day in days for i in within_reach(city, who, Right.SEE_VENUES, ids, day)}
    return [i for i in ids if i in seen]


@dataclass(frozen=True, slots=True)
class Raised:
    """An agency (with its subordinates) whose rate rose mostly by exclusions: 81 → 95 %, 11 points of it."""

    row: BridgeRow
    rise: Rise
    excluded: int
    """Venues that left the denominator in between, for whatever reason."""


def raised_by_exclusions(
    city: City,
    who: Who,
    scheme: str,
    first: date,
    last: date,
    *,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
    first_known_at: str | int | None = None,
) -> tuple[Raised, ...]:
    """Agencies of the first level whose rate rose mostly by exclusions, most points owed to them first.

    `rules.honesty` has the definition. Raises what `bridge` raises.
    """
    table = bridge(
        city,
        who,
        scheme,
        first,
        last,
        by=Dimension.AGENCY,
        where=where,
        known_at=known_at,
        first_known_at=first_known_at,
        roll_up=True,
    )
    found = [raised(row) for row in table.rows if row.key]
    rows = [one for one in found if one is not None and one.rise.mostly_by_exclusions]
    return tuple(sorted(rows, key=lambda one: (-(one.rise.by_exclusions or 0), one.row.key)))


def raised(row: BridgeRow) -> Raised | None:
    """How one group's rate changed and what exclusions had to do with it; None where either end has none."""
    effects = {part.part: part.effect for part in row.parts}
    before, after = row.before, row.after
    found = rise((before.completed, before.eligible), (after.completed, after.eligible), effects)
    if found is None:
        return None
    left = EXCLUSIONS - {Part.COUNTED_AGAIN}
    return Raised(row, found, sum(part.venues for part in row.parts if part.part in left))
