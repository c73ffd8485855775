"""Venues that a list brings without coordinates stand where their address has a door plate."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.figures.positions import Dimension
from outreach.services.imports.model import Outcome, Plan
from outreach.services.venues import members
from tests.services.imports.office import Office, outcomes, told
from tests.support.builders import ADMINISTRATOR, MYCODE, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.plates import load_plates, middle_of, with_plates

HEAD = "店家名稱,行政區,里,地址,經度,緯度\n"
LON, LAT = middle_of("中山區", "中央里")


@pytest.fixture
def office(sqlite_databases: Databases) -> Office:
    """An office of a city with a few plates."""
    return Office(Clerk.of(with_plates(sqlite_databases)))


@pytest.fixture
def bare(sqlite_databases: Databases) -> Office:
    """An office of a city without plates."""
    return Office(Clerk.of(set_up_url(sqlite_databases)))


def _points(office: Office) -> dict[str, tuple[float | None, float | None]]:
    found = members(office.clerk.city, ADMINISTRATOR, MYCODE, date(2021, 10, 31)).members
    return {each.venue.name: (each.venue.lon, each.venue.lat) for each in found}


def _east(number: int) -> tuple[float, float]:
    return round(LON + number * 1e-6, 6), LAT


def test_a_new_venue_stands_at_its_plate_and_counts_in_its_village(office: Office) -> None:
    plan = office.hand_in(HEAD + "甲店,,,臺北市中山區示範路1段3號2樓,,\n乙店,中山區,,示範路一段１４號,,\n")
    assert outcomes(plan) == [Outcome.NEW, Outcome.NEW]
    assert plan.problems == ()
    assert _points(office) == {"甲店": _east(3), "乙店": _east(12)}
    assert office.by(Dimension.VILLAGE) == {"中央里": 2}


def test_the_same_list_again_changes_nothing(office: Office) -> None:
    text = (
        HEAD + "甲店,,,臺北市中山區示範路1段3號,,\n乙店,中山區,,示範路一段14號,,\n丙店,,,中山區無名路9號,,\n"
    )
    office.hand_in(text)
    before = office.seq()
    assert outcomes(office.hand_in(text)) == [Outcome.UNCHANGED] * 3
    assert office.seq() == before


def test_the_village_written_wins_and_the_plate_elsewhere_is_told(office: Office) -> None:
    plan = office.hand_in(
        HEAD
        + "甲店,中山區,朱馥里,示範路1段3號,,\n"
        + "乙店,,,中山區朱馥里示範路1段5號,,\n"
        + "丙店,,朱馥里,中山區示範路1段1號,,\n"
    )
    assert office.by(Dimension.VILLAGE) == {"朱馥里": 3}
    assert _points(office) == {"甲店": _east(3), "乙店": _east(5), "丙店": _east(1)}
    assert told(plan).count("門牌在中央里") == 3
    assert all(problem.warning for problem in plan.problems)


def test_a_point_of_the_rows_own_is_kept(office: Office) -> None:
    lon, lat = middle_of("大安區", "龍門里")
    office.hand_in(HEAD + f"甲店,,,臺北市中山區示範路1段3號,{lon},{lat}\n")
    assert _points(office) == {"甲店": (lon, lat)}
    assert office.by(Dimension.VILLAGE) == {"龍門里": 1}


def test_a_venues_own_coordinates_stay_until_its_address_moves(office: Office) -> None:
    lon, lat = middle_of("中山區", "中央里")
    office.hand_in(HEAD + f"甲店,,,臺北市中山區示範路1段3號,{lon},{lat}\n")
    again = office.hand_in("店家名稱,地址\n甲店,臺北市中山區示範路1段3號\n")
    assert outcomes(again) == [Outcome.UNCHANGED]
    office.hand_in("店家編號,店家名稱,地址\n1,甲店,北投區模範街21號\n")
    north = middle_of("北投區", "中央里")
    assert _points(office) == {"甲店": (round(north[0] + 21e-6, 6), north[1])}
    assert office.by(Dimension.DISTRICT) == {"北投區": 1}


def test_a_road_alone_places_nobody(office: Office) -> None:
    office.hand_in(HEAD + "甲店,,,中山區示範路1段口,,\n乙店,,,中山區沒有這條路3號,,\n丙店,,,北投區,,\n")
    assert set(_points(office).values()) == {(None, None)}
    assert office.by(Dimension.DISTRICT) == {"中山區": 2, "北投區": 1}


def test_a_district_that_contradicts_the_address_is_told_and_its_plate_not_taken(office: Office) -> None:
    plan = office.hand_in(HEAD + "甲店,大安區,,北投區模範街21號,,\n")
    assert "與所填行政區不同" in told(plan)
    assert office.by(Dimension.DISTRICT) == {"大安區": 1}
    assert _points(office) == {"甲店": (None, None)}


def test_venues_that_were_there_before_the_plates_are_placed_when_they_come_again(bare: Office) -> None:
    text = HEAD + "甲店,,,中山區示範路1段3號,,\n乙店,中山區,朱馥里,示範路1段5號,,\n"

    def once_more() -> Plan:
        return bare.hand_in(text)

    once_more()
    assert _points(bare) == {"甲店": (None, None), "乙店": (None, None)}
    assert bare.by(Dimension.VILLAGE) == {"朱馥里": 1, "（未填）": 1}
    load_plates(bare.clerk.city)
    assert outcomes(once_more()) == [Outcome.CHANGED, Outcome.CHANGED]
    assert _points(bare) == {"甲店": _east(3), "乙店": _east(5)}
    assert bare.by(Dimension.VILLAGE) == {"朱馥里": 1, "中央里": 1}
    assert outcomes(once_more()) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
