"""Correcting what a venue is called, where its address is and its tax number; old values are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.matching import address_key, name_key
from outreach.rules.refusals import Refusal
from outreach.rules.taxid import parse_tax_id
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.reach import must_reach
from outreach.services.who import Right, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.venues import VenueChangedMeanwhile, edit_venue

#: The most characters of each description that is edited here.
LONGEST = {"name": 200, "address": 300}


class NameMissing(Refusal, ValueError):
    """A venue needs a name."""

    template = "店家名稱不可空白；請填寫，例如「甜圈坊」。"


class DescriptionTooLong(Refusal, ValueError):
    """A name or address longer than any."""

    template = "{what}有 {length} 個字，最多 {most} 個字；請精簡，例如只留一個地址。"


@dataclass(frozen=True, slots=True)
class Described:
    """Name, address and tax number ("" for none) as somebody wants them."""

    name: str
    address: str
    tax_id: str


def describe(
    city: City, who: Who, venue_id: int, wanted: Described, version: int, *, now: datetime, today: date
) -> int | None:
    """Correct a venue's descriptions as one change; its number, None where nothing differs.

    `version` is the venue's as it was read. Raises `OutOfReach`, `NameMissing`, `DescriptionTooLong`, the
    refusals of `rules.taxid`, and `VenueChangedMeanwhile`.
    """
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    told = _read(wanted)
    with writing(city.engine) as connection:
        before = known_venue(connection, venue_id)
        new = {field: text for field, text in told.items() if getattr(before, field) != text}
        if not new:
            return None
        if before.version != version:
            raise VenueChangedMeanwhile(venue_id=venue_id, version=before.version)
        change = open_change(
            connection,
            kind="edit",
            actor=who.name,
            user=who.user,
            summary=f"更正店家 {venue_id} 的基本資料",
            now=now,
        )
        keys = {f"{field}_key": make(new[field]) for field, make in _KEYS.items() if field in new}
        edit_venue(connection, change, before, new, keys)
        return change.id


_KEYS = {"name": name_key, "address": address_key}


def _read(wanted: Described) -> Mapping[str, str]:
    name, address = " ".join(wanted.name.split()), " ".join(wanted.address.split())
    if not name:
        raise NameMissing
    for field, what, text in (("name", "店家名稱", name), ("address", "地址", address)):
        if len(text) > LONGEST[field]:
            raise DescriptionTooLong(what=what, length=len(text), most=LONGEST[field])
    tax_id = wanted.tax_id.strip()
    return {"name": name, "address": address, "tax_id": parse_tax_id(tax_id) if tax_id else ""}
