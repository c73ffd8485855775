"""The road, lane, alley and house number that the text of an address names.

An address may tell several: 「32號及延平南路128、130、132號」 and 「306-312號」 do. They are given in the
order written, so that whoever knows the real door plates takes the first that there is. Floors, stalls and
what stands in brackets say nothing about where a house is and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from geodata.places import fold

Ints = npt.NDArray[np.int64]

#: Each of lane, alley, number and sub-number fits into so many bits of a house's key.
_BITS = 14
_MOST = (1 << _BITS) - 1
# Street names are written with either; the first is how the city's door plates mostly write it.
_VARIANTS = str.maketrans({"峯": "峰", "舘": "館", "衖": "弄", "丶": "、", "‧": "、", "・": "、", "○": "〇"})
#: A character that an encoding could not hold: its stand-ins, for a regular expression's set.
LOST = r"?\ufffd□■\ue000-\uf8ff"
_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—―─━−﹘ー", "-"), **dict.fromkeys("〜∼˜～", "~")})


@dataclass(frozen=True, slots=True)
class House:
    """A house number on a street: 16巷3弄12之1號, of which anything may be missing (0).

    ``temporary`` is 臨: a number of its own series, not that of the house numbered so.
    """

    lane: int = 0
    alley: int = 0
    number: int = 0
    sub: int = 0
    temporary: bool = False

    @property
    def key(self) -> int:
        """One integer of 57 bits; the houses of an alley stand together in its order.

        ValueError where a number is above 16,383.
        """
        if max(self.lane, self.alley, self.number, self.sub) > _MOST:
            raise ValueError(f"{self} has a number above {_MOST}.")
        head = ((self.lane << _BITS | self.alley) << 1) | self.temporary
        return (head << _BITS | self.number) << _BITS | self.sub

    @property
    def after(self) -> int:
        """The first key behind those of all houses of this lane and alley."""
        return ((self.lane << _BITS | self.alley) + 1) << (2 * _BITS + 1)

    @staticmethod
    def numbers_of(keys: Ints) -> tuple[Ints, Ints]:
        """Numbers and sub-numbers of many keys."""
        return keys >> _BITS & _MOST, keys & _MOST

    @classmethod
    def of_key(cls, key: int) -> House:
        """The house of a key."""
        rest, sub = key >> _BITS, key & _MOST
        rest, number = rest >> _BITS, rest & _MOST
        rest, temporary = rest >> 1, bool(rest & 1)
        return cls(rest >> _BITS, rest & _MOST, number, sub, temporary)

    def written(self) -> str:
        """As on the plate: 「16巷3弄12之1號」; without a number 「16巷」."""
        lane, alley = f"{self.lane}巷" * bool(self.lane), f"{self.alley}弄" * bool(self.alley)
        sub, temporary = f"之{self.sub}" * bool(self.sub), "臨" * self.temporary
        return lane + alley + (f"{temporary}{self.number}{sub}號" if self.number else "")


@dataclass(frozen=True, slots=True)
class StreetAddress:
    """A street by its whole name (羅斯福路三段, 中和街錫安巷) and a house on it, perhaps without number."""

    street: str
    house: House


_NUMERAL = "〇零一二三四五六七八九十百"
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


def _arabic(numeral: str) -> str:
    """三十二 → 32, 一〇一 → 101, 百二 → 102."""
    if not set(numeral) & {"十", "百"}:
        return str(int("".join(str(_DIGITS[each]) for each in numeral)))
    total, pending = 0, 0
    for each in numeral:
        if each in _DIGITS:
            pending = _DIGITS[each]
        else:
            total, pending = total + (pending or 1) * {"十": 10, "百": 100}[each], 0
    return str(total + pending)


def _chinese(digits: str) -> str:
    """12 → 十二; roads and sections are named so, never above 99."""
    tens, ones = divmod(int(digits) % 100, 10)
    names = "〇一二三四五六七八九"
    return f"{names[tens] if tens > 1 else ''}{'十' * bool(tens)}{names[ones] if ones or not tens else ''}"


@lru_cache(maxsize=4096)
def street_key(name: str) -> str:
    """A street's name as it is stored and compared: 「羅斯福路 3 段」 is 羅斯福路三段, 厦門街 is 廈門街."""
    folded = fold(name).translate(_VARIANTS)
    return re.sub(r"\d+", lambda found: _chinese(found[0]), folded)


# A road may have a digit before its ending (經貿2路); 大道路 is a road, 市民大道 a boulevard.
_ROAD = (
    rf"(?:[^\W\d_]|[{LOST}]){{1,10}}?(?:\d{{1,2}})?"
    r"(?:大道(?!路)|(?<!地下)(?<!美食)(?<!商店)(?:路|街)(?![路街]))"
)
_NUMBER = r"(?<!\d)\d{1,4}(?!\d)"
_JOIN = r"[、,.~/;&+及與暨和至到]"
_ONE = rf"臨?{_NUMBER}(?:-{_NUMBER})?"
_TOKEN = re.compile(
    rf"(?P<road>{_ROAD}(?:(?:\d{{1,2}}|[一二三四五六七八九十])段)?(?:[^\W\d_]{{2,3}}\d{{0,2}}巷)?)"
    rf"|(?P<lane>{_NUMBER})巷"
    rf"|(?P<alley>{_NUMBER})弄"
    rf"|(?P<list>{_ONE}(?:{_JOIN}{{1,2}}{_ONE})*)"
    rf"(?P<end>號(?:-(?P<sub>{_NUMBER})(?![樓層f~、]))?(?![櫃攤])|$|(?=[、,~-]))"
    r"|^(?P<lone>[^\W\d_]{2,3}\d{0,2}巷)"
)
_JOINED = re.compile(rf"{_JOIN}$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|\(.*$")
_LOST_DASH = re.compile(rf"(?<=\d)[{LOST}]+(?=\d)")
_DASH = re.compile(rf"(?<=[\d號])(?:之|-+)(?=[\d{_NUMERAL}])")
_TO_ARABIC = re.compile(rf"[{_NUMERAL}]++(?=[巷弄號])|(?<=-)[{_NUMERAL}]++(?![段樓層])")
# What may stand before a road's name without belonging to it: 捷運市政府站, 光復里, 及.
_LED_BY = re.compile(r"^.*[市區里鄰站口旁邊側近上樓村](?=..)")
_JOINED_BY = re.compile(r"^[及與暨和](?=..)")


def readings(street: str) -> tuple[str, ...]:
    """Names that a street as read may stand for, the likeliest first: 「樓及延平南路」, 及延平南路, 延平南路.

    Only a name that nobody knows should be read otherwise: 和平東路 is no 平東路.
    """
    bare = _LED_BY.sub("", street)
    return tuple(dict.fromkeys((street, bare, _JOINED_BY.sub("", bare))))


def street_addresses(rest: str) -> tuple[StreetAddress, ...]:
    """Every street address that a text tells, in the order in which they should be tried; no two are equal.

    ``rest`` is what follows district and village (`geodata.address.split_address`). Behind the numbers of
    a list stand the readings that a dash also allows: 306-312號 is 306之312號, else 306號 or 312號. A street
    without a number comes with an empty house, and perhaps its lane and alley.
    """
    return tuple(dict.fromkeys(_walk(_prepared(rest))))


def _prepared(rest: str) -> str:
    text = _BRACKETS.sub("", fold(rest).translate(_VARIANTS).translate(_DASHES).casefold())
    text = _DASH.sub("-", _LOST_DASH.sub("-", text))
    return _TO_ARABIC.sub(lambda numeral: _arabic(numeral[0]), text)


def _walk(text: str) -> Iterator[StreetAddress]:
    """Tokens from left to right; a number counts where a road, a lane or a list leads to it."""
    street, at, told, end = "", House(), True, 0
    for token in _TOKEN.finditer(text):
        gap, end = text[end : token.start()], token.end()
        name = token["road"] or token["lone"]
        if name:
            if not told:
                yield StreetAddress(street, at)
            street, at, told = street_key(name), House(), False
        elif not street:
            continue
        elif token["lane"]:
            at, told = House(int(token["lane"])), False
        elif token["alley"]:
            at, told = House(at.lane, int(token["alley"])), False
        elif _counts(gap, told, closed=bool(token["end"]) or end == len(text)):
            told = True
            yield from (StreetAddress(street, house) for house in _houses(at, token["list"], token["sub"]))
    if not told:
        yield StreetAddress(street, at)


def _counts(gap: str, told: bool, *, closed: bool) -> bool:
    """A number counts right behind its road or lane, further ones where they are joined and end in 號."""
    return closed and bool(_JOINED.search(gap)) if gap else closed or not told


def _houses(at: House, listed: str, sub: str | None) -> Iterator[House]:
    """The numbers of one list, first as they stand, then what a range begins and ends with."""
    written = re.split(rf"{_JOIN}+", listed)
    if sub:
        written[-1] += f"-{sub}"
    ends: list[House] = []
    for each in written:
        first, *further = (int(number) for number in each.lstrip("臨").split("-"))
        house = replace(at, number=first, temporary=each.startswith("臨"))
        yield replace(house, sub=further[0]) if further else house
        if further and further[0] > first:
            ends += [house, replace(house, number=further[0])]
    yield from ends
