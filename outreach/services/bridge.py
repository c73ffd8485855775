"""增減原因: why a scheme's figures changed between two days, and the venues behind each reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.bridge import PARTS, PartFigure, Steps, bridged
from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.rules.rate import Tally
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


def _steps(
    city: City,
    scheme: str,
    first: date,
    last: date,
    by: Dimension | None,
    where: Sequence[str],
    known_at: str | int | None,
) -> tuple[Question, Steps]:
    if last < first:
        raise RangeRefused(first=first, last=last, most="不限")
    asked = question(city, scheme, known_at, where)
    days = (first, asked.seq), (last, asked.seq)
    return asked, city.figures.steps(asked.scheme.id, *days, by, asked.where)


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
) -> BridgeTable:
    """The bridge between two days, both as known at one number."""
    may_see_figures(who, by, where)
    asked, steps = _steps(city, scheme, first, last, by, where, known_at)
    before, after = (
        coverage(city, who, scheme, day, by=by, where=where, known_at=asked.seq) for day in (first, last)
    )
    parts = bridged(steps)
    rows = []
    if by is not None:
        early, late = ({r.id: r.tally for r in table.rows} for table in (before, after))
        for group in early.keys() | late.keys():
            key, name = name_of(asked.reference, asked.scheme.id, by, group)
            tallies = early.get(group, Tally()), late.get(group, Tally())
            rows.append(BridgeRow(group, key, name, *tallies, parts.rows.get(group, ())))
    rows.sort(key=lambda r: (r.key == "", r.key))
    total = BridgeRow(0, "", "總計", before.total, after.total, parts.total)
    return BridgeTable(asked.scheme, first, last, asked.seq, tuple(rows), total)


def bridge_venues(
    city: City,
    who: Who,
    scheme: str,
    first: date,
    last: date,
    part: Part,
    *,
    by: Dimension | None = None,
    group: int | None = None,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> list[int]:
    """Ids of the venues that one part (of one group, if given) stands for, ascending.

    Those of other agencies are left out for who may not see them; a venue that moved is seen from both ends.
    """
    who.must(Right.SEE_VENUES)
    _, steps = _steps(city, scheme, first, last, by, where, known_at)
    chosen = steps.part == PARTS.index(part)
    if group is not None:
        chosen &= steps.group == group
    ids = [int(i) for i in np.unique(steps.venue[chosen])]
    seen = {i for day in (first, last) for i in within_reach(city, who, Right.SEE_VENUES, ids, day)}
    return [i for i in ids if i in seen]
