"""Saying that two likely duplicates are two venues, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.services.city import City
from outreach.services.duplicates.comparing import in_order, must_see_pair
from outreach.services.duplicates.pairs import Brief, briefs, theirs
from outreach.services.duplicates.refusals import NotKeptApart, ReasonMissing, WithItself
from outreach.services.reach import OutOfReach, agencies_of, within_reach
from outreach.services.who import Right, Who
from outreach.store.duplicates import Apart, apart, drop_apart, put_apart
from outreach.store.engine import reading, writing


@dataclass(frozen=True, slots=True)
class KeptApart:
    """A pair that a person found to be two venues."""

    one: Brief
    other: Brief
    said: Apart


def keep_apart(
    city: City, who: Who, one: int, other: int, *, reason: str, now: datetime, today: date
) -> None:
    """Leave a pair out of the likely duplicates from now on.

    One of the two must be a venue that the asker changes, the other one theirs too or a likely duplicate.
    Raises `WithItself`, `ReasonMissing` and `OutOfReach`.
    """
    pair = _decidable(city, who, one, other, today)
    if not reason.strip():
        raise ReasonMissing
    with writing(city.engine) as connection:
        put_apart(connection, pair, reason.strip(), who.name, who.user, now)


def take_back_apart(city: City, who: Who, one: int, other: int, *, today: date) -> None:
    """Let a pair be a likely duplicate again. Raises `NotKeptApart` and what `keep_apart` raises."""
    pair = _decidable(city, who, one, other, today)
    with writing(city.engine) as connection:
        if not drop_apart(connection, pair):
            raise NotKeptApart(one=pair[0], other=pair[1])


def kept_apart(city: City, who: Who, *, today: date) -> tuple[KeptApart, ...]:
    """Pairs that were found to be two and in which a venue is the asker's, the latest first."""
    own = theirs(city, who, today)
    agencies = agencies_of(city, today)
    with reading(city.engine) as connection:
        said = apart(connection)
    mine = [
        found
        for pair, found in said.items()
        if own is None or any(i < len(agencies) and int(agencies[i]) in own for i in pair)
    ]
    told = briefs(city, {i for found in mine for i in (found.one, found.other)}, today)
    newest_first = sorted(mine, key=lambda found: found.at, reverse=True)
    return tuple(KeptApart(told[found.one], told[found.other], found) for found in newest_first)


def _decidable(city: City, who: Who, one: int, other: int, day: date) -> tuple[int, int]:
    who.must(Right.CHANGE)
    pair = must_see_pair(city, who, one, other, day)
    if one == other:
        raise WithItself(venue_id=one)
    if not within_reach(city, who, Right.CHANGE, in_order(one, other), day):
        raise OutOfReach(venue_id=one)
    return pair
