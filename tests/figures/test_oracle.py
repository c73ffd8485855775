"""The program's figures against the oracle, which replays facts one by one, on random histories.

Each history is asked several questions: as of days before, between and after its facts, and as known at
any of its numbers. With `--long` each test goes through thousands of histories.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figures.agreement import (
    FiguresOf,
    agree_on_bridge,
    agree_on_coverage,
    agree_on_members,
    agree_on_trend,
)
from tests.figures.columns_of import columns_of
from tests.support.histories import (
    DIMENSIONS,
    SCHEMES,
    History,
    as_of_days,
    dimensions,
    filters,
    histories,
    known_at_of,
)
from tests.support.oracle import Point

schemes = st.sampled_from(SCHEMES)
#: Columns are filled at once or topped up in a few steps; that must make no difference.
stops = st.lists(st.integers(1, 24), max_size=3)

QUICK = settings(max_examples=200)
LONG = settings(max_examples=5_000)
QUESTIONS = 3


@st.composite
def points(draw: st.DrawFn, history: History) -> Point:
    """A day and a number at which it was known."""
    return draw(as_of_days), draw(known_at_of(history))


def coverage_agrees(history: History, data: st.DataObject) -> None:
    program, oracle = FiguresOf(columns_of(history, data.draw(stops))), history.oracle()
    for _ in range(QUESTIONS):
        scheme, point = data.draw(schemes), data.draw(points(history))
        where = data.draw(filters)
        for by in (None, *DIMENSIONS):
            agree_on_coverage(program, oracle, scheme, point, by)
        agree_on_coverage(program, oracle, scheme, point, data.draw(dimensions), where)
        agree_on_coverage(program, oracle, scheme, point, "agency", where, roll_up=True)
        agree_on_members(program, oracle, scheme, point, where)


def trends_agree(history: History, data: st.DataObject) -> None:
    program, oracle = FiguresOf(columns_of(history, data.draw(stops))), history.oracle()
    for _ in range(QUESTIONS):
        days = sorted((data.draw(as_of_days), data.draw(as_of_days)))
        by, where = data.draw(st.none() | dimensions), data.draw(filters)
        known_at = data.draw(known_at_of(history))
        agree_on_trend(program, oracle, data.draw(schemes), (days[0], days[1]), known_at, by, where)


def bridges_agree(history: History, data: st.DataObject) -> None:
    program, oracle = FiguresOf(columns_of(history, data.draw(stops))), history.oracle()
    for _ in range(QUESTIONS):
        earlier, later = data.draw(points(history)), data.draw(points(history))
        by, where = data.draw(st.none() | dimensions), data.draw(filters)
        scheme = data.draw(schemes)
        agree_on_bridge(program, oracle, scheme, earlier, later, by)
        agree_on_bridge(program, oracle, scheme, earlier, later, by, where)


@QUICK
@given(histories, st.data())
def test_coverage_and_the_venues_behind_it_are_those_that_the_oracle_counts_one_by_one(
    history: History, data: st.DataObject
) -> None:
    coverage_agrees(history, data)


@QUICK
@given(histories, st.data())
def test_every_day_of_a_trend_is_what_the_oracle_counts_for_that_day(
    history: History, data: st.DataObject
) -> None:
    trends_agree(history, data)


@QUICK
@given(histories, st.data())
def test_a_bridge_tells_of_each_venue_what_the_oracle_tells(history: History, data: st.DataObject) -> None:
    bridges_agree(history, data)


@pytest.mark.long
@LONG
@given(histories, st.data())
def test_coverage_agrees_with_the_oracle_on_thousands_of_histories(
    history: History, data: st.DataObject
) -> None:
    coverage_agrees(history, data)


@pytest.mark.long
@LONG
@given(histories, st.data())
def test_trends_agree_with_the_oracle_on_thousands_of_histories(
    history: History, data: st.DataObject
) -> None:
    trends_agree(history, data)


@pytest.mark.long
@LONG
@given(histories, st.data())
def test_bridges_agree_with_the_oracle_on_thousands_of_histories(
    history: History, data: st.DataObject
) -> None:
    bridges_agree(history, data)
