"""The district and village that an address names, and nothing it does not name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from geodata.address import AddressPlace, place_of_address
from geodata.places import (
    Village,
    district_by_code,
    district_named,
    village_by_code,
    village_named,
    villages,
)
from tests.support.shared import shared_data

any_village = st.sampled_from(villages())


def _named(place: AddressPlace) -> tuple[str | None, str | None]:
    district = district_by_code(place.district_code or "")
    village = village_by_code(place.village_code or "")
    return district.name if district else None, village.name if village else None


def _read(text: str) -> tuple[str | None, str | None]:
    return _named(place_of_address(text))


@pytest.mark.parametrize(
    ("text", "district", "village"),
    [
        ("臺北市大安區龍門里新生南路三段1號", "大安區", "龍門里"),
        ("台北市大安區龍門里新生南路三段1號", "大安區", "龍門里"),
        ("臺北巿大安區龍門里新生南路三段1號", "大安區", "龍門里"),
        ("臺北大安區龍門里", "大安區", "龍門里"),
        ("10660 臺北市 大安區 龍門里 新生南路三段1號", "大安區", "龍門里"),
        ("106臺北市大安區新生南路三段1號", "大安區", None),
        ("臺灣省臺北市大安區龍門里", "大安區", "龍門里"),
        ("中山區康樂里０２１鄰林森北路１號", "中山區", "康樂里"),
        ("大安區龍門里十二鄰新生南路", "大安區", "龍門里"),
        ("信義區富臺里松山路3號", "信義區", "富台里"),
        ("大安區羣賢里和平東路2段1號", "大安區", "群賢里"),
        ("中山區中央里四平街5號", "中山區", "中央里"),
        ("北投區中央里大業路5號", "北投區", "中央里"),
        ("康樂里林森北路1號", "中山區", "康樂里"),
        ("臺北市康樂里林森北路1號", "中山區", "康樂里"),
        ("臺北市林森北路1號(康樂里)", "中山區", "康樂里"),
        ("林森北路1號，康樂里3鄰", "中山區", "康樂里"),
        ("大同區雙連里區民生西路125號", "大同區", "雙連里"),
        ("臺北市中山區中山里臺北市中山區中山里民生東路1段52號", "中山區", "中山里"),
        ("林森北路1號、臺北市大安區龍門里新生南路2號", "大安區", "龍門里"),
        ("臺北市", None, None),
        ("", None, None),
        ("\x00\u200b", None, None),
        ("𠮷野家", None, None),
    ],
)
def test_an_address_names_its_district_and_village(
    text: str, district: str | None, village: str | None
) -> None:
    place = place_of_address(text)
    assert _named(place) == (district, village)
    assert place.doubts == ()


@pytest.mark.parametrize(
    "text",
    [
        "信義路五段7號",
        "臺北市忠孝東路四段1號",
        "臺北市南港園區街3號",
        "臺北市萬里街3號",
        "三里河路5號",
        "康樂里街2號",
        "中山北路二段5號",
        "大同街1號",
    ],
)
def test_a_road_is_neither_a_district_nor_a_village(text: str) -> None:
    assert place_of_address(text) == AddressPlace()


@pytest.mark.parametrize(
    "text",
    [
        "臺北市士林區平菁街４３巷１．３公里處左側",
        "士林區三里河路5號",
        "士林區萬里街5號",
        "士林區福德路1號(美食區)",
        "士林區康樂里街2號",
        "士林區大南路1號地下街輕食區８號",
    ],
)
def test_what_follows_a_district_is_not_taken_for_its_village(text: str) -> None:
    place = place_of_address(text)
    assert _named(place) == ("士林區", None)
    assert place.doubts == ()


@pytest.mark.parametrize(
    ("text", "district", "village", "doubt"),
    [
        ("中央里5鄰", None, None, "中山區、北投區都有中央里"),
        ("大安區康樂里林森北路1號", "大安區", None, "康樂里不在大安區，在中山區"),
        ("大安區山海里5號", "大安區", None, "大安區沒有「山海里」"),
        ("臺北市板橋區文化路1號", None, None, "「板橋區」不是臺北市的行政區"),
        ("大同區中山區康樂里林森北路1號", "中山區", "康樂里", "地址寫了大同區、中山區，取中山區"),
        ("中山區大同區長安西路1號", "中山區", None, "地址寫了中山區、大同區，取中山區"),
        ("中山區北投區中央里1號", "中山區", "中央里", "地址寫了中山區中央里、北投區中央里"),
        ("大安區龍門里大安區群賢里1號", "大安區", "龍門里", "取大安區龍門里"),
        ("大安區長安西路1號（大同區公所旁）", "大安區", None, "地址寫了大安區、大同區"),
        ("新北市板橋區文化路1號", None, None, "新北市，不是臺北市"),
        ("基隆市信義區信一路1號", None, None, "基隆市"),
        ("臺中市大安區東安里1號", None, None, "臺中市"),
        ("萬華區糖??里和平西路3段208號", "萬華區", "糖廍里", "有缺字，讀作糖廍里"),
        ("大安區?賢里四維路183號", "大安區", "群賢里", "有缺字，讀作群賢里"),
        ("信義區三?里松仁路229號", "信義區", None, "無法判定"),
        ("?賢里四維路183號", None, None, "無法判定"),
    ],
)
def test_what_is_not_plain_is_read_with_a_doubt_that_says_why(
    text: str, district: str | None, village: str | None, doubt: str
) -> None:
    place = place_of_address(text)
    assert _named(place) == (district, village)
    assert any(doubt in each for each in place.doubts), place.doubts


def test_a_lost_character_beside_the_whole_name_is_no_doubt() -> None:
    place = place_of_address("臺北市信義區三犁里台北市信義區三?里松仁路２２９號")
    assert _named(place) == ("信義區", "三犁里")
    assert place.doubts == ()


@given(any_village, st.sampled_from(["臺北市", "台北市", ""]), st.sampled_from(["", "０２１鄰", "3鄰"]))
def test_every_village_written_after_its_district_is_read(village: Village, city: str, near: str) -> None:
    district = district_by_code(village.district_code)
    assert district is not None
    place = place_of_address(f"{city}{district.name}{village.name}{near}忠孝東路１段２號")
    assert place == AddressPlace(district.code, village.code)


@given(any_village)
def test_a_village_without_its_district_is_read_exactly_where_its_name_is_unique(village: Village) -> None:
    place = place_of_address(f"{village.name}忠孝東路1號")
    if village.name in ("中央里", "新安里"):
        assert (place.village_code, len(place.doubts)) == (None, 1)
    else:
        assert place == AddressPlace(village.district_code, village.code)


@given(st.text() | st.text(alphabet="臺台北市大安中山區康樂中央里鄰路街0１?,()", max_size=30))
def test_any_text_is_read_and_a_village_always_brings_its_own_district(text: str) -> None:
    place = place_of_address(text)
    if place.village_code is not None:
        village = village_by_code(place.village_code)
        assert village is not None
        assert village.district_code == place.district_code


def test_a_very_long_text_is_read_in_a_moment() -> None:
    place = place_of_address("臺北市大安區" + "里區?" * 100_000)
    assert place.district_code == "63000030"


def _rows(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        encoding = "cp950" if "big5" in path.name else "utf-8-sig"
        with path.open(encoding=encoding, newline="") as lines:
            return list(csv.reader(lines))
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def _real_addresses() -> Iterator[str]:
    folder = shared_data()
    for name in (
        "restaurants_banner_rows.xlsx",
        "bakeries_big5.csv",
        "food_courts_utf8bom.csv",
        "datong_district.ods",
    ):
        for row in _rows(folder / name):
            yield from [cell for cell in row if cell.startswith(("臺北市", "台北市")) and "區" in cell][:1]


def test_every_address_of_the_real_lists_is_read_as_it_is_written() -> None:
    addresses = list(_real_addresses())
    assert len(addresses) > 9_000
    for text in addresses:
        place = place_of_address(text)
        district, village = _named(place)
        written = text[3:6]
        assert district == written, text
        found = village_named(text[6:9], place.district_code)
        assert village == (found.name if found else village), text
        assert bool(place.doubts) == ("??里" in text or "區?賢里" in text), (text, place.doubts)
    read = [place_of_address(text).village_code for text in addresses]
    assert sum(code is None for code in read) == sum(
        "里" not in text.replace("公里", "") for text in addresses
    )


def test_door_plates_of_one_street_are_read_without_a_doubt() -> None:
    assert district_named("萬華區") is not None
    for number in range(1, 200):
        place = place_of_address(f"臺北市萬華區西門里{number}鄰漢中街{number}之1號")
        assert _named(place) == ("萬華區", "西門里")
        assert place.doubts == ()
