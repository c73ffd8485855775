"""From what somebody states of a venue to the facts worth recording; the one way for sheet, grid and form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.rules.history import Stated, holding, worth_recording
from outreach.rules.remarks import needs_remark, review_day
from outreach.rules.vocabulary import Facet
from outreach.store.codes import word_of

FacetFacts = Mapping[Facet, Sequence[Stated]]
#: Facets whose facts carry a remark.
REMARKED = (Facet.OPERATING, Facet.PREMISES, Facet.PARTICIPATION)


@dataclass(frozen=True, slots=True)
class Worth:
    """A fact worth recording; `value` as stored."""

    facet: Facet
    value: int
    remark: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement comes to: facts to record, and facets refused because their reason is missing."""

    facts: tuple[Worth, ...]
    without_reason: tuple[Facet, ...]


def to_record(stated: Mapping[Facet, int], remark: str, facts: FacetFacts, day: date) -> Told:
    """The facts that a statement about one venue adds to its unvoided ones.

    1. what does not differ from the value as of its own day is not recorded (`rules.history`);
    2. a remark belongs to what takes the venue out of the denominator, else to its stage, and is recorded
       on an unchanged value too;
    3. what needs a remark (`rules.remarks`) is refused without one.
    """
    about = facet_of_remark(stated, facts, day)
    wanted = dict(stated)
    if remark and about not in wanted:
        now = holding(facts.get(about, ()), day)
        wanted[about] = now.value if now else 0
    found, without = [], []
    for facet, value in wanted.items():
        own = remark if facet in REMARKED else ""
        if not worth_recording(facts.get(facet, ()), value, own if facet is about else "", day):
            continue
        word = str(word_of(facet, value)) if facet in (Facet.PREMISES, Facet.OPERATING) else ""
        if needs_remark(facet, word) and not own:
            without.append(facet)
            continue
        found.append(Worth(facet, value, own, review_day(facet, word, day)))
    return Told(tuple(found), tuple(without))


def facet_of_remark(stated: Mapping[Facet, int], facts: FacetFacts, day: date) -> Facet:
    """The facet that a remark is about: what takes the venue out of the denominator, else its stage."""
    for facet in (Facet.OPERATING, Facet.PREMISES):
        now = holding(facts.get(facet, ()), day)
        if stated.get(facet, now.value if now else 0):
            return facet
    return Facet.PARTICIPATION
