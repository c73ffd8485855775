"""Why a venue stands where it stands: the one fact or order that decided, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.history import Stated, holding
from outreach.rules.orders import SectorOrder, held, in_force
from outreach.rules.schemes import SchemeSettings
from outreach.rules.standing import standing
from outreach.rules.vocabulary import Facet, Operating, Participation, Premises, Standing
from outreach.store.codes import WORDS, word_of
from outreach.store.told import ToldFact


@dataclass(frozen=True, slots=True)
class Why:
    """A standing and what decided it.

    `facet` and `value` name the deciding side of the venue; `fact` is None where nothing was ever
    stated (a venue is assumed open, public and not contacted) or where `order` decided instead.
    """

    standing: Standing
    facet: Facet
    value: str
    participation: Participation
    fact: ToldFact | None
    order: SectorOrder | None

    @property
    def remark(self) -> str:
        """The remark in force: the deciding fact's, or the order's own text."""
        if self.order is not None:
            return self.order.document
        return self.fact.remark if self.fact is not None else ""

    @property
    def since(self) -> date | None:
        """The day from which the deciding fact or order holds."""
        if self.order is not None:
            return self.order.suspended_from
        return self.fact.effective_on if self.fact is not None else None

    @property
    def actor(self) -> str:
        """Who recorded the deciding fact; "" where no fact decided."""
        return self.fact.actor if self.fact is not None else ""

    @property
    def recorded_at(self) -> datetime | None:
        """When the deciding fact was recorded (UTC)."""
        return self.fact.recorded_at if self.fact is not None else None


def holding_facts(told: Iterable[ToldFact], day: date) -> dict[Facet, ToldFact]:
    """The unvoided fact of each facet that holds at the end of a day, among one venue's facts."""
    by_facet: dict[Facet, dict[int, ToldFact]] = {}
    for fact in told:
        if fact.voided_by is None:
            by_facet.setdefault(fact.facet, {})[fact.seq] = fact
    found: dict[Facet, ToldFact] = {}
    for facet, facts in by_facet.items():
        last = holding((Stated(f.effective_on, f.seq, f.value) for f in facts.values()), day)
        if last is not None:
            found[facet] = facts[last.seq]
    return found


def holding_word(held: Mapping[Facet, ToldFact], facet: Facet) -> str | None:
    """The word that holds in a facet of words, the assumed one where nothing does; None for other facets."""
    if facet not in WORDS:
        return None
    return str(word_of(facet, held[facet].value if facet in held else 0))


def explain(
    told: Sequence[ToldFact], orders: Sequence[SectorOrder], settings: SchemeSettings, day: date
) -> Why:
    """Explain one venue from its facts as known at some number (of one scheme and of none)."""
    facts = holding_facts(told, day)

    def value(facet: Facet) -> int:
        return facts[facet].value if facet in facts else 0

    premises = Premises(word_of(Facet.PREMISES, value(Facet.PREMISES)))
    operating = Operating(word_of(Facet.OPERATING, value(Facet.OPERATING)))
    participation = Participation(word_of(Facet.PARTICIPATION, value(Facet.PARTICIPATION)))
    order = in_force(orders, value(Facet.SECTOR), day)
    shut = held(order, value(Facet.APPROVAL) or None, day)
    where = standing(premises, operating, shut, participation, settings.exclusions)
    words: Mapping[Facet, str] = {
        Facet.PREMISES: premises,
        Facet.OPERATING: operating,
        Facet.PARTICIPATION: participation,
    }
    facet = _deciding(where)
    by_order = where is Standing.EXCLUDED_NOT_REOPENED and operating is not Operating.NOT_REOPENED
    return Why(
        where,
        facet,
        words[facet],
        participation,
        None if by_order else facts.get(facet),
        order if by_order else None,
    )


def _deciding(where: Standing) -> Facet:
    if where is Standing.EXCLUDED_OFFICE_ONLY:
        return Facet.PREMISES
    return Facet.PARTICIPATION if where.eligible else Facet.OPERATING
