"""What recording would do to the figure of the asker's agency."""

from __future__ import annotations

from collections import Counter
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.history import Stated
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.effects import Judge, Step, moved, steps, total
from outreach.services.recording.model import Recording
from outreach.services.who import Who
from outreach.store.engine import reading
from outreach.store.venues import current_orders


def effect(city: City, who: Who, planned: Recording, as_of: date, agency_id: int | None = None) -> Step:
    """The figures before and after posting: of the agency named, else of the asker's, else of the city.

    Over kinds that the scheme counts; where it counts none of the agency's, over all.
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
    counted = [step for kind, step in by_kind.items() if kind not in table.settings.open_kinds]
    found = total(counted)
    return found if found.before.population or found.after.population else total(by_kind.values())


def _by_venue(planned: Recording) -> dict[int, dict[Facet, tuple[Stated, ...]]]:
    """Everything that would be added to each venue."""
    found: dict[int, dict[Facet, tuple[Stated, ...]]] = {}
    for line in planned.lines:
        of = found.setdefault(line.venue.id, {})
        for facet, facts in line.stated.items():
            of[facet] = (*of.get(facet, ()), *facts)
    return found
