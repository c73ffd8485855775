"""What adding facts would do to figures: each venue judged before and after, nothing written.

The judgement is `rules.standing` on a venue's own facts, as everywhere; the figures it is added to are
those of `services.coverage`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from outreach.rules.history import Stated, holding
from outreach.rules.orders import SectorOrder, held, in_force
from outreach.rules.rate import Tally
from outreach.rules.standing import standing
from outreach.rules.vocabulary import (
    Exclusion,
    Facet,
    Kind,
    Listing,
    Operating,
    Participation,
    Premises,
    Standing,
)
from outreach.services.stated import FacetFacts
from outreach.store.codes import number_of, word_of

#: Beyond every number given so far: a planned fact comes after all that stand.
LATEST = 2**62
LISTED, DELISTED = (number_of(Facet.LISTING, word) for word in (Listing.LISTED, Listing.DELISTED))


@dataclass(frozen=True, slots=True)
class Step:
    """Figures of one group as they are, and as they would be."""

    before: Tally
    after: Tally


def total(steps: Iterable[Step]) -> Step:
    """Several steps together."""
    summed = Step(Tally(), Tally())
    for step in steps:
        summed = Step(summed.before + step.before, summed.after + step.after)
    return summed


@dataclass(frozen=True, slots=True)
class Stand:
    """What a venue counts as: whose, of which kind, and where it stands."""

    agency: int
    kind: Kind
    standing: Standing


@dataclass(frozen=True, slots=True)
class Judge:
    """Everything but a venue's own facts that decides where it stands on a day."""

    orders: Sequence[SectorOrder]
    exclusions: Set[Exclusion]
    day: date

    def stand(self, facts: FacetFacts) -> Stand | None:
        """Where a venue with these facts stands; None where it is not on the list."""

        def value(facet: Facet) -> int:
            now = holding(facts.get(facet, ()), self.day)
            return now.value if now else 0

        if value(Facet.LISTING) != LISTED:
            return None
        order = in_force(self.orders, value(Facet.SECTOR), self.day)
        where = standing(
            Premises(word_of(Facet.PREMISES, value(Facet.PREMISES))),
            Operating(word_of(Facet.OPERATING, value(Facet.OPERATING))),
            held(order, value(Facet.APPROVAL) or None, self.day),
            Participation(word_of(Facet.PARTICIPATION, value(Facet.PARTICIPATION))),
            self.exclusions,
        )
        return Stand(value(Facet.AGENCY), Kind(word_of(Facet.KIND, value(Facet.KIND))), where)


def moved(
    judge: Judge, said: Iterable[tuple[FacetFacts, Mapping[Facet, Sequence[Stated]]]]
) -> Counter[Stand]:
    """How many more venues (or, below zero, fewer) stand where, from each one's facts and those added."""
    moves: Counter[Stand] = Counter()
    for before, added in said:
        was, becomes = judge.stand(before), judge.stand(with_added(before, added))
        if was is not None:
            moves[was] -= 1
        if becomes is not None:
            moves[becomes] += 1
    return moves


def with_added(before: FacetFacts, added: Mapping[Facet, Sequence[Stated]]) -> FacetFacts:
    """A venue's facts and further ones."""
    return {**before, **{facet: (*before.get(facet, ()), *facts) for facet, facts in added.items()}}


def steps(before: Mapping[Kind, Tally], moves: Mapping[Stand, int]) -> dict[Kind, Step]:
    """The figures of each kind of venue before and after."""
    found = {}
    for kind in Kind:
        was = before.get(kind, Tally())
        counted: Counter[Standing] = Counter()
        for stand, count in moves.items():
            if stand.kind is kind:
                counted[stand.standing] += count
        found[kind] = Step(was, was + Tally.of(dict(counted)))
    return found
