"""What every service of meetings looks up first: the meeting, its editions, and how they are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from outreach.rules.editions import Item
from outreach.rules.vocabulary import Kind
from outreach.services.meetings.model import EditionHead, Meeting, MeetingItem
from outreach.services.meetings.refusals import NoSuchEdition, NoSuchItem, NoSuchMeeting
from outreach.services.naming import scheme_named
from outreach.services.rounds.looking import in_order
from outreach.store.engine import Connection
from outreach.store.meetings import EditionRow, MeetingRow, all_meetings, editions_of, meeting_by_number
from outreach.store.reference import Reference

KIND_NAMES = {Kind.CITY_VENUE: "轄管場館", Kind.SHOP: "店家"}


def meeting_row(connection: Connection, number: int) -> MeetingRow:
    """The stored meeting. Raises `NoSuchMeeting`."""
    row = meeting_by_number(connection, number)
    if row is None:
        newest = max((one.number for one in all_meetings(connection)), default=1)
        raise NoSuchMeeting(number=number, example=newest)
    return row


def edition_row(connection: Connection, number: int, edition: int | None) -> EditionRow:
    """One edition of a meeting, the newest unless told otherwise. Raises `NoSuchEdition`."""
    rows = editions_of(connection, number)
    found = next((r for r in reversed(rows) if edition in (None, r.edition)), None)
    if found is None:
        raise NoSuchEdition(number=number, edition=edition or 1, editions=len(rows))
    return found


def item_told(item: Item, reference: Reference) -> MeetingItem:
    """A stored item as people speak of it."""
    scheme = reference.schemes[item.scheme_id]
    return MeetingItem(scheme.code, scheme.name, in_order(item.kinds), item.as_of)


def meeting_told(row: MeetingRow, editions: Iterable[EditionRow], reference: Reference) -> Meeting:
    """A stored meeting as people speak of it."""
    return Meeting(
        row.number,
        row.on_day,
        row.name,
        row.figures_only,
        row.opened_by,
        row.opened_at,
        tuple(item_told(item, reference) for item in row.items),
        tuple(head_told(one) for one in editions),
    )


def head_told(row: EditionRow) -> EditionHead:
    """A stored edition without its figures."""
    return EditionHead(
        row.edition, row.frozen_at, row.frozen_by, row.seq, row.rule_version, row.note, row.round_id
    )


def named(scheme: str, kinds: Iterable[Kind]) -> str:
    """An item in words: 「台北通 myCode+ 轄管場館」."""
    return " ".join([scheme, *(KIND_NAMES[kind] for kind in in_order(kinds))])


def position_of(row: MeetingRow, reference: Reference, scheme: str, kinds: Sequence[Kind]) -> int:
    """Where a meeting's item stands among its items. Raises `NoSuchItem` and those of `naming`."""
    found = scheme_named(reference, scheme)
    for position, item in enumerate(row.items):
        if item.same_list(Item(found.id, frozenset(kinds), item.as_of)):
            return position
    known = "、".join(named(reference.schemes[i.scheme_id].name, i.kinds) for i in row.items)
    raise NoSuchItem(number=row.number, item=named(found.name, kinds), items=known)
