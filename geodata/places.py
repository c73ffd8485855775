"""Taipei's 12 districts (行政區) and 456 villages (里), and finding one by the name somebody wrote.

Codes are the Ministry of the Interior's: 8 digits for a district, 11 for a village.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file

# Characters written for one another in Taipei's place names: shapes of one character (臺台, 內内), and
# stand-ins for one that fonts and encodings often lack (廍). Both sides of a comparison are folded to the
# first of each group; what is shown stays as the Ministry writes it. Folding confuses no two places (tested).
_VARIANT_GROUPS = (
    "臺台", "群羣", "犁犂", "莊庄", "廍廓部蔀", "恆恒", "溫温", "廈厦", "腳脚", "週周", "岩巖", "雙双",
    "萬万", "蘆芦", "豐豊", "清淸", "青靑", "德徳", "福褔", "綠緑", "內内", "強强", "寶寳", "溪谿",
    "鄰隣", "市巿",
)  # fmt: skip
_FOLDING = str.maketrans({variant: group[0] for group in _VARIANT_GROUPS for variant in group[1:]})
# Blanks, line ends, controls, zero-width characters. Private-use ones stay: each stands for a real one.
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


@dataclass(frozen=True, slots=True)
class District:
    """A district: ``code`` 63000030, ``name`` 大安區, ``name_en`` Da'an District."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village: ``code`` 63000030033, ``name`` 龍門里, ``name_en`` Longmen Village."""

    code: str
    name: str
    district_code: str
    name_en: str


@cache
def districts() -> tuple[District, ...]:
    """All districts in order of code."""
    return tuple(
        District(area.properties["code"], area.properties["name"], area.properties["name_en"])
        for area in boundary_file(DISTRICTS).areas
    )


@cache
def villages() -> tuple[Village, ...]:
    """All villages in order of code."""
    return tuple(
        Village(
            area.properties["code"],
            area.properties["name"],
            area.properties["district_code"],
            area.properties["name_en"],
        )
        for area in boundary_file(VILLAGES).areas
    )


@cache
def _district_index() -> dict[str, District]:
    return {district.code: district for district in districts()}


@cache
def _village_index() -> dict[str, Village]:
    return {village.code: village for village in villages()}


def district_by_code(code: str) -> District | None:
    """The district with exactly this code."""
    return _district_index().get(code)


def village_by_code(code: str) -> Village | None:
    """The village with exactly this code."""
    return _village_index().get(code)


def fold(text: str) -> str:
    """``text`` as it is compared: NFKC (full-width forms), no blanks or unseen characters, variants as one.

    The result may be shorter than ``text`` and is never shown to anybody.
    """
    seen = _seen(text)
    # Without the blank between them two characters may have become one: U ¨ is Ü.
    while (again := _seen(seen)) != seen:
        seen = again
    return seen.translate(_FOLDING)


def _seen(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)  # 內 and 内 stay apart; the table joins them
    if wide.isprintable():  # then nothing but plain blanks is unseen, as in most texts
        return wide.replace(" ", "")
    return "".join(char for char in wide if unicodedata.category(char) not in _UNSEEN)


def _latin(text: str) -> str:
    """A romanised name's letters alone, in lower case: Da'an, Da’an and DAAN are one."""
    return "".join(char for char in fold(text).casefold() if char.isalpha())


def _spellings(name: str, name_en: str) -> Iterable[str]:
    folded, latin = fold(name), _latin(name_en)
    short_en = _latin(name_en.rsplit(" ", 1)[0])
    return (folded, folded[:-1], latin, short_en)


@cache
def _districts_by_spelling() -> dict[str, District]:
    return {
        spelling: district
        for district in districts()
        for spelling in _spellings(district.name, district.name_en)
    }


@cache
def _villages_by_spelling() -> dict[str, tuple[Village, ...]]:
    found: dict[str, tuple[Village, ...]] = {}
    for village in villages():
        for spelling in _spellings(village.name, village.name_en):
            found[spelling] = (*found.get(spelling, ()), village)
    return found


def district_named(text: str) -> District | None:
    """The district ``text`` names (its code, 大安區, 大安, Da'an District, Daan), or None."""
    folded = fold(text)
    by_spelling = _districts_by_spelling()
    return district_by_code(folded) or by_spelling.get(folded) or by_spelling.get(_latin(text))


def villages_named(text: str, district_code: str | None = None) -> tuple[Village, ...]:
    """Every village ``text`` may mean, in order of code; only those of a district when one is given.

    Accepts its code, 龍門里, 龍門 and the romanised forms. 中央里 and 新安里 each name two villages;
    romanised names coincide more often.
    """
    folded = fold(text)
    by_code = village_by_code(folded)
    by_spelling = _villages_by_spelling()
    found = (by_code,) if by_code else by_spelling.get(folded) or by_spelling.get(_latin(text), ())
    return tuple(village for village in found if district_code in (None, village.district_code))


def village_named(text: str, district_code: str | None = None) -> Village | None:
    """The one village ``text`` means; None when it means none, or several (中央里 without its district)."""
    found = villages_named(text, district_code)
    return found[0] if len(found) == 1 else None
