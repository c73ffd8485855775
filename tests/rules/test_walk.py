"""The order of a walk: complete, short, and the same each time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.walk import (
    MOST_STOPS,
    NotAPosition,
    Point,
    TooManyStops,
    length,
    metres,
    nearest_next,
    walk,
)

START = Point(121.5170, 25.0478)
#: Within Taipei, some of them on one another.
_points = st.builds(
    Point,
    st.integers(0, 150).map(lambda n: 121.45 + n / 1000),
    st.integers(0, 150).map(lambda n: 24.98 + n / 1000),
)
_stops = st.lists(_points, max_size=14)
#: Rounding of sums of some kilometres.
SLACK = 1e-3


@given(_points, _stops)
def test_each_stop_is_visited_once(start: Point, stops: list[Point]) -> None:
    assert sorted(walk(start, stops)) == list(range(len(stops)))


@given(_points, _stops)
def test_a_walk_is_never_longer_than_the_order_given_or_the_nearest_next(
    start: Point, stops: list[Point]
) -> None:
    found = length(start, stops, walk(start, stops))
    assert found <= length(start, stops, range(len(stops))) + SLACK
    assert found <= length(start, stops, nearest_next(start, stops)) + SLACK


@given(_points, st.lists(_points, min_size=1, max_size=5))
def test_few_stops_are_walked_nearly_as_shortly_as_can_be(start: Point, stops: list[Point]) -> None:
    from itertools import permutations

    best = min(length(start, stops, order) for order in permutations(range(len(stops))))
    assert length(start, stops, walk(start, stops)) <= 1.5 * best + SLACK


@given(_points, _stops)
def test_the_same_question_has_the_same_answer(start: Point, stops: list[Point]) -> None:
    assert walk(start, stops) == walk(start, list(stops))


def test_stops_in_a_street_are_walked_from_one_end_to_the_other() -> None:
    street = [Point(121.52 + n / 1000, 25.05) for n in (3, 0, 4, 1, 2)]
    assert walk(START, street) == (1, 3, 4, 0, 2)


def test_a_crossing_is_undone() -> None:
    # The nearest next goes back and forth across the start; turned around it goes out once.
    line = [Point(121.517 + east / 1000, 25.0478) for east in (1, -2, 4, -8)]
    order = walk(START, line)
    assert length(START, line, order) < length(START, line, nearest_next(START, line)) - 1


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert metres(Point(121.5, 25.0), Point(121.5, 26.0)) == pytest.approx(111_195, abs=1)


def test_no_stops_are_no_walk() -> None:
    assert walk(START, []) == ()
    assert length(START, [], ()) == 0


def test_sixty_stops_are_put_in_order_and_one_more_is_refused() -> None:
    stops = [Point(121.5 + (n * 37 % 60) / 1000, 25 + (n * 17 % 60) / 1000) for n in range(MOST_STOPS + 1)]
    assert sorted(walk(START, stops[:-1])) == list(range(MOST_STOPS))
    with pytest.raises(TooManyStops, match="61"):
        walk(START, stops)


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 25.0), (181.0, 25.0), (121.5, 91.0), (math.inf, 0.0)])
def test_numbers_that_are_no_position_are_refused(lon: float, lat: float) -> None:
    with pytest.raises(NotAPosition):
        Point(lon, lat)
