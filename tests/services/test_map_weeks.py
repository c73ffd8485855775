"""The weeks that the map plays: each is the map of its last day, in one scale for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Operating, Participation
from outreach.services.city import known_at
from outreach.services.map_classes import classes
from outreach.services.map_layers import Layer, NotALayer
from outreach.services.map_weeks import MOST, Weeks, steps, weeks
from outreach.services.mapping import NoSuchPlace, Question, areas
from outreach.services.who import NotAllowed, Who
from tests.support.builders import ADMINISTRATOR, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, MapCity, map_city

LAST = date(2021, 11, 2)
OF_ONE_DAY = [layer for layer in Layer if not layer.changes]
spans = st.tuples(
    st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(min_value=0, max_value=20_000)
).map(lambda told: (told[0], min(told[0] + timedelta(days=told[1]), date(2110, 12, 31))))


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    """Something happens in most weeks, on their last days and on the days after."""
    city = map_city(sqlite_databases)[1]
    joined = Participation.JOINED
    city.clerk.say(city.ids["無點小吃"], Facet.PARTICIPATION, joined, day=date(2021, 10, 12))
    city.clerk.say(
        city.ids["攤位一"], Facet.OPERATING, Operating.CLOSED, day=date(2021, 10, 13), remark="收攤"
    )
    city.clerk.say(city.ids["攤位二"], Facet.PARTICIPATION, joined, day=date(2021, 10, 26))
    city.clerk.list_venue("松山小館", place="松山區", stage=joined, day=date(2021, 10, 27))
    return city


def asked(city: MapCity, *where: str, last: date = LAST) -> Question:
    return Question(MYCODE, last, known_at(city.city, None), where)


def same_as_alone(city: MapCity, who: Who, question: Question, layer: Layer, district: str | None) -> Weeks:
    """The weeks, each of which says what the map of its day says."""
    told = weeks(city.city, who, question, layer, district)
    for at, day in enumerate(told.days):
        alone = areas(city.city, who, replace(question, as_of=day), layer, district)
        assert [(r.place.code, r.tallies[at]) for r in told.rows] == [
            (r.place.code, r.tally) for r in alone.rows
        ]
        assert told.totals[at] == alone.total
    return told


@pytest.mark.parametrize("district", [None, DA_AN])
@pytest.mark.parametrize("layer", OF_ONE_DAY)
def test_every_week_has_the_figures_of_the_map_on_its_last_day(
    found: MapCity, layer: Layer, district: str | None
) -> None:
    told = same_as_alone(found, ADMINISTRATOR, asked(found), layer, district)
    assert told.days == tuple(date(2021, 10, 5) + timedelta(days=7 * n) for n in range(5))
    assert len({(t.completed, t.eligible) for t in told.totals}) >= 3


def test_conditions_and_what_was_known_narrow_every_week(found: MapCity) -> None:
    before = asked(found, "agency=COM")
    told = same_as_alone(found, ADMINISTRATOR, before, Layer.RATE, None)
    found.clerk.say(found.ids["攤位三"], Facet.PARTICIPATION, Participation.DECLINED, day=date(2021, 10, 6))
    assert weeks(found.city, ADMINISTRATOR, before, Layer.RATE) == told
    assert weeks(found.city, ADMINISTRATOR, asked(found, "agency=COM"), Layer.RATE) != told


def test_classes_are_one_scale_for_all_weeks(found: MapCity) -> None:
    for layer in OF_ONE_DAY:
        told = weeks(found.city, ADMINISTRATOR, asked(found), layer)
        every = [tally for row in told.rows for tally in row.tallies]
        assert told.classes == classes(layer, every)
        for row in told.rows:
            assert row.class_indexes == tuple(told.classes.of(tally) for tally in row.tallies)
    rates = {
        row.place.name: row.class_indexes for row in weeks(found.city, PUBLIC, asked(found), Layer.RATE).rows
    }
    assert rates["松山區"] == (None, None, None, None, 4)


def test_a_long_drive_is_played_by_months_with_the_figures_of_each(found: MapCity) -> None:
    told = same_as_alone(found, ADMINISTRATOR, asked(found, last=date(2023, 12, 31)), Layer.RATE, None)
    assert len(told.days) == 27
    assert told.days[:5] == (
        date(2021, 10, 31), date(2021, 11, 30), date(2021, 12, 31), date(2022, 1, 31), date(2022, 2, 28),
    )  # fmt: skip


def test_before_the_first_listing_there_is_no_week_and_areas_are_told_all_the_same(found: MapCity) -> None:
    told = weeks(found.city, ADMINISTRATOR, asked(found, last=date(2021, 9, 30)), Layer.RATE)
    assert (told.days, told.totals) == ((), ())
    assert {row.tallies for row in told.rows} == {()}


@given(spans)
def test_steps_end_with_the_day_asked_for_and_are_never_more_than_can_be_played(
    span: tuple[date, date],
) -> None:
    first, last = span
    told = steps(first, last)
    assert told[-1] == last
    assert told[0] >= first
    assert list(told) == sorted(set(told))
    assert len(told) <= MOST
    if (last - first).days < 7 * MOST:
        assert {b - a for a, b in pairwise(told)} <= {timedelta(days=7)}
        assert (told[0] - first).days < 7
    assert steps(last + timedelta(days=1), last) == steps(None, last) == ()


def test_the_public_plays_districts_and_of_villages_who_joined(found: MapCity) -> None:
    same_as_alone(found, PUBLIC, asked(found), Layer.RATE, None)
    told = same_as_alone(found, PUBLIC, asked(found), Layer.JOINED, DA_AN)
    assert all(t == Tally(t.completed) for row in told.rows for t in row.tallies)
    for layer in (Layer.RATE, Layer.OUTSTANDING, Layer.EXCLUDED):
        with pytest.raises(NotAllowed):
            weeks(found.city, PUBLIC, asked(found), layer, DA_AN)
    with pytest.raises(NotAllowed):
        weeks(found.city, PUBLIC, asked(found, "agency=COM"), Layer.RATE)
    with pytest.raises(NotAllowed):
        weeks(found.city, PUBLIC, asked(found, "agency=COM"), Layer.JOINED, DA_AN)


def test_a_layer_of_two_days_has_no_weeks_and_an_unknown_district_is_refused(found: MapCity) -> None:
    with pytest.raises(NotALayer, match="可用的圖層有 rate、outstanding、excluded、joined，"):
        weeks(found.city, ADMINISTRATOR, asked(found), Layer.CHANGE)
    with pytest.raises(NoSuchPlace):
        weeks(found.city, ADMINISTRATOR, asked(found), Layer.RATE, "63000999")
