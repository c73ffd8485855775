"""Finding a district or a village by the name somebody wrote."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.places import (
    district_by_code,
    district_named,
    districts,
    fold,
    village_by_code,
    village_named,
    villages,
    villages_named,
)


def _district(name: str) -> str:
    found = district_named(name)
    assert found is not None
    return found.code


def test_only_two_village_names_stand_in_two_districts() -> None:
    shared = {name for name, count in Counter(village.name for village in villages()).items() if count > 1}
    assert shared == {"中央里", "新安里"}


def test_every_village_belongs_to_a_district_that_exists() -> None:
    codes = {district.code for district in districts()}
    assert {village.district_code for village in villages()} == codes


def test_folding_variants_makes_no_two_places_of_a_district_alike() -> None:
    folded = Counter((village.district_code, fold(village.name)) for village in villages())
    assert max(folded.values()) == 1
    assert len({fold(village.name) for village in villages()}) == 454


@pytest.mark.parametrize(
    "written", ["大安區", "大安", "大安区域"[:2], " 大 安 區 ", "63000030", "Da'an District", "DAAN", "Da’an"]
)
def test_a_district_is_found_by_code_name_short_name_and_english(written: str) -> None:
    found = district_named(written)
    assert found is not None
    assert found.name == "大安區"


@pytest.mark.parametrize(
    "written", ["", "大", "安區", "板橋區", "信義路", "6300003", "大安區龍門里", "District"]
)
def test_what_is_no_district_is_none(written: str) -> None:
    assert district_named(written) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("富臺里", "富台里"),
        ("富台里", "富台里"),
        ("富台", "富台里"),
        ("羣賢里", "群賢里"),
        ("糖部里", "糖廍里"),
        ("三犂里", "三犁里"),
        ("舊庄里", "舊莊里"),
        ("內湖里", "內湖里"),
        ("内湖里", "內湖里"),
        ("\uf9c4門里", "龍門里"),  # a compatibility ideograph, as some old files have it
        ("Longmen Village", "龍門里"),
    ],
)
def test_a_village_is_found_in_whatever_variant_it_is_written_and_shown_as_the_ministry_writes_it(
    written: str, name: str
) -> None:
    found = village_named(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("name", ["中央里", "新安里"])
def test_a_name_that_two_districts_share_needs_its_district(name: str) -> None:
    assert village_named(name) is None
    both = villages_named(name)
    assert len(both) == 2
    for village in both:
        assert village_named(name, village.district_code) == village


def test_a_village_of_another_district_is_not_found_in_this_one() -> None:
    assert village_named("康樂里", _district("中山區")) is not None
    assert village_named("康樂里", _district("大安區")) is None


def test_english_names_of_villages_that_coincide_name_none_alone() -> None:
    alike = Counter(village.name_en for village in villages())
    name_en = next(name for name, count in alike.items() if count > 1)
    assert village_named(name_en) is None
    assert len(villages_named(name_en)) == alike[name_en]


def test_each_place_answers_to_its_own_code_and_name() -> None:
    for district in districts():
        assert district_named(district.name) == district_by_code(district.code) == district
        assert district_named(district.name_en) == district
    for village in villages():
        assert village_named(village.name, village.district_code) == village
        assert village_named(village.code) == village_by_code(village.code) == village


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_any_text_names_at_most_one_place(text: str) -> None:
    found = village_named(text)
    assert found is None or found in villages_named(text)
    assert district_named(text) in (None, *districts())
