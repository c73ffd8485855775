"""Two days beside each other on the map: the tables' figures of both, and how far they moved."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.figures.positions import Dimension
from outreach.rules.points import points_between
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.map_change import (
    Compared,
    NotEarlier,
    NothingBefore,
    NothingYetThen,
    SameDay,
    beside,
    class_of,
    last_sitting,
    usual_day,
)
from outreach.services.map_classes import classes, moved
from outreach.services.map_layers import Layer
from outreach.services.mapping import Areas, Question, areas
from outreach.services.meetings import open_meeting
from outreach.services.who import NotAllowed
from tests.support.builders import ADMINISTRATOR, MYCODE, OFFICER, PUBLIC
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MapCity, map_city

THEN, NOW = date(2021, 10, 5), date(2021, 10, 20)
counts = st.integers(min_value=0, max_value=3_000)


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    """In between one joined and one closed in 大安區, 北投區's only venue closed, 松山區 got its first."""
    city = map_city(sqlite_databases)[1]
    between = date(2021, 10, 12)
    city.clerk.say(city.ids["無點小吃"], Facet.PARTICIPATION, Participation.JOINED, day=between)
    city.clerk.say(city.ids["攤位一"], Facet.OPERATING, Operating.CLOSED, day=between, remark="收攤")
    city.clerk.say(city.ids["小書房"], Facet.OPERATING, Operating.CLOSED, day=between, remark="歇業")
    city.clerk.list_venue("松山小館", place="松山區", stage=Participation.JOINED, day=between)
    return city


def asked(city: MapCity, *where: str, than: date | None = THEN, day: date = NOW) -> Question:
    return Question(MYCODE, day, known_at(city.city, None), where, than)


def by_name(told: Areas) -> dict[str, Compared]:
    return {area.place.name: area.tally for area in told.rows if isinstance(area.tally, Compared)}


@pytest.mark.parametrize("district", [None, DA_AN])
@pytest.mark.parametrize("layer", [Layer.CHANGE, Layer.JOINED_CHANGE])
def test_both_days_figures_are_the_tables_of_those_days_and_the_change_is_their_difference(
    found: MapCity, layer: Layer, district: str | None
) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found), layer, district)
    by = Dimension.VILLAGE if district else Dimension.DISTRICT
    where = [f"district={district}"] if district else []
    tables = {}
    for day in (THEN, NOW):
        table = coverage(found.city, ADMINISTRATOR, MYCODE, day, by=by, where=where)
        tables[day] = {row.key: row.tally for row in table.rows}, table.total
    groups = {area.place.code: area.tally for area in told.rows} | {"": told.elsewhere}
    assert tables[NOW][0].keys() | tables[THEN][0].keys() <= groups.keys()
    pairs = [
        (groups[key], tables[THEN][0].get(key, Tally()), tables[NOW][0].get(key, Tally())) for key in groups
    ]
    for compared, then, now in [*pairs, (told.total, tables[THEN][1], tables[NOW][1])]:
        assert compared == beside(now, then)
        assert compared.points == points_between(then, now)
        if now.population or then.population:
            assert compared.joined == now.completed - then.completed
    assert sum((area.tally for area in told.rows), told.elsewhere) == told.total
    assert told.than == THEN


def test_what_moved_is_told_and_what_either_day_cannot_divide_is_too_little_to_compare(
    found: MapCity,
) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found), Layer.CHANGE)
    district = by_name(told)["大安區"]
    # 4 of 7 before; one more joined, and one that had joined closed: 4 of 6.
    assert (district.before.rate, district.rate, district.points) == ("57.14", "66.66", 952)
    classed = {area.place.name: area.class_index for area in told.rows}
    assert (classed["大安區"], classed["中山區"]) == (4, 2)
    assert classed["北投區"] is classed["松山區"] is classed["萬華區"] is None
    joined = areas(found.city, ADMINISTRATOR, asked(found), Layer.JOINED_CHANGE)
    assert [by_name(joined)[name].joined for name in ("大安區", "北投區", "松山區", "萬華區")] == [
        0,
        0,
        1,
        None,
    ]


def test_both_days_are_known_at_the_number_that_is_asked_for(found: MapCity) -> None:
    before = asked(found)
    told = areas(found.city, ADMINISTRATOR, before, Layer.CHANGE)
    found.clerk.say(found.ids["攤位二"], Facet.PARTICIPATION, Participation.JOINED, day=THEN)
    assert areas(found.city, ADMINISTRATOR, before, Layer.CHANGE) == told
    assert areas(found.city, ADMINISTRATOR, asked(found), Layer.CHANGE) != told


def test_the_public_compares_districts_and_of_villages_who_joined(found: MapCity) -> None:
    everything = areas(found.city, ADMINISTRATOR, asked(found), Layer.CHANGE)
    assert areas(found.city, PUBLIC, asked(found), Layer.CHANGE) == everything
    with pytest.raises(NotAllowed):
        areas(found.city, PUBLIC, asked(found), Layer.CHANGE, DA_AN)
    joined = areas(found.city, PUBLIC, asked(found), Layer.JOINED_CHANGE, DA_AN)
    officers = areas(found.city, OFFICER, asked(found), Layer.JOINED_CHANGE, DA_AN)
    for mine, theirs in zip(joined.rows, officers.rows, strict=True):
        assert isinstance(mine.tally, Compared)
        assert isinstance(theirs.tally, Compared)
        assert mine.tally.population == mine.tally.completed == theirs.tally.completed
        assert mine.tally.before.population == theirs.tally.before.completed
        assert mine.place.code != LONGMEN or mine.tally.joined == 0


# --- which day ---------------------------------------------------------------------------------------------


def test_unless_told_four_weeks_before_is_meant_or_the_first_day_that_has_anything(found: MapCity) -> None:
    def usual(day: date) -> date:
        return usual_day(found.city, PUBLIC, MYCODE, day)

    assert usual(date(2021, 11, 30)) == date(2021, 11, 2)
    assert usual(NOW) == date(2021, 10, 1)
    assert usual(date(2021, 9, 20)) == date(2021, 8, 23)
    told = areas(found.city, ADMINISTRATOR, asked(found, than=None), Layer.CHANGE)
    assert told.than == date(2021, 10, 1)


@pytest.mark.parametrize(
    ("than", "day", "refusal", "said"),
    [
        (date(2021, 10, 21), NOW, NotEarlier, "晚於截止日 110年10月20日；請選更早的日期，例如 110年10月1日"),
        (NOW, NOW, SameDay, "同為 110年10月20日，沒有增減可比；請選更早的日期，例如 110年10月1日"),
        (date(2021, 9, 30), NOW, NothingYetThen, "110年9月30日 尚無資料，最早的資料在 110年10月1日"),
        (date(2021, 9, 30), date(2021, 10, 1), NothingBefore, "請改選較晚的截止日，例如 110年10月29日"),
    ],
)
def test_a_day_that_cannot_be_compared_with_is_refused_with_one_that_can(
    found: MapCity, than: date, day: date, refusal: type[Exception], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        areas(found.city, ADMINISTRATOR, asked(found, than=than, day=day), Layer.CHANGE)


def test_the_first_day_that_has_anything_can_be_compared_with(found: MapCity) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found, than=date(2021, 10, 1)), Layer.CHANGE)
    assert by_name(told)["大安區"].before.population == 8


def test_the_last_meeting_is_the_newest_that_looked_at_the_scheme_on_an_earlier_day(found: MapCity) -> None:
    for number, day in ((211, date(2021, 10, 4)), (212, date(2021, 10, 14)), (213, NOW)):
        items = [(MYCODE, (Kind.CITY_VENUE,), day), (MYCODE, (), day)]
        open_meeting(found.city, ADMINISTRATOR, number, day, items, now=found.clerk.tick(), today=NOW)
    sitting = last_sitting(found.city, ADMINISTRATOR, MYCODE, NOW)
    assert sitting is not None
    assert (sitting.number, sitting.as_of) == (212, date(2021, 10, 14))
    assert last_sitting(found.city, ADMINISTRATOR, "bear_voucher", NOW) is None
    assert last_sitting(found.city, ADMINISTRATOR, MYCODE, date(2021, 10, 4)) is None
    with pytest.raises(NotAllowed):
        last_sitting(found.city, PUBLIC, MYCODE, NOW)


# --- classes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "index"),
    [(-501, 0), (-500, 1), (-1, 1), (0, 2), (1, 3), (500, 3), (501, 4), (10_000, 4), (None, None)],
)
def test_a_change_is_classed_by_its_sign_and_by_whether_it_is_a_great_one(
    change: int | None, index: int | None
) -> None:
    assert class_of(change, 500) == index


@given(st.lists(st.tuples(counts, counts, counts, counts), min_size=1, max_size=12))
def test_whatever_rose_is_classed_above_whatever_stayed_and_that_above_whatever_fell(
    ground: list[tuple[int, int, int, int]],
) -> None:
    told = [beside(Tally(a, b), Tally(c, d)) for a, b, c, d in ground]
    for layer in (Layer.CHANGE, Layer.JOINED_CHANGE):
        found = classes(layer, told)
        ranked: list[tuple[int, int]] = []
        for tally in told:
            index, change = found.of(tally), moved(layer, tally)
            assert (index is None) == (change is None)
            if index is not None and change is not None:
                assert (index > 2) - (index < 2) == (change > 0) - (change < 0)
                ranked.append((change, index))
        assert [index for _change, index in sorted(ranked)] == sorted(index for _change, index in ranked)


def test_counts_are_classed_by_a_round_number_of_which_two_reach_the_greatest_change() -> None:
    told = [beside(Tally(n), Tally(m)) for n, m in ((0, 106), (30, 0), (5, 5))]
    found = classes(Layer.JOINED_CHANGE, told)
    assert (found.step, [found.of(each) for each in told]) == (60, [0, 3, 2])
