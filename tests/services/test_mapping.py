"""The map's figures are the tables' figures, and every venue of a village is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.places import districts, villages
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Kind, Standing
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.map_classes import classes
from outreach.services.map_layers import Layer, NotALayer, choice, layer_named
from outreach.services.mapping import NO_DISTRICT, NO_VILLAGE, NoSuchPlace, Question, areas
from outreach.services.naming import Unknown
from outreach.services.spots import spots
from outreach.services.who import NotAllowed
from tests.support.builders import (
    ADMINISTRATOR,
    FIRST_DAY,
    MYCODE,
    OFFICER,
    PUBLIC,
)
from tests.support.databases import Databases
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, MapCity, map_city

DAY = date(2021, 10, 20)
#: Layers of one day; those that compare two are told of in test_map_change.py.
OF_ONE_DAY = [layer for layer in Layer if not layer.changes]
counts = st.integers(min_value=0, max_value=3_000)
tallies = st.builds(
    lambda done, left, shut: Tally(done, left, dict.fromkeys(Exclusion, 0) | {Exclusion.CLOSED: shut}),
    counts, counts, counts,
)  # fmt: skip


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return map_city(sqlite_databases)[1]


def asked(city: MapCity, *where: str, day: date = DAY) -> Question:
    return Question(MYCODE, day, known_at(city.city, None), where)


# --- areas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layer", OF_ONE_DAY)
def test_every_district_has_the_figures_of_the_table_by_district(found: MapCity, layer: Layer) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found), layer)
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, by=Dimension.DISTRICT)
    assert [area.place.code for area in told.rows] == [place.code for place in districts()]
    assert {a.place.code: a.tally for a in told.rows if a.tally.population} == {
        row.key: row.tally for row in table.rows if row.key
    }
    assert told.total == table.total


def test_every_village_of_a_district_has_the_figures_of_the_table_by_village(found: MapCity) -> None:
    told = areas(found.city, ADMINISTRATOR, asked(found), Layer.RATE, DA_AN)
    where = [f"district={DA_AN}"]
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, by=Dimension.VILLAGE, where=where)
    assert [a.place.code for a in told.rows] == [v.code for v in villages() if v.district_code == DA_AN]
    assert {a.place.code: a.tally for a in told.rows if a.tally.population} == {
        row.key: row.tally for row in table.rows if row.key
    }
    assert told.total == table.total


def test_what_names_no_district_or_no_village_is_counted_beside_the_areas_and_all_sum_to_the_total(
    found: MapCity,
) -> None:
    for district, lost, unplaced in ((None, "何處小館", NO_DISTRICT), (DA_AN, "里不明", NO_VILLAGE)):
        told = areas(found.city, ADMINISTRATOR, asked(found), Layer.RATE, district)
        assert told.elsewhere.population == 1, lost
        assert sum((area.tally for area in told.rows), told.elsewhere) == told.total
        within = [f"district={district}"] if district else []
        behind = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, where=[*within, unplaced])
        assert behind.total == told.elsewhere


def test_an_area_without_venues_has_no_class_whatever_the_layer(found: MapCity) -> None:
    for layer in Layer:
        told = areas(found.city, ADMINISTRATOR, asked(found), layer)
        empty = [area.place.name for area in told.rows if area.class_index is None]
        assert len(empty) == 9
        assert "大安區" not in empty


def test_figures_are_as_known_at_the_number_that_is_asked_for(found: MapCity) -> None:
    before = asked(found)
    found.clerk.list_venue("新來的", place="大安區龍門里")
    now = areas(found.city, ADMINISTRATOR, asked(found), Layer.RATE, DA_AN)
    then = areas(found.city, ADMINISTRATOR, before, Layer.RATE, DA_AN)
    assert (then.total.population, now.total.population) == (8, 9)
    assert len(spots(found.city, ADMINISTRATOR, before, LONGMEN, today=DAY).spots) == 7


def test_before_the_first_listing_no_area_has_a_class(found: MapCity) -> None:
    day = date(2021, 9, 30)
    told = areas(found.city, ADMINISTRATOR, asked(found, day=day), Layer.RATE)
    assert told.total == Tally()
    assert {area.class_index for area in told.rows} == {None}


# --- classes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completed", "outstanding", "index"),
    [
        (0, 1, 0),
        (1, 1, 0),
        (51, 49, 1),
        (75, 25, 1),
        (90, 10, 2),
        (901, 99, 3),
        (9_999, 1, 3),
        (1, 0, 4),
        (0, 0, None),
    ],
)
def test_a_rate_belongs_to_the_class_people_would_say_it_is_in(
    completed: int, outstanding: int, index: int | None
) -> None:
    assert classes(Layer.RATE, ()).of(Tally(completed, outstanding)) == index


@pytest.mark.parametrize(
    ("most", "bounds"),
    [
        (0, ()),
        (1, (0,)),
        (3, (0, 1, 2)),
        (4, (0, 1, 2, 3)),
        (5, (0, 2, 4)),
        (106, (0, 30, 60, 90)),
        (1_537, (0, 400, 800, 1_200)),
    ],
)
def test_classes_of_counts_are_none_and_then_even_round_steps_up_to_the_most(
    most: int, bounds: tuple[int, ...]
) -> None:
    assert classes(Layer.OUTSTANDING, [Tally(9, most), Tally(1, 0)]).bounds == bounds


@given(st.sampled_from(OF_ONE_DAY), st.lists(tallies, min_size=1, max_size=12))
def test_a_greater_share_or_count_never_has_a_lower_class_and_only_what_has_no_base_has_none(
    layer: Layer, ground: list[Tally]
) -> None:
    found = classes(layer, ground)
    told: list[tuple[float, int]] = []
    for tally in ground:
        base = tally.eligible if layer in (Layer.RATE, Layer.OUTSTANDING) else tally.population
        index = found.of(tally)
        assert (index is None) == (base == 0)
        if index is not None:
            told.append((_part(layer, tally) / (1 if found.counts else base), index))
    ranked = [index for _value, index in sorted(told)]
    assert ranked == sorted(ranked)
    assert all(0 <= index < 5 for index in ranked)


def _part(layer: Layer, tally: Tally) -> int:
    counted = {Layer.OUTSTANDING: tally.outstanding, Layer.EXCLUDED: tally.excluded_total}
    return counted.get(layer, tally.completed)


# --- kinds -----------------------------------------------------------------------------------------------


def test_kinds_that_are_shown_open_have_a_layer_of_their_own_and_no_rate(found: MapCity) -> None:
    rated = choice(found.city, ADMINISTRATOR, MYCODE, DAY, ())
    assert rated.layers == (Layer.RATE, Layer.OUTSTANDING, Layer.EXCLUDED, Layer.CHANGE)
    found.open_shops(MYCODE)
    both = choice(found.city, ADMINISTRATOR, MYCODE, DAY, ())
    assert both.layers == (*rated.layers, Layer.JOINED, Layer.JOINED_CHANGE)
    assert (both.kinds(Layer.RATE), both.kinds(Layer.JOINED)) == ((Kind.CITY_VENUE,), (Kind.SHOP,))
    assert choice(found.city, ADMINISTRATOR, MYCODE, DAY, [Kind.SHOP]).layers == (
        Layer.JOINED,
        Layer.JOINED_CHANGE,
    )
    alone = choice(found.city, ADMINISTRATOR, MYCODE, DAY, [Kind.SHOP])
    assert alone.nearest(Layer.CHANGE) is alone.nearest(Layer.JOINED_CHANGE) is Layer.JOINED_CHANGE
    assert alone.nearest(Layer.OUTSTANDING) is Layer.JOINED
    assert rated.nearest(Layer.JOINED_CHANGE) is Layer.CHANGE
    assert choice(found.city, ADMINISTRATOR, MYCODE, DAY, [Kind.CITY_VENUE]).open == ()


# --- venues of a village ---------------------------------------------------------------------------------


def test_a_villages_venues_are_those_of_its_figure_and_who_must_act_comes_first(found: MapCity) -> None:
    told = spots(found.city, ADMINISTRATOR, asked(found), LONGMEN, today=DAY)
    assert [spot.name for spot in told.spots] == [
        f"標籤{MARKUP}",
        "攤位二",
        "無點小吃",
        "甜圈坊",
        "攤位一",
        "攤位三",
        "舊書店",
    ]
    table = coverage(found.city, ADMINISTRATOR, MYCODE, DAY, where=[f"village={LONGMEN}"])
    assert told.total == table.total
    assert told.spots[-1].standing is Standing.EXCLUDED_CLOSED
    assert (told.spots[-1].agency, told.spots[0].agency) == ("文化局", "商業處")


def test_a_venue_without_a_point_is_told_without_one(found: MapCity) -> None:
    told = spots(found.city, ADMINISTRATOR, asked(found), LONGMEN, today=DAY)
    assert [spot.name for spot in told.spots if not spot.located] == ["無點小吃"]
    assert told.unlocated == 1


def test_venues_that_agree_to_a_metre_are_at_one_place(found: MapCity) -> None:
    told = spots(found.city, ADMINISTRATOR, asked(found), LONGMEN, today=DAY)
    stalls = [spot.name for spot in told.together(found.ids["攤位三"])]
    assert stalls == ["攤位二", "攤位一", "攤位三"]
    assert [s.name for s in told.together(found.ids["無點小吃"])] == ["無點小吃"]
    assert told.together(found.ids["甜甜圈坊"]) == ()


def test_a_villages_venues_meet_the_conditions_and_the_day(found: MapCity) -> None:
    told = spots(found.city, ADMINISTRATOR, asked(found, "agency=文化局"), LONGMEN, today=DAY)
    assert [spot.name for spot in told.spots] == ["舊書店"]
    before = asked(found, day=date(2021, 9, 30))
    assert spots(found.city, ADMINISTRATOR, before, LONGMEN, today=DAY).spots == ()
    assert len(spots(found.city, ADMINISTRATOR, asked(found, day=FIRST_DAY), LONGMEN, today=DAY).spots) == 7


# --- refusals --------------------------------------------------------------------------------------------


def test_the_public_reads_districts_and_of_villages_who_joined(found: MapCity) -> None:
    everything = areas(found.city, ADMINISTRATOR, asked(found), Layer.JOINED, DA_AN)
    public = areas(found.city, PUBLIC, asked(found), Layer.JOINED, DA_AN)
    for area, open_area in zip(everything.rows, public.rows, strict=True):
        assert open_area.tally == Tally.of({Standing.COMPLETED: area.tally.completed})
    assert public.total.completed == everything.total.completed
    assert areas(found.city, PUBLIC, asked(found), Layer.RATE) == areas(
        found.city, ADMINISTRATOR, asked(found), Layer.RATE
    )
    for layer in (Layer.RATE, Layer.OUTSTANDING, Layer.EXCLUDED):
        with pytest.raises(NotAllowed):
            areas(found.city, PUBLIC, asked(found), layer, DA_AN)


def test_the_public_sees_no_venue_but_those_that_joined(found: MapCity) -> None:
    everything = spots(found.city, ADMINISTRATOR, asked(found), LONGMEN, today=DAY)
    public = spots(found.city, PUBLIC, asked(found), LONGMEN, today=DAY)
    # Whose list a venue is on is the city's.
    joined = (replace(s, agency="") for s in everything.spots if s.standing is Standing.COMPLETED)
    assert set(public.spots) == set(joined)
    assert len(public.spots) < len(everything.spots)
    assert public.total == Tally.of({Standing.COMPLETED: len(public.spots)})


def test_an_officer_sees_of_other_agencies_only_who_joined_and_the_figures_of_all(found: MapCity) -> None:
    everything = spots(found.city, ADMINISTRATOR, asked(found), LONGMEN, today=DAY)
    stranger = spots(found.city, OFFICER, asked(found), LONGMEN, today=DAY)
    assert {s.standing for s in stranger.spots} == {Standing.COMPLETED}
    assert stranger.total == everything.total


@pytest.mark.parametrize("code", ["", "63000", "63000999", "6300003", LONGMEN, "板橋區"])
def test_a_district_that_does_not_exist_is_refused_with_an_example(found: MapCity, code: str) -> None:
    with pytest.raises(NoSuchPlace, match="例如 63000030（大安區）"):
        areas(found.city, ADMINISTRATOR, asked(found), Layer.RATE, code)


@pytest.mark.parametrize("code", ["", DA_AN, "63000030999", "龍門里"])
def test_a_village_that_does_not_exist_is_refused(found: MapCity, code: str) -> None:
    with pytest.raises(NoSuchPlace, match=f"查無地點『{code}』"):
        spots(found.city, ADMINISTRATOR, asked(found), code, today=DAY)


def test_an_unknown_scheme_or_layer_is_refused_with_what_there_is(found: MapCity) -> None:
    with pytest.raises(Unknown, match="查無方案『熊壞券』"):
        areas(found.city, ADMINISTRATOR, Question("熊壞券", DAY, 1), Layer.RATE)
    with pytest.raises(
        NotALayer, match="可用的圖層有 rate、outstanding、excluded、change、joined、joined_change"
    ):
        layer_named("heat")
