"""答詢說明: one figure of an agency with everything that is asked about it."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.bridge import Part
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Facet, Kind, Operating, Participation, Premises
from outreach.services.brief import NotInThisRound, brief, brief_of
from outreach.services.reach import OtherAgency
from outreach.services.rounds import confirm, submit
from outreach.services.rounds.refusals import NoAgency
from outreach.services.who import NotAllowed
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.services.rounds.conftest import AS_OF, NEXT_AS_OF, NEXT_DEADLINE, TODAY, Hall
from tests.services.rounds.conftest import hall as hall
from tests.support.builders import BEAR_VOUCHER, COMMERCE, MANAGER, MYCODE, PUBLIC

CLOSED_ON = date(2021, 9, 1)


def test_the_figure_stands_beside_what_is_missing_and_the_rate_with_nothing_excluded(hall: Hall) -> None:
    hall.small.clerk.say(hall.small.singing, Facet.OPERATING, Operating.CLOSED, remark="歇業登記")
    found = brief(hall.city, hall.officer, MYCODE, (), AS_OF, today=TODAY)
    assert (found.agency, found.tally.rate, found.tally.rate_with_nothing_excluded) == (
        "商業處",
        "50.00",
        "33.33",
    )
    assert [(one.stage, one.count) for one in found.outstanding] == [(Participation.CONTACTED, 1)]


def test_every_exclusion_stands_with_its_reason_remark_who_when_and_overdue_review(hall: Hall) -> None:
    clerk, small = hall.small.clerk, hall.small
    clerk.say(small.joined, Facet.OPERATING, Operating.SUSPENDED, CLOSED_ON, remark="整修")
    clerk.say(small.singing, Facet.OPERATING, Operating.SUSPENDED, AS_OF, remark="盤點")
    clerk.say(small.contacted, Facet.PREMISES, Premises.OFFICE_ONLY, remark="僅辦公室")
    found = brief(hall.city, hall.officer, MYCODE, (), AS_OF, today=TODAY)
    office, suspended = found.excluded
    assert (office.reason, [g.remark for g in office.groups]) == (Exclusion.OFFICE_ONLY, ["僅辦公室"])
    assert suspended.count == 2
    first, second = suspended.groups
    assert (first.remark, first.names, first.overdue, first.since) == ("整修", ("甜圈坊",), 1, CLOSED_ON)
    assert (first.by, first.review_on) == ("王小明", date(2021, 10, 1))
    assert (second.remark, second.overdue) == ("盤點", 0)
    assert found.overdue == 1


@pytest.mark.parametrize(("day", "overdue"), [(1, 0), (2, 1)])
def test_a_review_is_overdue_from_the_day_after_its_day(hall: Hall, day: int, overdue: int) -> None:
    hall.small.clerk.say(hall.small.joined, Facet.OPERATING, Operating.SUSPENDED, CLOSED_ON, remark="整修")
    found = brief(hall.city, hall.officer, MYCODE, (), date(2021, 10, day), today=TODAY)
    assert found.overdue == overdue


def test_venues_that_share_a_remark_stand_together(hall: Hall) -> None:
    for venue in (hall.small.joined, hall.small.singing):
        hall.small.clerk.say(venue, Facet.OPERATING, Operating.CLOSED, remark="都更拆除")
    (closed,) = brief(hall.city, hall.officer, MYCODE, (), AS_OF, today=TODAY).excluded
    assert [(g.remark, g.count, g.names) for g in closed.groups] == [("都更拆除", 2, ("甜圈坊", "好唱歌城"))]


def test_a_brief_of_a_round_tells_what_was_handed_in_and_why_it_changed(hall: Hall) -> None:
    first = hall.open()
    submit(hall.city, hall.officer, first, now=hall.later())
    confirm(hall.city, hall.approver, first, now=hall.later())
    hall.small.clerk.say(hall.small.contacted, Facet.PARTICIPATION, Participation.JOINED, TODAY)
    number = hall.open("第214次", NEXT_AS_OF, NEXT_DEADLINE)
    submit(hall.city, hall.officer, number, now=hall.later())
    hall.small.clerk.say(hall.small.joined, Facet.PARTICIPATION, Participation.WITHDRAWN, TODAY)
    found = brief_of(hall.city, hall.approver, number, MYCODE, (), today=TODAY)
    assert found.before is not None
    assert (found.before.completed, found.tally.completed) == (2, 3)
    assert [p.part for p in found.parts] == [Part.JOINED]
    assert (found.round_name, found.submitted is not None) == ("第214次", True)


def test_a_round_has_a_brief_only_of_what_it_asks(hall: Hall) -> None:
    number = hall.open()
    with pytest.raises(NotInThisRound, match="台北通 myCode"):
        brief_of(hall.city, hall.officer, number, BEAR_VOUCHER, (), today=TODAY)
    with pytest.raises(NotInThisRound):
        brief_of(hall.city, hall.officer, number, MYCODE, (Kind.SHOP,), today=TODAY)


@pytest.mark.parametrize("asked", [(), (Kind.CITY_VENUE, Kind.SHOP)])
def test_kinds_without_a_rate_are_not_mixed_into_one(hall: Hall, asked: tuple[Kind, ...]) -> None:
    _leave_open(hall, Kind.SHOP)
    found = brief(hall.city, hall.officer, MYCODE, asked, AS_OF, today=TODAY)
    alone = brief(hall.city, hall.officer, MYCODE, (Kind.CITY_VENUE,), AS_OF, today=TODAY)
    assert (found.kinds, found.open, found.tally) == ((Kind.CITY_VENUE,), False, alone.tally)


def test_where_no_kind_has_a_rate_the_brief_counts_who_joined(hall: Hall) -> None:
    _leave_open(hall, *Kind)
    found = brief(hall.city, hall.officer, MYCODE, (), AS_OF, today=TODAY)
    assert (found.open, found.tally.population) == (True, 3)


def test_a_kind_asked_for_twice_is_asked_for_once(hall: Hall) -> None:
    twice, once = (
        brief(hall.city, hall.officer, MYCODE, (Kind.SHOP,) * n, AS_OF, today=TODAY) for n in (2, 1)
    )
    assert (twice.kinds, twice.tally) == ((Kind.SHOP,), once.tally)


def _leave_open(hall: Hall, *kinds: Kind) -> None:
    clerk = hall.small.clerk
    with writing(hall.city.engine) as connection:
        change = open_change(connection, kind="scheme", actor="王小明", summary="方案設定", now=clerk.tick())
        settings = SchemeSettings(open_kinds=frozenset(kinds))
        change.scheme(clerk.scheme(MYCODE), settings.as_stored(), date(2021, 8, 1))


def test_nobody_reads_another_agencys_brief_but_managers(hall: Hall) -> None:
    agency = hall.agency(COMMERCE)
    with pytest.raises(OtherAgency):
        brief(hall.city, hall.neighbour, MYCODE, (), AS_OF, today=TODAY, agency=agency)
    with pytest.raises(NotAllowed):
        brief(hall.city, PUBLIC, MYCODE, (), AS_OF, today=TODAY, agency=agency)
    with pytest.raises(NoAgency):
        brief(hall.city, MANAGER, MYCODE, (), AS_OF, today=TODAY)
    assert brief(hall.city, MANAGER, MYCODE, (), AS_OF, today=TODAY, agency=agency).tally.population == 3
