"""The visit list: which venues, in which order, and what is told of them to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from outreach.rules.vocabulary import Facet, Operating, Standing
from outreach.rules.walk import NotAPosition, Point, metres
from outreach.services.contact_log import Next, log_contact
from outreach.services.naming import Unknown
from outreach.services.visits import (
    NotANumberOfStops,
    NotAVisitFilter,
    Start,
    StartUnknown,
    VisitList,
    start_at,
    visit_list,
)
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import described, edit_venue, put_contacts
from tests.support.accounts import Office
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
    small_city,
)

TODAY = date(2021, 10, 20)
COM, CUL = 2, 3
LI = Who("李承辦", Role.OFFICER, 1, COM)
LIN = Who("林承辦", Role.OFFICER, 3, CUL)
START = Start(Point(121.5300, 25.0500), "出發點")


@pytest.fixture
def small(office: Office) -> SmallCity:
    """The small city, its clerk's clock on the day of the visits."""
    small = small_city(office.city.engine.url.render_as_string(hide_password=False))
    small.clerk.now = datetime(2021, 10, 20, 1, 0, tzinfo=UTC)
    return small


def place(small: SmallCity, venue: int, lon: float, lat: float = 25.05) -> None:
    with writing(small.city.engine) as connection:
        change = open_change(connection, kind="edit", actor="王小明", summary="定位", now=small.clerk.tick())
        before = described(connection, [venue])[venue]
        edit_venue(connection, change, before, {"lon": lon, "lat": lat}, {})


def shops(small: SmallCity, *lons: float) -> list[int]:
    """Shops of 商業處 on one street, at these longitudes; 0 for one without a place."""
    made = []
    for number, lon in enumerate(lons):
        made.append(small.clerk.list_venue(f"路邊小店{number}"))
        if lon:
            place(small, made[-1], lon)
    return made


def listed(small: SmallCity, who: Who = LI, **more: object) -> VisitList:
    told = {"today": TODAY, "start": START, **more}
    return visit_list(small.city, who, **told)  # type: ignore[arg-type]


def ids(found: VisitList) -> list[int]:
    return [stop.venue.id for stop in found.stops]


# ---- which venues


def test_the_own_venues_that_are_not_yet_joined_are_listed(small: SmallCity) -> None:
    assert ids(listed(small)) == [small.contacted]
    assert ids(listed(small, LIN)) == [small.untouched]
    assert ids(listed(small, ADMINISTRATOR)) == [small.contacted, small.untouched]


def test_a_venue_that_joined_one_scheme_is_visited_for_the_other(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.LISTING, "listed", scheme=BEAR_VOUCHER)
    stop = next(s for s in listed(small).stops if s.venue.id == small.joined)
    assert [(stage.scheme, stage.standing, stage.participation) for stage in stop.stages] == [
        (BEAR_VOUCHER, Standing.OUTSTANDING, "not_contacted"),
        (MYCODE, Standing.COMPLETED, "joined"),
    ]


def test_a_venue_of_one_list_shows_that_it_is_not_on_the_other(small: SmallCity) -> None:
    (stop,) = listed(small).stops
    assert [stage.standing for stage in stop.stages] == [None, Standing.OUTSTANDING]


def test_a_closed_venue_is_not_visited(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.OPERATING, Operating.CLOSED, remark="歇業")
    assert ids(listed(small)) == []


def test_who_asked_not_to_be_called_yet_is_left_out_and_counted(small: SmallCity) -> None:
    def rest(until: date | None) -> None:
        log_contact(
            small.city,
            LI,
            small.contacted,
            MYCODE,
            TODAY,
            "phone",
            "will_think",
            then=Next(not_before=until),
            now=small.clerk.tick(),
            today=TODAY,
        )

    rest(TODAY + timedelta(days=1))
    found = listed(small)
    assert (ids(found), found.found, found.resting) == ([], 1, 1)
    assert ids(listed(small, today=TODAY + timedelta(days=1))) == [small.contacted]
    # A later contact that says nothing of it leaves the word standing; a new word takes its place.
    rest(None)
    assert listed(small).resting == 1
    rest(TODAY)
    assert ids(listed(small)) == [small.contacted]


def test_the_list_narrows_to_a_district_a_village_or_a_sector(small: SmallCity) -> None:
    ktv = small.clerk.list_venue("好唱二店", sector="ktv")

    def found(*where: str) -> list[int]:
        return ids(listed(small, where=where))

    assert found("sector=ktv") == [ktv]
    assert found("district=中山區") == [ktv]
    assert found("district=北投區") == [small.contacted]
    village = small.clerk.place("北投區", "中央里").code
    assert found(f"village={village}") == [small.contacted]
    assert found("district=大安區") == []


# ---- in which order


def test_the_nearest_are_taken_and_walked_in_order(small: SmallCity) -> None:
    far, near, middle, gone = shops(small, 121.536, 121.531, 121.533, 0)
    found = listed(small, where=["district=中山區"])
    assert ids(found) == [near, middle, far, gone]
    assert [stop.number for stop in found.stops] == [1, 2, 3, 4]
    found = listed(small, where=["district=中山區"], most=2)
    assert ids(found) == [near, middle]
    assert (found.found, found.left_out) == (4, 2)


def test_legs_are_the_ways_from_stop_to_stop(small: SmallCity) -> None:
    shops(small, 121.536, 121.531, 121.533, 0)
    found = listed(small, where=["district=中山區"])
    points = [START.point, *(stop.point for stop in found.stops if stop.point)]
    legs = [metres(one, other) for one, other in pairwise(points)]
    assert [stop.leg for stop in found.stops] == [*legs, None]
    assert found.metres == pytest.approx(sum(legs))
    assert found.unplaced == 1


def test_a_walk_without_a_start_begins_at_the_venue_in_the_middle(small: SmallCity) -> None:
    shops(small, 121.531, 121.533, 121.539)
    found = listed(small, start=None)
    assert (found.start.words, found.start.point.lon) == ("", 121.533)
    assert found.stops[0].leg == 0


def test_a_list_stays_as_it_was_while_it_is_worked_off(small: SmallCity) -> None:
    first, second = shops(small, 121.531, 121.533)
    before = ids(listed(small))
    log_contact(small.city, LI, first, MYCODE, TODAY, "visit", "joined", now=small.clerk.tick(), today=TODAY)
    stays = listed(small, stay=before)
    assert ids(stays) == before
    assert stays.stops[0].stages[1].standing is Standing.COMPLETED
    assert second in ids(listed(small))
    assert first not in ids(listed(small))


def test_a_venue_that_is_no_longer_the_own_leaves_a_list_that_stays(small: SmallCity) -> None:
    first, second = shops(small, 121.531, 121.533)
    small.clerk.say(first, Facet.AGENCY, "CUL", TODAY)
    assert ids(listed(small, stay=[first, second, small.untouched, 999, -1, 10**30])) == [second]


def test_what_was_tried_before_stands_with_the_stop(small: SmallCity) -> None:
    for outcome in ("not_in", "will_think"):
        log_contact(
            small.city,
            LI,
            small.contacted,
            MYCODE,
            TODAY,
            "phone",
            outcome,
            now=small.clerk.tick(),
            today=TODAY,
        )
    (stop,) = listed(small).stops
    assert stop.last is not None
    assert (stop.last.times, stop.last.outcome) == (2, "will_think")


# ---- where it begins


@pytest.mark.parametrize("text", ["121.5654, 25.0330", "121.5654，25.0330"])
def test_a_walk_begins_at_a_position(small: SmallCity, text: str) -> None:
    assert start_at(small.city, LI, text).point == Point(121.5654, 25.0330)


def test_a_walk_begins_in_the_village_that_is_named(small: SmallCity) -> None:
    here = start_at(small.city, LI, "北投區中央里")
    assert here.words == "臺北市北投區中央里"
    assert metres(here.point, start_at(small.city, LI, "中山區中央里").point) > 5_000


@pytest.mark.parametrize("text", ["", "巴黎鐵塔", "12", "<script>", "長" * 500])
def test_a_start_that_is_nowhere_in_the_city_is_refused(small: SmallCity, text: str) -> None:
    with pytest.raises(StartUnknown, match="找不到出發點"):
        start_at(small.city, LI, text)


@pytest.mark.parametrize("text", ["999, 25", "nan, 25", "121, inf"])
def test_a_start_that_is_nowhere_on_earth_is_refused(small: SmallCity, text: str) -> None:
    with pytest.raises(NotAPosition):
        start_at(small.city, LI, text)


# ---- who may, and what is told


def test_officers_are_told_whom_to_ask_for_and_administrators_are_not(small: SmallCity) -> None:
    with writing(small.city.engine) as connection:
        put_contacts(connection, {small.contacted: ("林店長", "02-0000-1234")}, small.clerk.tick())
    (stop,) = listed(small).stops
    assert (stop.person, stop.phone) == ("林店長", "02-0000-1234")
    assert {(stop.person, stop.phone) for stop in listed(small, ADMINISTRATOR).stops} == {("", "")}


@pytest.mark.parametrize("who", [PUBLIC, MANAGER])
def test_who_may_not_change_gets_no_visit_list(small: SmallCity, who: Who) -> None:
    with pytest.raises(NotAllowed):
        listed(small, who)
    with pytest.raises(NotAllowed):
        start_at(small.city, who, "北投區中央里")


def test_an_officer_of_no_agency_has_nobody_to_visit(small: SmallCity) -> None:
    found = listed(small, Who("李承辦", Role.OFFICER, 1, None))
    assert (found.stops, found.found) == ((), 0)


@pytest.mark.parametrize("most", [0, -1, 61])
def test_a_number_of_stops_that_makes_no_list_is_refused(small: SmallCity, most: int) -> None:
    with pytest.raises(NotANumberOfStops, match=str(most)):
        listed(small, most=most)


@pytest.mark.parametrize("where", ["category=A", "乙", "name=1"])
def test_a_filter_that_is_none_of_the_lists_is_refused(small: SmallCity, where: str) -> None:
    with pytest.raises(NotAVisitFilter):
        listed(small, where=[where])


def test_a_village_that_nobody_knows_is_refused(small: SmallCity) -> None:
    with pytest.raises(Unknown):
        listed(small, where=["district=巴黎"])
