"""An agency's desk: its figures, and what was recorded of its venues lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.positions import Dimension
from outreach.figures.recent import touched_lately
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.bureau import bureaus
from outreach.services.changes import RecordedChange
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.reach import agencies_of, agencies_within
from outreach.services.who import Right, Who
from outreach.store.changes import described_changes
from outreach.store.engine import reading
from outreach.store.reference import Agency as Agency
from outreach.store.reference import Named

#: Changes looked through for those that concern an agency.
LOOKED_THROUGH = 400


class NoAgency(Refusal, LookupError):
    """Somebody without an agency has no desk."""

    template = (
        "您的帳號沒有所屬機關，所以沒有「我的機關」；請改用「總覽」，或請系統管理員設定機關，例如商業處。"
    )


@dataclass(frozen=True, slots=True)
class SchemeFigure:
    """The agency's own figures under a scheme: what has a rate, and what is only counted as it joins.

    `whole` is the rated figure with the subordinates', None where there are none.
    """

    scheme: Named
    rated_kinds: tuple[Kind, ...]
    rated: Tally
    open_kinds: tuple[Kind, ...]
    open: Tally
    whole: Tally | None


@dataclass(frozen=True, slots=True)
class Lately:
    """A change about the agency's venues, how many of them, and whether a colleague made it."""

    change: RecordedChange
    venues: int
    own: bool


def own_agency(city: City, who: Who) -> Agency:
    """The asker's agency. Raises `NoAgency`."""
    who.must(Right.SEE_FIGURES)
    found = city.reference().agencies.get(who.agency or 0)
    if found is None:
        raise NoAgency
    return found


def agency_figures(city: City, who: Who, as_of: date) -> tuple[SchemeFigure, ...]:
    """The figures of the asker's agency under every scheme. Raises `NoAgency`."""
    who.must(Right.SEE_FIGURES)
    agency = own_agency(city, who)
    has_others = agency.code in bureaus(city, who, as_of)
    return tuple(
        _figure(city, who, scheme, agency, as_of, has_others=has_others)
        for scheme in city.reference().schemes.values()
    )


def _figure(
    city: City, who: Who, scheme: Named, agency: Agency, as_of: date, *, has_others: bool
) -> SchemeFigure:
    where = (f"agency={agency.code}",)
    table = coverage(city, who, scheme.code, as_of, by=Dimension.KIND, where=where)
    by_kind = {Kind(row.key): row.tally for row in table.rows}
    rated = tuple(k for k in Kind if k not in table.settings.open_kinds)
    opened = tuple(k for k in Kind if k in table.settings.open_kinds)
    whole = None
    if has_others and rated:
        among = (f"kind={rated[0]}",) if len(rated) == 1 else ()
        rows = coverage(city, who, scheme.code, as_of, by=Dimension.AGENCY, where=among, roll_up=True).rows
        whole = next((row.tally for row in rows if row.key == agency.code), None)
    return SchemeFigure(scheme, rated, _sum(by_kind, rated), opened, _sum(by_kind, opened), whole)


def _sum(by_kind: dict[Kind, Tally], kinds: tuple[Kind, ...]) -> Tally:
    total = Tally()
    for kind in kinds:
        total += by_kind.get(kind, Tally())
    return total


def lately(city: City, who: Who, *, today: date, limit: int = 8) -> tuple[Lately, ...]:
    """The newest changes that state facts of venues the asker may see, the undone among them."""
    within = agencies_within(city, who, Right.SEE_VENUES, today)
    seen = None if within is None else np.isin(agencies_of(city, today), list(within))
    found = list(touched_lately(city.figures.columns(), seen, LOOKED_THROUGH).items())[:limit]
    with reading(city.engine) as connection:
        rows = described_changes(connection, [change_id for change_id, _count in found])
    return tuple(
        Lately(RecordedChange.of(rows[i]), count, who.user is not None and rows[i].user_id == who.user)
        for i, count in found
    )
