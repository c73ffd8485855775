"""Where venues are, kept in memory: what is no point counts as none, and every change is seen."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.services.city import City, open_city
from outreach.services.placing import settle
from outreach.services.points import NOWHERE, PER_DEGREE, city_box, in_degrees, in_units, point_columns
from outreach.services.undo import undo
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases
from tests.support.finding_city import describe, finding_city
from tests.support.map_city import MapCity

DAY = date(2021, 10, 20)
degrees = (
    st.floats(min_value=24.9, max_value=25.3) | st.floats(min_value=121.4, max_value=121.7) | st.floats()
)


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return finding_city(sqlite_databases)[1]


@pytest.fixture
def another(found: MapCity) -> City:
    """The same database as another process sees it, with the columns read before anything is changed."""
    city = open_city(str(found.city.engine.url))
    point_columns(city)
    return city


def at(city: City, venue: int) -> tuple[float | None, float | None]:
    columns = point_columns(city)
    return in_degrees(int(columns.x[venue])), in_degrees(int(columns.y[venue]))


# --- points that are none --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (0.0, 0.0),
        (math.nan, 25.03),
        (121.54, math.nan),
        (math.inf, 25.03),
        (None, None),
        (121.54, None),
        (25.03, 121.54),
        (120.3, 22.6),
        (121.3, 25.05),
        (121.9, 25.05),
        (121.54, 24.8),
        (121.54, 25.4),
        (304_000.0, 2_770_000.0),
        (-121.54, 25.03),
    ],
)
def test_what_is_no_point_of_the_city_counts_as_no_point(lon: float | None, lat: float | None) -> None:
    x, y = in_units([lon, 121.54], [lat, 25.03])
    assert (x.tolist(), y.tolist()) == ([NOWHERE, 12_154_000], [NOWHERE, 2_503_000])


@given(degrees, degrees)
@example(121.5350001, 25.0299999)
@example(25.0, 1.8e303)
def test_a_point_is_told_within_half_a_metre_or_it_lies_outside_the_citys_box(lon: float, lat: float) -> None:
    x, y = (int(side[0]) for side in in_units([lon], [lat]))
    box = city_box()
    if x == NOWHERE:
        assert y == NOWHERE
        assert not (box.west <= lon * PER_DEGREE <= box.east and box.south <= lat * PER_DEGREE <= box.north)
    else:
        assert abs(x - lon * PER_DEGREE) <= 0.51
        assert abs(y - lat * PER_DEGREE) <= 0.51


def test_the_columns_hold_every_venue_and_no_point_where_there_is_none(found: MapCity) -> None:
    assert at(found.city, found.ids["甜圈坊"]) == (121.5355, 25.024)
    for name in ("無點小吃", "甜甜圈坊", "小書房"):
        assert at(found.city, found.ids[name]) == (None, None), name
    assert at(found.city, found.ids["攤位一"]) == at(found.city, found.ids["攤位三"])


# --- what changes ----------------------------------------------------------------------------------------


def test_a_venue_that_another_process_places_moves_here_and_back_when_that_is_undone(
    found: MapCity, another: City
) -> None:
    venue = found.ids["無點小吃"]
    placed = settle(found.city, ADMINISTRATOR, venue, 121.5361, 25.0241, 1, now=found.clerk.tick(), today=DAY)
    assert at(another, venue) == (121.5361, 25.0241)
    undo(found.city, ADMINISTRATOR, placed, now=found.clerk.tick())
    assert at(another, venue) == (None, None)


def test_another_name_road_or_voucher_is_found_by_other_processes(found: MapCity, another: City) -> None:
    venue = found.ids["攤位一"]
    before = another.figures.columns().seq
    describe(found.clerk, venue, name="金星咖啡", address="臺北市大安區金門街5號", voucher_kinds="農遊")
    assert another.figures.columns().seq == before, "a description takes no number"
    columns = point_columns(another)
    assert columns.texts.holding("金星").tolist() == [venue]
    assert columns.texts.holding("金門街5號").tolist() == [venue]
    assert venue not in columns.texts.holding("攤位").tolist()
    assert columns.accepting("農遊", len(columns.x)).nonzero()[0].tolist() == [venue]


def test_a_new_venue_is_found_by_other_processes(found: MapCity, another: City) -> None:
    venue = found.clerk.list_venue("新開張")
    assert point_columns(another).texts.holding("新開張").tolist() == [venue]
    assert at(another, venue) == (None, None)


def test_a_question_about_nothing_new_gets_the_same_columns(found: MapCity) -> None:
    assert point_columns(found.city) is point_columns(found.city)
