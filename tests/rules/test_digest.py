"""Which weeks a digest is due for, before, on and after each Monday; no week is told twice or never."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.digest import WEEK, Due, State, due, last_whole_week, may_send, monday_of, state_of

MONDAY = date(2021, 10, 4)
NOW = datetime(2021, 10, 11, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "week"),
    [
        (date(2021, 10, 10), date(2021, 9, 27)),
        (date(2021, 10, 11), MONDAY),
        (date(2021, 10, 17), MONDAY),
        (date(2021, 10, 18), date(2021, 10, 11)),
    ],
)
def test_a_week_is_due_from_the_monday_after_it(today: date, week: date) -> None:
    assert last_whole_week(today) == week
    assert due(today, None) == Due(week, week)


def test_a_digest_speaks_of_monday_to_sunday_and_compares_with_the_sunday_before() -> None:
    one = Due(MONDAY, MONDAY - 2 * WEEK)
    assert (one.last_day, one.day_before, one.weeks) == (date(2021, 10, 10), date(2021, 9, 19), 3)


def test_a_week_that_was_told_is_not_due_again() -> None:
    told = Due(MONDAY, MONDAY)
    for day in range(7):
        assert due(MONDAY + timedelta(days=7 + day), told) is None
        assert due(MONDAY + timedelta(days=7 + day), told, arrived=False) is None


def test_a_clock_that_went_back_makes_nothing_due() -> None:
    assert due(MONDAY, Due(MONDAY + 5 * WEEK, MONDAY + 5 * WEEK)) is None


def test_missed_weeks_are_told_at_once_and_those_that_did_not_arrive_again() -> None:
    told, today = Due(MONDAY, MONDAY - WEEK), MONDAY + 4 * WEEK
    assert due(today, told) == Due(MONDAY + 3 * WEEK, MONDAY + WEEK)
    assert due(today, told, arrived=False) == Due(MONDAY + 3 * WEEK, MONDAY - WEEK)


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=30))
def test_every_week_from_the_first_on_is_told_exactly_once_by_what_arrived(
    runs: list[tuple[int, bool]],
) -> None:
    day, newest, arrived = MONDAY, None, True
    told: list[date] = []
    first: date | None = None
    for later, arrives in runs:
        day += timedelta(days=later)
        found = due(day, newest, arrived=arrived)
        if found is None:
            continue
        first = first or found.covers_from
        newest, arrived = found, arrives
        if arrives:
            told += [found.covers_from + n * WEEK for n in range(found.weeks)]
    assert len(told) == len(set(told))
    if newest is not None and arrived and first is not None:
        assert sorted(told) == [first + n * WEEK for n in range((newest.week - first) // WEEK + 1)]
    assert all(monday_of(week) == week for week in told)


def test_only_what_certainly_did_not_arrive_is_sent_by_itself() -> None:
    assert state_of(None, None, "") is State.WRITTEN
    assert state_of(None, None, "拒收") is State.REFUSED
    assert state_of(NOW, None, "") is State.UNCERTAIN
    assert state_of(NOW, None, "中斷") is State.UNCERTAIN
    assert state_of(NOW, NOW, "") is State.SENT
    assert [state for state in State if may_send(state)] == [State.WRITTEN, State.REFUSED]
