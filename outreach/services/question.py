"""What every question about figures names: a scheme, conditions, and as of which knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach.figures.positions import Where
from outreach.services.city import City, known_at
from outreach.services.naming import conditions, scheme_named
from outreach.store.reference import Named, Reference


@dataclass(frozen=True, slots=True)
class Question:
    """Names resolved against the reference tables; `seq` is the number that *known at* means."""

    reference: Reference
    scheme: Named
    seq: int
    where: Where


def question(city: City, scheme: str, known: str | int | None, where: Sequence[str] = ()) -> Question:
    """Resolve a question.

    `scheme` is a code or name, `known` a number, a time or None for now, `where` holds FIELD=CODE texts.
    Raises the refusals of `naming` and `dates`.
    """
    reference = city.reference()
    found = scheme_named(reference, scheme)
    return Question(reference, found, known_at(city, known), conditions(reference, found.id, where))
