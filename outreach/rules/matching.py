"""Keys under which names and addresses are compared. For matching only: texts are always shown as given.

Constraints:
1. A key is its own key (idempotent).
2. Width, case, spaces, 臺/台, ○/〇 and punctuation do not matter.
3. Two house numbers, lanes, floors or sub-numbers that differ never share a key: nothing is removed
   between two digits without a mark in its place, except the spaces inside an address's numbers.
4. In an address 之/-, F/樓, B1/地下一樓/地下1層 and 三段/3段 are one; the city before it and the village
   and neighbourhood behind the district do not matter. The district does: two may share a road's name.

Source: the spellings of real lists and of the city's 1,096,074 door plates (data.gov.tw dataset 155472):
among all of these no two share a key but for the 23 pairs that are one plate written in two ways.
"""

from __future__ import annotations

import re
import unicodedata

from outreach.rules.numerals import EVERYDAY, NUMERAL, arabic

_SAME = str.maketrans({"臺": "台", "巿": "市", "○": "〇", "◯": "〇", "⚪": "〇", "衖": "弄"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―─━−﹘ー", "-") | dict.fromkeys("〜∼˜", "~"))

_NAME_GAP = re.compile(r"(?<=\d)[\W_]+(?=\d)|[\W_]+")


def _folded(text: str) -> str:
    """Width and case folded until nothing changes, since either fold can call for the other again."""
    while (again := unicodedata.normalize("NFKC", text).casefold()) != text:
        text = again
    return text.translate(_SAME)


def name_key(text: str) -> str:
    """The key of a venue's name: 「ＰＩＺＺＡ必勝客-萬大店」 and 「pizza 必勝客（萬大店）」 share one.

    A name of signs alone keeps its signs, so that two such names do not match for lack of letters.
    """
    folded = _folded(text)
    key = _NAME_GAP.sub(lambda gap: "-" if _joins_digits(folded, gap) else "", folded)
    return key or "".join(folded.split())


def _joins_digits(text: str, gap: re.Match[str]) -> bool:
    before, after = text[: gap.start()][-1:], text[gap.end() :][:1]
    return before.isdecimal() and after.isdecimal()


def digits_of(text: str) -> tuple[str, ...]:
    """The numbers in a name or address in order, without leading zeros: 「二館3樓之1」 gives ("2", "3", "1").

    Chinese numerals count (一, 十一, 一○一, 壹), but not words such as 百貨 or a masked ○ alone. Two texts
    with different numbers are different places, however alike the rest is.
    """
    folded = _folded(text)
    return tuple(
        found.lstrip("0") or "0" if found.isdecimal() else arabic(found) for found in _NUMBERS.findall(folded)
    )


_NUMBERS = re.compile(rf"\d+|{NUMERAL.pattern}")

_UNITS = "段巷弄號樓層室鄰路街"
_NUMERAL_BEFORE_UNIT = re.compile(rf"[{EVERYDAY}]+(?=(?:[、,.~及與至之-][{EVERYDAY}0-9]+)*[{_UNITS}])")
_NUMERAL_AFTER_DASH = re.compile(rf"(?<=[0-9號樓f]之)[{EVERYDAY}]+|(?<=[0-9號樓f]-)[{EVERYDAY}]+")

#: Each step on a folded address without spaces, in order: a character without which it has nothing to do
#: (asking for it is far quicker than searching), the pattern and its replacement. The row is repeated until
#: nothing changes.
_STEPS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (sign, re.compile(pattern), replacement)
    for sign, pattern, replacement in (
        ("0", r"(?<![0-9])0+(?=[0-9])", ""),
        # Post code, country and city before the district.
        ("", r"^(?:(?:[0-9]{3}|[0-9]{5,6})(?=台北市|\w\w區)|台灣(?=台北市)|台北市)+", ""),
        # Village and neighbourhood behind the district, where a street or a number follows.
        ("里", r"^(\w\w區)(?:[^\W\d路街段巷弄號]{1,3}里(?![路街])(?:[0-9]+鄰)?)+(?=.*[路街道巷號])", r"\1"),
        ("鄰", r"^(\w\w區)(?:[0-9]+鄰)+(?=.*[路街道巷號])", r"\1"),
        # Floors: 3F is 3樓; B1, B1F, 地下1層 and 地下1樓 are one.
        ("f", r"(?<=[0-9])f(?![a-z])", "樓"),
        ("b", r"(?<![a-z0-9])b([0-9]{1,2})(?![0-9a-z攤])樓?", r"地下\1樓"),
        ("下", r"地下第?([0-9]+)[層樓]", r"地下\1樓"),
        # Sub-numbers: 10號之2 is 10之2號, and 之 is a dash.
        ("號", r"(?<![0-9])([0-9]+)號[之-]([0-9]+)(?![0-9樓層f~、])", r"\1-\2號"),
        ("之", r"(?<=[0-9樓])之(?=[0-9])", "-"),
        # Ranges and lists.
        ("至", r"(?<=[0-9號樓])至(?=[0-9地])", "~"),
        ("到", r"(?<=[0-9號樓])到(?=[0-9地])", "~"),
        ("及", r"(?<=[0-9號樓])及(?=[0-9地])", "、"),
        ("與", r"(?<=[0-9號樓])與(?=[0-9地])", "、"),
        # A dash or range sign that joins no numbers says nothing.
        ("-", r"(?<![0-9樓])-+|-+(?![0-9地])", ""),
        ("~", r"(?<![0-9樓號])~+|~+(?![0-9地])", ""),
    )
)
_PUNCTUATION = re.compile(r"[^\w~-]+|_+")


def address_key(text: str) -> str:
    """The key of an address: 「臺北市中山區康樂里林森北路２４７號」 and 「中山區林森北路247號」 share one."""
    key = "".join(_folded(text).translate(_DASHES).split())
    while (again := _address_step(key)) != key:
        key = again
    return key


def _address_step(key: str) -> str:
    key = _NUMERAL_BEFORE_UNIT.sub(_in_digits, key)
    key = _NUMERAL_AFTER_DASH.sub(_in_digits, key)
    for sign, pattern, replacement in _STEPS:
        if sign in key:
            key = pattern.sub(replacement, key)
    text = key
    return _PUNCTUATION.sub(lambda gap: "、" if _joins_digits(text, gap) else "", key)


def _in_digits(found: re.Match[str]) -> str:
    """The numeral in digits, kept apart from a number right before it (號之6一樓 is no 61樓)."""
    apart = found.string[: found.start()][-1:].isdecimal()
    return "、" * apart + arabic(found[0])
