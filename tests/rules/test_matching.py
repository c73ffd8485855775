"""Keys for matching: spellings of one place meet, two places never do."""

import csv
import re
import tarfile
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.matching import address_key, digits_of, name_key
from outreach.rules.numerals import NUMERAL, arabic
from tests.support.shared import shared_data

ONE_PLACE = [
    ("臺北市中山區康樂里林森北路２４７號", "中山區林森北路247號"),
    ("臺北市中山區康樂里12鄰林森北路247號", "台北市中山區林森北路 2 4 7 號"),
    ("104 臺北市中山區林森北路247號", "10491台北市中山區林森北路２４７號"),
    ("臺北市信義區新仁里０２１鄰菸廠路９８號地下２層", "台北市信義區菸廠路98號B2"),
    ("臺北市南港區忠孝東路七段371號B1F", "臺北市南港區忠孝東路7段371號地下一樓"),
    ("臺北市大安區新生南路三段98號3F", "台北市大安區新生南路３段９８號三樓"),
    ("臺北市大安區新生南路三段98號十一樓之二", "臺北市大安區新生南路3段98號11F-2"),
    ("臺北市中山區雙城街10巷13之6號", "臺北市中山區雙城街１０巷１３―６號"),
    ("臺北市中山區雙城街10巷13號之6", "臺北市中山區雙城街10巷十三之六號"),
    ("臺北市中山區敬業一路128巷1號", "臺北市中山區敬業1路128巷1號"),
    ("臺北市中山區長安西路３號１樓（中山市場４８號）", "臺北市中山區長安西路3號1樓 中山市場48號"),
    ("臺北市中山區長春路147號１、２樓", "臺北市中山區長春路147號一、二樓"),
    ("臺北市中山區長春路147號1至2樓", "臺北市中山區長春路147號1~2樓"),
    ("臺北市中山區長春路147號1樓及2樓", "臺北市中山區長春路147號1樓、2樓"),
]

TWO_PLACES = [
    ("臺北市中山區林森北路247號", "臺北市中山區林森北路274號"),
    ("臺北市中山區林森北路247號", "臺北市中山區林森北路247之1號"),
    ("臺北市中山區林森北路247號", "臺北市中山區林森南路247號"),
    ("臺北市中山區林森北路247號1樓", "臺北市中山區林森北路247號2樓"),
    ("臺北市中山區林森北路247號1樓", "臺北市中山區林森北路247號B1"),
    ("臺北市中山區林森北路247號之1", "臺北市中山區林森北路247號1樓"),
    ("臺北市中山區林森北路12、3號", "臺北市中山區林森北路123號"),
    ("臺北市中山區林森北路131?4號", "臺北市中山區林森北路1314號"),
    ("臺北市中山區林森北路13號之6一樓", "臺北市中山區林森北路13號之61樓"),
    ("臺北市中山區林森北路1段23號", "臺北市中山區林森北路12段3號"),
    ("臺北市中山區林森北路臨109號", "臺北市中山區林森北路109號"),
    ("臺北市信義區興雅里松高路19號", "臺北市松山區松高路19號"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PLACE)
def test_spellings_of_one_address_share_a_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_two_addresses_never_share_a_key(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


def test_a_road_that_sounds_like_a_village_stays() -> None:
    assert address_key("臺北市文山區萬里街3號") == "文山區萬里街3號"
    assert address_key("臺北市信義區信義路5段7號") == "信義區信義路5段7號"


def test_a_village_stays_where_it_is_all_that_the_address_says() -> None:
    assert address_key("臺北市中山區康樂里") == "中山區康樂里"


def _spelled(number: int, how: int) -> str:
    if how == 0:
        return str(number)
    if how == 1:
        return str(number).translate({ord("0") + n: ord("０") + n for n in range(10)})
    return _in_chinese(number)


def _in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number < 10:
        return digits[number]
    if number < 20:
        return "十" + (digits[number % 10] if number % 10 else "")
    if number < 100:
        return digits[number // 10] + "十" + (digits[number % 10] if number % 10 else "")
    rest = number % 100
    tail = "" if not rest else ("零" + digits[rest] if rest < 10 else digits[rest // 10] + "十")
    if rest >= 10 and rest % 10:
        tail += digits[rest % 10]
    return digits[number // 100] + "百" + tail


NUMBER = st.integers(1, 399)
PLACES = st.tuples(
    st.sampled_from(["林森北路", "敬業一路", "八德路", "三民路", "一江街"]),
    st.one_of(st.none(), st.integers(1, 9)),  # 段
    st.one_of(st.none(), NUMBER),  # 巷
    st.one_of(st.none(), NUMBER),  # 弄
    NUMBER,  # 號
    st.one_of(st.none(), NUMBER),  # 之
    st.one_of(st.none(), st.integers(-4, -1), st.integers(1, 40)),  # 樓
    st.one_of(st.none(), st.integers(1, 30)),  # 之
)
Place = tuple[str, int | None, int | None, int | None, int, int | None, int | None, int | None]
HOW = st.tuples(*[st.integers(0, 2)] * 7, *[st.booleans()] * 6)


def _written(place: Place, how: tuple[int, ...]) -> str:
    road, section, lane, alley, number, sub, floor, room = place
    say = [lambda n, h=h: _spelled(n, h) for h in how[:7]]
    dash = "之" if how[7] else "－"
    text = "臺北市" if how[8] else "台北市" if how[9] else ""
    text += "中山區" + ("康樂里" if how[10] else "") + ("０１２鄰" if how[10] and how[11] else "") + road
    text += "".join(
        say[at](part) + unit
        for at, (part, unit) in enumerate([(section, "段"), (lane, "巷"), (alley, "弄")])
        if part is not None
    )
    if sub is None:
        text += say[3](number) + "號"
    elif how[12]:
        text += say[3](number) + "號" + dash + say[4](sub) + ("，" if floor is not None else "")
    else:
        text += say[3](number) + dash + say[4](sub) + "號"
    if floor is not None:
        if floor < 0:
            text += f"Ｂ{-floor}" if how[5] else f"地下{_in_chinese(-floor)}層"
        else:
            text += str(floor) + "Ｆ" if how[5] == 0 else say[5](floor) + "樓"
        if room is not None and floor > 0:
            text += dash + say[6](room)
    return text


def _sayable(place: Place) -> Place:
    """Without the room where there is no floor above ground to hold it."""
    return place if place[6] is not None and place[6] > 0 else (*place[:7], None)


def _plain(how: tuple[int, ...]) -> tuple[int, ...]:
    """The same spelling with the sub-number before 號, as the city writes it."""
    return (*how[:12], 0)


@given(PLACES, HOW, HOW)
def test_one_place_has_one_key_however_it_is_written(
    place: Place, one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    place = _sayable(place)
    assert address_key(_written(place, _plain(one))) == address_key(_written(place, _plain(other)))


@given(PLACES, PLACES, HOW, HOW)
def test_two_places_never_have_one_key_however_they_are_written(
    place: Place, second: Place, one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    if _sayable(place) != _sayable(second):
        assert address_key(_written(place, one)) != address_key(_written(second, other))


@given(PLACES, HOW, st.integers(1, 7), st.integers(1, 399))
def test_changing_one_number_of_a_place_changes_its_key(
    place: Place, how: tuple[int, ...], at: int, number: int
) -> None:
    value = number % 9 + 1 if at == 1 else number
    changed = _sayable(cast(Place, (*place[:at], value, *place[at + 1 :])))
    if changed != _sayable(place):
        assert address_key(_written(place, how)) != address_key(_written(changed, how))


TEXTS = st.text(
    st.one_of(
        st.sampled_from("臺台北市中山區里鄰路段巷弄號樓之、-～一二十百0１2ＦfBb地下至及 ,(（"),
        st.characters(),
    ),
    max_size=30,
)


@given(TEXTS)
def test_a_key_is_its_own_key(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)
    assert name_key(name_key(text)) == name_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＰＩＺＺＡ　ＨＵＴ必勝客-萬大店", "Pizza Hut 必勝客（萬大店）"),
        ("臺北大飯店", "台北大飯店"),
        ("王○明小吃", "王〇明小吃"),
        ("７－１１ 臺大店", "7-11台大店"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("誠品一店", "誠品二店"), ("好吃7-11", "好吃711"), ("!!!", "???"), ("好店", "好店A")],
)
def test_two_names_never_share_a_key(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("新光三越台北南西店二館", ("3", "2")),
        ("肯德基KFC-承德一店", ("1",)),
        ("十一街麵食", ("11",)),
        ("一○一商場", ("101",)),
        ("廿四橋", ("24",)),
        ("老店壹館", ("1",)),
        ("遠東百貨", ()),
        ("零售市場", ()),
        ("王○明", ()),
        ("千葉火鍋", ()),
        ("三千里", ("3000",)),
        ("兩百元便當", ("200",)),
        ("忠孝東路４段０45號地下１層", ("4", "45", "1")),
        ("忠孝東路四段45號B1", ("4", "45", "1")),
    ],
)
def test_numbers_in_a_text_count_in_either_script(text: str, numbers: tuple[str, ...]) -> None:
    assert digits_of(text) == numbers


@given(st.integers(1, 999))
def test_a_number_in_chinese_reads_as_the_number(number: int) -> None:
    numeral = _in_chinese(number % 400 or 400)
    assert NUMERAL.fullmatch(numeral)
    assert arabic(numeral) == str(number % 400 or 400)


def test_a_very_long_number_is_read_like_any_other() -> None:
    assert digits_of("9" * 10_000) == ("9" * 10_000,)


def test_no_two_of_twenty_thousand_door_plates_share_a_key_unless_they_are_one() -> None:
    archive = shared_data("doorplates.tar.xz")
    behind_district = re.compile(r"^(臺北市..區)[^\d]{2,3}里\d+鄰")
    plates: dict[str, str] = {}
    differing: list[tuple[str, str]] = []
    with tarfile.open(archive) as files:
        for member in files:
            content = files.extractfile(member)
            if content is None:
                continue
            for row in csv.DictReader(content.read().decode("utf-8").splitlines()):
                plain = behind_district.sub(r"\1", row["FULL_ADDR"])
                key = address_key(row["FULL_ADDR"])
                other = plates.setdefault(key, plain)
                if re.sub(r"\W", "", other) != re.sub(r"\W", "", plain):
                    differing.append((other, plain))
            if len(plates) > 20_000:
                break
    # What is left are plates that the city lists twice: 3之4號 and 3號之4 of one street.
    assert all(
        one.replace("之", "").replace("號", "") == two.replace("之", "").replace("號", "")
        for one, two in differing
    )
