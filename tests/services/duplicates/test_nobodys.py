"""Venues that are no agency's: who sees them, and who gives them to one."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet, Listing
from outreach.services.coverage import coverage
from outreach.services.duplicates.nobodys import assign, nobodys_count, nobodys_venues
from outreach.services.duplicates.refusals import HasAgency
from outreach.services.naming import Unknown
from outreach.services.undo import undo
from outreach.services.venues import NoSuchVenue
from outreach.services.who import NotAllowed, Role, Who
from tests.services.duplicates.conftest import TODAY, Desk
from tests.support.builders import ADMINISTRATOR, CULTURE, MANAGER, MYCODE, PUBLIC


def ids(desk: Desk, who: Who = ADMINISTRATOR) -> list[int]:
    return [venue.id for venue in nobodys_venues(desk.city, who, today=TODAY)]


def by_agency(desk: Desk, day: date = TODAY) -> dict[str, int]:
    table = coverage(desk.city, ADMINISTRATOR, MYCODE, day, by=Dimension.AGENCY)
    return {row.name: row.tally.population for row in table.rows}


def test_a_listed_venue_without_an_agency_is_nobodys(desk_anywhere: Desk) -> None:
    desk = desk_anywhere
    nobodys = desk.enter("好客小吃", agency=None)
    desk.enter("小書房", agency=CULTURE)
    gone = desk.enter("阿明小吃", agency=None)
    desk.clerk.say(gone, Facet.LISTING, Listing.DELISTED)
    assert ids(desk) == ids(desk, MANAGER) == [nobodys]
    assert nobodys_count(desk.city, MANAGER, today=TODAY) == 1


def test_assigned_it_counts_at_the_agency_from_its_day_and_undone_it_is_nobodys_again(
    desk: Desk,
) -> None:
    one, other = desk.enter("好客小吃", agency=None), desk.enter("小書房", agency=None)
    change = assign(
        desk.city,
        ADMINISTRATOR,
        [one, other],
        "文化局",
        effective_on=date(2021, 10, 20),
        now=desk.clerk.tick(),
        today=TODAY,
    )
    assert ids(desk) == []
    assert by_agency(desk) == {"文化局": 2}
    assert by_agency(desk, date(2021, 10, 19)) == {"（未填）": 2}
    undo(desk.city, ADMINISTRATOR, change, now=desk.clerk.tick())
    assert ids(desk) == [one, other]


def test_only_an_administrator_assigns_and_only_what_is_nobodys(desk: Desk) -> None:
    nobodys, owned = desk.enter("好客小吃", agency=None), desk.enter("小書房", agency=CULTURE)
    before = desk.city.figures.columns().seq
    for who, venues, agency, refusal in (
        (MANAGER, [nobodys], "COM", NotAllowed),
        (desk.who(Role.OFFICER), [nobodys], "COM", NotAllowed),
        (desk.who(Role.APPROVER), [nobodys], "COM", NotAllowed),
        (ADMINISTRATOR, [nobodys], "沒有這個局", Unknown),
        (ADMINISTRATOR, [nobodys, 99], "COM", NoSuchVenue),
        (ADMINISTRATOR, [nobodys, owned], "COM", HasAgency),
    ):
        with pytest.raises(refusal):
            assign(desk.city, who, venues, agency, now=desk.clerk.tick(), today=TODAY)
    assert desk.city.figures.columns().seq == before


def test_officers_see_no_list_of_nobodys_venues(desk: Desk) -> None:
    desk.enter("好客小吃", agency=None)
    for who in (desk.who(Role.OFFICER), desk.who(Role.APPROVER), PUBLIC):
        with pytest.raises(NotAllowed):
            nobodys_venues(desk.city, who, today=TODAY)
    assert nobodys_count(desk.city, desk.who(Role.OFFICER), today=TODAY) == 0
