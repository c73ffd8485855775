"""Offices' mailboxes, to which digests go: one of each agency, one of the managers, no person's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from outreach.services.city import City
from outreach.services.digest.refusals import AddressUnusable
from outreach.services.naming import find
from outreach.services.who import Right, Who
from outreach.store.digests import all_mailboxes, put_mailbox
from outreach.store.engine import reading, writing
from outreach.store.reference import Reference

#: What the managers' own mailbox is called where an agency is named.
MANAGERS, MANAGERS_NAME = "managers", "管考人員"
LONGEST_ADDRESS = 200
_PART = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_ADDRESS = re.compile(rf"{_PART}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An agency's mailbox (`key` its code), or the managers' (`agency` None, `key` "managers")."""

    agency: int | None
    key: str
    name: str
    address: str
    by: str
    at: datetime


def mailboxes(city: City, who: Who) -> tuple[Mailbox, ...]:
    """Every mailbox, the managers' first."""
    who.must_everywhere(Right.ADMINISTER)
    reference = city.reference()
    with reading(city.engine) as connection:
        rows = all_mailboxes(connection)
    return tuple(
        Mailbox(row.agency_id, *office_name(reference, row.agency_id), row.address, row.by, row.at)
        for row in rows
    )


def set_mailbox(city: City, who: Who, agency: str, address: str, *, now: datetime) -> str:
    """Set the mailbox of an agency (code or name), or of `MANAGERS`; the office's name.

    An empty address takes the mailbox away. Raises `AddressUnusable` and `Unknown`.
    """
    who.must_everywhere(Right.ADMINISTER)
    reference = city.reference()
    meant = office_named(reference, agency)
    plain = address.strip()
    if plain and not is_address(plain):
        raise AddressUnusable(most=LONGEST_ADDRESS, example="service@agency.example")
    with writing(city.engine) as connection:
        put_mailbox(connection, meant, plain, by=who.name, user=who.user, now=now)
    return office_name(reference, meant)[1]


def is_address(text: str) -> bool:
    """Whether a text is one plain mail address, without a name or anything a header could be made of."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def office_named(reference: Reference, text: str) -> int | None:
    """The id of an agency by code or name, None for the managers. Raises `Unknown`."""
    if text.strip() in (MANAGERS, MANAGERS_NAME):
        return None
    return find(reference.agencies, text, "機關").id


def office_name(reference: Reference, agency: int | None) -> tuple[str, str]:
    """Code and short name of an agency; of None, the managers'."""
    if agency is None:
        return MANAGERS, MANAGERS_NAME
    found = reference.agencies[agency]
    return found.code, found.short_name or found.name
