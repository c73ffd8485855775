"""毋須納入母數: all excluded venues of a scheme on a day, by reason, age and review day, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import numpy as np

from outreach.figures.arrays import Bools, Int64
from outreach.figures.exclusions import FOR_A_TIME, decided
from outreach.figures.positions import Dimension, Positions
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, name_of
from outreach.services.question import Question, question
from outreach.services.reach import agencies_within
from outreach.services.venues import PAGE_SIZE, Member, members_by_id
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading
from outreach.store.exclusions import review_days
from outreach.store.orders import OrderRow, order_rows
from outreach.store.questions import asked_already
from outreach.store.reference import Named

_NEVER = date.max.toordinal()


class Sorting(StrEnum):
    """The order of the list."""

    AGE = "age"
    """Longest excluded first."""
    REVIEW = "review"
    """Earliest review day first; those without one last."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """An excluded venue: `age` in days since the deciding fact's day or the order's first (None: unknown).

    `review_on` is None where nothing is to be looked at again; `asked` says that a question is open. `by` and
    `at` (UTC) tell who recorded the deciding fact or stated the order, and when.
    """

    member: Member
    age: int | None
    review_on: date | None
    overdue: bool
    asked: bool
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many of an agency's venues (a code; "" for nobody's) are past their review day, and asked about."""

    key: str
    name: str
    count: int
    asked: int


@dataclass(frozen=True, slots=True)
class ExclusionPage:
    """One page of the list. `counted` are the coverage figures under the same conditions, whoever asks.

    `total` venues are on the whole list, within reach and of the reasons asked for; `out_of_reach` more stand
    behind the same conditions. `overdue` by agency, whatever the reasons, most first.
    """

    scheme: Named
    as_of: date
    known_at: int
    counted: Tally
    total: int
    out_of_reach: int
    rows: tuple[Excluded, ...]
    overdue: tuple[Overdue, ...]

    @property
    def overdue_total(self) -> int:
        """All venues within reach that are past their review day."""
        return sum(one.count for one in self.overdue)


@dataclass(frozen=True, slots=True)
class _Found:
    """A question answered as arrays by venue id; `reached` are excluded venues that the asker may see."""

    asked: Question
    positions: Positions
    excluded: Bools
    reached: Bools
    since: Int64
    review: Int64

    def overdue(self, day: date) -> Bools:
        """Excluded for a time, though the day to look again has passed."""
        late: Bools = self.reached & (self.review < day.toordinal())
        return late


def exclusions(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    where: Sequence[str] = (),
    reasons: Sequence[Exclusion] = (),
    only_overdue: bool = False,
    sorting: Sorting = Sorting.AGE,
    known_at: str | int | None = None,
    page: int = 1,
    page_size: int | None = PAGE_SIZE,
) -> ExclusionPage:
    """A page (from 1) of the excluded venues; `page_size` None gives all of them.

    `reasons` narrows to some (none: all), `where` holds FIELD=CODE texts. Raises `NotAllowed` and the
    refusals of `naming`.
    """
    who.must(Right.SEE_VENUES)
    found = _find(city, who, scheme, as_of, where, known_at)
    counted = coverage(city, who, scheme, as_of, where=where, known_at=found.asked.seq).total
    late = found.overdue(as_of)
    chosen = _of_reasons(found.positions, reasons) & found.excluded
    if only_overdue:
        chosen &= late | ~found.reached
    hidden = int(np.count_nonzero(chosen & ~found.reached)) if not only_overdue else 0
    ids = np.flatnonzero(chosen & found.reached)
    keys = found.since if sorting is Sorting.AGE else found.review
    ids = ids[np.lexsort((ids, keys[ids]))]
    part = ids if page_size is None else ids[(page - 1) * page_size : page * page_size]
    with reading(city.engine) as connection:
        asked = asked_already(connection, found.asked.scheme.id)
        stated = _statements(connection, found.positions)
    members = members_by_id(city, who, scheme, as_of, part.tolist(), found.asked.seq)
    rows = tuple(_row(m, found, late, as_of, asked, stated) for m in members)
    return ExclusionPage(
        found.asked.scheme,
        as_of,
        found.asked.seq,
        counted,
        len(ids),
        hidden,
        rows,
        _by_agency(found, late, asked),
    )


def overdue_ids(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> list[int]:
    """Ids of the venues within reach that are past their review day, those longest past first."""
    who.must(Right.SEE_VENUES)
    found = _find(city, who, scheme, as_of, where, known_at)
    ids = np.flatnonzero(found.overdue(as_of))
    sorted_ids: list[int] = ids[np.lexsort((ids, found.review[ids]))].tolist()
    return sorted_ids


def _find(
    city: City, who: Who, scheme: str, as_of: date, where: Sequence[str], known_at: str | int | None
) -> _Found:
    asked = question(city, scheme, known_at, where)
    positions = city.figures.positions(asked.scheme.id, as_of, asked.seq)
    excluded = positions.selected(asked.where) & _of_reasons(positions, ())
    within = agencies_within(city, who, Right.SEE_VENUES, as_of)
    reached = excluded
    if within is not None:
        reached = excluded & np.isin(positions.dimension(Dimension.AGENCY), list(within))
    why = decided(positions)
    review = np.full(len(positions.codes), _NEVER, np.int64)
    for_a_time = reached & positions.standing_in(FOR_A_TIME) & (why.fact > 0)
    ids = np.flatnonzero(for_a_time)
    with reading(city.engine) as connection:
        days = review_days(connection, why.fact[ids].tolist())
    review[ids] = [days[seq].toordinal() if seq in days else _NEVER for seq in why.fact[ids].tolist()]
    return _Found(asked, positions, excluded, reached, why.since, review)


def _of_reasons(positions: Positions, reasons: Sequence[Exclusion]) -> Bools:
    standings = [s for s in Standing if s.exclusion is not None and (not reasons or s.exclusion in reasons)]
    return positions.standing_in(standings)


def _statements(connection: Connection, positions: Positions) -> dict[int, OrderRow]:
    """The statement of each order that holds at these positions, by the order's id."""
    columns = positions.columns
    limit = columns.seq if positions.seq is None else positions.seq
    voided = columns.void_of_change
    return {
        row.order_id: row
        for row in order_rows(connection)
        if row.seq <= limit and voided.get(row.change_id, limit + 1) > limit
    }


def _row(
    member: Member,
    found: _Found,
    late: Bools,
    as_of: date,
    asked: set[int],
    stated: dict[int, OrderRow],
) -> Excluded:
    at = member.venue.id
    why = member.why
    order = stated.get(why.order.id) if why.order is not None else None
    since, review = int(found.since[at]), int(found.review[at])
    return Excluded(
        member,
        as_of.toordinal() - since if since else None,
        None if review == _NEVER else date.fromordinal(review),
        bool(late[at]),
        at in asked,
        order.actor if order is not None else why.actor,
        order.recorded_at if order is not None else why.recorded_at,
    )


def _by_agency(found: _Found, late: Bools, asked: set[int]) -> tuple[Overdue, ...]:
    ids = np.flatnonzero(late)
    agencies = found.positions.dimension(Dimension.AGENCY)[ids]
    open_ = np.isin(ids, list(asked))
    rows = []
    for agency in np.unique(agencies).tolist():
        key, name = name_of(found.asked.reference, found.asked.scheme.id, Dimension.AGENCY, agency)
        own = agencies == agency
        rows.append(Overdue(key, name, int(np.count_nonzero(own)), int(np.count_nonzero(own & open_))))
    return tuple(sorted(rows, key=lambda r: (-r.count, r.key)))
