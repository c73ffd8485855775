"""What every service of tracked items looks up first: the item, its agencies, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from outreach.rules.tracking import ItemNumber, Part, item_number
from outreach.services.naming import NONE_NAME, find
from outreach.services.rounds.looking import in_order
from outreach.services.tracking.model import TrackedItem
from outreach.services.tracking.refusals import NoSuchTrackedItem, NotAnItemNumber, NotOfTheItem
from outreach.store.engine import Connection
from outreach.store.reference import Reference
from outreach.store.tracking import AgencyRow, ItemRow, all_items, item_agencies


def numbered(text: str) -> ItemNumber:
    """The number that a text is. Raises `NotAnItemNumber`."""
    found = item_number(text)
    if found is None:
        raise NotAnItemNumber(value=text.strip()[:20])
    return found


def items_by_number(connection: Connection) -> Mapping[ItemNumber, ItemRow]:
    """Every item by its number, in their order."""
    return {row.number: row for row in all_items(connection)}


def item_of(items: Mapping[ItemNumber, ItemRow], text: str) -> ItemRow:
    """The item of a number. Raises `NotAnItemNumber`, `NoSuchTrackedItem`."""
    number = numbered(text)
    if number not in items:
        raise NoSuchTrackedItem(item=number, example=max(items, default=ItemNumber(205, 2)))
    return items[number]


def agencies_by_item(connection: Connection, item_id: int | None = None) -> dict[int, list[AgencyRow]]:
    """Agencies by item (id)."""
    found: dict[int, list[AgencyRow]] = {}
    for row in item_agencies(connection, item_id):
        found.setdefault(row.item_id, []).append(row)
    return found


def agency_of(
    reference: Reference, item: ItemRow, agencies: Mapping[int, Iterable[AgencyRow]], text: str
) -> int:
    """The id of an agency of an item, by code or name. Raises `NotOfTheItem` and those of `naming`."""
    found = find(reference.agencies, text, "機關")
    own = [row.agency_id for row in agencies.get(item.id, ())]
    if found.id not in own:
        names = "、".join(name_of(reference, i)[1] for i in own)
        raise NotOfTheItem(agency=found.short_name or found.name, item=item.number, example=names)
    return found.id


def name_of(reference: Reference, agency: int) -> tuple[str, str]:
    """An agency's code and short name."""
    named = reference.agencies.get(agency)
    return (named.code, named.short_name or named.name) if named else ("", NONE_NAME)


def item_told(row: ItemRow, agencies: Iterable[AgencyRow], reference: Reference) -> TrackedItem:
    """A stored item as people speak of it."""
    scheme = None if row.scheme_id is None else reference.schemes[row.scheme_id]
    told = [(one.agency_id, *name_of(reference, one.agency_id), one.part) for one in agencies]
    return TrackedItem(
        row.number,
        row.conclusion,
        scheme.code if scheme else "",
        scheme.name if scheme else "",
        in_order(row.kinds),
        tuple(sorted(told, key=lambda one: (one[3] is Part.ASSISTING, one[1]))),
        row.opened_by,
        row.opened_at,
    )
