"""Whom the map names to whom where a scheme's settings leave closed venues in its denominator."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Facet, Standing
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.error_reports import is_public
from outreach.services.finding import found, points, spots_of, voucher_kinds
from outreach.services.map_layers import Layer
from outreach.services.map_weeks import weeks
from outreach.services.mapping import Question, areas
from outreach.services.open_venues import joined_venues
from outreach.services.orders import state_order
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.spots import spots
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.finding_city import describe
from tests.support.map_city import DA_AN, LONGMEN, MapCity, map_city

DAY = date(2021, 10, 20)


@pytest.fixture
def city(sqlite_databases: Databases) -> MapCity:
    """Closed, suspended and not yet reopened venues are counted; 舊書店 of 文化局 joined and is closed."""
    found_city = map_city(sqlite_databases)[1]
    clerk = found_city.clerk
    with writing(clerk.city.engine) as connection:
        change = open_change(
            connection, kind="scheme", actor=ADMINISTRATOR.name, summary="方案設定", now=clerk.tick()
        )
        kept = SchemeSettings(exclusions=frozenset({Exclusion.OFFICE_ONLY}))
        change.scheme(clerk.scheme(MYCODE), kept.as_stored(), FROM_THE_BEGINNING)
    describe(clerk, found_city.ids["舊書店"], voucher_kinds="歇業券")
    return found_city


def _asked(city: MapCity) -> Question:
    return Question(MYCODE, DAY, known_at(city.city, None))


def test_who_joined_and_is_closed_is_shown_to_nobody_else_though_a_scheme_counts_it(city: MapCity) -> None:
    closed, question = city.ids["舊書店"], _asked(city)
    owner = Who("林承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, CULTURE))
    assert [s.standing for s in spots_of(city.city, owner, question, [closed], today=DAY)] == [
        Standing.COMPLETED
    ]
    assert closed in points(city.city, ADMINISTRATOR, question, today=DAY).ids
    other = Who("李承辦", Role.OFFICER, None, city.clerk.value(Facet.AGENCY, COMMERCE))
    for who in (PUBLIC, other):
        assert closed not in points(city.city, who, question, today=DAY).ids
        assert closed not in {spot.id for spot in found(city.city, who, question, size=100, today=DAY).spots}
        assert closed not in {spot.id for spot in spots(city.city, who, question, LONGMEN, today=DAY).spots}
        assert spots_of(city.city, who, question, [closed], today=DAY) == ()
    published = joined_venues(city.city, PUBLIC, DAY, today=DAY, scheme=MYCODE)
    assert {venue.id for venue in published.venues} == {
        spot.id for spot in found(city.city, PUBLIC, question, size=100, today=DAY).spots
    }
    assert published.total == len(published.venues)
    assert not is_public(city.city, closed, DAY)
    assert voucher_kinds(city.city, MYCODE, DAY) == ()


def test_the_public_counts_in_a_village_whom_it_is_shown_while_figures_keep_the_schemes_rule(
    city: MapCity,
) -> None:
    question = _asked(city)
    shown = len(spots(city.city, PUBLIC, question, LONGMEN, today=DAY).spots)
    told = areas(city.city, PUBLIC, question, Layer.JOINED, DA_AN)
    assert {row.place.code: row.tally.completed for row in told.rows}[LONGMEN] == shown
    played = weeks(city.city, PUBLIC, question, Layer.JOINED, DA_AN)
    assert {row.place.code: row.tallies[-1].completed for row in played.rows}[LONGMEN] == shown
    assert (told.total.completed, played.totals[-1].completed) == (shown + 1, shown + 1)  # and 里不明
    counted = coverage(city.city, ADMINISTRATOR, MYCODE, DAY, where=(f"village={LONGMEN}",)).total
    assert counted.completed == shown + 1  # 舊書店


def test_a_trade_held_shut_by_an_order_is_not_shown_as_open_either(city: MapCity) -> None:
    sweets = city.ids["甜圈坊"]
    city.clerk.say(sweets, Facet.SECTOR, "ktv")
    assert is_public(city.city, sweets, DAY)
    state_order(
        city.city,
        ADMINISTRATOR,
        "ktv",
        date(2021, 10, 10),
        document="府產業商字第1100000001號公告",
        now=city.clerk.tick(),
    )
    assert not is_public(city.city, sweets, DAY)
    assert sweets not in points(city.city, PUBLIC, _asked(city), today=DAY).ids
    assert is_public(city.city, sweets, date(2021, 10, 9))
