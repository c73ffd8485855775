"""A bureau from inside: its own venues and those of each agency under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from outreach.figures.positions import Dimension
from outreach.figures.schemes import first_level
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.coverage import Row, coverage
from outreach.services.naming import find
from outreach.services.who import Right, Who


def bureaus(city: City, who: Who, as_of: date, known_at: str | int | None = None) -> frozenset[str]:
    """Codes of the first-level agencies that have others under them on a day."""
    who.must(Right.SEE_FIGURES)
    seq = cities.known_at(city, known_at)
    parents = city.figures.parents(as_of, seq)
    agencies = city.reference().agencies
    return frozenset(agencies[first_level(a, parents)].code for a in parents if a in agencies)


def inside(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    agency: str,
    *,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> tuple[Row, ...]:
    """The rows that a first-level agency's roll-up is the sum of, its own first, then by code.

    `agency` is a code or unique name; agencies without a venue have no row. Raises refusals of `naming`.
    """
    seq = cities.known_at(city, known_at)
    table = coverage(city, who, scheme, as_of, by=Dimension.AGENCY, where=where, known_at=seq)
    top = find(city.reference().agencies, agency, "機關").id
    parents = city.figures.parents(as_of, seq)
    rows = [r for r in table.rows if r.key and first_level(r.id, parents) == top]
    return tuple(sorted(rows, key=lambda r: (r.id != top, r.key)))
