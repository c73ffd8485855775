"""Likely duplicates as a person may see them: pairs in which a venue is theirs, with the reason in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.rules.duplicates import IN_WORDS, Sign
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.duplicates.candidates import Candidate, candidates
from outreach.services.reach import agencies_of, agencies_within
from outreach.services.who import Right, Who
from outreach.store.duplicates import apart
from outreach.store.engine import reading
from outreach.store.reference import Named
from outreach.store.venues import described

#: Pairs on one page of the list.
PAGE_SIZE = 30


class Span(StrEnum):
    """Which pairs: all, those of one agency, or those of two."""

    ALL = "all"
    SAME = "same"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Brief:
    """What everybody who sees a pair sees of each venue; `standings` by scheme, of those that list it."""

    id: int
    name: str
    address: str
    agency_id: int
    """0 for none."""
    agency: str
    standings: tuple[tuple[Named, Standing], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two venues that are likely one: why, and whether the asker may merge them."""

    one: Brief
    other: Brief
    score: int
    signs: tuple[Sign, ...]
    may_merge: bool

    @property
    def reason(self) -> str:
        """The signs in Chinese words; never a telephone number."""
        return "、".join(IN_WORDS[sign] for sign in self.signs)


@dataclass(frozen=True, slots=True)
class PairPage:
    """Part of the list, the likeliest first; `total` is how many pairs the whole list has."""

    total: int
    pairs: tuple[Pair, ...]


def theirs(city: City, who: Who, day: date) -> frozenset[int] | None:
    """Agencies of whose venues one must be in a pair; None for the whole city.

    Those whose venues the asker changes, or, of who changes none, sees. Raises `NotAllowed`.
    """
    who.must(Right.SEE_VENUES)
    return agencies_within(city, who, Right.CHANGE if who.may(Right.CHANGE) else Right.SEE_VENUES, day)


def visible(city: City, who: Who, day: date) -> list[Candidate]:
    """The candidates that the asker may see, without pairs that a person found to be two."""
    own = theirs(city, who, day)
    found = candidates(city, day)
    with reading(city.engine) as connection:
        settled = apart(connection).keys()
    agencies = agencies_of(city, day)
    return [
        c
        for c in found
        if (c.one, c.other) not in settled
        and (own is None or int(agencies[c.one]) in own or int(agencies[c.other]) in own)
    ]


def duplicate_count(city: City, who: Who, today: date) -> int:
    """How many pairs wait for the asker."""
    return len(visible(city, who, today))


def duplicate_pairs(
    city: City,
    who: Who,
    *,
    today: date,
    span: Span = Span.ALL,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> PairPage:
    """One page (from 1) of the pairs that the asker may see on a day, the likeliest first."""
    agencies = agencies_of(city, today)
    found = [
        c
        for c in visible(city, who, today)
        if span is Span.ALL or bool(agencies[c.one] == agencies[c.other]) is (span is Span.SAME)
    ]
    part = found[(page - 1) * page_size : page * page_size]
    return PairPage(len(found), pairs_of(city, who, part, today))


def pairs_of(city: City, who: Who, found: Sequence[Candidate], day: date) -> tuple[Pair, ...]:
    """Candidates with what may be shown of their venues."""
    sides = briefs(city, {i for c in found for i in (c.one, c.other)}, day)
    change = agencies_within(city, who, Right.CHANGE, day) if who.may(Right.CHANGE) else frozenset()
    contacts = agencies_within(city, who, Right.SEE_CONTACTS, day)
    return tuple(
        Pair(
            one := sides[c.one],
            other := sides[c.other],
            c.verdict.score,
            told_signs(c.verdict.signs, {one.agency_id, other.agency_id}, contacts),
            change is None or {one.agency_id, other.agency_id} <= change,
        )
        for c in found
    )


def told_signs(
    signs: Sequence[Sign], agencies: Collection[int], contacts: frozenset[int] | None
) -> tuple[Sign, ...]:
    """The signs as the asker may hear them: who may not see both phones is not told that they are one."""
    if contacts is None or set(agencies) <= contacts:
        return tuple(signs)
    return tuple(Sign.UNTOLD if sign is Sign.PHONE else sign for sign in signs)


def briefs(city: City, ids: Collection[int], day: date) -> dict[int, Brief]:
    """What everybody sees of venues, by id; unknown ids are left out."""
    reference, agencies = city.reference(), agencies_of(city, day)
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    codes = {s: city.figures.positions(s, day).codes for s in reference.schemes}
    found = {}
    for i, venue in venues.items():
        agency = int(agencies[i]) if i < len(agencies) else 0
        named = reference.agencies.get(agency)
        stands = tuple(
            (reference.schemes[s], STANDINGS[c[i]]) for s, c in codes.items() if i < len(c) and c[i] != ABSENT
        )
        whose = named.short_name if named else ""
        found[i] = Brief(i, venue.name, venue.address, agency, whose, stands)
    return found
