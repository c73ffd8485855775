"""Behind a number of an edition stand the venues as they were frozen and as they were known then."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from outreach.rules.rate import Tally
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation, Standing
from outreach.services.meetings import (
    PaperFigures,
    edition,
    edition_members,
    edition_venues,
    enter_figures,
    suggested_meeting,
    what_differs,
)
from outreach.services.meetings.refusals import FiguresFromPaper, NoSuchEdition, NoSuchItem
from outreach.services.who import Role
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.tables import venue_edits, venues
from tests.services.meetings.conftest import AS_OF, MEETING_DAY, Chamber
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    INDUSTRY,
    MANAGER,
    MYCODE,
    of_agency,
)


def rename(chamber: Chamber, venue: int, old: str, new: str) -> None:
    """Give a venue another name, as its page does."""
    with writing(chamber.small.city.engine) as connection:
        change = open_change(
            connection,
            kind="edit",
            actor=ADMINISTRATOR.name,
            summary="更名",
            now=chamber.small.clerk.tick(),
        )
        told = {"change_id": change.id, "venue_id": venue, "field": "name", "old": old, "new": new}
        connection.execute(sa.insert(venue_edits).values(**told))
        connection.execute(sa.update(venues).where(venues.c.id == venue).values(name=new))


def test_venues_are_named_and_explained_as_they_were_known_when_the_edition_was_frozen(
    chamber: Chamber,
) -> None:
    small, city = chamber.small, chamber.small.city
    chamber.open()
    chamber.freeze()
    rename(chamber, small.contacted, "甜甜圈坊", "新甜甜圈坊")
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, date(2021, 10, 3), remark="搬遷")
    behind = edition_venues(city, MANAGER, 213, MYCODE)
    assert tuple(one.venue.id for one in behind.listed.members) == edition_members(city, MANAGER, 213, MYCODE)
    told = {one.venue.id: (one.venue.name, one.why.standing, one.why.remark) for one in behind.listed.members}
    assert told[small.contacted] == ("甜甜圈坊", Standing.OUTSTANDING, "")
    assert told[small.joined] == ("甜圈坊", Standing.COMPLETED, "")
    assert (behind.listed.total, behind.listed.out_of_reach, behind.head.edition) == (4, 0, 1)
    chamber.freeze(note="更正")
    after = edition_venues(city, MANAGER, 213, MYCODE, standings=[Standing.EXCLUDED_CLOSED])
    assert [(one.venue.name, one.why.remark) for one in after.listed.members] == [("甜圈坊", "搬遷")]
    second = edition_venues(city, MANAGER, 213, MYCODE, page=2, page_size=3)
    assert (second.listed.total, len(second.listed.members)) == (4, 1)


def test_a_bureau_sums_up_its_subordinates_and_opens_to_their_venues(chamber: Chamber) -> None:
    small, city = chamber.small, chamber.small.city
    chamber.open()
    chamber.freeze()
    (item,) = edition(city, MANAGER, 213).items
    assert [(b.figure.key, b.figure.name, b.figure.tally.population) for b in item.bureaus] == [
        (CULTURE, "文化局", 1),
        (INDUSTRY, "產業局", 3),
    ]
    culture, industry = item.bureaus
    assert ([row.key for row in industry.inside], industry.has_subordinates) == ([COMMERCE], True)
    assert ([row.key for row in culture.inside], culture.has_subordinates) == ([CULTURE], False)
    assert not item.shown_open
    rolled = edition_venues(city, MANAGER, 213, MYCODE, of=INDUSTRY)
    assert rolled.listed.total == industry.figure.tally.population
    assert edition_venues(city, MANAGER, 213, MYCODE, of=INDUSTRY, own=True).listed.total == 0
    assert edition_venues(city, MANAGER, 213, MYCODE, of="-").listed.total == 0
    neighbour = of_agency(small, Role.APPROVER, CULTURE)
    seen = edition_venues(city, neighbour, 213, MYCODE)
    assert (seen.listed.total, seen.listed.out_of_reach) == (1, 3)
    assert [one.venue.id for one in seen.listed.members] == [small.untouched]


def test_an_edition_tells_what_it_says_otherwise_than_the_one_before(chamber: Chamber) -> None:
    small, city = chamber.small, chamber.small.city
    chamber.open()
    chamber.freeze()
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    chamber.freeze(note="補登")
    told = what_differs(city, MANAGER, 213, 2)
    (item,) = told.items
    assert (item.before.completed, item.after.completed, item.moved) == (2, 3, 1)
    assert [(old.tally.completed, new.tally.completed, new.key) for old, new in item.rows] == [
        (2, 3, COMMERCE)
    ]
    assert item.venues == ((small.contacted, Standing.OUTSTANDING, Standing.COMPLETED),)
    assert item.names == {small.contacted: "甜甜圈坊"}
    neighbour = of_agency(small, Role.APPROVER, CULTURE)
    (hidden,) = what_differs(city, neighbour, 213, 2).items
    assert (hidden.venues, hidden.names, hidden.moved) == ((), {}, 1)
    for edition_number in (1, 3):
        with pytest.raises(NoSuchEdition):
            what_differs(city, MANAGER, 213, edition_number)


def test_figures_from_paper_have_no_venues_to_list_and_stand_as_they_were_entered(chamber: Chamber) -> None:
    city = chamber.small.city
    rows = {INDUSTRY: Tally(5, 5), COMMERCE: Tally(3, 1)}
    figures = [PaperFigures(MYCODE, (), date(2021, 8, 1), Tally(5, 5), rows)]
    enter_figures(city, MANAGER, 210, date(2021, 8, 3), figures, now=chamber.small.clerk.tick())
    (item,) = edition(city, MANAGER, 210).items
    assert [(b.figure.key, b.figure.tally) for b in item.bureaus] == [
        (INDUSTRY, Tally(5, 5)),
        (COMMERCE, Tally(3, 1)),
    ]
    with pytest.raises(FiguresFromPaper, match="逐家列出"):
        edition_venues(city, MANAGER, 210, MYCODE)
    chamber.open()
    chamber.freeze()
    with pytest.raises(NoSuchItem):
        edition_venues(city, MANAGER, 213, MYCODE, (Kind.SHOP,))


def test_the_next_meeting_is_suggested_after_the_last_with_its_items_as_of_today(chamber: Chamber) -> None:
    city = chamber.small.city
    first = suggested_meeting(city, MANAGER, today=AS_OF)
    assert (first.number, len(first.items), {item.as_of for item in first.items}) == (1, 2, {AS_OF})
    # An open drive has no rate, and its venues are in nobody else's.
    with writing(city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor="王小明", summary="可持續加入", now=chamber.small.clerk.tick()
        )
        settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored()
        change.scheme(chamber.small.clerk.scheme(BEAR_VOUCHER), settings, AS_OF)
    apart = suggested_meeting(city, MANAGER, today=AS_OF)
    assert [(item.scheme, item.kinds) for item in apart.items] == [
        (BEAR_VOUCHER, (Kind.CITY_VENUE,)),
        (BEAR_VOUCHER, (Kind.SHOP,)),
        (MYCODE, ()),
    ]
    chamber.open(kinds=(Kind.SHOP,))
    told = suggested_meeting(city, MANAGER, today=MEETING_DAY)
    assert told.number == 214
    assert [(item.scheme, item.kinds, item.as_of) for item in told.items] == [
        (MYCODE, (Kind.SHOP,), MEETING_DAY)
    ]
