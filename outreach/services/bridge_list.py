"""The venues behind one part of a bridge, with how each stood before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.bridge import PARTS
from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.services import bridge as bridges
from outreach.services.city import City
from outreach.services.venues import PAGE_SIZE, Member, members_by_id
from outreach.services.who import Right, Who


@dataclass(frozen=True, slots=True)
class Changed:
    """One venue of a part; an end is None where it was not on the list then, or was out of reach."""

    venue_id: int
    before: Member | None
    after: Member | None

    @property
    def member(self) -> Member:
        """The venue as it stands last, as far as it may be seen; at least one end always may."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """Part of the list; `out_of_reach` venues stand behind the same number and are others'."""

    total: int
    venues: tuple[Changed, ...]
    out_of_reach: int


def bridge_list(
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
    first_known_at: str | int | None = None,
    roll_up: bool = False,
    page: int = 1,
    page_size: int | None = PAGE_SIZE,
) -> ChangedPage:
    """One page (from 1; `page_size` None gives all) of the venues that a part stands for, by number.

    Before and after are the two days as known last; of what was corrected, the earlier day as it was known
    then and as it is known last. Each end is shown to whoever may see the venue on its day.
    """
    who.must(Right.SEE_VENUES)
    asked = bridges.resolved(city, scheme, first, last, by, where, known_at, first_known_at, roll_up)
    behind = asked.steps.part == PARTS.index(part)
    if group is not None:
        behind &= asked.steps.group == group
    every = np.unique(asked.steps.venue[behind])
    seen = bridges.seen_of(city, who, every.tolist(), (first, last))
    ids = seen if page_size is None else seen[(page - 1) * page_size : page * page_size]
    seq = asked.question.seq
    ends = (first, seq), (last, seq)
    if part is Part.CORRECTED:
        ends = (first, asked.first_seq), (first, seq)
    (day, number), (later, later_number) = ends
    before = {m.venue.id: m for m in members_by_id(city, who, scheme, day, ids, number)}
    after = {m.venue.id: m for m in members_by_id(city, who, scheme, later, ids, later_number)}
    listed = tuple(Changed(i, before.get(i), after.get(i)) for i in ids if i in before or i in after)
    return ChangedPage(len(seen), listed, len(every) - len(seen))
