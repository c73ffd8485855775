"""How a scheme is spoken of, and whether texts can be shown where they will stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outreach.rules.vocabulary import Participation
from outreach.services.naming import folded
from outreach.services.schemes.refusals import SchemeCodeTaken, TextRefused, TooMany
from outreach.store.reference import Reference

LONGEST_NAME, LONGEST_SENTENCE, LONGEST_WORD, LONGEST_CATEGORY = 40, 200, 10, 20
MOST_VOUCHER_KINDS, MOST_CATEGORIES = 20, 20


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """How a scheme is spoken of: name, what counts as complete, own words of stages, voucher kinds."""

    name: str
    complete_means: str = ""
    words: Mapping[Participation, str] = field(default_factory=dict)
    voucher_kinds: tuple[str, ...] = ()


def checked(reference: Reference, spoken: SpokenOf, own: int | None, code: str) -> SpokenOf:
    """The same with tidy texts; names and codes of other schemes are taken."""
    name = _fitting("方案名稱", spoken.name, LONGEST_NAME, "冬季好禮券")
    keys = {folded(name), folded(code)}
    for other in reference.schemes.values():
        if other.id != own and keys & {folded(other.name), folded(other.code)}:
            raise SchemeCodeTaken(taken=other.name, code=other.code)
    means = spoken.complete_means.strip()
    if len(means) > LONGEST_SENTENCE:
        raise TextRefused(
            what="完成的意思", value=means[:20], most=LONGEST_SENTENCE, example="店面已張貼海報"
        )
    return SpokenOf(name, means, _words(spoken.words), _voucher_kinds(spoken.voucher_kinds))


def _words(words: Mapping[Participation, str]) -> dict[Participation, str]:
    told = {stage: " ".join(word.split()) for stage, word in words.items() if word.strip()}
    for word in told.values():
        if len(word) > LONGEST_WORD or list(told.values()).count(word) > 1:
            raise TextRefused(what="參與狀態用語", value=word[:20], most=LONGEST_WORD, example="已張貼")
    return told


def _voucher_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    told = tuple(_fitting("券別", kind, LONGEST_WORD, "住宿") for kind in kinds if kind.strip())
    if len(told) > MOST_VOUCHER_KINDS:
        raise TooMany(what="券別", count=len(told), most=MOST_VOUCHER_KINDS, example=told[0])
    for kind in told:
        if told.count(kind) > 1 or "、" in kind:
            raise TextRefused(what="券別", value=kind, most=LONGEST_WORD, example="住宿")
    return told


def categories_given(categories: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes and names of categories, tidied. Raises `TextRefused` and `TooMany`."""
    told = [
        (_fitting("類別代碼", code, 10, "A"), _fitting("類別名稱", name, LONGEST_CATEGORY, "A 類"))
        for code, name in categories
    ]
    codes = [code for code, _name in told]
    if len(told) > MOST_CATEGORIES:
        raise TooMany(what="類別", count=len(told), most=MOST_CATEGORIES, example=codes[0])
    for code in codes:
        if codes.count(code) > 1:
            raise TextRefused(what="類別代碼", value=code, most=10, example="A")
    return told


def _fitting(what: str, text: str, most: int, example: str) -> str:
    plain = " ".join(text.split())
    if not 0 < len(plain) <= most:
        raise TextRefused(what=what, value=plain[:20], most=most, example=example)
    return plain
