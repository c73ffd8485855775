"""Venues whose place is not certain, and settling it by a point on the map or by a village."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet
from outreach.services.changes import recorded_change
from outreach.services.check import check
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.services.placing import (
    OutsideTaipei,
    PlacedSo,
    planned_move,
    present_place,
    settle,
    settle_village,
    suggestion,
    uncertain_places,
)
from outreach.services.reach import OutOfReach
from outreach.services.undo import undo
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.venues import VenueChangedMeanwhile
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    SmallCity,
)

TODAY = date(2021, 10, 25)
#: In 大安區龍門里, and in the sea.
LON, LAT = 121.5430, 25.0300
SEA = (122.5, 25.0)


@pytest.fixture
def li(small: SmallCity) -> Who:
    return Who("李承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, COMMERCE))


def place(
    small: SmallCity, who: Who, venue: int, lon: float = LON, lat: float = LAT, version: int = 1
) -> int:
    return settle(small.city, who, venue, lon, lat, version, now=small.clerk.tick(), today=TODAY)


def village(small: SmallCity, venue: int) -> tuple[str, date]:
    lines = venue_history(small.city, ADMINISTRATOR, venue, today=TODAY).lines
    newest = next(line for line in lines if line.fact.facet is Facet.PLACE)
    return newest.value, newest.fact.effective_on


def test_listed_venues_without_point_or_village_wait_for_their_agency(small: SmallCity, li: Who) -> None:
    found = uncertain_places(small.city, li, today=TODAY)
    assert (found.total, [each.venue.id for each in found.first]) == (
        3,
        [small.joined, small.contacted, small.singing],
    )
    assert [each.has_village for each in found.first] == [True, True, False]
    assert found.first[2].place == "北投區"
    assert uncertain_places(small.city, ADMINISTRATOR, today=TODAY, limit=1).total == 4
    assert uncertain_places(small.city, li, today=date(2021, 9, 1)).total == 0


def test_a_point_tells_the_village_which_holds_from_the_day_of_the_place_before(
    small: SmallCity, li: Who
) -> None:
    place(small, li, small.singing)
    name, since = village(small, small.singing)
    assert name.startswith("大安區")
    assert since == FIRST_DAY
    found = venue_history(small.city, li, small.singing, today=TODAY)
    assert (found.venue.lon, found.venue.lat, found.venue.version) == (LON, LAT, 2)
    assert small.singing not in [e.venue.id for e in uncertain_places(small.city, li, today=TODAY).first]
    rows = coverage(small.city, ADMINISTRATOR, MYCODE, FIRST_DAY, by=Dimension.DISTRICT).rows
    assert {row.name: row.tally.population for row in rows} == {"大安區": 1, "中山區": 2, "北投區": 1}
    assert check(small.city, ADMINISTRATOR) == []


def test_undoing_gives_the_old_place_back(small: SmallCity, li: Who) -> None:
    change = place(small, li, small.singing)
    undo(small.city, ADMINISTRATOR, change, now=small.clerk.tick())
    found = venue_history(small.city, li, small.singing, today=TODAY)
    assert (found.venue.lon, found.venue.lat) == (None, None)
    assert small.singing in [e.venue.id for e in uncertain_places(small.city, li, today=TODAY).first]


def test_a_village_may_be_chosen_where_no_map_is_at_hand(small: SmallCity, li: Who) -> None:
    code = small.clerk.place("北投區", "中央里").code
    now = small.clerk.tick()
    settle_village(small.city, li, small.singing, code, 1, now=now, today=TODAY)
    assert village(small, small.singing) == ("北投區中央里", FIRST_DAY)
    with pytest.raises(PlacedSo):
        settle_village(small.city, li, small.singing, code, 2, now=now, today=TODAY)
    with pytest.raises(Unknown):
        settle_village(small.city, li, small.singing, "沒有這個里", 2, now=now, today=TODAY)


def test_a_venue_of_which_no_place_was_told_lies_there_since_it_was_listed(small: SmallCity) -> None:
    venue = small.clerk.describe("新店")[0]
    facts = [
        small.clerk.fact(venue, Facet.LISTING, "listed", date(2021, 10, 8)),
        small.clerk.fact(venue, Facet.AGENCY, COMMERCE, date(2021, 10, 8)),
    ]
    small.clerk.record(facts)
    place(small, ADMINISTRATOR, venue)
    assert village(small, venue)[1] == date(2021, 10, 8)


@pytest.mark.parametrize(
    ("lon", "lat"), [SEA, (25.03, 121.54), (float("nan"), 25.0), (float("inf"), 25.0), (1e300, -1e300)]
)
def test_a_point_outside_the_city_is_refused(small: SmallCity, li: Who, lon: float, lat: float) -> None:
    with pytest.raises(OutsideTaipei):
        place(small, li, small.singing, lon, lat)


def test_the_same_point_again_is_nothing_new_and_an_older_version_is_told(small: SmallCity, li: Who) -> None:
    place(small, li, small.singing)
    with pytest.raises(PlacedSo):
        place(small, li, small.singing, version=2)
    with pytest.raises(VenueChangedMeanwhile):
        place(small, li, small.singing, LON + 0.001)


def test_only_the_own_venues_are_placed(small: SmallCity) -> None:
    lin = Who("林承辦", Role.OFFICER, None, small.clerk.value(Facet.AGENCY, CULTURE))
    for venue in (small.singing, 9_999, 10**30):
        with pytest.raises(OutOfReach):
            present_place(small.city, lin, venue, today=TODAY)
        with pytest.raises(OutOfReach):
            planned_move(small.city, lin, venue, LON, LAT, today=TODAY)
        with pytest.raises(OutOfReach):
            place(small, lin, venue)
        with pytest.raises(OutOfReach):
            suggestion(small.city, lin, venue, today=TODAY)
    with pytest.raises(NotAllowed):
        place(small, MANAGER, small.singing)
    with pytest.raises(NotAllowed):
        uncertain_places(small.city, MANAGER, today=TODAY)


def test_an_address_suggests_its_village(small: SmallCity, li: Who) -> None:
    found = suggestion(small.city, li, small.joined, today=TODAY)
    assert (found.district, found.village) == ("中山區", "中央里")


def test_a_move_is_told_before_it_is_made(small: SmallCity, li: Who) -> None:
    place(small, li, small.singing)
    longmen = present_place(small.city, li, small.singing, today=TODAY)
    assert (longmen.spot.lon, longmen.spot.lat) == (LON, LAT)
    near = planned_move(small.city, li, small.singing, LON, LAT + 0.0001, today=TODAY)
    assert near.metres == pytest.approx(11.1, abs=0.1)
    assert (near.old, near.since) == (longmen.spot, None)
    far = planned_move(small.city, li, small.singing, 121.5436, 25.0520, today=TODAY)
    assert far.metres == pytest.approx(2_447, abs=10)
    assert far.since == FIRST_DAY
    assert far.new.place_code != longmen.spot.place_code
    for told, lon, lat in ((PlacedSo, LON, LAT), (OutsideTaipei, *SEA)):
        with pytest.raises(told):
            planned_move(small.city, li, small.singing, lon, lat, today=TODAY)
    assert present_place(small.city, li, small.singing, today=TODAY) == longmen


def test_the_old_place_stands_in_the_changes_summary_and_in_the_history(small: SmallCity, li: Who) -> None:
    place(small, li, small.singing)
    change = place(small, li, small.singing, LON, LAT + 0.0001, version=2)
    told = recorded_change(small.city, li, change)[0].summary
    name = present_place(small.city, li, small.singing, today=TODAY).venue.name
    old, new = (f"（{LON:.5f}, {lat:.5f}）" for lat in (LAT, LAT + 0.0001))
    assert told.startswith(f"定位{name}：由大安區")
    assert old in told.partition("改為")[0]
    assert told.endswith(f"{new}，移動 11 公尺")
    edits = venue_history(small.city, li, small.singing, today=TODAY).edits
    assert [(e.field, e.old, e.new) for e in edits if e.change_id == change] == [("lat", "25.03", "25.0301")]


def test_of_two_who_move_a_venue_at_once_one_is_told_that_the_other_was_first(
    small: SmallCity, li: Who
) -> None:
    nows = [small.clerk.tick(), small.clerk.tick()]

    def move(step: int) -> int | str:
        lat = LAT + step / 10_000
        try:
            return settle(small.city, li, small.singing, LON, lat, 1, now=nows[step], today=TODAY)
        except VenueChangedMeanwhile as refused:
            return str(refused)

    with ThreadPoolExecutor(2) as both:
        done = list(both.map(move, (0, 1)))
    changes = [each for each in done if isinstance(each, int)]
    sentences = [each for each in done if isinstance(each, str)]
    assert (len(changes), len(sentences)) == (1, 1)
    assert "已被他人修改" in sentences[0]
    won = LAT + done.index(changes[0]) / 10_000
    assert present_place(small.city, li, small.singing, today=TODAY).spot.lat == pytest.approx(won)
