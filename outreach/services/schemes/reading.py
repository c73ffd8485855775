"""Every scheme with what holds for it on a day, and what was stated of its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outreach.rules.schemes import SchemeSettings
from outreach.services.changes import RecordedChange, recorded_changes
from outreach.services.city import City
from outreach.services.naming import scheme_named
from outreach.services.who import Right, Who
from outreach.store.reference import Category, Reference, Scheme


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
            categories_of(reference, scheme.id),
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


def categories_of(reference: Reference, scheme_id: int) -> tuple[Category, ...]:
    """A scheme's own categories."""
    return tuple(c for c in reference.categories.values() if c.scheme_id == scheme_id)
