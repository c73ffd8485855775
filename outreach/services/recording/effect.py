"""What recording would do to the figure of the asker's agency."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.history import Stated, holding
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.effects import Judge, Step, moved, steps, total
from outreach.services.recording.model import Recording
from outreach.services.stated import FacetFacts
from outreach.services.who import Who
from outreach.store.codes import word_of
from outreach.store.engine import reading
from outreach.store.venues import current_orders


@dataclass(frozen=True, slots=True)
class Effect:
    """A figure before and after; `rated` says that it has a rate, unlike an open drive's."""

    step: Step
    rated: bool


def effect(city: City, who: Who, planned: Recording, as_of: date, agency_id: int | None = None) -> Effect:
    """The figures before and after posting: of the agency named, else of the asker's, else of the city.

    Over the kinds that have a rate; where nothing is stated of such a venue, over those of the open drive.
    """
    agency = city.reference().agencies.get(agency_id or who.agency or 0)
    where = () if agency is None else (f"agency={agency.code}",)
    table = coverage(city, who, planned.scheme.code, as_of, by=Dimension.KIND, where=where)
    with reading(city.engine) as connection:
        orders = current_orders(connection)
    said = ((planned.told[i], added) for i, added in _by_venue(planned).items())
    moves = moved(Judge(orders, table.settings.exclusions, as_of), said)
    if agency is not None:
        moves = Counter({s: n for s, n in moves.items() if s.agency == agency.id})
    by_kind = steps({Kind(row.key): row.tally for row in table.rows}, moves)
    open_kinds = table.settings.open_kinds
    # Where nothing is to be recorded: the kinds that are on the list.
    stated = {_kind(planned.told[i], as_of) for i in planned.changed}
    stated = stated or {kind for kind, step in by_kind.items() if step.before.population}
    rated = bool(stated - open_kinds) or not stated
    return Effect(total(step for kind, step in by_kind.items() if (kind not in open_kinds) is rated), rated)


def _kind(facts: FacetFacts, day: date) -> Kind:
    now = holding(facts.get(Facet.KIND, ()), day)
    return Kind(word_of(Facet.KIND, now.value if now is not None else 0))


def _by_venue(planned: Recording) -> dict[int, dict[Facet, tuple[Stated, ...]]]:
    """Everything that would be added to each venue."""
    found: dict[int, dict[Facet, tuple[Stated, ...]]] = {}
    for line in planned.lines:
        of = found.setdefault(line.venue.id, {})
        for facet, facts in line.stated.items():
            of[facet] = (*of.get(facet, ()), *facts)
    return found
