"""毋須納入母數: every excluded venue with its reason, age and review day, as the figures count them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Exclusion, Facet, Operating, Premises
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.exclusions import ExclusionPage, Sorting, ask_all, exclusions, overdue_ids
from outreach.services.orders import state_order
from outreach.services.reviews import reviews_past
from outreach.services.who import NotAllowed, Role
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    of_agency,
)
from tests.support.databases import Databases
from tests.support.random_city import DAYS, random_city

DAY = date(2021, 11, 20)
SHUT = date(2021, 11, 1)


@pytest.fixture
def four(small: SmallCity) -> SmallCity:
    """Each venue of the small city excluded for a reason of its own."""
    say = small.clerk.say
    say(small.joined, Facet.OPERATING, Operating.CLOSED, date(2021, 11, 10), remark="拆除")
    say(small.contacted, Facet.OPERATING, Operating.SUSPENDED, date(2021, 10, 5), remark="整修")
    say(small.untouched, Facet.PREMISES, Premises.OFFICE_ONLY, remark="僅辦公室")
    state_order(small.city, MANAGER, "ktv", SHUT, document="第1號公告", now=small.clerk.tick())
    return small


def _names(page: ExclusionPage) -> list[str]:
    return [row.member.venue.name for row in page.rows]


def test_each_is_told_with_remark_age_review_day_and_who(four: SmallCity) -> None:
    page = exclusions(four.city, MANAGER, MYCODE, DAY)
    told = {r.member.venue.name: r for r in page.rows}
    assert {n: (r.age, r.review_on, r.overdue, r.member.why.remark) for n, r in told.items()} == {
        "小書房": (50, None, False, "僅辦公室"),
        "甜甜圈坊": (46, date(2021, 11, 4), True, "整修"),
        "好唱歌城": (19, None, False, "第1號公告"),
        "甜圈坊": (10, None, False, "拆除"),
    }
    assert _names(page) == ["小書房", "甜甜圈坊", "好唱歌城", "甜圈坊"]
    assert _names(exclusions(four.city, MANAGER, MYCODE, DAY, sorting=Sorting.REVIEW))[0] == "甜甜圈坊"
    assert (told["甜甜圈坊"].by, told["好唱歌城"].by) == ("王小明", "陳管考")
    assert all(row.at is not None for row in page.rows)
    assert set(page.counted.excluded.values()) == {1}
    assert [(o.key, o.count, o.asked) for o in page.overdue] == [(COMMERCE, 1, 0)]


def test_reasons_conditions_and_lateness_narrow_the_list_and_pages_cut_it(four: SmallCity) -> None:
    def names(**more: object) -> list[str]:
        return _names(exclusions(four.city, MANAGER, MYCODE, DAY, **more))  # type: ignore[arg-type]

    assert names(reasons=[Exclusion.CLOSED, Exclusion.NOT_REOPENED]) == ["好唱歌城", "甜圈坊"]
    assert names(where=["agency=CUL"]) == ["小書房"]
    assert names(only_overdue=True) == ["甜甜圈坊"]
    assert names(page=2, page_size=3) == ["甜圈坊"]
    assert exclusions(four.city, MANAGER, MYCODE, DAY, page=2, page_size=3).total == 4
    assert names(where=["district=大安區"]) == []


def test_a_review_is_past_the_day_after_and_the_same_as_on_the_agencys_desk(four: SmallCity) -> None:
    for day, late in ((date(2021, 11, 4), []), (date(2021, 11, 5), [four.contacted])):
        assert overdue_ids(four.city, MANAGER, MYCODE, day) == late
        assert [r.venue_id for r in reviews_past(four.city, MANAGER, today=day)] == late


def test_an_approver_sees_the_own_agencys_and_how_many_others_there_are(four: SmallCity) -> None:
    page = exclusions(four.city, of_agency(four, Role.APPROVER, CULTURE), MYCODE, DAY)
    assert (_names(page), page.total, page.out_of_reach) == (["小書房"], 1, 3)
    assert page.overdue == ()
    assert page.counted.excluded_total == 4
    with pytest.raises(NotAllowed):
        exclusions(four.city, PUBLIC, MYCODE, DAY)


def test_before_the_first_listing_and_as_known_earlier_there_is_nobody(four: SmallCity) -> None:
    assert exclusions(four.city, MANAGER, MYCODE, FIRST_DAY - timedelta(days=1)).total == 0
    assert exclusions(four.city, MANAGER, MYCODE, DAY, known_at=0).total == 0


def test_who_was_asked_about_is_marked(four: SmallCity) -> None:
    now = four.clerk.tick()
    ask_all(four.city, MANAGER, [four.contacted], MYCODE, "何時復業？", now=now, today=DAY)
    page = exclusions(four.city, MANAGER, MYCODE, DAY)
    assert [r.member.venue.name for r in page.rows if r.asked] == ["甜甜圈坊"]
    assert [(o.count, o.asked) for o in page.overdue] == [(1, 1)]
    assert not any(r.asked for r in exclusions(four.city, MANAGER, BEAR_VOUCHER, DAY).rows)


@pytest.fixture
def chance(sqlite_databases: Databases) -> City:
    return random_city(sqlite_databases, 213)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.integers(0, DAYS), st.integers(1, 400), st.sampled_from([MYCODE, BEAR_VOUCHER]))
def test_the_list_is_counted_as_coverage_counts_and_aged_as_its_own_explanation_says(
    chance: City, days: int, known_at: int, scheme: str
) -> None:
    day = FIRST_DAY + timedelta(days=days)
    page = exclusions(chance, ADMINISTRATOR, scheme, day, known_at=known_at, page_size=None)
    table = coverage(chance, ADMINISTRATOR, scheme, day, by=Dimension.AGENCY, known_at=known_at)
    assert page.total == len(page.rows) == table.total.excluded_total
    assert page.counted == table.total
    for reason in Exclusion:
        some = exclusions(chance, ADMINISTRATOR, scheme, day, known_at=known_at, reasons=[reason])
        assert some.total == table.total.excluded[reason]
    ages = []
    for row in page.rows:
        why = row.member.why
        assert why.since is not None
        assert row.age == (day - why.since).days
        for_a_time = why.standing.exclusion in (Exclusion.SUSPENDED, Exclusion.NOT_REOPENED)
        assert row.review_on == (why.fact.review_on if why.fact is not None and for_a_time else None)
        assert row.overdue is (row.review_on is not None and row.review_on < day)
        ages.append(row.age)
    assert ages == sorted(ages, reverse=True)
    assert page.overdue_total == sum(row.overdue for row in page.rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(st.integers(0, DAYS + 60))
def test_the_agencys_desk_and_this_one_name_the_same_venues_past_their_review(
    chance: City, days: int
) -> None:
    day = FIRST_DAY + timedelta(days=days)
    here = {i for scheme in (MYCODE, BEAR_VOUCHER) for i in overdue_ids(chance, MANAGER, scheme, day)}
    there = reviews_past(chance, MANAGER, today=day)
    assert {each.venue_id for each in there} == here
    told = {
        row.member.venue.id: (row.member.venue.name, row.member.why.remark, row.review_on)
        for scheme in (MYCODE, BEAR_VOUCHER)
        for row in exclusions(chance, MANAGER, scheme, day, page_size=None).rows
        if row.overdue
    }
    assert {each.venue_id: (each.venue, each.remark, each.since) for each in there} == told
    assert [(each.since, each.venue_id) for each in there] == sorted((e.since, e.venue_id) for e in there)
