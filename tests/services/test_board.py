"""看板: every scheme beside the others, out of the same figures as every other page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Listing, Participation
from outreach.services.board import board
from outreach.services.coverage import coverage
from outreach.services.meetings import freeze, open_meeting
from outreach.services.who import NotAllowed, Role
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import (
    BEAR_VOUCHER,
    COMMERCE,
    CULTURE,
    INDUSTRY,
    MANAGER,
    MYCODE,
    OFFICER,
    SmallCity,
    of_agency,
)

DAY = date(2021, 10, 10)


def open_to_shops(small: SmallCity, scheme: str) -> None:
    """From the first day a drive among shops stays open."""
    with writing(small.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor="王小明", summary="可持續加入", now=small.clerk.tick()
        )
        settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored()
        change.scheme(small.clerk.scheme(scheme), settings, date(2021, 1, 1))


def city_venues_under_the_voucher(small: SmallCity, *stages: Participation, agency: str = COMMERCE) -> None:
    """City venues on the bear voucher's list, one for each stage."""
    for number, stage in enumerate(stages):
        venue = small.clerk.list_venue(
            f"場館{number}{agency}", agency=agency, stage=stage, scheme=BEAR_VOUCHER
        )
        small.clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)


def test_each_scheme_has_the_figures_that_coverage_gives_for_it_alone(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.LISTING, Listing.LISTED, scheme=BEAR_VOUCHER)
    found = board(small.city, MANAGER, DAY)
    assert [one.scheme.code for one in found.schemes] == [BEAR_VOUCHER, MYCODE]
    for one in found.schemes:
        alone = coverage(small.city, MANAGER, one.scheme.code, DAY)
        assert one.rated is not None
        assert one.open is None
        assert one.rated.table.total == alone.total
        assert one.rated.among is None
    assert found.bureaus == {INDUSTRY}


def test_an_unfolded_bureau_is_the_sum_of_what_is_inside(small: SmallCity) -> None:
    small.clerk.list_venue("產業館", agency=INDUSTRY)
    mycode = board(small.city, MANAGER, DAY).schemes[1].rated
    assert mycode is not None
    inside = mycode.inside[INDUSTRY]
    assert [row.key for row in inside] == [INDUSTRY, COMMERCE]
    whole = next(row for row in mycode.table.rows if row.key == INDUSTRY)
    assert inside[0].tally + inside[1].tally == whole.tally
    assert [row.key for row in mycode.inside[CULTURE]] == [CULTURE]


def test_shops_of_an_open_drive_are_never_mixed_into_the_rate_of_city_venues(small: SmallCity) -> None:
    open_to_shops(small, BEAR_VOUCHER)
    city_venues_under_the_voucher(small, Participation.JOINED, Participation.CONTACTED)
    small.clerk.list_venue("小店", stage=Participation.JOINED, scheme=BEAR_VOUCHER)
    bear = board(small.city, MANAGER, DAY).schemes[0]
    assert bear.rated is not None
    assert bear.open is not None
    assert (bear.rated.kinds, bear.open.kinds) == ((Kind.CITY_VENUE,), (Kind.SHOP,))
    assert (bear.rated.among, bear.open.among) == (Kind.CITY_VENUE, Kind.SHOP)
    assert (bear.rated.table.total.rate, bear.open.table.total.completed) == ("50.00", 1)
    shops = board(small.city, MANAGER, DAY, kinds=[Kind.SHOP]).schemes[0]
    assert shops.rated is None
    assert shops.open is not None
    assert shops.open.among is None


def test_who_is_on_both_review_lists_is_behind_in_both_and_an_open_drive_presses_nobody(
    small: SmallCity,
) -> None:
    city_venues_under_the_voucher(small, Participation.CONTACTED)
    city_venues_under_the_voucher(small, Participation.JOINED, agency=CULTURE)
    industry = next(a.id for a in small.city.reference().agencies.values() if a.code == INDUSTRY)
    behind = board(small.city, MANAGER, DAY).behind
    assert [each.agency for each in behind] == [industry]
    assert [tally and tally.outstanding for tally in behind[0].tallies] == [1, 1]
    open_to_shops(small, MYCODE)
    assert board(small.city, MANAGER, DAY).behind == ()


def test_the_last_meeting_that_counted_the_same_list_on_an_earlier_day_is_what_to_compare_with(
    small: SmallCity,
) -> None:
    clerk = small.clerk
    clerk.now = datetime(2021, 10, 12, 1, 0, tzinfo=UTC)
    day = DAY - timedelta(days=3)
    open_meeting(small.city, MANAGER, 213, DAY, [(MYCODE, (), day)], now=clerk.tick())
    known = freeze(small.city, MANAGER, 213, now=clerk.tick())
    clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    mycode = board(small.city, MANAGER, DAY).schemes[1].before
    assert known.edition == 1
    assert mycode is not None
    assert (mycode.number, mycode.as_of, mycode.total.rate) == (213, day, "50.00")
    assert board(small.city, MANAGER, DAY).schemes[0].before is None
    assert board(small.city, MANAGER, day).schemes[1].before is None
    assert board(small.city, MANAGER, DAY, kinds=[Kind.SHOP]).schemes[1].before is None
    assert board(small.city, MANAGER, DAY, where=["district=中山區"]).schemes[1].before is None
    assert board(small.city, MANAGER, DAY, known_at=1).schemes[1].before is None


def test_before_the_first_list_there_is_no_population_and_no_rate(small: SmallCity) -> None:
    found = board(small.city, MANAGER, date(2021, 9, 1))
    assert found.population == 0
    assert [one.rated and one.rated.table.total.rate for one in found.schemes] == [None, None]


def test_a_board_is_not_for_officers(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        board(small.city, OFFICER, DAY)
    assert board(small.city, of_agency(small, Role.APPROVER, CULTURE), DAY).population == 4
