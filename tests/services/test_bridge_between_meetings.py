"""The bridge of bureaus, between meetings' editions, with the venues behind it and what exclusions did."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.rules.honesty import hundredths
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation, Standing
from outreach.services.bridge import bridge, raised_by_exclusions
from outreach.services.bridge_ends import End, meeting_end
from outreach.services.bridge_list import bridge_list
from outreach.services.coverage import coverage
from outreach.services.meetings import PaperFigures, enter_figures, freeze, open_meeting
from outreach.services.meetings.refusals import FiguresFromPaper, NoSuchEdition, NoSuchItem, NoSuchMeeting
from outreach.services.who import NotAllowed, Role
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    CULTURE,
    FIRST_DAY,
    INDUSTRY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    of_agency,
)
from tests.support.databases import Databases
from tests.support.random_city import random_city

FROM, DAY, TO = date(2021, 10, 5), date(2021, 10, 14), date(2021, 10, 26)


def test_bureaus_stand_with_their_subordinates_and_every_row_sums_at_any_two_numbers(
    sqlite_databases: Databases,
) -> None:
    city = random_city(sqlite_databases, 213)
    newest = city.figures.columns().seq
    days = FIRST_DAY + timedelta(days=5), FIRST_DAY + timedelta(days=40)
    for first_known, known in ((newest, newest), (newest // 2, newest), (newest, newest // 2)):
        ends: dict[str, Any] = {
            "first_known_at": first_known,
            "known_at": known,
            "by": Dimension.AGENCY,
            "roll_up": True,
        }
        table = bridge(city, ADMINISTRATOR, MYCODE, *days, **ends)
        for day, seq, end in ((days[0], first_known, "before"), (days[1], known, "after")):
            figures = coverage(
                city, ADMINISTRATOR, MYCODE, day, by=Dimension.AGENCY, known_at=seq, roll_up=True
            )
            shown = {row.id: getattr(row, end) for row in table.rows if getattr(row, end).population}
            assert shown == {row.id: row.tally for row in figures.rows}
        for row in (*table.rows, table.total):
            for name in ("population", "eligible", "completed"):
                change = getattr(row.after, name) - getattr(row.before, name)
                assert sum(getattr(p.effect, name) for p in row.parts) == change, (row.key, name)
            for part in row.parts:
                group = None if row is table.total else row.id
                asked = {**ends, "group": group, "page_size": 0}
                found = bridge_list(city, ADMINISTRATOR, MYCODE, *days, part.part, **asked)
                assert found.total == part.venues
        assert (table.first_known_at, table.known_at) == (first_known, known)
    city.engine.dispose()


def _freeze(small: SmallCity, number: int, as_of: date) -> None:
    small.clerk.now = max(small.clerk.now, datetime(2021, 10, 27, tzinfo=UTC))
    open_meeting(
        small.city,
        MANAGER,
        number,
        as_of,
        ((MYCODE, (), as_of),),
        now=small.clerk.tick(),
    )
    freeze(small.city, MANAGER, number, now=small.clerk.tick())


def test_between_two_meetings_what_was_said_of_the_earlier_day_since_is_a_part_of_its_own(
    small: SmallCity,
) -> None:
    _freeze(small, 213, FROM)
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, FROM)
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    _freeze(small, 214, TO)
    first, last = (meeting_end(small.city, MANAGER, n, MYCODE) for n in (213, 214))
    assert (first.day, first.meeting, first.edition, last.day) == (FROM, 213, 1, TO)
    asked: dict[str, Any] = {"known_at": last.known_at, "first_known_at": first.known_at}
    table = bridge(small.city, MANAGER, MYCODE, first.day, last.day, **asked)
    assert {p.part: (p.effect.completed, p.venues) for p in table.total.parts} == {
        Part.JOINED: (1, 1),
        Part.CORRECTED: (1, 1),
    }
    assert (table.total.before.completed, table.total.after.completed) == (2, 4)
    corrected = bridge_list(small.city, MANAGER, MYCODE, FROM, TO, Part.CORRECTED, **asked).venues[0]
    assert corrected.before is not None
    assert corrected.after is not None
    assert (corrected.venue_id, corrected.before.why.standing, corrected.after.why.standing) == (
        small.untouched,
        Standing.OUTSTANDING,
        Standing.COMPLETED,
    )


def test_an_end_is_an_edition_of_the_meeting_and_must_be_there(small: SmallCity) -> None:
    _freeze(small, 213, FROM)
    assert meeting_end(small.city, MANAGER, 213, MYCODE, (Kind.SHOP,), edition=1).edition == 1
    with pytest.raises(NoSuchEdition):
        meeting_end(small.city, MANAGER, 213, MYCODE, edition=2)
    with pytest.raises(NoSuchMeeting):
        meeting_end(small.city, MANAGER, 99, MYCODE)
    with pytest.raises(NoSuchItem):
        meeting_end(small.city, MANAGER, 213, BEAR_VOUCHER)
    with pytest.raises(NotAllowed):
        meeting_end(small.city, of_agency(small, Role.OFFICER, CULTURE), 213, MYCODE)
    enter_figures(
        small.city, MANAGER, 214, TO, (PaperFigures(MYCODE, (), TO, Tally(3, 1)),), now=small.clerk.tick()
    )
    with pytest.raises(FiguresFromPaper, match="說明增減原因"):
        meeting_end(small.city, MANAGER, 214, MYCODE)
    assert End(FROM) == End(FROM, None, None, None)


def test_the_list_behind_a_part_tells_how_each_stood_before_and_after_and_why(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.CLOSED, DAY, remark="歇業了")
    page = bridge_list(small.city, MANAGER, MYCODE, FROM, TO, Part.EXCLUDED_CLOSED)
    assert (page.total, page.out_of_reach) == (1, 0)
    one = page.venues[0]
    assert one.before is not None
    assert one.before.why.standing is Standing.OUTSTANDING
    assert one.member.why.remark == "歇業了"
    assert one.member.agency == "商業處"
    culture = of_agency(small, Role.OFFICER, CULTURE)
    others = bridge_list(small.city, culture, MYCODE, FROM, TO, Part.EXCLUDED_CLOSED)
    assert (others.total, others.venues, others.out_of_reach) == (0, (), 1)
    with pytest.raises(NotAllowed):
        bridge_list(small.city, PUBLIC, MYCODE, FROM, TO, Part.EXCLUDED_CLOSED)


def test_a_mover_is_listed_with_the_end_that_may_be_seen(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    culture = of_agency(small, Role.OFFICER, CULTURE)
    page = bridge_list(small.city, culture, MYCODE, FROM, TO, Part.MOVED_IN, by=Dimension.AGENCY)
    assert [(one.venue_id, one.before) for one in page.venues] == [(small.joined, None)]
    assert page.venues[0].member.agency == "文化局"


def test_pages_of_a_list_follow_one_another(small: SmallCity) -> None:
    more = [small.clerk.list_venue(f"新店{n}", day=DAY) for n in range(3)]
    pages = [
        bridge_list(small.city, MANAGER, MYCODE, FROM, TO, Part.LISTED, page=n, page_size=2) for n in (1, 2)
    ]
    assert [one.venue_id for page in pages for one in page.venues] == more
    assert {page.total for page in pages} == {3}


def test_an_agency_that_rose_mostly_by_exclusions_is_named_with_its_points(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.CLOSED, DAY, remark="歇業")
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    found = raised_by_exclusions(small.city, MANAGER, MYCODE, FROM, TO)
    # 產業局 with 商業處: 2 of 3 joined, then the third is closed. 文化局 joined its only one.
    assert [(one.row.key, one.excluded, hundredths(one.rise.change)) for one in found] == [
        (INDUSTRY, 1, 3333)
    ]
    assert found[0].rise.by_exclusions == found[0].rise.change
    with pytest.raises(NotAllowed):
        raised_by_exclusions(small.city, PUBLIC, MYCODE, FROM, TO)
