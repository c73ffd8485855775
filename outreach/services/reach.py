"""Whose venues a person may see or change: a right's extent as agencies, asked of every venue named.

A venue belongs to the agency that holds on the day asked about; one without an agency is the managers' and
administrators' alone. Whoever names a venue out of reach hears the same as of one that does not exist, so
that numbers cannot be tried out.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from outreach.figures.arrays import Values
from outreach.rules.dates import roc
from outreach.rules.history import holding
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.stated import FacetFacts
from outreach.services.who import Extent, Right, Who


class OutOfReach(Refusal, LookupError):
    """No such venue, or none of the asker's agency."""

    template = (
        "查無店家編號『{venue_id}』，或不屬於您的機關；請從自己機關的清單選取，例如「我的機關」的清單。"
    )


class OtherAgency(Refusal):
    """An agency that is not the asker's."""

    template = "『{agency}』不是您的機關；您只能處理自己機關的資料，例如從「我的機關」進入。"


class OthersDay(Refusal):
    """A day on which the venue was, or will be, another agency's."""

    template = (
        "店家 {venue_id} 在{day}屬於{agency}，那些日子由該機關登錄；請改用屬於您機關期間的日期，例如今天。"
    )


def check_own_day(
    city: City, within: frozenset[int] | None, venue_id: int, facts: FacetFacts, day: date
) -> OthersDay | None:
    """The refusal of a statement about a day on which the venue (its facts) was none of these agencies'.

    What the giver's days were stays the giver's; before a venue had any agency, whoever has it now speaks.
    """
    owner = holding(facts.get(Facet.AGENCY, ()), day)
    if within is None or owner is None or not owner.value or owner.value in within:
        return None
    named = city.reference().agencies.get(owner.value)
    return OthersDay(venue_id=venue_id, day=roc(day), agency=named.short_name if named else "")


def agencies_within(city: City, who: Who, right: Right, day: date) -> frozenset[int] | None:
    """Ids of the agencies over which a person has a right on a day; None means the whole city.

    Raises `NotAllowed` where the role does not carry the right at all.
    """
    who.must(right)
    extent = who.extent(right)
    if extent is Extent.CITY:
        return None
    if who.agency is None:
        return frozenset()
    if extent is Extent.OWN:
        return frozenset({who.agency})
    parents = city.figures.parents(day)
    return frozenset({who.agency, *(child for child in parents if _below(child, who.agency, parents))})


def _below(agency: int, top: int, parents: dict[int, int]) -> bool:
    """Whether an agency stands somewhere below another; a circle of parents ends."""
    seen: set[int] = set()
    while agency in parents and agency not in seen:
        seen.add(agency)
        agency = parents[agency]
        if agency == top:
            return True
    return False


def must_reach_agency(city: City, who: Who, right: Right, agency: int, day: date) -> None:
    """Raise `OtherAgency` unless the right reaches an agency (an id)."""
    within = agencies_within(city, who, right, day)
    if within is not None and agency not in within:
        named = city.reference().agencies.get(agency)
        raise OtherAgency(agency=named.short_name if named else agency)


def must_reach(city: City, who: Who, right: Right, venue_ids: Collection[int], day: date) -> None:
    """Raise `OutOfReach` (naming the first) unless the right reaches every one of these venues on a day."""
    reached = within_reach(city, who, right, venue_ids, day)
    for venue_id in venue_ids:
        if venue_id not in reached:
            raise OutOfReach(venue_id=venue_id)


def within_reach(
    city: City, who: Who, right: Right, venue_ids: Collection[int], day: date
) -> Collection[int]:
    """Those of the venues that a right reaches on a day; for the whole city all of them, known or not."""
    within = agencies_within(city, who, right, day)
    if within is None:
        return set(venue_ids)
    agencies = agencies_of(city, day)
    return {i for i in venue_ids if 0 < i < len(agencies) and int(agencies[i]) in within}


def agencies_of(city: City, day: date) -> Values:
    """Each venue's agency (an id, 0 for none) at the end of a day, by venue number."""
    columns = city.figures.columns()
    return columns.track(Facet.AGENCY, 0).at(day.toordinal(), None, columns.size)
