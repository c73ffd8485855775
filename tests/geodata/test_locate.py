"""Exactly one village for a point, border points included."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.boundaries import VILLAGES, boundary_file
from geodata.locate import Located, place_of, places_of

AREAS = boundary_file(VILLAGES).areas
CITY = shapely.union_all([area.geometry for area in AREAS])
WEST, SOUTH, EAST, NORTH = CITY.bounds
villages = st.sampled_from(AREAS)


def _where(point: tuple[float, float]) -> str:
    found = place_of(*point)
    return found.village_code if found else ""


def test_a_point_inside_each_village_answers_that_village_and_its_district() -> None:
    for area in AREAS:
        point = area.geometry.representative_point()
        assert place_of(point.x, point.y) == Located(
            area.properties["district_code"], area.properties["code"]
        )


def test_the_city_hall_stands_in_xinyi() -> None:
    found = place_of(121.5645, 25.0375)
    assert found is not None
    assert found.district_code == "63000020"


@given(st.floats(WEST - 0.02, EAST + 0.02), st.floats(SOUTH - 0.02, NORTH + 0.02))
def test_a_point_has_one_answer_exactly_when_the_city_covers_it(lon: float, lat: float) -> None:
    covering = [a.properties["code"] for a in AREAS if a.geometry.covers(shapely.Point(lon, lat))]
    assert _where((lon, lat)) == (min(covering) if covering else "")


@given(villages, st.integers(min_value=0))
def test_a_corner_belongs_to_the_smallest_code_of_the_villages_that_meet_there(
    area: object, which: int
) -> None:
    assert isinstance(area, type(AREAS[0]))
    corners = shapely.get_coordinates(area.geometry).tolist()
    corner = corners[which % len(corners)]
    meeting = [a.properties["code"] for a in AREAS if a.geometry.intersects(shapely.Point(corner))]
    assert _where((corner[0], corner[1])) == min(meeting)


@given(villages, st.floats(0, 1))
def test_a_point_anywhere_on_a_border_is_in_the_city(area: object, fraction: float) -> None:
    assert isinstance(area, type(AREAS[0]))
    point = area.geometry.exterior.interpolate(fraction, normalized=True)
    assert _where((point.x, point.y)) != ""


@given(st.floats(0, 1))
def test_a_point_on_the_citys_outer_border_counts_as_inside(fraction: float) -> None:
    point = CITY.exterior.interpolate(fraction, normalized=True)
    assert _where((point.x, point.y)) != ""


def test_ten_metres_outside_the_outer_border_is_outside() -> None:
    ring = CITY.buffer(1e-4).exterior
    outside = [ring.interpolate(share / 200, normalized=True) for share in range(200)]
    assert {_where((point.x, point.y)) for point in outside} == {""}


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0, 0), (math.nan, 25.03), (121.5, math.nan), (math.inf, 25.03), (121.5, -math.inf), (25.03, 121.5)],
)
def test_what_is_no_point_of_taipei_is_none(lon: float, lat: float) -> None:
    assert place_of(lon, lat) is None


@given(
    st.lists(st.tuples(st.floats(), st.floats()) | st.tuples(st.floats(WEST, EAST), st.floats(SOUTH, NORTH)))
)
def test_many_points_at_once_answer_as_one_by_one(points: list[tuple[float, float]]) -> None:
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    assert places_of(lons, lats).tolist() == [_where(point) for point in points]


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="differ"):
        places_of([121.5, 121.6], [25.0])
    with pytest.raises(ValueError, match="differ"):
        places_of([[121.5]], [[25.0]])


def test_of_ten_thousand_points_around_the_city_about_half_stand_in_it() -> None:
    random = np.random.default_rng(7)
    lons, lats = random.uniform(WEST, EAST, 10_000), random.uniform(SOUTH, NORTH, 10_000)
    found = places_of(lons, lats)
    assert 0.4 < np.mean(found != "") < 0.8
