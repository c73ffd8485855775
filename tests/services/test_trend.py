"""A scheme's figures day by day, each the same as the table of its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.figures.positions import Dimension
from outreach.figures.trend import MOST_DAYS
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.coverage import coverage
from outreach.services.trend import RangeRefused, trend
from outreach.services.who import NotAllowed
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MYCODE,
    PUBLIC,
    SmallCity,
)
from tests.support.databases import Databases
from tests.support.random_city import DAYS, random_city

DAY = date(2021, 10, 14)


def test_a_line_turns_on_the_day_on_which_something_takes_effect(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    small.clerk.say(small.joined, Facet.OPERATING, Operating.CLOSED, DAY + timedelta(days=1), remark="歇業")
    table = trend(small.city, ADMINISTRATOR, MYCODE, DAY - timedelta(days=1), DAY + timedelta(days=2))
    assert [t.completed for t in table.total.tallies] == [2, 3, 2, 2]
    assert [t.eligible for t in table.total.tallies] == [4, 4, 3, 3]
    assert table.days == tuple(DAY + timedelta(days=n) for n in (-1, 0, 1, 2))
    assert table.lines == ()


def test_lines_stand_by_code_and_have_a_tally_for_each_day(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    table = trend(small.city, ADMINISTRATOR, MYCODE, DAY - timedelta(days=1), DAY, by=Dimension.AGENCY)
    assert [(line.key, line.name, [t.population for t in line.tallies]) for line in table.lines] == [
        (COMMERCE, "商業處", [3, 2]),
        (CULTURE, "文化局", [1, 2]),
    ]


def test_before_the_first_listing_every_tally_is_empty(small: SmallCity) -> None:
    table = trend(small.city, ADMINISTRATOR, MYCODE, FIRST_DAY - timedelta(days=2), FIRST_DAY)
    assert [t.population for t in table.total.tallies] == [0, 0, 4]
    assert [t.rate for t in table.total.tallies] == [None, None, "50.00"]


@pytest.mark.parametrize("by", [None, *Dimension])
@pytest.mark.parametrize("share", [2, 1])
def test_each_day_of_a_trend_is_the_table_of_that_day(
    databases: Databases, by: Dimension | None, share: int
) -> None:
    """In a city of chance, as known now and as known half way."""
    city = random_city(databases, 213)
    known = city.figures.columns().seq // share
    first, last = FIRST_DAY - timedelta(days=1), FIRST_DAY + timedelta(days=DAYS)
    table = trend(city, ADMINISTRATOR, MYCODE, first, last, by=by, known_at=known)
    for position, day in enumerate(table.days):
        rows = coverage(city, ADMINISTRATOR, MYCODE, day, by=by, known_at=known)
        assert table.total.tallies[position] == rows.total
        told = {line.key: line.tallies[position] for line in table.lines}
        assert {k: t for k, t in told.items() if t.population} == {r.key: r.tally for r in rows.rows}
    city.engine.dispose()


def test_a_filter_holds_on_each_day_by_itself(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    table = trend(small.city, ADMINISTRATOR, MYCODE, DAY - timedelta(days=1), DAY, where=["agency=文化局"])
    assert [t.completed for t in table.total.tallies] == [0, 1]


def test_a_single_day_is_a_range(small: SmallCity) -> None:
    assert len(trend(small.city, ADMINISTRATOR, MYCODE, DAY, DAY).total.tallies) == 1


@pytest.mark.parametrize("days", [-1, MOST_DAYS, 100_000])
def test_a_range_that_ends_before_it_begins_or_is_too_long_is_refused(small: SmallCity, days: int) -> None:
    with pytest.raises(RangeRefused, match=f"最長 {MOST_DAYS} 天"):
        trend(small.city, ADMINISTRATOR, MYCODE, DAY, DAY + timedelta(days=days))


def test_trends_of_agencies_are_not_the_publics(small: SmallCity) -> None:
    assert trend(small.city, PUBLIC, MYCODE, DAY, DAY, by=Dimension.DISTRICT).total.tallies
    with pytest.raises(NotAllowed):
        trend(small.city, PUBLIC, MYCODE, DAY, DAY, by=Dimension.AGENCY)
