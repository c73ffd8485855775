"""How far a right reaches: an officer's own agency and those below it, and never the neighbour's."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet
from outreach.services.reach import (
    OtherAgency,
    OutOfReach,
    agencies_within,
    must_reach,
    must_reach_agency,
    within_reach,
)
from outreach.services.who import NotAllowed, Right, Role, Who
from tests.support.builders import CULTURE, INDUSTRY, MANAGER, PUBLIC, SmallCity

DAY = date(2021, 10, 10)


def of(small: SmallCity, role: Role, agency: str | None) -> Who:
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    return Who("李承辦", role, 1, None if agency is None else ids[agency])


def test_an_officer_sees_the_own_venues_and_those_of_subordinates(small: SmallCity) -> None:
    bureau = of(small, Role.OFFICER, INDUSTRY)
    seen = within_reach(small.city, bureau, Right.SEE_VENUES, [small.joined, small.untouched], DAY)
    assert seen == {small.joined}


def test_an_officer_changes_only_what_is_the_own_agencys(small: SmallCity) -> None:
    bureau = of(small, Role.OFFICER, INDUSTRY)
    with pytest.raises(OutOfReach, match=f"『{small.joined}』"):
        must_reach(small.city, bureau, Right.CHANGE, [small.joined], DAY)


def test_an_approver_sees_no_subordinates_venue(small: SmallCity) -> None:
    approver = of(small, Role.APPROVER, INDUSTRY)
    assert within_reach(small.city, approver, Right.SEE_VENUES, [small.joined], DAY) == set()


def test_a_venue_is_the_receivers_from_the_day_it_moved_on(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, date(2021, 10, 20))
    culture = of(small, Role.OFFICER, CULTURE)
    for day, reached in ((19, False), (20, True), (21, True)):
        seen = within_reach(small.city, culture, Right.CHANGE, [small.joined], date(2021, 10, day))
        assert (small.joined in seen) is reached


def test_a_person_without_agency_reaches_nothing_of_an_agency(small: SmallCity) -> None:
    nobody = of(small, Role.OFFICER, None)
    assert agencies_within(small.city, nobody, Right.CHANGE, DAY) == frozenset()
    with pytest.raises(OutOfReach):
        must_reach(small.city, nobody, Right.CHANGE, [small.joined], DAY)


@pytest.mark.parametrize("venue", [0, -1, 10_000, 10**30])
def test_numbers_that_are_no_venue_are_refused_like_those_of_others(small: SmallCity, venue: int) -> None:
    with pytest.raises(OutOfReach):
        must_reach(small.city, of(small, Role.OFFICER, CULTURE), Right.SEE_VENUES, [venue], DAY)


def test_a_manager_reaches_the_whole_city_and_the_public_nothing(small: SmallCity) -> None:
    assert agencies_within(small.city, MANAGER, Right.SEE_VENUES, DAY) is None
    with pytest.raises(NotAllowed):
        agencies_within(small.city, PUBLIC, Right.SEE_VENUES, DAY)


def test_another_agency_is_refused_by_name(small: SmallCity) -> None:
    ids = {a.code: a.id for a in small.city.reference().agencies.values()}
    culture = of(small, Role.APPROVER, CULTURE)
    must_reach_agency(small.city, culture, Right.CONFIRM, ids[CULTURE], DAY)
    with pytest.raises(OtherAgency, match="產業局"):
        must_reach_agency(small.city, culture, Right.CONFIRM, ids[INDUSTRY], DAY)
