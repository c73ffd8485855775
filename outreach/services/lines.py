"""趨勢: how a rate went day by day, of the city or an agency with those under it, and what happened then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from outreach.figures.arrays import Int64
from outreach.figures.coverage import tally
from outreach.figures.orders import known_orders
from outreach.figures.positions import Dimension
from outreach.figures.schemes import first_level
from outreach.figures.trend import MOST_DAYS
from outreach.rules.dates import roc
from outreach.rules.rate import Tally
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.question import question
from outreach.services.trend import RangeRefused
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.meetings import all_meetings


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day of a range, both ends included. Raises `RangeRefused` for an impossible one."""
    if not 0 <= (last - first).days < MOST_DAYS:
        raise RangeRefused(first=roc(first), last=roc(last), most=MOST_DAYS)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def line(
    city: City,
    who: Who,
    scheme: str,
    first: date,
    last: date,
    *,
    agency: str = "",
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> tuple[Tally, ...]:
    """A scheme's tallies of every day: the city's, or an agency's (code or name) as the tables' row is.

    An agency of the first level stands with whoever was under it on each day, one below for itself.
    Raises `RangeRefused` and refusals of `naming` and `dates`.
    """
    who.must(Right.SEE_FIGURES)
    days = days_between(first, last)
    asked = question(city, scheme, known_at, where)
    meant = find(asked.reference.agencies, agency, "機關").id if agency else None
    # Once by agency: whoever is looked at next is counted already.
    found = city.figures.trend(asked.scheme.id, first, last, Dimension.AGENCY, asked.where, asked.seq)
    counts = found.counts.sum(axis=1) if meant is None else _of(city, found.counts, days, meant, asked.seq)
    return tuple(tally(day) for day in counts)


def _of(city: City, counts: Int64, days: Sequence[date], agency: int, seq: int) -> Int64:
    """Counts of one agency with those under it, day by day; shape (days, standings)."""
    turns = {date.fromordinal(s.effective_on) for s in city.figures.columns().statements.parents}
    starts = [days[0], *sorted(day for day in turns if days[0] < day <= days[-1])]
    pieces = []
    for start, end in zip(starts, [*starts[1:], days[-1] + timedelta(days=1)], strict=True):
        parents = city.figures.parents(start, seq)
        rows = np.arange(counts.shape[1])
        if agency in parents:
            chosen = rows == agency
        else:
            chosen = np.array([first_level(int(row), parents) == agency for row in rows], dtype=np.bool_)
        piece = counts[(start - days[0]).days : (end - days[0]).days]
        pieces.append(piece[:, chosen].sum(axis=1))
    return np.concatenate(pieces)


class Happened(StrEnum):
    """What a day is marked for."""

    MEETING = "meeting"
    SUSPENDED = "suspended"
    REOPENED = "reopened"
    BY_APPLICATION = "by_application"


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on which something happened: meetings (their numbers) or orders (names of sectors)."""

    day: date
    what: Happened
    names: tuple[str, ...]


def marks(
    city: City, who: Who, first: date, last: date, *, known_at: str | int | None = None
) -> tuple[Mark, ...]:
    """Meetings, and first and reopening days of sector orders, from `first` to `last`, by day.

    Orders are those known at a number; of several on one day and alike, the sectors stand in one mark.
    """
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    found: dict[tuple[date, Happened], list[str]] = {}
    for order in known_orders(city.figures.columns(), cities.known_at(city, known_at)):
        name = reference.sectors[order.sector_id].name
        found.setdefault((order.suspended_from, Happened.SUSPENDED), []).append(name)
        if order.reopened_on is not None:
            way = Happened.BY_APPLICATION if order.by_application else Happened.REOPENED
            found.setdefault((order.reopened_on, way), []).append(name)
    with reading(city.engine) as connection:
        for meeting in all_meetings(connection):
            found.setdefault((meeting.on_day, Happened.MEETING), []).append(str(meeting.number))
    order_of = list(Happened)
    kept = ((day, what) for day, what in found if first <= day <= last)
    return tuple(
        Mark(day, what, tuple(found[day, what]))
        for day, what in sorted(kept, key=lambda each: (each[0], order_of.index(each[1])))
    )
