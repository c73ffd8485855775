"""What applying a plan would do to the figures: counted before it is applied, without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension
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
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.imports.model import Outcome, Plan, PlannedRow
from outreach.services.who import Right, Who
from outreach.store.codes import number_of, word_of
from outreach.store.engine import reading
from outreach.store.venues import current_orders, histories

FacetFacts = Mapping[Facet, Sequence[Stated]]
#: Beyond every number given so far: a planned fact comes after all that stand.
_LATEST = 2**62
_LISTED, _DELISTED = (number_of(Facet.LISTING, word) for word in (Listing.LISTED, Listing.DELISTED))


@dataclass(frozen=True, slots=True)
class Step:
    """Figures of one group as they are, and as they would be."""

    before: Tally
    after: Tally


@dataclass(frozen=True, slots=True)
class Effect:
    """The step of the scheme's figures at the end of a day, by kind of venue.

    `agency` is the same for the agency whose list the file is, and None where none is given. Of
    `open_kinds` pages show who joined and no rate.
    """

    as_of: date
    open_kinds: frozenset[Kind]
    scheme: Mapping[Kind, Step]
    agency: Mapping[Kind, Step] | None


def total(steps: Iterable[Step]) -> Step:
    """Several steps together."""
    summed = Step(Tally(), Tally())
    for step in steps:
        summed = Step(summed.before + step.before, summed.after + step.after)
    return summed


@dataclass(frozen=True, slots=True)
class _Stand:
    """What a venue counts as: whose, of which kind, and where it stands."""

    agency: int
    kind: Kind
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Judge:
    """Everything but a venue's own facts that decides where it stands on a day."""

    orders: Sequence[SectorOrder]
    exclusions: Set[Exclusion]
    day: date

    def stand(self, facts: FacetFacts) -> _Stand | None:
        """Where a venue with these facts stands; None where it is not on the list."""

        def value(facet: Facet) -> int:
            now = holding(facts.get(facet, ()), self.day)
            return now.value if now else 0

        if value(Facet.LISTING) != _LISTED:
            return None
        order = in_force(self.orders, value(Facet.SECTOR), self.day)
        where = standing(
            Premises(word_of(Facet.PREMISES, value(Facet.PREMISES))),
            Operating(word_of(Facet.OPERATING, value(Facet.OPERATING))),
            held(order, value(Facet.APPROVAL) or None, self.day),
            Participation(word_of(Facet.PARTICIPATION, value(Facet.PARTICIPATION))),
            self.exclusions,
        )
        return _Stand(value(Facet.AGENCY), Kind(word_of(Facet.KIND, value(Facet.KIND))), where)


def effect_of(city: City, who: Who, plan: Plan, as_of: date) -> Effect:
    """The figures of the plan's scheme at the end of a day, before and after applying the plan.

    A row whose own effective date lies after the day changes nothing yet.
    """
    who.must(Right.CHANGE)
    rows = [r for r in plan.rows if r.outcome in (Outcome.NEW, Outcome.CHANGED)]
    known = {r.venue_id for r in rows if r.venue_id is not None}
    with reading(city.engine) as connection:
        told = histories(connection, known | set(plan.delisted), plan.scheme.id)
        orders = current_orders(connection)
    settings = city.figures.settings(plan.scheme.id, as_of)
    judge = _Judge(orders, settings.exclusions, as_of)
    moves: Counter[_Stand] = Counter()
    for before, added in _said(plan, rows, told):
        was, becomes = judge.stand(before), judge.stand(_with(before, added))
        if was is not None:
            moves[was] -= 1
        if becomes is not None:
            moves[becomes] += 1
    agency = plan.agency
    return Effect(
        as_of,
        settings.open_kinds,
        _steps(_by_kind(city, who, plan, as_of, ()), moves),
        None
        if agency is None
        else _steps(
            _by_kind(city, who, plan, as_of, (f"agency={agency.code}",)),
            Counter({s: n for s, n in moves.items() if s.agency == agency.id}),
        ),
    )


def _said(
    plan: Plan, rows: Iterable[PlannedRow], told: Mapping[int, FacetFacts]
) -> Iterator[tuple[FacetFacts, dict[Facet, Stated]]]:
    """Each venue's facts as they are, and those that the plan would add."""
    nothing: FacetFacts = {}
    for row in rows:
        before = nothing if row.venue_id is None else told.get(row.venue_id, nothing)
        day = row.effective_on or plan.effective_on
        yield before, {f.facet: Stated(day, _LATEST, f.value, f.remark) for f in row.facts}
    for venue_id in plan.delisted:
        off = Stated(plan.effective_on, _LATEST, _DELISTED)
        yield told.get(venue_id, nothing), {Facet.LISTING: off}


def _with(before: FacetFacts, added: Mapping[Facet, Stated]) -> FacetFacts:
    return {**before, **{facet: (*before.get(facet, ()), fact) for facet, fact in added.items()}}


def _by_kind(city: City, who: Who, plan: Plan, as_of: date, where: Sequence[str]) -> dict[Kind, Tally]:
    table = coverage(
        city, who, plan.scheme.code, as_of, by=Dimension.KIND, where=where, known_at=plan.base[0]
    )
    return {Kind(row.key): row.tally for row in table.rows}


def _steps(before: Mapping[Kind, Tally], moves: Mapping[_Stand, int]) -> dict[Kind, Step]:
    steps = {}
    for kind in Kind:
        was = before.get(kind, Tally())
        moved: Counter[Standing] = Counter()
        for stand, count in moves.items():
            if stand.kind is kind:
                moved[stand.standing] += count
        steps[kind] = Step(was, was + Tally.of(dict(moved)))
    return steps
