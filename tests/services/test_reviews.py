"""逾期未覆核: who stays excluded though the day to look again has passed."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Operating
from outreach.services.orders import state_order
from outreach.services.reviews import reviews_past
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, FIRST_DAY, MANAGER, PUBLIC, SmallCity


@pytest.fixture
def li(small: SmallCity) -> Who:
    # 30 days from 10/05 are 11/04.
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, date(2021, 10, 5), remark="整修")
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


@pytest.mark.parametrize(("day", "past"), [(3, 0), (4, 0), (5, 1), (6, 1)])
def test_a_venue_is_past_its_review_the_day_after(small: SmallCity, li: Who, day: int, past: int) -> None:
    found = reviews_past(small.city, li, today=date(2021, 11, day))
    assert len(found) == past
    for each in found:
        assert (each.venue, each.operating, each.remark) == ("甜甜圈坊", "suspended", "整修")
        assert each.since == date(2021, 11, 4)


def test_looking_again_takes_it_off_the_list(small: SmallCity, li: Who) -> None:
    today = date(2021, 11, 20)
    small.clerk.say(
        small.contacted, Facet.OPERATING, Operating.SUSPENDED, date(2021, 11, 10), remark="仍整修"
    )
    assert reviews_past(small.city, li, today=today) == ()
    assert len(reviews_past(small.city, li, today=date(2021, 12, 11))) == 1
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.OPEN, date(2021, 12, 11))
    assert reviews_past(small.city, li, today=date(2021, 12, 11)) == ()


def test_closed_for_good_and_shut_by_an_order_have_no_review(small: SmallCity, li: Who) -> None:
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    state_order(small.city, ADMINISTRATOR, "ktv", FIRST_DAY, document="公告", now=small.clerk.tick())
    found = reviews_past(small.city, li, today=date(2022, 1, 1))
    assert [each.venue_id for each in found] == [small.contacted]


def test_each_agency_has_its_own_list_and_managers_all(small: SmallCity, li: Who) -> None:
    today = date(2021, 12, 1)
    small.clerk.say(small.untouched, Facet.OPERATING, Operating.NOT_REOPENED, FIRST_DAY, remark="未復業")
    lin = Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))
    assert [r.venue_id for r in reviews_past(small.city, lin, today=today)] == [small.untouched]
    found = reviews_past(small.city, MANAGER, today=today)
    assert [r.venue_id for r in found] == [small.untouched, small.contacted]
    with pytest.raises(NotAllowed):
        reviews_past(small.city, PUBLIC, today=today)
