"""Opening tracked items, and taking back one that was opened by mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from outreach.rules.tracking import ItemNumber, Part
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings.looking import KIND_NAMES
from outreach.services.naming import find, scheme_named
from outreach.services.rounds.looking import in_order
from outreach.services.tracking.looking import agencies_by_item, item_of, items_by_number
from outreach.services.tracking.refusals import (
    AgencyTwice,
    AlreadyDiscussed,
    LeadMissing,
    MeetingYetToCome,
    NumberTaken,
    RateNotNamed,
    SequenceOutOfRange,
    TimesOutOfRange,
)
from outreach.services.tracking.wording import LONGEST_CONCLUSION, worded
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, writing
from outreach.store.meetings import all_meetings
from outreach.store.reference import Reference, read_reference
from outreach.store.tracking import ItemRow, add_item, decisions_made, remove_item, reports_made

MOST_SEQUENCE, MOST_TIMES = 9999, 999


def open_item(
    city: City,
    who: Who,
    number: int,
    conclusion: str,
    lead: Sequence[str],
    assisting: Sequence[str] = (),
    *,
    sequence: int | None = None,
    scheme: str = "",
    kinds: Iterable[Kind] = (),
    times_before: int = 0,
    now: datetime,
) -> ItemNumber:
    """Track a conclusion of a meeting (known here or older); its number, else the meeting's next.

    `lead` and `assisting` are agencies (codes or names), `scheme` and `kinds` the rate that decides what is
    proposed ("" none; no kinds means all). The very same item again, as by a double click, is the one there
    is. Raises `MeetingYetToCome`, `NumberTaken`, `SequenceOutOfRange`, `TimesOutOfRange`, `LeadMissing`,
    `AgencyTwice`, `RateNotNamed`, `WordsDoNotFit` and those of `naming`.
    """
    who.must_everywhere(Right.STEER)
    words = worded("會議結論事項", conclusion, LONGEST_CONCLUSION, example="請各機關持續推廣")
    if not 0 <= times_before <= MOST_TIMES:
        raise TimesOutOfRange(times=times_before)
    asked = frozenset(kinds)
    if asked and not scheme:
        raise RateNotNamed(kinds="、".join(KIND_NAMES[kind] for kind in in_order(asked)))
    with writing(city.engine) as connection:
        reference = read_reference(connection)
        scheme_id = scheme_named(reference, scheme).id if scheme else None
        agencies = _agencies(reference, lead, assisting)
        items = items_by_number(connection)
        if sequence is None:
            for row in items.values():
                if row.number.meeting == number and _same(connection, row, words, scheme_id, asked, agencies):
                    return row.number
        item = ItemNumber(number, _sequence(items, number, sequence))
        _check_number(connection, items, item)
        add_item(
            connection,
            number=item,
            conclusion=words,
            scheme_id=scheme_id,
            kinds=asked,
            agencies=agencies,
            times_before=times_before,
            by=who.name,
            user=who.user,
            now=now,
        )
        return item


def withdraw_item(city: City, who: Who, item: str) -> None:
    """Take away an item that was opened by mistake, while nobody reported or decided anything of it.

    Raises `NotAnItemNumber`, `NoSuchTrackedItem`, `AlreadyDiscussed`.
    """
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        row = item_of(items_by_number(connection), item)
        said = {"會議結論": decisions_made(connection, row.id), "辦理情形": reports_made(connection, row.id)}
        for what, entries in said.items():
            if entries:
                raise AlreadyDiscussed(item=row.number, what=what)
        remove_item(connection, row.id)


def _agencies(reference: Reference, lead: Sequence[str], assisting: Sequence[str]) -> list[tuple[int, Part]]:
    if not lead:
        known = next((one.short_name or one.name for one in reference.agencies.values()), "產業局")
        raise LeadMissing(agencies="、".join(lead) or "（未選）", example=known)
    told = [(text, Part.LEAD) for text in lead] + [(text, Part.ASSISTING) for text in assisting]
    found: dict[int, Part] = {}
    for text, part in told:
        agency = find(reference.agencies, text, "機關")
        if agency.id in found:
            raise AgencyTwice(agency=agency.short_name or agency.name)
        found[agency.id] = part
    return list(found.items())


def _same(
    connection: Connection,
    row: ItemRow,
    words: str,
    scheme_id: int | None,
    kinds: frozenset[Kind],
    agencies: Sequence[tuple[int, Part]],
) -> bool:
    own = {(one.agency_id, one.part) for one in agencies_by_item(connection, row.id)[row.id]}
    known = row.conclusion, row.scheme_id, row.kinds, own
    return known == (words, scheme_id, kinds, set(agencies))


def _sequence(items: Iterable[ItemNumber], meeting: int, asked: int | None) -> int:
    if asked is None:
        return max((one.sequence for one in items if one.meeting == meeting), default=0) + 1
    if not 1 <= asked <= MOST_SEQUENCE:
        raise SequenceOutOfRange(sequence=asked)
    return asked


def _check_number(connection: Connection, items: Mapping[ItemNumber, ItemRow], item: ItemNumber) -> None:
    newest = max((row.number for row in all_meetings(connection)), default=0)
    if not 1 <= item.meeting <= newest:
        raise MeetingYetToCome(number=item.meeting, newest=newest)
    if item in items:
        free = ItemNumber(item.meeting, _sequence(items, item.meeting, None))
        raise NumberTaken(item=item, by=items[item].opened_by, example=free)
