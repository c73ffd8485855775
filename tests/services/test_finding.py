"""Venues are found by place, condition, voucher and words; nobody is told of one out of sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from geodata.places import districts
from outreach.figures.lookup import STANDINGS
from outreach.rules.vocabulary import Facet, Standing
from outreach.services.city import known_at
from outreach.services.coverage import coverage
from outreach.services.finding import (
    LONGEST_TEXT,
    NO_VILLAGE,
    Finding,
    FoundPage,
    NoSuchVoucher,
    Points,
    found,
    points,
    spots_of,
    voucher_kinds,
)
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.naming import Unknown
from outreach.services.sought import TextTooLong
from outreach.services.spots import URGENCY, spots
from outreach.services.who import NotAllowed, Role, Who
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, COMMERCE, CULTURE, MANAGER, MYCODE, PUBLIC
from tests.support.databases import Databases
from tests.support.finding_city import SECRET_VOUCHER, ZHONGSHAN, describe, finding_city
from tests.support.map_city import DA_AN, LONGMEN, MARKUP, MapCity

DAY = date(2021, 10, 20)
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)

places = st.sampled_from(["", "", DA_AN, ZHONGSHAN, LONGMEN, "63000120"])
conditions = st.sets(st.sampled_from(["kind=shop", "kind=city_venue", "sector=ktv", f"district={DA_AN}"]))
findings = st.builds(
    Finding,
    text=st.sampled_from(["", "", "攤位", "示範路", "甜", "視聽歌唱", "１號", "%", "<script>", "zzz"]),
    voucher=st.sampled_from(["", "", "藝文", "住宿", SECRET_VOUCHER, "無此券"]),
    sector=st.sampled_from(["", "", "ktv", "視聽歌唱業"]),
)


@pytest.fixture
def city(sqlite_databases: Databases) -> MapCity:
    return finding_city(sqlite_databases)[1]


def asked(city: MapCity, *where: str, scheme: str = MYCODE) -> Question:
    return Question(scheme, DAY, known_at(city.city, None), where)


def of(city: MapCity, agency: str, role: Role = Role.OFFICER) -> Who:
    return Who("李承辦", role, None, city.clerk.value(Facet.AGENCY, agency))


def names(page: FoundPage) -> set[str]:
    return {spot.name for spot in page.spots}


def sought_by(city: MapCity, who: Who, question: Question, place: str, finding: Finding) -> Any:
    """Points and the whole list; None where the voucher is none that the asker knows of."""
    try:
        told = points(city.city, who, question, place, finding, today=DAY)
    except NoSuchVoucher:
        with pytest.raises(NoSuchVoucher):
            found(city.city, who, question, place, finding, today=DAY)
        return None
    return told, found(city.city, who, question, place, finding, size=100, today=DAY)


# --- the laws --------------------------------------------------------------------------------------------


@given(places, conditions)
@SHARED
def test_points_and_those_without_sum_to_the_table_for_a_manager(
    city: MapCity, place: str, where: set[str]
) -> None:
    question = asked(city, *sorted(where))
    told, page = sought_by(city, MANAGER, question, place, Finding())
    there = [f"{'village' if len(place) > 8 else 'district'}={place}"] if place else []
    kept = [w for w in question.where if not (there and w.startswith("district=") and len(place) == 8)]
    table = coverage(city.city, MANAGER, MYCODE, DAY, where=[*kept, *there])
    assert len(told.ids) + told.unlocated == page.total == len(page.spots) == table.total.population
    counted = {s: sum(spot.standing is s for spot in page.spots) for s in Standing}
    assert counted[Standing.COMPLETED] == table.total.completed
    assert counted[Standing.OUTSTANDING] == table.total.outstanding
    assert told.unlocated == page.unlocated == sum(not spot.located for spot in page.spots)


@given(places, conditions, findings)
@example("", set(), Finding(voucher=SECRET_VOUCHER))
@example("", set(), Finding(text="無點小吃"))
@SHARED
def test_the_public_is_told_of_those_that_joined_alone_whatever_it_asks(
    city: MapCity, place: str, where: set[str], finding: Finding
) -> None:
    question = asked(city, *sorted(where))
    everything = sought_by(city, ADMINISTRATOR, question, place, finding)
    public = sought_by(city, PUBLIC, question, place, finding)
    joined = (
        () if everything is None else [s for s in everything[1].spots if s.standing is Standing.COMPLETED]
    )
    if public is None:
        # A kind of voucher written of nobody who joined is told like one that does not exist.
        assert not joined
        return
    told, page = public
    # Whose list a venue is on, the public is not told.
    assert list(page.spots) == [replace(s, agency="") for s in sorted(joined, key=lambda spot: spot.id)]
    assert (page.total, page.unlocated) == (len(joined), sum(not spot.located for spot in joined))
    assert told.ids.tolist() == [spot.id for spot in page.spots if spot.located]
    assert told.unlocated == page.unlocated
    assert told.joined_only
    assert page.joined_only


@given(places, conditions, findings)
@SHARED
def test_an_agencys_officer_is_told_of_the_own_venues_and_of_others_that_joined(
    city: MapCity, place: str, where: set[str], finding: Finding
) -> None:
    question = asked(city, *sorted(where))
    everything = sought_by(city, ADMINISTRATOR, question, place, replace(finding, voucher=""))
    told, page = sought_by(city, of(city, CULTURE), question, place, replace(finding, voucher=""))
    seen = [s for s in everything[1].spots if s.standing is Standing.COMPLETED or s.agency == "文化局"]
    assert list(page.spots) == seen
    assert set(told.ids.tolist()) == {spot.id for spot in seen if spot.located}
    assert told.unlocated == page.unlocated == sum(not spot.located for spot in seen)
    assert not page.joined_only


def test_points_are_where_the_list_of_their_village_says_and_stand_as_it_says(city: MapCity) -> None:
    told = points(city.city, ADMINISTRATOR, asked(city), today=DAY)
    there = {i: n for n, i in enumerate(told.ids.tolist())}
    of_village = spots(city.city, ADMINISTRATOR, asked(city), LONGMEN, today=DAY).spots
    for spot in of_village:
        assert spot.located == (spot.id in there)
        if spot.located:
            n = there[spot.id]
            assert (told.lon[n], told.lat[n]) == (spot.lon, spot.lat)
            assert STANDINGS[told.standing[n]] is spot.standing
            assert told.villages[told.village[n]] == LONGMEN
    assert told.village[there[city.ids["里不明"]]] == NO_VILLAGE
    assert told.villages == (LONGMEN,)
    assert sorted(told.ids.tolist()) == told.ids.tolist()


def test_points_at_nought_or_in_another_city_are_not_drawn_and_counted_as_without_one(city: MapCity) -> None:
    told = points(city.city, ADMINISTRATOR, asked(city), today=DAY)
    assert {city.ids["甜甜圈坊"], city.ids["小書房"]}.isdisjoint(told.ids.tolist())
    assert told.unlocated == 4
    assert not spots_of(city.city, PUBLIC, asked(city), [city.ids["甜甜圈坊"]], today=DAY)[0].located
    assert points(city.city, PUBLIC, asked(city), today=DAY).unlocated == 1


# --- what is looked for ----------------------------------------------------------------------------------


#: What is typed, and who is found; None: nothing but blanks looks for nothing.
_TYPED: dict[str, set[str] | None] = {
    "攤位": {"攤位一", "攤位二", "攤位三"},
    "甜圈": {"甜圈坊", "甜甜圈坊"},
    "羅斯福路４段": {"舊書店"},
    "羅斯福路四段１２號": {"舊書店"},
    "台北市大安區羅斯福路": {"舊書店"},
    "視聽歌唱": {"甜圈坊"},
    "視聽 歌唱業": {"甜圈坊"},
    "SCRIPT": {f"標籤{MARKUP}"},
    "%": set(),
    "_": set(),
    "' OR 1=1 --": set(),
    "\x00": None,
    "   ": None,
}


def test_words_find_names_roads_and_sectors_however_they_are_written(city: MapCity) -> None:
    everybody = names(found(city.city, ADMINISTRATOR, asked(city), size=100, today=DAY))
    assert everybody == set(city.ids)
    for text, who_is_found in _TYPED.items():
        page = found(city.city, ADMINISTRATOR, asked(city), "", Finding(text=text), size=100, today=DAY)
        assert names(page) == (everybody if who_is_found is None else who_is_found), text


def test_a_voucher_is_one_of_several_that_a_venue_takes(city: MapCity) -> None:
    art = found(city.city, PUBLIC, asked(city), "", Finding(voucher="藝文"), today=DAY)
    assert names(art) == {"甜圈坊", "攤位一"}
    assert names(found(city.city, PUBLIC, asked(city), "", Finding(voucher="住宿"), today=DAY)) == {"甜圈坊"}


def test_a_voucher_that_only_a_venue_out_of_sight_takes_is_refused_like_one_that_there_is_not(
    city: MapCity,
) -> None:
    secret = Finding(voucher=SECRET_VOUCHER)
    assert names(found(city.city, ADMINISTRATOR, asked(city), "", secret, today=DAY)) == {"攤位二"}
    for who in (PUBLIC, of(city, CULTURE)):
        with pytest.raises(NoSuchVoucher) as refused:
            points(city.city, who, asked(city), "", secret, today=DAY)
        with pytest.raises(NoSuchVoucher) as unknown:
            points(city.city, who, asked(city), "", Finding(voucher="無此券"), today=DAY)
        assert str(refused.value) == str(unknown.value).replace("無此券", SECRET_VOUCHER)
        assert "可用的券別有 住宿、藝文。" in str(unknown.value)


def test_the_kinds_of_voucher_are_the_schemes_own_or_those_of_venues_that_joined(city: MapCity) -> None:
    speak_of_vouchers = voucher_kinds(city.city, BEAR_VOUCHER, DAY)
    assert speak_of_vouchers == tuple(
        city.city.reference().schemes[city.clerk.scheme(BEAR_VOUCHER)].voucher_kinds
    )
    assert voucher_kinds(city.city, MYCODE, DAY) == ("住宿", "藝文")
    assert voucher_kinds(city.city, MYCODE, date(2021, 1, 1)) == ()


def test_more_than_any_name_is_refused_with_its_length(city: MapCity) -> None:
    for ask in (points, found):
        with pytest.raises(TextTooLong, match="81 字"):
            ask(city.city, PUBLIC, asked(city), "", Finding(text="甜" * (LONGEST_TEXT + 1)), today=DAY)
    assert found(city.city, PUBLIC, asked(city), "", Finding(text="甜" * LONGEST_TEXT), today=DAY).total == 0


def test_a_place_or_code_that_there_is_not_is_refused(city: MapCity) -> None:
    for place in ("63000999", "中央里", "<b>"):
        with pytest.raises(NoSuchPlace):
            points(city.city, PUBLIC, asked(city), place, today=DAY)
    for where in ("sector=無此業", "village=63000999999"):
        with pytest.raises(Unknown):
            points(city.city, PUBLIC, asked(city, where), today=DAY)


def test_conditions_that_tell_whose_list_it_is_are_refused_to_the_public_before_they_are_looked_up(
    city: MapCity,
) -> None:
    for condition in ("agency=COM", "agency=CUL", "category=C", "remark=x", "agency"):
        question = asked(city, condition)
        for ask in (points, found):
            with pytest.raises(NotAllowed):
                ask(city.city, PUBLIC, question, today=DAY)
        with pytest.raises(NotAllowed):
            spots_of(city.city, PUBLIC, question, [1], today=DAY)
        with pytest.raises(NotAllowed):
            spots(city.city, PUBLIC, question, LONGMEN, today=DAY)


def test_the_place_looked_at_takes_the_place_of_a_districts_filter(city: MapCity) -> None:
    there = found(city.city, ADMINISTRATOR, asked(city, f"district={DA_AN}"), ZHONGSHAN, today=DAY)
    assert names(there) == {"甜甜圈坊"}


# --- the list and the panel ------------------------------------------------------------------------------


def test_pages_of_the_list_hold_every_venue_once_whoever_must_act_first(city: MapCity) -> None:
    whole = found(city.city, ADMINISTRATOR, asked(city), size=100, today=DAY)
    assert whole.pages == 1
    order = [(URGENCY[spot.standing], spot.id) for spot in whole.spots]
    assert order == sorted(order)
    pages = [found(city.city, ADMINISTRATOR, asked(city), page=n, size=4, today=DAY) for n in (1, 2, 3)]
    assert [spot for page in pages for spot in page.spots] == list(whole.spots)
    assert {(page.total, page.pages) for page in pages} == {(11, 3)}
    assert found(city.city, ADMINISTRATOR, asked(city), page=99, size=4, today=DAY) == pages[-1]
    assert found(city.city, ADMINISTRATOR, asked(city), page=-1, size=4, today=DAY) == pages[0]


def test_where_nobody_is_found_there_is_one_page_without_anybody(city: MapCity) -> None:
    assert found(city.city, PUBLIC, asked(city), "63000120", today=DAY) == FoundPage(
        (), 0, 0, 1, 1, joined_only=True
    )
    nobody: Points = points(city.city, PUBLIC, asked(city), "63000120", today=DAY)
    assert (len(nobody.ids), nobody.villages) == (0, ())
    assert nobody.together(1) == ()


def test_clicked_venues_are_told_wherever_they_are_but_not_those_out_of_sight(city: MapCity) -> None:
    ids = [*city.ids.values(), 0, -1, 10_000]
    told = {
        who.role: spots_of(city.city, who, asked(city), ids, today=DAY) for who in (PUBLIC, ADMINISTRATOR)
    }
    assert {spot.name for spot in told[Role.ADMINISTRATOR]} == set(city.ids)
    assert {spot.standing for spot in told[Role.PUBLIC]} == {Standing.COMPLETED}
    assert {"甜圈坊", "甜甜圈坊"} <= {spot.name for spot in told[Role.PUBLIC]}
    hidden = [city.ids["攤位二"]]
    assert spots_of(city.city, of(city, CULTURE), asked(city), hidden, today=DAY) == ()
    assert [
        spot.name for spot in spots_of(city.city, of(city, COMMERCE), asked(city), hidden, today=DAY)
    ] == ["攤位二"]


def test_venues_at_one_place_are_found_together(city: MapCity) -> None:
    stalls = tuple(city.ids[name] for name in ("攤位一", "攤位二", "攤位三"))
    assert points(city.city, ADMINISTRATOR, asked(city), today=DAY).together(stalls[0]) == stalls
    assert points(city.city, PUBLIC, asked(city), today=DAY).together(stalls[0]) == (stalls[0], stalls[2])
    assert points(city.city, PUBLIC, asked(city), today=DAY).together(stalls[1]) == ()


def test_what_was_known_earlier_is_asked_of_earlier_facts(city: MapCity) -> None:
    before = asked(city)
    venue = city.clerk.list_venue("新開張", place="大安區龍門里")
    describe(city.clerk, venue, lon=121.5362, lat=25.0242)
    assert venue in points(city.city, ADMINISTRATOR, asked(city), today=DAY).ids
    assert venue not in points(city.city, ADMINISTRATOR, before, today=DAY).ids


def test_every_district_asked_by_itself_gives_every_venue_that_names_one(city: MapCity) -> None:
    everything = found(city.city, ADMINISTRATOR, asked(city), size=100, today=DAY).spots
    parts = [
        found(city.city, ADMINISTRATOR, asked(city), d.code, size=100, today=DAY).spots for d in districts()
    ]
    assert {s.name for part in parts for s in part} == {s.name for s in everything} - {"何處小館"}
    assert sum(map(len, parts)) == len(everything) - 1
