"""Schemes as data: adding one, saying how it is spoken of, and stating its settings from a day on.

Settings decide percentages, so they are dated and numbered like facts and can be taken back. A scheme's name,
its words for stages, what its completion means and its voucher kinds are descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.refusals import Refusal
from outreach.rules.schemes import SchemeSettings, check_code, check_thresholds
from outreach.rules.vocabulary import Exclusion, Kind, Participation
from outreach.services.changes import RecordedChange, recorded_changes
from outreach.services.city import City
from outreach.services.naming import folded, scheme_named
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, writing
from outreach.store.posting import open_change
from outreach.store.reference import (
    Category,
    Reference,
    Scheme,
    describe_scheme,
    name_category,
    put_category,
    put_scheme,
    read_reference,
)

LONGEST_NAME, LONGEST_SENTENCE, LONGEST_WORD, LONGEST_CATEGORY = 40, 200, 10, 20
MOST_SCHEMES, MOST_VOUCHER_KINDS, MOST_CATEGORIES = 255, 20, 20


class SchemeCodeTaken(Refusal):
    """Another scheme has this code or name."""

    template = "已有方案『{taken}』（{code}）；請用另外的代碼與名稱，或直接修改該方案，例如代碼 {code}_2。"


class TextRefused(Refusal, ValueError):
    """A name or word that is empty, too long, or there twice."""

    template = "{what}讀到『{value}』；請填 1 到 {most} 個字，不可重複，例如『{example}』。"


class TooMany(Refusal, ValueError):
    """More of something than a page could show or an id could number."""

    template = "{what}已有 {count} 個，最多 {most} 個；請先合併或改用現有的，例如『{example}』。"


class NothingToState(Refusal):
    """Settings that hold already from that day."""

    template = "{scheme}的設定自{day}起已是如此，不必再儲存；請修改一項後再存，例如目標。"


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """How a scheme is spoken of: name, what counts as complete, own words of stages, voucher kinds."""

    name: str
    complete_means: str = ""
    words: Mapping[Participation, str] = field(default_factory=dict)
    voucher_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeTold:
    """A scheme with the settings that hold on a day, its categories, and how many venues are on its list."""

    scheme: Scheme
    settings: SchemeSettings
    categories: tuple[Category, ...]
    listed: int


@dataclass(frozen=True, slots=True)
class SettingsStated:
    """Settings as stated from a day on; `change` is None for who may not read changes of the city."""

    change: RecordedChange | None
    effective_on: date
    settings: SchemeSettings


def schemes_told(city: City, who: Who, day: date) -> tuple[SchemeTold, ...]:
    """Every scheme as of a day, in the order in which they were added."""
    who.must(Right.SEE_FIGURES)
    reference = city.reference()
    return tuple(
        SchemeTold(
            scheme,
            city.figures.settings(scheme.id, day),
            _categories(reference, scheme.id),
            city.figures.coverage(scheme.id, day, None).total.population,
        )
        for scheme in reference.schemes.values()
    )


def settings_history(city: City, who: Who, scheme: str) -> tuple[SettingsStated, ...]:
    """Every statement of a scheme's settings (code or name), the newest first; undone ones among them."""
    who.must_everywhere(Right.READ_MEETINGS)
    found = scheme_named(city.reference(), scheme)
    stated = [s for s in city.figures.columns().statements.schemes if s.scheme_id == found.id]
    changes = recorded_changes(city, who, [s.change_id for s in stated]) if who.may(Right.STEER) else {}
    return tuple(
        SettingsStated(
            changes.get(s.change_id), date.fromordinal(s.effective_on), SchemeSettings.from_stored(s.settings)
        )
        for s in sorted(stated, key=lambda s: -s.seq)
    )


def add_scheme(
    city: City,
    who: Who,
    code: str,
    spoken: SpokenOf,
    settings: SchemeSettings,
    categories: Sequence[tuple[str, str]] = (),
    *,
    now: datetime,
) -> int:
    """Add a scheme with its settings, which hold from the beginning; the change's id.

    The very same scheme again, as by a double click, is the one that was added. Raises `NotASchemeCode`,
    `SchemeCodeTaken`, `TextRefused`, `TooMany` and those of `check_thresholds`.
    """
    who.must_everywhere(Right.STEER)
    check_code(code)
    _check_settings(settings)
    given = _categories_given(categories)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        added = _added_already(city, reference, code, spoken, settings, given)
        if added is not None:
            return added
        plain = _checked(reference, spoken, None, code)
        if len(reference.schemes) >= MOST_SCHEMES:
            raise TooMany(
                what="方案", count=len(reference.schemes), most=MOST_SCHEMES, example=_first(reference)
            )
        scheme_id, _new = put_scheme(connection, code, plain.name)
        _describe(connection, scheme_id, plain)
        for category, name in given:
            put_category(connection, scheme_id, category, name)
        change = open_change(
            connection,
            kind="new_scheme",
            actor=who.name,
            user=who.user,
            summary=f"新增方案{plain.name}",
            now=now,
        )
        change.scheme(scheme_id, settings.as_stored(), FROM_THE_BEGINNING)
        return change.id


def _added_already(
    city: City,
    reference: Reference,
    code: str,
    spoken: SpokenOf,
    settings: SchemeSettings,
    categories: Sequence[tuple[str, str]],
) -> int | None:
    """The change that added this very scheme, none of which was changed since; None where there is none."""
    known = next((one for one in reference.schemes.values() if one.code == code), None)
    if known is None:
        return None
    stated = [s for s in city.figures.columns().statements.schemes if s.scheme_id == known.id]
    if len(stated) != 1 or SchemeSettings.from_stored(stated[0].settings) != settings:
        return None
    plain = _checked(reference, spoken, known.id, code)
    told = known.name, known.complete_means, dict(known.words), tuple(known.voucher_kinds)
    words = {stage.value: word for stage, word in plain.words.items()}
    same = told == (plain.name, plain.complete_means, words, plain.voucher_kinds)
    own = [(c.code, c.name) for c in _categories(reference, known.id)]
    return stated[0].change_id if same and sorted(own) == sorted(categories) else None


def state_settings(
    city: City, who: Who, scheme: str, settings: SchemeSettings, effective_on: date, *, now: datetime
) -> int:
    """State a scheme's settings (code or name) in full from a day on; the change's id, which can be undone.

    Raises `NothingToState` where they hold already, and those of `naming` and `check_thresholds`.
    """
    who.must_everywhere(Right.STEER)
    _check_settings(settings)
    found = scheme_named(city.reference(), scheme)
    with writing(city.engine) as connection:
        if city.figures.settings(found.id, effective_on) == settings:
            raise NothingToState(scheme=found.name, day=roc(effective_on))
        change = open_change(
            connection,
            kind="scheme",
            actor=who.name,
            user=who.user,
            summary=f"{found.name}的設定自{roc(effective_on)}起更改",
            now=now,
        )
        change.scheme(found.id, settings.as_stored(), effective_on)
        return change.id


def speak_of(city: City, who: Who, scheme: str, spoken: SpokenOf, *, now: datetime) -> None:
    """Say how a scheme (code or name) is spoken of. Raises `SchemeCodeTaken`, `TextRefused`, `TooMany`."""
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        found = scheme_named(reference, scheme)
        plain = _checked(reference, spoken, found.id, found.code)
        _describe(connection, found.id, plain)
        _recorded(connection, who, f"更改方案{plain.name}的名稱與用語", now)


def set_category(city: City, who: Who, scheme: str, category: str, name: str, *, now: datetime) -> None:
    """Add a category (A, B …) to a scheme, or give the one of this code another name.

    Raises `TextRefused` and `TooMany`.
    """
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        found = scheme_named(reference, scheme)
        ((code, plain),) = _categories_given([(category, name)])
        known = _categories(reference, found.id)
        if code not in {c.code for c in known} and len(known) >= MOST_CATEGORIES:
            raise TooMany(what="類別", count=len(known), most=MOST_CATEGORIES, example=known[0].name)
        put_category(connection, found.id, code, plain)
        name_category(connection, found.id, code, plain)
        _recorded(connection, who, f"方案{found.name}的類別 {code} 稱為{plain}", now)


def _recorded(connection: Connection, who: Who, summary: str, now: datetime) -> None:
    open_change(connection, kind="scheme_words", actor=who.name, user=who.user, summary=summary, now=now)


def _categories(reference: Reference, scheme_id: int) -> tuple[Category, ...]:
    return tuple(c for c in reference.categories.values() if c.scheme_id == scheme_id)


def _first(reference: Reference) -> str:
    return next(iter(reference.schemes.values())).name


def _check_settings(settings: SchemeSettings) -> None:
    check_thresholds(settings.thresholds)
    assert settings.exclusions <= set(Exclusion)
    assert settings.open_kinds <= set(Kind)


def _checked(reference: Reference, spoken: SpokenOf, own: int | None, code: str) -> SpokenOf:
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


def _categories_given(categories: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
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


def _describe(connection: Connection, scheme_id: int, spoken: SpokenOf) -> None:
    describe_scheme(
        connection,
        scheme_id,
        name=spoken.name,
        complete_means=spoken.complete_means,
        words={stage.value: word for stage, word in spoken.words.items()},
        voucher_kinds=spoken.voucher_kinds,
    )
