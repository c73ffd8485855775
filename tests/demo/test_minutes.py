"""The demonstration says what the minutes of the 213th meeting and the city's announcements say."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from outreach.demo.builder import build_city
from outreach.demo.model import BEAR_VOUCHER, MYCODE, DemoCity
from outreach.rules.rate import Tally, Thresholds
from outreach.rules.vocabulary import Exclusion, Kind, Standing
from tests.demo.facts import (
    BEAR_AS_OF,
    FIRST_DAY,
    LAST_DAY,
    MEETING_KNEW,
    MYCODE_AS_OF,
    REOPENED_ON,
    SHORT_UNDER_BEAR_VOUCHER,
    SUBORDINATES,
    TWENTY_FOUR,
)
from tests.demo.replay import Replay, Seen, by, tally

THRESHOLDS = Thresholds()
DAY = timedelta(days=1)


def roots_of(city: DemoCity) -> Callable[[Seen], str]:
    names = {agency.code: agency.short_name for agency in city.agencies}
    return lambda seen: names[seen.root]


def city_venues(replay: Replay, day: date) -> list[Seen]:
    return [seen for seen in replay.listed(BEAR_VOUCHER, day) if seen.kind is Kind.CITY_VENUE]


def special(replay: Replay, day: date) -> list[Seen]:
    return [seen for seen in replay.listed(MYCODE, day) if seen.category == "C"]


def test_the_24_agencies_of_the_first_level_have_venues_and_the_managers_office_has_none(
    city: DemoCity, now: Replay
) -> None:
    first_level = {agency.short_name for agency in city.agencies if agency.parent_code is None}
    assert first_level == {*TWENTY_FOUR, "研考會"}
    for scheme in (MYCODE, BEAR_VOUCHER):
        assert set(by(roots_of(city), list(now.listed(scheme, LAST_DAY)))) == set(TWENTY_FOUR)


def test_each_agency_has_exactly_the_subordinates_that_the_city_gave_it(city: DemoCity) -> None:
    names = {agency.code: agency.short_name for agency in city.agencies}
    found: dict[str, set[str]] = {}
    for agency in city.agencies:
        if agency.parent_code:
            found.setdefault(names[agency.parent_code], set()).add(agency.short_name)
    assert found == SUBORDINATES


def test_every_subordinate_agency_keeps_venues_of_its_own(city: DemoCity, now: Replay) -> None:
    keeping = {seen.agency for seen in now.listed(MYCODE, LAST_DAY)}
    assert {agency.code for agency in city.agencies if agency.parent_code} <= keeping


def test_names_carry_the_citys_government_unless_the_full_name_says_otherwise(city: DemoCity) -> None:
    full = {agency.short_name: agency.name for agency in city.agencies}
    assert full["產業局"] == "臺北市政府產業發展局"
    assert full["北水處"] == "臺北自來水事業處"
    assert full["翡管局"] == "臺北翡翠水庫管理局"
    without = [
        a.short_name for a in city.agencies if not a.parent_code and not a.name.startswith("臺北市政府")
    ]
    assert without == ["北水處", "翡管局"]


def test_no_two_agencies_answer_to_one_name_and_the_metro_company_is_nobodys(city: DemoCity) -> None:
    names = [n for a in city.agencies for n in {a.code, a.name, a.short_name, *a.synonyms}]
    assert len(names) == len(set(names))
    assert not any("捷運公司" in name for name in names)
    assert "產發局" in next(a.synonyms for a in city.agencies if a.short_name == "產業局")


@pytest.mark.parametrize("replay_name", ["now", "meeting"])
def test_22_agencies_had_every_city_venue_in_the_voucher_drive_on_the_meetings_day(
    city: DemoCity, replay_name: str, request: pytest.FixtureRequest
) -> None:
    replay: Replay = request.getfixturevalue(replay_name)
    figures = by(roots_of(city), city_venues(replay, BEAR_AS_OF))
    assert set(figures) == set(TWENTY_FOUR)
    reached = {name for name, figure in figures.items() if THRESHOLDS.reached(figure)}
    assert len(reached) == 22
    assert set(figures) - reached == SHORT_UNDER_BEAR_VOUCHER
    assert all(figures[name].rate == "100.00" for name in reached)


def test_the_22_are_the_same_whatever_was_learnt_between_the_meeting_and_the_last_day(city: DemoCity) -> None:
    for days in (0, 10, 29):
        figures = by(roots_of(city), city_venues(Replay(city, MEETING_KNEW + days * DAY), BEAR_AS_OF))
        short = {name for name, figure in figures.items() if not THRESHOLDS.reached(figure)}
        assert short == SHORT_UNDER_BEAR_VOUCHER


@pytest.mark.parametrize("replay_name", ["now", "meeting"])
def test_180_venues_of_category_c_are_the_eight_special_trades_shut_by_order(
    city: DemoCity, replay_name: str, request: pytest.FixtureRequest
) -> None:
    replay: Replay = request.getfixturevalue(replay_name)
    trades = {sector.code for sector in city.sectors if sector.special}
    seen = special(replay, MYCODE_AS_OF)
    assert len(seen) == 180
    assert {one.sector for one in seen} == trades
    eligible = [one for one in seen if one.standing.eligible]
    assert 3 <= len(eligible) <= 15
    assert {one.sector for one in eligible} == {"ktv"}
    assert {one.standing for one in seen if not one.standing.eligible} == {Standing.EXCLUDED_NOT_REOPENED}


def test_before_their_approvals_the_orders_held_all_180(now: Replay) -> None:
    for day in (FIRST_DAY, date(2021, 10, 4), date(2021, 10, 5)):
        seen = special(now, day)
        assert len(seen) == 180
        assert all(now.held(one.venue, one.sector, day) for one in seen)
    assert any(not now.held(one.venue, "ktv", date(2021, 10, 13)) for one in special(now, date(2021, 10, 13)))


def test_only_the_karaoke_trade_had_been_announced_by_the_meetings_date(city: DemoCity) -> None:
    known = Replay(city, MEETING_KNEW)
    names = {n: sector.name for n, sector in enumerate(city.sectors)}
    assert len(known.orders) == 8
    assert {names[o.sector_id] for o in known.orders if o.reopened_on} == {"視聽歌唱業"}
    assert all(o.suspended_from == date(2021, 5, 15) for o in known.orders)


def test_each_trade_reopened_by_application_on_the_announced_day(city: DemoCity, now: Replay) -> None:
    names = {n: sector.name for n, sector in enumerate(city.sectors)}
    assert {names[o.sector_id]: o.reopened_on for o in now.orders} == REOPENED_ON
    assert all(o.by_application == (o.reopened_on is not None) for o in now.orders)
    assert all(o.document.startswith("北市") and "字第" in o.document for o in now.orders)


def test_an_order_stated_again_comes_no_later_than_its_reopening(
    city: DemoCity,
) -> None:
    stated: dict[str, list[date | None]] = {}
    for change in city.changes:
        for order in change.orders:
            stated.setdefault(order.sector_code, []).append(order.reopened_on)
            if order.reopened_on:
                assert change.recorded_at.date() <= order.reopened_on
    assert all(first is None for first, *_ in stated.values())
    assert stated["barber"] == [None]
    assert len(stated["ktv"]) == 2


def test_inspections_of_the_karaoke_trade_began_the_day_after_its_announcement(city: DemoCity) -> None:
    approvals = [
        said.effective_on
        for change in city.changes
        for said in change.statements
        if said.facet == "approval" and said.value.startswith("ktv:")
    ]
    assert min(approvals) >= date(2021, 10, 6)


def test_the_denominator_of_category_c_rises_from_meeting_to_meeting(now: Replay) -> None:
    sizes = [tally(special(now, day)).eligible for day in (MYCODE_AS_OF, BEAR_AS_OF, LAST_DAY)]
    assert sizes[0] < sizes[1] < sizes[2]
    assert tally(special(now, FIRST_DAY)).eligible == 0


def test_the_review_list_is_not_empty_and_some_agencies_are_complete(city: DemoCity, now: Replay) -> None:
    figures = by(roots_of(city), list(now.listed(MYCODE, MYCODE_AS_OF)))
    review = {name for name, figure in figures.items() if THRESHOLDS.to_review(figure)}
    assert {"產業局", "捷運局", "公訓處"} <= review
    assert figures["公訓處"].rate == "90.00"
    assert 4 <= len(review) <= 8
    assert sum(THRESHOLDS.reached(figure) for figure in figures.values()) >= 4
    assert any(THRESHOLDS.small(figure) for figure in figures.values())


def test_every_agency_rose_between_august_and_the_end_of_november(city: DemoCity, now: Replay) -> None:
    def rates(day: date) -> dict[str, Tally]:
        return by(roots_of(city), list(now.listed(MYCODE, day)))

    before, after = rates(FIRST_DAY), rates(LAST_DAY)
    for name in TWENTY_FOUR:
        assert before[name].completed * after[name].eligible < after[name].completed * before[name].eligible
    assert len({figure.rate for figure in after.values()}) > 8


def test_shops_keep_joining_the_voucher_drive_and_most_of_all_around_its_first_day(now: Replay) -> None:
    def joined(day: date) -> int:
        shops = [seen for seen in now.listed(BEAR_VOUCHER, day) if seen.kind is Kind.SHOP]
        return tally(shops).completed

    weeks = [joined(date(2021, 8, 27) + 7 * DAY * n) for n in range(13)]
    gains = [after - before for before, after in pairwise(weeks)]
    assert all(gain > 0 for gain in gains)
    first_day_of_use = date(2021, 11, 5)
    assert joined(first_day_of_use + 7 * DAY) - joined(first_day_of_use - 7 * DAY) > 2 * max(gains[:6])


def test_every_reason_for_exclusion_occurs_and_some_pauses_are_past_their_review(now: Replay) -> None:
    seen = list(now.listed(MYCODE, MYCODE_AS_OF))
    figures = tally(seen)
    assert all(figures.excluded[reason] >= 50 for reason in Exclusion)
    overdue = [
        one
        for one in seen
        if one.standing is Standing.EXCLUDED_SUSPENDED
        and one.operating_since
        and one.operating_since + 30 * DAY < MYCODE_AS_OF
    ]
    assert overdue


def test_before_its_first_listing_the_voucher_drive_has_no_population(now: Replay) -> None:
    assert not list(now.listed(BEAR_VOUCHER, FIRST_DAY))


@pytest.mark.parametrize("size", [1000, 2500])
def test_a_smaller_city_tells_the_same_story(size: int) -> None:
    small = build_city(size=size)
    replay = Replay(small)
    assert len(small.venues) == size
    assert len(special(replay, MYCODE_AS_OF)) == 180
    figures = by(roots_of(small), city_venues(replay, BEAR_AS_OF))
    assert set(figures) == set(TWENTY_FOUR)
    short = {name for name, figure in figures.items() if not THRESHOLDS.reached(figure)}
    assert short == SHORT_UNDER_BEAR_VOUCHER


def test_a_city_without_room_for_every_agency_is_refused_with_the_size_that_would_do() -> None:
    with pytest.raises(ValueError, match=r"A city of 300 venues is too small; it takes 1000 or more"):
        build_city(size=300)
