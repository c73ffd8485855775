"""What venues refer to, the numbers behind words, and the database's own settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from outreach.rules.vocabulary import Facet, Kind, Listing, Operating, Participation, Premises
from outreach.store.codes import FACET_NUMBERS, FACETS, WORDS, number_of, word_of
from outreach.store.engine import Connection, reading, writing
from outreach.store.reference import (
    put_agency,
    put_category,
    put_order,
    put_places,
    put_scheme,
    put_sector,
    read_reference,
    reference_stamp,
)
from outreach.store.settings import DEMONSTRATION, read_setting, write_setting
from tests.support.builders import FIRST_DAY, Clerk


def test_taipei_has_12_districts_and_456_villages_of_which_two_pairs_share_a_name(clerk: Clerk) -> None:
    places = clerk.reference.places.values()
    assert sum(p.district_id is None for p in places) == 12
    villages = [p for p in places if p.district_id is not None]
    assert len(villages) == 456
    assert clerk.place("中山區", "中央里").id != clerk.place("北投區", "中央里").id


def test_an_agency_is_added_once_and_brought_up_to_date_by_its_code(clerk: Clerk) -> None:
    with writing(clerk.city.engine) as connection:
        added = put_agency(connection, "MKT", "臺北市市場處", "市場處", ["市場管理處"])
        same = put_agency(connection, "MKT", "臺北市市場處", "市場處")
        renamed = put_agency(connection, "MKT", "臺北市市場處", "市處")
        agency = read_reference(connection).agencies[added[0]]
    assert (added[1], same, renamed) == (True, (added[0], False), (added[0], True))
    assert (agency.short_name, agency.also) == ("市處", ("市處", "市場管理處"))


def test_a_sector_scheme_category_or_order_is_one_however_often_it_is_put(clerk: Clerk) -> None:
    with writing(clerk.city.engine) as connection:
        sector = [put_sector(connection, "bakery", name) for name in ("烘焙業", "麵包業")]
        scheme = [put_scheme(connection, "walk", name) for name in ("健走", "健走")]
        category = [put_category(connection, scheme[0][0], "A", "A 類") for _ in range(2)]
        order = [put_order(connection, sector[0], FIRST_DAY) for _ in range(2)]
        reference = read_reference(connection)
    assert (len(set(sector)), len(set(category)), len(set(order))) == (1, 1, 1)
    assert [s[1] for s in scheme] == [True, False]
    assert reference.sectors[sector[0]].name == "麵包業"
    assert reference.categories[category[0]].scheme_id == scheme[0][0]


def test_only_places_that_are_missing_are_added(clerk: Clerk) -> None:
    district = clerk.place("北投區")
    with writing(clerk.city.engine) as connection:
        put_places(connection, [(district.code, "改名區", "", None), ("X", "新里", "Xinli", district.code)])
        after = read_reference(connection).places
    assert after[district.id].name == "北投區"
    assert [p.district_id for p in after.values() if p.name == "新里"] == [district.id]
    assert len(after) == 469


@pytest.mark.parametrize(
    "change",
    [
        lambda c: put_places(c, [("X", "新區", "", None)]),
        lambda c: put_agency(c, "COM", "臺北市商業處", "商業處", ["商業管理處"]),
        lambda c: put_sector(c, "ktv", "視聽歌唱業", special=False),
        lambda c: put_category(c, 1, "D", "D 類"),
        lambda c: put_scheme(c, "walk", "健走"),
    ],
)
def test_whoever_kept_the_names_notices_each_change_of_them(
    clerk: Clerk, change: Callable[[Connection], object]
) -> None:
    kept = clerk.city.reference()
    with writing(clerk.city.engine) as connection:
        before = reference_stamp(connection)
        assert reference_stamp(connection) == before
        change(connection)
        assert reference_stamp(connection) != before
    with reading(clerk.city.engine) as connection:
        assert clerk.city.reference() == read_reference(connection) != kept


def test_a_setting_is_none_until_it_is_written_and_then_the_last_one(clerk: Clerk) -> None:
    with writing(clerk.city.engine) as connection:
        assert read_setting(connection, DEMONSTRATION) is None
        write_setting(connection, DEMONSTRATION, "1")
        write_setting(connection, DEMONSTRATION, "2")
        assert read_setting(connection, DEMONSTRATION) == "2"


# ---- numbers that are stored: none may ever be given to another word


def test_each_facet_keeps_its_number() -> None:
    assert {f.value: n for f, n in FACET_NUMBERS.items()} == {
        "listing": 0,
        "category": 1,
        "participation": 2,
        "agency": 3,
        "sector": 4,
        "kind": 5,
        "place": 6,
        "premises": 7,
        "operating": 8,
        "approval": 9,
    }
    assert FACETS.keys() == set(range(len(Facet)))


def test_each_word_keeps_its_number() -> None:
    assert {f.value: [w.value for w in words] for f, words in WORDS.items()} == {
        "listing": ["delisted", "listed"],
        "participation": ["not_contacted", "contacted", "agreed", "joined", "declined", "withdrawn"],
        "kind": ["shop", "city_venue"],
        "premises": ["public", "office_only"],
        "operating": ["open", "suspended", "closed", "not_reopened"],
    }


def test_every_word_of_the_domain_has_a_number() -> None:
    for facet, words in {
        Facet.LISTING: Listing,
        Facet.PARTICIPATION: Participation,
        Facet.KIND: Kind,
        Facet.PREMISES: Premises,
        Facet.OPERATING: Operating,
    }.items():
        assert {word_of(facet, number_of(facet, w)) for w in words} == set(words)


def test_what_a_venue_is_assumed_to_be_is_zero() -> None:
    assumed = (Kind.SHOP, Premises.PUBLIC, Operating.OPEN, Participation.NOT_CONTACTED, Listing.DELISTED)
    facets = (Facet.KIND, Facet.PREMISES, Facet.OPERATING, Facet.PARTICIPATION, Facet.LISTING)
    assert [number_of(f, w) for f, w in zip(facets, assumed, strict=True)] == [0] * 5


def test_a_word_that_a_facet_does_not_know_has_no_number() -> None:
    with pytest.raises(ValueError, match="operating has no value 'joined'"):
        number_of(Facet.OPERATING, "joined")
