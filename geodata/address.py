"""The district and village that the text of an address names.

Only what is written counts: a road is never turned into a village here. The head of an address is a
run of city, district (行政區), village (里) and neighbourhood (鄰), possibly repeated or in the wrong
order; whatever follows is roads and buildings, where 「里」 and 「區」 mean something else (１．３公里處,
園區街, 美食區).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from geodata.places import (
    District,
    Village,
    district_by_code,
    districts,
    fold,
    villages,
    villages_named,
)

# Every other city and county; those that became cities in 2010 and 2014 by their old names too.
_OTHER_CITY = (
    "(?:新北|桃園|臺中|臺南|高雄|基隆|新竹|嘉義)市"
    "|(?:臺北|桃園|臺中|臺南|高雄|新竹|苗栗|彰化|南投|雲林|嘉義|屏東|宜蘭|花蓮|臺東|澎湖|金門|連江)縣"
)
_NEIGHBOURHOOD = r"[0-9零〇一二三四五六七八九十]{1,4}鄰"
_ROAD_FOLLOWS = r"(?![路街巷弄段橋道])"
# A character that an encoding could not hold: its stand-ins, one or several for each lost character.
_LOST = r"?\ufffd□■"
_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """What an address names. ``doubts`` are sentences for its reader; none where the reading is plain."""

    district_code: str | None = None
    village_code: str | None = None
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Mentions:
    """Names in the order written; ``villages`` holds shown names, each of which is a village somewhere."""

    districts: list[District] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    other_city: str | None = None


@dataclass(frozen=True, slots=True)
class _Patterns:
    head: re.Pattern[str]
    later: re.Pattern[str]
    district: dict[str, District]
    village: dict[str, str]


@cache
def _patterns() -> _Patterns:
    district = {fold(each.name): each for each in districts()}
    village = {fold(each.name): each.name for each in villages()}
    district_names, village_names = "|".join(district), "|".join(village)
    head = (
        rf"(?P<city>臺北市|臺北(?={district_names}))|(?P<other>{_OTHER_CITY})"
        rf"|(?P<district>{district_names})"
        rf"|(?P<village>{village_names}){_ROAD_FOLLOWS}"
        rf"|(?P<near>{_NEIGHBOURHOOD})"
        rf"|(?P<lost>(?=[^\d里]{{0,4}}[{_LOST}])[^\d里路街巷段號]{{1,5}}里){_ROAD_FOLLOWS}"
        rf"|(?P<filler>臺灣省?|中華民國|[,、;:.\-()\[\]區])"
    )
    later = (
        rf"(?P<district>{district_names})"
        rf"|(?<=[市區])(?P<led_village>{village_names}){_ROAD_FOLLOWS}"
        rf"|(?P<village>{village_names})(?={_NEIGHBOURHOOD}|[,、;)\]]|$)"
    )
    return _Patterns(re.compile(head), re.compile(later), district, village)


def place_of_address(text: str) -> AddressPlace:
    """Read one address, in whatever width, spacing and variant characters it is typed.

    A village counts where it is one of the district named, or the only one of its name in the city where no
    district is named. Of two districts the one that has the village named counts, else the first. An address
    of another city names nothing here.
    """
    return split_address(text)[0]


def split_address(text: str) -> tuple[AddressPlace, str]:
    """The place that an address names, and what follows its head, folded as `geodata.places.fold` does.

    The rest tells roads and buildings; of an address of another city it is empty.
    """
    mentions, rest = _mentions(text)
    if mentions.other_city:
        return AddressPlace(doubts=(f"地址寫的是{mentions.other_city}，不是臺北市。",)), ""
    _restore_lost(mentions)
    village = _choose_village(mentions)
    district = _choose_district(mentions, village)
    place = AddressPlace(
        district.code if district else None,
        village.code if village else None,
        tuple(mentions.doubts),
    )
    return place, rest


def _mentions(text: str) -> tuple[_Mentions, str]:
    patterns, mentions = _patterns(), _Mentions()
    key = re.sub(r"^\d{3}(?:\d{2,3})?(?=\D)(?!鄰)", "", fold(text))
    position = 0
    while match := patterns.head.match(key, position):
        _note(match, mentions, patterns)
        if mentions.other_city:
            return mentions, ""
        position = match.end()
    _note_unknown(key[position:], mentions)
    for match in patterns.later.finditer(key, position):
        _note(match, mentions, patterns)
    return mentions, key[position:]


def _note(match: re.Match[str], mentions: _Mentions, patterns: _Patterns) -> None:
    kind, read = match.lastgroup, match.group()
    if kind == "other":
        if not mentions.districts:
            mentions.other_city = read
    elif kind == "district":
        _append(mentions.districts, patterns.district[read])
    elif kind in ("village", "led_village"):
        _append(mentions.villages, patterns.village[read])
    elif kind == "lost":
        _append(mentions.lost, read)


def _append(names: list[_Name], name: _Name) -> None:
    if name not in names:
        names.append(name)


def _note_unknown(rest: str, mentions: _Mentions) -> None:
    """A doubt where the head stops at something shaped like a place of Taipei that is none."""
    if not mentions.districts and (match := re.match(r"[^\W\d]{2}區(?!街)", rest)):
        mentions.doubts.append(f"「{match.group()}」不是臺北市的行政區。")
    elif mentions.districts and (match := re.match(rf"[^\W\d路街段]{{2}}里{_ROAD_FOLLOWS}", rest)):
        mentions.doubts.append(f"{mentions.districts[-1].name}沒有「{match.group()}」。")


def _restore_lost(mentions: _Mentions) -> None:
    """A village with lost characters (糖??里) counts where one village of the named districts fits it."""
    named = {district.code for district in mentions.districts}
    for read in mentions.lost:
        shape = re.compile(re.sub(rf"(?:\\?[{_LOST}])+", ".{1,2}", re.escape(read)))
        if any(shape.fullmatch(fold(name)) for name in mentions.villages):
            continue
        fitting = [
            village.name
            for village in villages()
            if village.district_code in named and shape.fullmatch(fold(village.name))
        ]
        if len(fitting) == 1:
            mentions.villages.append(fitting[0])
            mentions.doubts.append(f"「{read}」有缺字，讀作{fitting[0]}。")
        else:
            mentions.doubts.append(f"「{read}」有缺字，無法判定是哪一里。")


def _choose_village(mentions: _Mentions) -> Village | None:
    named = {district.code for district in mentions.districts}
    fitting: list[Village] = []
    for name in mentions.villages:
        of_the_name = villages_named(name)
        of_the_district = [village for village in of_the_name if village.district_code in named]
        if of_the_district:
            fitting.extend(of_the_district)
        elif named:
            where = _names(village.district_code for village in of_the_name)
            mentions.doubts.append(f"{name}不在{_listed(mentions.districts)}，在{where}。")
        elif len(of_the_name) == 1:
            fitting.extend(of_the_name)
        else:
            where = _names(village.district_code for village in of_the_name)
            mentions.doubts.append(f"{where}都有{name}，須寫明行政區。")
    if not fitting:
        return None
    if len(fitting) > 1:
        both = _written(fitting)
        mentions.doubts.append(f"地址寫了{both}，取{_written(fitting[:1])}。")
    return fitting[0]


def _choose_district(mentions: _Mentions, village: Village | None) -> District | None:
    if village is not None:
        chosen = district_by_code(village.district_code)
    else:
        chosen = mentions.districts[0] if mentions.districts else None
    if chosen is not None and len(mentions.districts) > 1:
        mentions.doubts.append(f"地址寫了{_listed(mentions.districts)}，取{chosen.name}。")
    return chosen


def _names(codes: Iterable[str]) -> str:
    return _listed([found for code in codes if (found := district_by_code(code))])


def _listed(named: Sequence[District]) -> str:
    return "、".join(district.name for district in named)


def _written(named: Sequence[Village]) -> str:
    return "、".join(_names([village.district_code]) + village.name for village in named)
