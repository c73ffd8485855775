"""Forecasts over a city: only today's eligible venues count, whoever they were when they joined."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.forecast import Outlook
from outreach.rules.vocabulary import Facet, Operating, Participation, Standing
from outreach.services.coverage import coverage
from outreach.services.forecast import AgencyForecast, forecasts
from outreach.services.venues import member_ids
from outreach.services.who import NotAllowed
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    PUBLIC,
    SmallCity,
)

TODAY = date(2021, 11, 10)


def _of(small: SmallCity, key: str, day: date = TODAY) -> AgencyForecast:
    return next(one for one in forecasts(small.city, MANAGER, MYCODE, day).rows if one.row.key == key)


def _weeks_ago(weeks: int) -> date:
    return TODAY - timedelta(days=7 * weeks - 1)


def test_a_bureau_keeps_up_the_pace_of_its_subordinates(small: SmallCity) -> None:
    more = [small.clerk.list_venue(f"新店{n}") for n in range(5)]
    for venue, week in zip(more, (4, 3, 3, 1), strict=False):
        small.clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED, _weeks_ago(week))
    found = _of(small, "IND").forecast
    assert (found.missing, found.gained, found.outlook) == (2, (1, 2, 0, 1), Outlook.ON_THE_WAY)
    assert found.day == TODAY + timedelta(days=14)
    assert _of(small, CULTURE).forecast.outlook is Outlook.NOT_AT_THIS_PACE


def test_who_came_into_the_denominator_complete_or_has_left_it_gains_nothing(small: SmallCity) -> None:
    small.clerk.list_venue("早已加入", stage=Participation.JOINED, day=_weeks_ago(2))
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, _weeks_ago(4), remark="歇業")
    small.clerk.say(small.joined, Facet.OPERATING, Operating.OPEN, _weeks_ago(2))
    gone = small.clerk.list_venue("加入後歇業")
    small.clerk.say(gone, Facet.PARTICIPATION, Participation.JOINED, _weeks_ago(3))
    small.clerk.say(gone, Facet.OPERATING, Operating.CLOSED, _weeks_ago(1), remark="歇業")
    assert _of(small, "IND").forecast.gained == (0, 0, 0, 0)


def test_a_list_younger_than_four_weeks_has_fewer_weeks_and_one_of_a_week_no_forecast(
    small: SmallCity,
) -> None:
    assert forecasts(small.city, MANAGER, MYCODE, FIRST_DAY + timedelta(days=20)).weeks == 2
    young = forecasts(small.city, MANAGER, MYCODE, FIRST_DAY + timedelta(days=8))
    assert (young.weeks, young.total.forecast.outlook) == (1, Outlook.TOO_SOON)
    before = forecasts(small.city, MANAGER, MYCODE, FIRST_DAY - timedelta(days=1))
    assert (before.rows, before.total.forecast.outlook) == ((), Outlook.NO_DENOMINATOR)


def test_forecasts_by_agency_are_for_who_may_see_figures(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        forecasts(small.city, PUBLIC, MYCODE, TODAY)


def test_rows_are_those_of_the_figures_and_gains_those_of_the_venues_whatever_happened(
    small: SmallCity,
) -> None:
    dice, clerk = Random(213), small.clerk
    venues = [clerk.list_venue(f"店{n}", agency=dice.choice((COMMERCE, CULTURE))) for n in range(20)]
    stages = (Participation.JOINED, Participation.JOINED, Participation.DECLINED)
    operating = (Operating.OPEN, Operating.CLOSED)
    for _turn in range(60):
        venue, day = dice.choice(venues), FIRST_DAY + timedelta(days=dice.randrange(45))
        if dice.random() < 0.7:
            clerk.say(venue, Facet.PARTICIPATION, dice.choice(stages), day)
        elif dice.random() < 0.7:
            clerk.say(venue, Facet.OPERATING, dice.choice(operating), day, remark="查訪所見")
        else:
            clerk.say(venue, Facet.AGENCY, dice.choice((COMMERCE, CULTURE)), day)
    table = forecasts(small.city, ADMINISTRATOR, MYCODE, TODAY)
    figures = coverage(small.city, ADMINISTRATOR, MYCODE, TODAY, by=Dimension.AGENCY, roll_up=True)
    assert [one.row for one in table.rows] == list(figures.rows)

    def ids(standing: Standing, on: date) -> set[int]:
        return set(member_ids(small.city, ADMINISTRATOR, MYCODE, on, standings=(standing,)))

    today = ids(Standing.COMPLETED, TODAY) | ids(Standing.OUTSTANDING, TODAY)
    moved = 0
    for week, gain in enumerate(table.total.forecast.gained):
        start = TODAY - timedelta(days=7 * (table.weeks - week))
        end = start + timedelta(days=7)
        won = ids(Standing.OUTSTANDING, start) & ids(Standing.COMPLETED, end) & today
        lost = ids(Standing.COMPLETED, start) & ids(Standing.OUTSTANDING, end) & today
        assert gain == len(won) - len(lost)
        assert gain == sum(one.forecast.gained[week] for one in table.rows)
        moved += len(won) + len(lost)
    assert moved > 3
