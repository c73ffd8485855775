"""When a pace kept up would complete today's denominator, and how sure that is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.forecast import MOST_DAYS, Forecast, Outlook, forecast

TODAY = date(2021, 10, 26)
GAINS = st.lists(st.integers(-20, 60), min_size=2, max_size=4)


def days(found: Forecast) -> tuple[int | None, ...]:
    return tuple(
        None if day is None else (day - TODAY).days for day in (found.earliest, found.day, found.latest)
    )


def test_twelve_in_four_weeks_make_up_nine_in_three() -> None:
    found = forecast(TODAY, 9, 100, (3, 3, 3, 3))
    assert found.outlook is Outlook.ON_THE_WAY
    assert days(found) == (21, 21, 21)
    assert found.tenths_a_week == 30


def test_the_range_leaves_out_the_slowest_and_the_fastest_week() -> None:
    # 8 in 28 days; without the week of none 8 in 21, without the week of five 3 in 21.
    assert days(forecast(TODAY, 4, 100, (0, 5, 1, 2))) == (11, 14, 28)


def test_a_part_of_a_day_is_a_day() -> None:
    assert days(forecast(TODAY, 1, 10, (1, 1, 1))) == (7, 7, 7)
    assert days(forecast(TODAY, 1, 10, (2, 2, 2, 2)))[1] == 4


@pytest.mark.parametrize(
    ("missing", "eligible", "gained", "outlook"),
    [
        (0, 10, (0, 0, 0, 0), Outlook.REACHED),
        (0, 0, (0, 0, 0, 0), Outlook.NO_DENOMINATOR),
        (5, 10, (0, 0, 0, 0), Outlook.NOT_AT_THIS_PACE),
        (5, 10, (3, -2, -1, -1), Outlook.NOT_AT_THIS_PACE),
        (5, 10, (3,), Outlook.TOO_SOON),
        (5, 10, (), Outlook.TOO_SOON),
        # One in four weeks: 13 take 364 days, 14 take 392, more than a year.
        (13, 20, (0, 0, 0, 1), Outlook.ON_THE_WAY),
        (14, 20, (0, 0, 0, 1), Outlook.NOT_AT_THIS_PACE),
    ],
)
def test_what_can_be_said(missing: int, eligible: int, gained: tuple[int, ...], outlook: Outlook) -> None:
    found = forecast(TODAY, missing, eligible, gained)
    assert found.outlook is outlook
    assert (found.day is not None) is (outlook is Outlook.ON_THE_WAY)


def test_without_its_one_good_week_a_pace_has_no_latest_day() -> None:
    assert days(forecast(TODAY, 4, 20, (0, 0, 0, 4))) == (21, 28, None)


@given(missing=st.integers(1, 2_000), gained=GAINS)
def test_the_day_lies_within_its_range_and_is_the_first_that_suffices(
    missing: int, gained: list[int]
) -> None:
    found = forecast(TODAY, missing, missing + 10, gained)
    whole, weeks = sum(gained), len(gained)
    if found.day is None:
        assert whole * MOST_DAYS < missing * 7 * weeks
        assert found.latest is None
        return
    ahead = (found.day - TODAY).days
    # What is gained in so many days, and in one fewer, in shares of a day's gain.
    assert ahead * whole >= missing * 7 * weeks > (ahead - 1) * whole
    assert found.earliest is not None
    assert found.earliest <= found.day
    assert found.latest is None or found.day <= found.latest
    assert ahead <= MOST_DAYS


@given(missing=st.integers(1, 500), gained=GAINS, more=st.integers(1, 50))
def test_more_missing_never_comes_sooner_and_a_better_week_never_later(
    missing: int, gained: list[int], more: int
) -> None:
    never = TODAY + timedelta(days=10 * MOST_DAYS)
    found = forecast(TODAY, missing, 1_000, gained).day or never
    assert (forecast(TODAY, missing + more, 1_000, gained).day or never) >= found
    better = [gained[0] + more, *gained[1:]]
    assert (forecast(TODAY, missing, 1_000, better).day or never) <= found
