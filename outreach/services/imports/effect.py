"""What applying a plan would do to the figures: counted before it is applied, without writing anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.history import Stated
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.effects import DELISTED, LATEST, Judge, Step, moved, steps
from outreach.services.imports.model import Outcome, Plan, PlannedRow
from outreach.services.stated import FacetFacts
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.venues import current_orders, histories


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
    moves = moved(Judge(orders, settings.exclusions, as_of), _said(plan, rows, told))
    agency = plan.agency
    return Effect(
        as_of,
        settings.open_kinds,
        steps(_by_kind(city, who, plan, as_of, ()), moves),
        None
        if agency is None
        else steps(
            _by_kind(city, who, plan, as_of, (f"agency={agency.code}",)),
            Counter({s: n for s, n in moves.items() if s.agency == agency.id}),
        ),
    )


def _said(
    plan: Plan, rows: Iterable[PlannedRow], told: Mapping[int, FacetFacts]
) -> Iterator[tuple[FacetFacts, dict[Facet, tuple[Stated, ...]]]]:
    """Each venue's facts as they are, and those that the plan would add."""
    nothing: FacetFacts = {}
    for row in rows:
        before = nothing if row.venue_id is None else told.get(row.venue_id, nothing)
        day = row.effective_on or plan.effective_on
        yield before, {f.facet: (Stated(day, LATEST, f.value, f.remark),) for f in row.facts}
    for venue_id in plan.delisted:
        off = (Stated(plan.effective_on, LATEST, DELISTED),)
        yield told.get(venue_id, nothing), {Facet.LISTING: off}


def _by_kind(city: City, who: Who, plan: Plan, as_of: date, where: Sequence[str]) -> dict[Kind, Tally]:
    table = coverage(
        city, who, plan.scheme.code, as_of, by=Dimension.KIND, where=where, known_at=plan.base[0]
    )
    return {Kind(row.key): row.tally for row in table.rows}
