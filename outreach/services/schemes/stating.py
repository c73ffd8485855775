"""Adding a scheme, stating its settings from a day on, and saying how it is spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.schemes import SchemeSettings, check_code, check_thresholds
from outreach.rules.vocabulary import Exclusion, Kind
from outreach.services.city import City
from outreach.services.naming import scheme_named
from outreach.services.schemes.reading import categories_of
from outreach.services.schemes.refusals import NothingToState, TooMany
from outreach.services.schemes.spoken import MOST_CATEGORIES, SpokenOf, categories_given, checked
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, writing
from outreach.store.posting import open_change
from outreach.store.reference import (
    Reference,
    describe_scheme,
    name_category,
    put_category,
    put_scheme,
    read_reference,
)

MOST_SCHEMES = 255


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
    given = categories_given(categories)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        added = _added_already(city, reference, code, spoken, settings, given)
        if added is not None:
            return added
        plain = checked(reference, spoken, None, code)
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
    plain = checked(reference, spoken, known.id, code)
    told = known.name, known.complete_means, dict(known.words), tuple(known.voucher_kinds)
    words = {stage.value: word for stage, word in plain.words.items()}
    same = told == (plain.name, plain.complete_means, words, plain.voucher_kinds)
    own = [(c.code, c.name) for c in categories_of(reference, known.id)]
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
        plain = checked(reference, spoken, found.id, found.code)
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
        ((code, plain),) = categories_given([(category, name)])
        known = categories_of(reference, found.id)
        if code not in {c.code for c in known} and len(known) >= MOST_CATEGORIES:
            raise TooMany(what="類別", count=len(known), most=MOST_CATEGORIES, example=known[0].name)
        put_category(connection, found.id, code, plain)
        name_category(connection, found.id, code, plain)
        _recorded(connection, who, f"方案{found.name}的類別 {code} 稱為{plain}", now)


def _recorded(connection: Connection, who: Who, summary: str, now: datetime) -> None:
    open_change(connection, kind="scheme_words", actor=who.name, user=who.user, summary=summary, now=now)


def _first(reference: Reference) -> str:
    return next(iter(reference.schemes.values())).name


def _check_settings(settings: SchemeSettings) -> None:
    check_thresholds(settings.thresholds)
    assert settings.exclusions <= set(Exclusion)
    assert settings.open_kinds <= set(Kind)


def _describe(connection: Connection, scheme_id: int, spoken: SpokenOf) -> None:
    describe_scheme(
        connection,
        scheme_id,
        name=spoken.name,
        complete_means=spoken.complete_means,
        words={stage.value: word for stage, word in spoken.words.items()},
        voucher_kinds=spoken.voucher_kinds,
    )
