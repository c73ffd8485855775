"""Cell by cell, what a row changes of its venue: as it is, and as it would be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from outreach.rules.history import holding
from outreach.services.imports.model import Difference, PlannedFact
from outreach.services.stated import REMARKED, FacetFacts
from outreach.services.venues import value_in_words
from outreach.sheets.values import RowValues
from outreach.store.codes import WORDS, word_of
from outreach.store.reference import Reference
from outreach.store.venues import Venue

#: The field under which a change of person or phone stands; neither is ever told.
CONTACT = "contact"


def differences(
    reference: Reference,
    values: RowValues,
    venue: Venue,
    before: FacetFacts,
    facts: Sequence[PlannedFact],
    descriptions: Mapping[str, str | float | None],
    day: date,
) -> Iterator[Difference]:
    """What a row's planned facts and descriptions change of a known venue on the row's own day.

    Values are codes of words (`joined`), else names; "" is nothing. That the contact details change is for
    the caller to add.
    """
    for code, value in descriptions.items():
        yield Difference(code, _text(getattr(venue, code)), _text(value))
    for fact in facts:
        held = holding(before.get(fact.facet, ()), day)
        if held is not None:
            was = value_in_words(reference, fact.facet, held.value)
        else:
            was = str(word_of(fact.facet, 0)) if fact.facet in WORDS else ""
        becomes = fact.new_sector or value_in_words(reference, fact.facet, fact.value)
        if was != becomes:
            yield Difference(fact.facet.value, was, becomes)
    remarked = {fact.facet: fact.remark for fact in facts if fact.remark}
    about = next((facet for facet in REMARKED if facet in remarked), None)
    if about is not None:
        held = holding(before.get(about, ()), day)
        yield Difference("remark", held.remark if held is not None else "", remarked[about])
    if facts and values.effective_on is not None:
        yield Difference("effective_on", "", values.effective_on.isoformat())


def _text(value: object) -> str:
    return "" if value is None else str(value)
