"""The contact coverage: of the venues outstanding under a scheme, how many anybody has tried to reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.question import question
from outreach.services.who import Right, Who
from outreach.store.contact_log import attempted
from outreach.store.engine import reading
from outreach.store.reference import Named


@dataclass(frozen=True, slots=True)
class Attempts:
    """Outstanding venues, and those of them that were tried at least once."""

    outstanding: int
    attempted: int

    @property
    def untried(self) -> int:
        """Outstanding venues that nobody has tried to reach."""
        return self.outstanding - self.attempted

    @property
    def hundredths(self) -> int | None:
        """The share tried in hundredths of a percent, cut, never rounded up; None without a base."""
        return 10_000 * self.attempted // self.outstanding if self.outstanding else None


@dataclass(frozen=True, slots=True)
class AgencyAttempts:
    """One agency's; `key` is its code ("" for venues of none)."""

    id: int
    key: str
    name: str
    attempts: Attempts


@dataclass(frozen=True, slots=True)
class ContactCoverage:
    """By agency in the order of codes, those of none last; the rows sum to the total."""

    scheme: Named
    as_of: date
    rows: tuple[AgencyAttempts, ...]
    total: Attempts

    def of(self, agency: int) -> Attempts:
        """An agency's own (by id), without its subordinates'; nothing where it has no outstanding venue."""
        return next((row.attempts for row in self.rows if row.id == agency), Attempts(0, 0))


def contact_coverage(city: City, who: Who, scheme: str, as_of: date) -> ContactCoverage:
    """How many of the venues outstanding on a day were tried by then; attempts withdrawn since do not count.

    Where a venue stands is the figures' own answer. Raises refusals of `naming` and `who`.
    """
    who.must(Right.SEE_FIGURES)
    asked = question(city, scheme, None)
    members = city.figures.members(asked.scheme.id, as_of, Standing.OUTSTANDING)
    with reading(city.engine) as connection:
        tried = np.isin(members, np.array(attempted(connection, asked.scheme.id, as_of), dtype=np.int64))
    agencies = city.figures.positions(asked.scheme.id, as_of).dimension(Dimension.AGENCY)[members]
    rows = []
    for agency in np.unique(agencies).tolist():
        own = agencies == agency
        key, name = name_of(asked.reference, asked.scheme.id, Dimension.AGENCY, agency)
        rows.append(AgencyAttempts(agency, key, name, Attempts(int(own.sum()), int(tried[own].sum()))))
    rows.sort(key=lambda row: (row.key == "", row.key))
    total = Attempts(len(members), int(tried.sum()))
    return ContactCoverage(asked.scheme, as_of, tuple(rows), total)
