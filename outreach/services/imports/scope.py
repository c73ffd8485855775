"""Whose venues an import may touch: an officer's sheet its own agency's alone, whatever the sheet says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from outreach.rules.history import Stated, holding
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.reach import OtherAgency, agencies_within
from outreach.services.who import Right, Who
from outreach.store.reference import Agency

#: What a forged number hears, and one that is none: nobody can try out which numbers exist.
NOT_OWN_NUMBER = (
    "查無此店家編號，或不屬於您的機關；新店家請將此欄留空，"
    "應改由您的機關列管的店家，請原機關在店家頁面辦理移轉。"
)


class NoAgencyOfOwn(Refusal):
    """The asker imports for the own agency, and has none."""

    template = "「{name}」沒有所屬機關，不能匯入清單；請系統管理員在帳號設定機關，例如商業處。"


@dataclass(frozen=True, slots=True)
class Scope:
    """The agencies (ids) whose venues a plan may touch, None for the whole city; and the day it is.

    A venue is within reach where one of them holds it today *and* on the day from which a row speaks: what
    was handed over is the receiver's, and what the giver's days were stays the giver's. Before the first
    statement of whose it is, a venue is whose it became first.
    """

    agencies: frozenset[int] | None = None
    today: date = date.min

    @property
    def is_city(self) -> bool:
        """Whether every venue is within reach."""
        return self.agencies is None

    def admits(self, agency: int) -> bool:
        """Whether a venue may be this agency's (an id)."""
        return self.agencies is None or agency in self.agencies

    def reaches(self, owners: Sequence[Stated], day: date | None = None) -> bool:
        """Whether a venue with these statements of whose it is may be touched today, and from a day."""
        if self.agencies is None:
            return True
        return all(_owner(owners, on) in self.agencies for on in (self.today, day or self.today))


WHOLE_CITY = Scope()


def owner_today(scope: Scope, owners: Sequence[Stated]) -> int:
    """Whose a venue is today (an id); 0 for nobody's."""
    return _owner(owners, scope.today)


def _owner(owners: Sequence[Stated], day: date) -> int:
    held = holding(owners, day)
    if held is None and owners:
        held = min(owners, key=lambda s: (s.effective_on, -s.seq))
    return held.value if held is not None else 0


def scope_of(city: City, who: Who, today: date) -> Scope:
    """What a person may import into. Raises `NotAllowed` where the role carries no such right at all."""
    within = agencies_within(city, who, Right.CHANGE, today)
    if within is None:
        return WHOLE_CITY
    if not within:
        raise NoAgencyOfOwn(name=who.name)
    return Scope(within, today)


def agency_of_list(scope: Scope, agencies: Mapping[int, Agency], named: str | None) -> Agency | None:
    """Whose list the file is: the one named, else the own one; None where an administrator names none.

    Raises `OtherAgency`, and the refusals of `naming`.
    """
    found = find(agencies, named, "機關") if named else None
    if scope.agencies is None:
        return found
    if found is None:
        return agencies[min(scope.agencies)]
    if found.id not in scope.agencies:
        raise OtherAgency(agency=found.short_name or found.name)
    return found
