"""What each field's cell may say: one parser for each, from trimmed text to a value."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import ClassVar

from outreach.rules.refusals import Refusal
from outreach.rules.taxid import TaxIdRefused, parse_tax_id
from outreach.sheets.fields import BY_CODE, Field

Parser = Callable[[str], object]

NAME_LENGTH = 200
_TEXT_LENGTH = 2_000
_LIST = re.compile(r"[、,，;；\n]+")
_COUNTING_NUMBER = re.compile(r"[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,20})?")
#: Taiwan with its islands, generously: degrees, and metres of TWD97 / TM2 zone 121.
_LON, _LAT = (118.0, 123.5), (21.5, 26.5)
_X, _Y = (-100_000.0, 500_000.0), (2_380_000.0, 2_930_000.0)


class CellRefused(Refusal, ValueError):
    """Base of what makes a cell unusable; the sentence becomes its problem."""

    template: ClassVar[str] = "{sentence}"


class NotAWord(CellRefused):
    """A field of fixed values holds something else."""

    template = "讀到『{value}』，{field}可填：{accepted}，例如「{example}」。"


class NotANumber(CellRefused):
    """An id or version that is no whole number."""

    template = "讀到『{value}』，{field}須為系統匯出的整數，例如 {example}；新店家請留空。"


class NotACoordinate(CellRefused):
    """Not a number, or one that is nowhere near Taiwan."""

    template = "讀到『{value}』，{field}須為 WGS 84 度數或 TWD97 公尺，例如 {degrees} 或 {metres}。"


class TextTooLong(CellRefused):
    """More characters than the field takes."""

    template = "讀到 {length:,} 字（{value}…），{field}以 {limit:,} 字為限，例如「{example}」。"


class NotTaken(CellRefused):
    """A rule's own parser refused the text, with its own sentence."""


def parsers(day: Callable[[str], date], own_words: Mapping[str, str] | None = None) -> Mapping[str, Parser]:
    """Field code → parser of its trimmed, non-empty text; each raises a `CellRefused`.

    `own_words` are a scheme's own for its stages of participation, word → code, taken besides the usual ones.
    """
    made: dict[str, Parser] = {
        code: _words(field) if field.words else _text(field, _TEXT_LENGTH) for code, field in BY_CODE.items()
    }
    if own_words:
        made["participation"] = _words(BY_CODE["participation"], own_words)
    made["id"] = _counting_number(BY_CODE["id"])
    made["version"] = _counting_number(BY_CODE["version"])
    made["name"] = _text(BY_CODE["name"], NAME_LENGTH)
    made["tax_id"] = _tax_id
    made["lon"] = _coordinate(BY_CODE["lon"], _LON, _X, "121.5645", "306850.1")
    made["lat"] = _coordinate(BY_CODE["lat"], _LAT, _Y, "25.0339", "2769706.6")
    made["voucher_kinds"] = several
    made["effective_on"] = _day(day)
    return made


def _text(field: Field, limit: int) -> Parser:
    def parse(text: str) -> str:
        if len(text) > limit:
            raise TextTooLong(
                length=len(text), value=text[:20], field=field.heading, limit=limit, example=text[:8]
            )
        return text

    return parse


def _words(field: Field, own: Mapping[str, str] | None = None) -> Parser:
    """The code of a word, in any width and with spaces inside; the code itself is a word too."""
    known = {_plain(word): code for word, code in (own or {}).items()}
    # What a word usually means, a scheme cannot give another meaning: lists travel between schemes.
    known |= {_plain(word): str(code) for word, code in field.words.items()}
    known |= {str(code): str(code) for code in field.words.values()}
    seen: dict[str, str] = {}

    def parse(text: str) -> str:
        if text not in seen:
            code = known.get(_plain(text))
            if code is None:
                raise NotAWord(
                    value=text[:40],
                    field=field.heading,
                    accepted="、".join(field.choices),
                    example=field.choices[0],
                )
            seen[text] = code
        return seen[text]

    return parse


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _counting_number(field: Field) -> Parser:
    def parse(text: str) -> int:
        plain = _plain(text)
        if not _COUNTING_NUMBER.fullmatch(plain):
            raise NotANumber(value=text[:40], field=field.heading, example=12)
        return int(plain)

    return parse


def _tax_id(text: str) -> str:
    try:
        return parse_tax_id(text)
    except TaxIdRefused as refused:
        raise NotTaken(sentence=str(refused)) from refused


def _coordinate(
    field: Field, degrees: tuple[float, float], metres: tuple[float, float], *examples: str
) -> Parser:
    def parse(text: str) -> float:
        plain = _plain(text).rstrip("°度")
        number = float(plain) if _DECIMAL.fullmatch(plain) else math.nan
        if not (degrees[0] <= number <= degrees[1] or _is_metres(number, metres)):
            raise NotACoordinate(
                value=text[:40], field=field.heading, degrees=examples[0], metres=examples[1]
            )
        return number

    return parse


def _is_metres(number: float, metres: tuple[float, float]) -> bool:
    """Between the bounds, and too large for an angle (eastings of the western islands begin below zero)."""
    return metres[0] <= number <= metres[1] and abs(number) > 360


def several(text: str) -> tuple[str, ...]:
    """The entries of a cell that lists several, each once, in order."""
    return tuple(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip()))


def _day(day: Callable[[str], date]) -> Parser:
    seen: dict[str, date] = {}

    def parse(text: str) -> date:
        if text not in seen:
            try:
                seen[text] = day(text)
            except ValueError as refused:
                raise NotTaken(sentence=str(refused)) from refused
        return seen[text]

    return parse


_LOST = re.compile("[㐀-鿿豈-﫿][?？]|[?？][㐀-鿿豈-﫿]|[?？]{2}|\ufffd")
#: Without one of these in it, or a digit at its head, nothing below can be wrong with a text.
_DOUBTFUL = re.compile("[?？\ufffd\ue000-\uf8ff]")
_OWN_CHARACTER = re.compile("[\ue000-\uf8ff]")
_MADE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-[A-Z][a-z]{2}")
WRITTEN_BY_HAND = frozenset({"name", "address", "village", "district", "phone", "contact"})
"""Fields in which a lost character or a day is a sign of damage."""


def lost_or_changed(code: str, text: str) -> str:
    """What to look at in a cell that is taken all the same, of a field in `WRITTEN_BY_HAND`; else empty."""
    if not (text[0].isdecimal() or _DOUBTFUL.search(text)):
        return ""
    if _LOST.search(text) or (code == "address" and "?" in text):
        return f"讀到『{text[:40]}』，可能有字在轉檔時遺失成「?」；請核對原文。"
    if _OWN_CHARACTER.search(text):
        return f"讀到『{text[:40]}』，含有自造字，在其他電腦會顯示為空白；請改用標準字。"
    if _MADE_A_DAY.fullmatch(text):
        return f"讀到『{text}』，可能是試算表把號碼改成了日期；請核對並設為文字格式，例如 1-18。"
    return ""
