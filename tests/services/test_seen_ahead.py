"""What is planned for days to come is told on the map to nobody but who has the venue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.gis_files import Crs
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet, Operating, Participation, Standing
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.finding import Finding, NoSuchVoucher, found, points, spots_of, voucher_kinds
from outreach.services.map_export import GisForm, Ground, map_file
from outreach.services.map_layers import Layer
from outreach.services.mapping import Question
from outreach.services.spots import Spot, spots
from outreach.services.who import Role, Who
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, FIRST_DAY, MANAGER, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.finding_city import SECRET_VOUCHER, ZHONGSHAN, finding_city
from tests.support.map_city import DA_AN, LONGMEN, MapCity

TODAY = date(2021, 10, 20)
LATER = TODAY + timedelta(days=30)

days = st.dates(FIRST_DAY - timedelta(days=5), TODAY + timedelta(days=90))
facets = st.sampled_from(
    [
        *((Facet.PARTICIPATION, stage) for stage in (Participation.JOINED, Participation.DECLINED)),
        *((Facet.OPERATING, state) for state in (Operating.OPEN, Operating.CLOSED, Operating.SUSPENDED)),
        *((Facet.PLACE, place) for place in ("中山區中央里", "大安區龍門里")),
        *((Facet.LISTING, listing) for listing in ("listed", "delisted")),
        (Facet.AGENCY, CULTURE),
        (Facet.AGENCY, COMMERCE),
        (Facet.SECTOR, "ktv"),
    ]
)


@pytest.fixture
def city(sqlite_databases: Databases) -> MapCity:
    return finding_city(sqlite_databases)[1]


def _of(city: MapCity, agency: str) -> Who:
    return Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, agency))


def _asked(city: MapCity, day: date) -> Question:
    return Question(MYCODE, day, known_at(city.city, None))


def _told(city: MapCity, who: Who, day: date, *, today: date = TODAY) -> dict[int, Spot]:
    """Everything told by the list, which points, panel and counts must agree with."""
    question = _asked(city, day)
    page = found(city.city, who, question, today=today, size=100)
    told = {spot.id: spot for spot in page.spots}
    assert page.total == len(told)
    assert page.unlocated == sum(not spot.located for spot in page.spots)
    at = points(city.city, who, question, today=today)
    stand = {i: STANDINGS[s] for i, s in zip(at.ids.tolist(), at.standing.tolist(), strict=True)}
    assert stand == {i: spot.standing for i, spot in told.items() if spot.located}
    assert at.unlocated == page.unlocated
    panel = spots_of(city.city, who, question, city.ids.values(), today=today)
    assert {spot.id: spot for spot in panel} == told
    there = found(city.city, who, question, LONGMEN, today=today, size=100).spots
    assert set(spots(city.city, who, question, LONGMEN, today=today).spots) == set(there)
    return told


# --- what is planned -------------------------------------------------------------------------------------


@pytest.fixture
def planned(city: MapCity) -> MapCity:
    """In a month 攤位二 (密件券) will have joined, 甜圈坊 will be closed, and 攤位一 will stand in 中山區."""
    clerk, ids = city.clerk, city.ids
    clerk.say(ids["攤位二"], Facet.PARTICIPATION, Participation.JOINED, LATER)
    clerk.say(ids["甜圈坊"], Facet.OPERATING, Operating.CLOSED, LATER)
    clerk.say(ids["攤位一"], Facet.PLACE, "中山區中央里", LATER)
    return city


def test_an_officer_who_asks_for_a_day_to_come_reads_of_others_what_holds_today(planned: MapCity) -> None:
    other, own = _of(planned, CULTURE), _of(planned, COMMERCE)
    told = _told(planned, other, LATER)
    assert planned.ids["攤位二"] not in told
    assert told[planned.ids["甜圈坊"]].standing is Standing.COMPLETED
    assert told == _told(planned, other, TODAY)
    mine = _told(planned, own, LATER)
    assert mine[planned.ids["攤位二"]].standing is Standing.COMPLETED
    assert not mine[planned.ids["甜圈坊"]].standing.eligible
    # When the day has come everybody reads it.
    then = _told(planned, other, LATER, today=LATER)
    assert planned.ids["攤位二"] in then
    assert planned.ids["甜圈坊"] not in then


def test_where_others_will_have_moved_is_not_told_by_what_a_place_or_a_file_holds(planned: MapCity) -> None:
    question, other, moves = _asked(planned, LATER), _of(planned, CULTURE), planned.ids["攤位一"]

    def held(place: str, today: date) -> bool:
        by_list = {s.id for s in found(planned.city, other, question, place, today=today, size=100).spots}
        by_points = set(points(planned.city, other, question, place, today=today).ids.tolist())
        ground, form = Ground(place), GisForm.GEOJSON
        file = map_file(
            planned.city, other, question, Layer.RATE, ground, form, Crs.WGS84, Finding(), today=today
        )
        by_file = "攤位一" in file.decode()
        assert (moves in by_list) == (moves in by_points) == by_file
        return by_file

    assert (held(DA_AN, TODAY), held(ZHONGSHAN, TODAY)) == (True, False)
    assert (held(DA_AN, LATER), held(ZHONGSHAN, LATER)) == (False, True)


def test_a_kind_of_voucher_that_only_a_planned_joiner_takes_is_not_known_yet(planned: MapCity) -> None:
    question, secret = _asked(planned, LATER), Finding(voucher=SECRET_VOUCHER)
    assert SECRET_VOUCHER not in voucher_kinds(planned.city, MYCODE, TODAY)
    assert SECRET_VOUCHER in voucher_kinds(planned.city, MYCODE, LATER)
    for who in (PUBLIC, _of(planned, CULTURE)):
        with pytest.raises(NoSuchVoucher):
            points(planned.city, who, question, "", secret, today=TODAY)
        assert found(planned.city, who, question, "", secret, today=LATER).total == 1
    assert found(planned.city, _of(planned, COMMERCE), question, "", secret, today=TODAY).total == 1


def test_a_venue_recorded_while_somebody_asks_is_told_by_neither_half_of_the_answer(city: MapCity) -> None:
    figures, scheme, seq = city.city.figures, city.clerk.scheme(MYCODE), known_at(city.city, None)
    then = figures.positions(scheme, LATER, seq)
    new = city.clerk.list_venue("新開張", stage=Participation.JOINED)
    now = figures.positions(scheme, TODAY, seq)
    assert len(then.codes) == new < len(now.codes)
    for one, other in ((then, now), (now, then)):
        told = one.with_others(one.open_joined, other)
        assert told.selected(()).nonzero()[0].tolist() == sorted(city.ids.values())
        assert {len(told.dimension(each)) for each in Dimension} == {len(told.open_joined)} == {new}


# --- the law ---------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 10), facets, days), max_size=6), days)
@example([(4, (Facet.PARTICIPATION, Participation.JOINED), LATER)], LATER)
@example([(0, (Facet.AGENCY, CULTURE), LATER), (2, (Facet.AGENCY, COMMERCE), LATER)], LATER)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=25,
    deadline=None,
)
def test_of_others_nobody_reads_what_is_not_so_today_or_was_not_so_on_the_day_asked(
    sqlite_databases: Databases, said: list[tuple[int, Any, date]], day: date
) -> None:
    city = finding_city(sqlite_databases)[1]
    ids = list(city.ids.values())
    for at, (facet, word), on in said:
        city.clerk.say(ids[at], facet, word, on)
    held = min(day, TODAY)
    everything = {d: _told(city, MANAGER, d) for d in {day, held}}
    scheme = city.clerk.scheme(MYCODE)
    agencies = city.city.figures.positions(scheme, day).dimension(Dimension.AGENCY)
    for who in (PUBLIC, _of(city, CULTURE), _of(city, COMMERCE)):
        own = {i for i in ids if who.agency is not None and agencies[i] == who.agency}
        joined = {i: s for i, s in everything[held].items() if s.standing is Standing.COMPLETED}
        wanted = {i: s for i, s in joined.items() if i not in own}
        wanted |= {i: s for i, s in everything[day].items() if i in own}
        if who is PUBLIC:  # to whom nobody tells whose list a venue is on
            wanted = {i: replace(s, agency="") for i, s in wanted.items()}
        assert _told(city, who, day) == wanted
    counted = coverage(city.city, ADMINISTRATOR, MYCODE, day).total
    assert len(everything[day]) == counted.population
