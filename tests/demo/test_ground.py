"""Venues stand where they say, and are nobody's."""

import re
import tarfile
from collections import Counter

import numpy as np
from python_calamine import CalamineWorkbook

from geodata.address import place_of_address
from geodata.locate import places_of
from geodata.places import district_by_code, districts, village_by_code, villages
from outreach.demo.model import DemoCity
from outreach.demo.words import BEYOND_BIG5, WORDS
from outreach.rules.taxid import is_tax_id
from outreach.rules.vocabulary import Facet
from tests.demo.facts import LAST_DAY, SUBORDINATES
from tests.demo.replay import Replay
from tests.support.shared import shared_data


def place(now: Replay, number: int) -> str:
    return now.value(number, Facet.PLACE, LAST_DAY, "")


def test_every_point_stands_in_the_village_that_the_facts_name(city: DemoCity, now: Replay) -> None:
    there = [venue for venue in city.venues if venue.lon is not None and venue.lat is not None]
    found = places_of(np.array([v.lon for v in there]), np.array([v.lat for v in there]))
    assert list(found) == [place(now, venue.number) for venue in there]
    assert 0.9 * len(city.venues) < len(there) < len(city.venues)


def test_a_venue_has_both_coordinates_or_neither(city: DemoCity) -> None:
    assert all((venue.lon is None) == (venue.lat is None) for venue in city.venues)


def test_every_district_has_venues_and_the_liveliest_has_many_more_than_the_quietest(
    city: DemoCity, now: Replay
) -> None:
    counts = Counter(place(now, venue.number)[:8] for venue in city.venues if place(now, venue.number))
    assert set(counts) == {district.code for district in districts()}
    assert max(counts.values()) > 2 * min(counts.values())
    visited = {place(now, venue.number) for venue in city.venues}
    assert len(visited & {village.code for village in villages()}) > 400


def test_some_venues_have_only_a_district_and_a_few_no_place_at_all(city: DemoCity, now: Replay) -> None:
    only_district = [v for v in city.venues if district_by_code(place(now, v.number))]
    no_point = [v for v in city.venues if v.lon is None and village_by_code(place(now, v.number))]
    nowhere = [v for v in city.venues if not place(now, v.number)]
    assert len(only_district) > 50
    assert all(venue.lon is None for venue in only_district)
    assert len(no_point) >= 5
    assert 1 <= len(nowhere) <= 40


def test_whatever_place_an_address_names_is_the_venues_own(city: DemoCity, now: Replay) -> None:
    for venue in city.venues:
        named, stated = place_of_address(venue.address), place(now, venue.number)
        if named.village_code:
            assert named.village_code == stated, venue
        if named.district_code:
            assert stated.startswith(named.district_code), venue
        assert not named.doubts, (venue, named.doubts)


def test_a_district_offices_venues_stand_in_its_district(city: DemoCity, now: Replay) -> None:
    offices = {a.code: a.short_name for a in city.agencies if a.short_name in SUBORDINATES["民政局"]}
    of_district = {district.code: f"{district.name}公所" for district in districts()}
    checked = 0
    for venue in city.venues:
        office = offices.get(now.value(venue.number, Facet.AGENCY, LAST_DAY, ""))
        if office:
            assert of_district[place(now, venue.number)[:8]] == office
            checked += 1
    assert checked >= 12 * 10


def test_both_villages_called_zhongyang_have_namesakes(city: DemoCity, now: Replay) -> None:
    same = {village.code for village in villages() if village.name == "中央里"}
    names: dict[str, set[str]] = {}
    for venue in city.venues:
        names.setdefault(venue.name, set()).add(place(now, venue.number))
    pairs = {name for name, places in names.items() if places == same}
    assert len(pairs) >= 2
    assert {"穗晴示範烘焙一店", "穗晴示範烘焙二店"} <= names.keys()


def test_a_shop_filed_in_the_wrong_one_of_the_two_was_put_right(city: DemoCity) -> None:
    same = {village.code for village in villages() if village.name == "中央里"}
    stated: dict[int, list[str]] = {}
    for change in city.changes:
        for said in change.statements:
            if said.facet is Facet.PLACE:
                stated.setdefault(said.venue, []).append(said.value)
    corrected = [values for values in stated.values() if len(values) > 1]
    assert corrected
    assert all(set(values) == same for values in corrected)


def test_no_two_venues_share_both_name_and_address(city: DemoCity) -> None:
    assert len({(venue.name, venue.address) for venue in city.venues}) == len(city.venues)


def test_tax_ids_are_valid_and_known_for_only_some_and_chains_share_theirs(city: DemoCity) -> None:
    held = Counter(venue.tax_id for venue in city.venues if venue.tax_id)
    assert all(is_tax_id(number) and number.startswith("0000") for number in held)
    assert 0.1 * len(city.venues) < sum(held.values()) < 0.5 * len(city.venues)
    shared = [number for number, count in held.items() if count > 1]
    assert len(shared) >= 10
    for number in shared:
        brands = {venue.name[:5] for venue in city.venues if venue.tax_id == number}
        assert len(brands) == 1


def test_telephone_numbers_are_ones_that_nobody_in_taipei_can_have(city: DemoCity) -> None:
    assert all(re.fullmatch(r"\(02\)0000-\d{4}", venue.phone) for venue in city.venues)
    assert len({venue.phone for venue in city.venues}) == len(city.venues)


def test_some_names_cannot_be_written_in_big5_and_only_by_the_characters_meant(city: DemoCity) -> None:
    lost: set[str] = set()
    hit = 0
    for venue in city.venues:
        beyond = {char for char in venue.name if not _fits_big5(char)}
        hit += bool(beyond)
        lost |= beyond
    assert lost == set(BEYOND_BIG5)
    assert 10 <= hit <= 200


def _fits_big5(char: str) -> bool:
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def test_voucher_kinds_are_those_of_the_drive(city: DemoCity) -> None:
    kinds = Counter(kind for venue in city.venues for kind in venue.voucher_kinds)
    assert set(kinds) == {"住宿", "饗購", "藝文", "運動", "市集"}


def test_no_invented_word_is_a_village_or_a_road_of_the_city() -> None:
    invented = set(WORDS)
    assert not invented & {village.name[:-1] for village in villages()}
    with tarfile.open(shared_data("doorplates.tar.xz")) as plates:
        roads = {re.sub(r".*-|\.csv$", "", name) for name in plates.getnames() if name.endswith(".csv")}
    assert len(roads) > 600
    assert not {road for road in roads if road[:-1] in invented}


def test_no_shop_bears_the_name_of_one_on_the_real_lists(city: DemoCity) -> None:
    real: set[str] = set()
    for name in ("restaurants_banner_rows.xlsx", "datong_district.ods"):
        sheet = CalamineWorkbook.from_path(shared_data(name)).get_sheet_by_index(0)
        real |= {str(cell).strip() for row in sheet.to_python() for cell in row}
    for name, encoding in (("bakeries_big5.csv", "cp950"), ("food_courts_utf8bom.csv", "utf-8-sig")):
        text = shared_data(name).read_text(encoding=encoding)
        real |= {cell.strip() for cell in re.split(r"[,\r\n\"]", text)}
    assert len(real) > 9_000
    assert not real & {venue.name for venue in city.venues}
