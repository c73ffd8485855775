"""Which agency is a sector's competent one (主管機關): its approvers state the sector's orders."""

from __future__ import annotations

from datetime import datetime

from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.who import Right, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.reference import put_sector, read_reference


def set_competent_agency(city: City, who: Who, sector: str, agency: str, *, now: datetime) -> int | None:
    """Say which agency ("" for none) is a sector's competent one, and record it; the change's id.

    None where it already was. Raises `NotAllowed` and the refusals of `naming`.
    """
    who.must_everywhere(Right.ADMINISTER)
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        found = find(reference.sectors, sector, "行業")
        meant = find(reference.agencies, agency, "機關") if agency.strip() else None
        if found.competent_agency_id == (meant.id if meant else None):
            return None
        change = open_change(
            connection,
            kind="setup",
            actor=who.name,
            user=who.user,
            summary=f"{found.name}的主管機關：{meant.name if meant else '未指定'}",
            now=now,
        )
        put_sector(connection, found.code, found.name, found.special, meant.id if meant else None)
        return change.id
