"""The road, lane, alley and number of an address, in whatever way it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.address import place_of_address, split_address
from geodata.places import fold
from geodata.streets import House, readings, street_addresses, street_key

any_number = st.integers(min_value=0, max_value=9999)
any_house = st.builds(House, any_number, any_number, any_number, any_number, st.booleans())


def _read(text: str) -> list[str]:
    return [each.street + each.house.written() for each in street_addresses(split_address(text)[1])]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("臺北市大安區龍門里示範路三段１６巷３弄１２之１號", "示範路三段16巷3弄12之1號"),
        ("台北市大安區示範路3段16巷3弄12-1號", "示範路三段16巷3弄12之1號"),
        ("大安區示範路 3 段 16 巷 3 弄 1 2 號之 1", "示範路三段16巷3弄12之1號"),
        ("大安區示範路三段十六巷三弄十二號之一", "示範路三段16巷3弄12之1號"),
        ("大安區示範路１２―１號", "示範路12之1號"),
        ("大安區示範路12號3樓之2", "示範路12號"),
        ("大安區示範路12號之3樓", "示範路12號"),
        ("大安區示範路12號之1三樓", "示範路12之1號"),
        ("大安區示範路12號B1", "示範路12號"),
        ("大安區示範路12號地下1樓", "示範路12號"),
        ("大安區示範路0012號", "示範路12號"),
        ("大安區示範路臨12號", "示範路臨12號"),
        ("大安區示範路100", "示範路100號"),
        ("大安區榜樣2路3號", "榜樣二路3號"),
        ("大安區榜樣大道3號", "榜樣大道3號"),
        ("大安區大道路3號", "大道路3號"),
        ("大安區示範街錫安巷3弄2號", "示範街錫安巷3弄2號"),
        ("大安區光華2巷5號", "光華二巷5號"),
        ("大安區示範路12號（示範市場第００９號攤位）", "示範路12號"),
        ("大安區和平東路1段5號", "和平東路一段5號"),
        ("大安區四維路9號", "四維路9號"),
        ("大安區示範路1段12號店面A-4", "示範路一段12號"),
    ],
)
def test_one_house_is_read_however_it_is_typed(text: str, first: str) -> None:
    assert _read(text)[0] == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("示範路32號及榜樣路128、130號", ["示範路32號", "及榜樣路128號", "及榜樣路130號"]),
        ("示範路396號及396之1號", ["示範路396號", "示範路396之1號"]),
        ("示範路306-312號", ["示範路306之312號", "示範路306號", "示範路312號"]),
        ("示範路12-3號", ["示範路12之3號"]),
        ("示範路193號至201號1樓及3樓至11樓", ["示範路193號", "示範路201號"]),
        ("示範路146、號148號", ["示範路146號"]),
        ("示範路6之4、之5號", ["示範路6之4號"]),
        ("示範路1段3巷20、22、24號1樓", ["示範路一段3巷20號", "示範路一段3巷22號", "示範路一段3巷24號"]),
        ("示範路85巷92號、87巷3號", ["示範路85巷92號", "示範路87巷3號"]),
        ("示範路90號2樓、榜樣路2段38號1樓", ["示範路90號", "榜樣路二段38號"]),
    ],
)
def test_several_numbers_are_all_read_in_the_order_in_which_to_try_them(text: str, found: list[str]) -> None:
    read = _read(text)
    assert read == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("大安區示範路12號3樓、5樓", ["示範路12號"]),
        ("大安區示範路12號1、2樓", ["示範路12號"]),
        ("大安區示範路1段2巷(示範市場攤號:131號)", ["示範路一段2巷"]),
        ("大安區示範路3巷口旁空地", ["示範路3巷"]),
        ("大安區示範市場1樓71號", []),
        ("大安區示範路99999號", ["示範路"]),
        ("新北市板橋區示範路1號", []),
        ("", []),
    ],
)
def test_floors_stalls_and_other_cities_are_no_house_numbers(text: str, found: list[str]) -> None:
    assert _read(text) == found


@pytest.mark.parametrize("sign", ["?", "？", "\ufffd", "□", "\uea44"])
def test_a_dash_that_an_encoding_lost_is_a_dash(sign: str) -> None:
    assert _read(f"士林區示範路１３{sign}２號")[0] == "示範路13之2號"


def test_a_road_with_a_lost_character_is_read_with_the_gap_in_its_place() -> None:
    assert _read("大安區示?路12號") == ["示?路12號"]


def test_what_stands_before_a_road_is_taken_off_only_by_whoever_does_not_know_the_whole() -> None:
    assert readings("和平東路") == ("和平東路", "平東路")
    assert readings("樓及榜樣路") == ("樓及榜樣路", "及榜樣路", "榜樣路")
    assert readings("榜樣里示範路") == ("榜樣里示範路", "示範路")
    assert readings("示範路") == ("示範路",)


def test_one_street_has_one_key_whatever_its_characters_and_numerals() -> None:
    assert street_key("示範路 ３ 段") == street_key("示範路三段") == "示範路三段"
    assert street_key("厦門街") == street_key("廈門街")
    assert street_key("示範12路") == "示範十二路"


@given(any_house)
def test_a_house_is_its_key_and_the_key_is_the_house(house: House) -> None:
    assert House.of_key(house.key) == house


@given(any_house, any_house)
def test_keys_stand_in_the_order_of_lane_alley_series_and_number(one: House, other: House) -> None:
    def order(house: House) -> tuple[int, int, bool, int, int]:
        return house.lane, house.alley, house.temporary, house.number, house.sub

    assert (one.key < other.key) == (order(one) < order(other))
    assert (House(one.lane, one.alley).key <= other.key < one.after) == (
        (one.lane, one.alley) == (other.lane, other.alley)
    )


def test_a_number_beyond_the_key_is_refused_rather_than_taken_for_another() -> None:
    with pytest.raises(ValueError, match="16383"):
        _ = House(number=16_384).key


@given(any_house.filter(lambda house: house.number > 0))
def test_what_a_plate_says_is_read_back_as_that_house(house: House) -> None:
    assert street_addresses(f"示範路{house.written()}")[0].house == house


@given(
    st.text(alphabet="臺北市大安區龍門里示範路街巷弄號樓之-~、及0123456789一二十百段(（?臨 　", max_size=40)
)
def test_any_text_is_read_without_a_mistake_and_no_reading_comes_twice(text: str) -> None:
    place, rest = split_address(text)
    assert place == place_of_address(text)
    found = street_addresses(rest)
    assert len(set(found)) == len(found)
    assert all(each.street and each.house.key >= 0 for each in found)


@given(st.text(max_size=20))
def test_a_character_that_nobody_sees_changes_nothing_of_how_a_text_is_compared(text: str) -> None:
    assert fold(text + "\u200b") == fold(text)
