"""Transfers (移轉): an agency offers a venue to another, which accepts, refuses, or is asked no more.

Constraints:
1. Nothing is a fact before the receiver accepts; then one change moves the venue from the offered day on.
2. The offered day lies not before the day on which the giver itself got the venue, so that the move holds.
3. A venue has one open offer at a time, and moves only from the agency that it had when it was offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.history import holding
from outreach.rules.masking import mask
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.naming import NONE_NAME, find
from outreach.services.reach import agencies_within, must_reach, within_reach
from outreach.services.transfer_refusals import (
    BeforeLastMove,
    MovedMeanwhile,
    NoSuchTransfer,
    OfferedAlready,
    SameAgency,
    TransferDecided,
    WordsMissing,
)
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import NewFact, open_change
from outreach.store.transfers import (
    ACCEPTED,
    ASKED,
    REFUSED,
    WITHDRAWN,
    TransferRow,
    add_transfer,
    decide_transfer,
    open_transfers_of,
    transfer_by_id,
    transfers_of_venue,
)
from outreach.store.venues import described, histories, raise_versions

LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Transfer:
    """One offer as people speak of it: venue and agencies by name, and what the asker may do with it now."""

    row: TransferRow
    venue: str
    giver: str
    receiver: str
    may_answer: bool
    may_withdraw: bool


def offer(
    city: City,
    who: Who,
    venue_id: int,
    to_agency: str,
    effective_on: date,
    reason: str,
    *,
    now: datetime,
    today: date,
) -> int:
    """Offer a venue to another agency (a code or name) from a day on; the offer's number.

    Raises `OutOfReach`, `Unknown`, `SameAgency`, `OfferedAlready`, `BeforeLastMove` and `WordsMissing`.
    """
    with writing(city.engine) as connection:
        return _offer(connection, city, who, venue_id, to_agency, effective_on, reason, now, today)


def transfer_at_once(
    city: City,
    who: Who,
    venue_id: int,
    to_agency: str,
    effective_on: date,
    reason: str,
    *,
    now: datetime,
    today: date,
) -> int:
    """Offer and accept in one step, for who may act for every agency; the change's number."""
    who.must_everywhere(Right.CHANGE)
    with writing(city.engine) as connection:
        number = _offer(connection, city, who, venue_id, to_agency, effective_on, reason, now, today)
        return _accept(connection, city, who, _open_offer(connection, number), now, today)


def accept(city: City, who: Who, transfer_id: int, *, now: datetime, today: date) -> int:
    """Take an offered venue over; the change's number.

    Raises `NoSuchTransfer`, `TransferDecided`, `MovedMeanwhile` and `BeforeLastMove`.
    """
    with writing(city.engine) as connection:
        row = _answerable(connection, city, who, transfer_id, today)
        return _accept(connection, city, who, row, now, today)


def refuse(city: City, who: Who, transfer_id: int, words: str, *, now: datetime, today: date) -> None:
    """Decline an offered venue, in words. Raises `NoSuchTransfer`, `TransferDecided` and `WordsMissing`."""
    with writing(city.engine) as connection:
        row = _answerable(connection, city, who, transfer_id, today)
        told = worded(words, "退回移轉的理由", "此處非本機關轄管")
        decide_transfer(connection, row.id, REFUSED, by=who.name, user_id=who.user, at=now, words=told)


def withdraw(city: City, who: Who, transfer_id: int, *, now: datetime, today: date) -> None:
    """Take an offer back. Raises `NoSuchTransfer` and `TransferDecided`."""
    within = agencies_within(city, who, Right.CHANGE, today)
    with writing(city.engine) as connection:
        row = _known(connection, transfer_id)
        if within is not None and row.from_agency_id not in within:
            raise NoSuchTransfer(transfer_id=transfer_id)
        _must_be_open(row)
        decide_transfer(connection, row.id, WITHDRAWN, by=who.name, user_id=who.user, at=now)


def open_transfers(city: City, who: Who, *, today: date) -> tuple[Transfer, ...]:
    """Offers that nobody has answered, from or to the asker's agency, oldest first."""
    within = agencies_within(city, who, Right.CHANGE, today)
    with reading(city.engine) as connection:
        rows = open_transfers_of(connection, within)
        venues = described(connection, {row.venue_id for row in rows})
    return tuple(_told(city, row, venues[row.venue_id].name, within) for row in rows)


def transfers_of(city: City, who: Who, venue_id: int, *, today: date) -> tuple[Transfer, ...]:
    """Every offer of a venue in reach, newest first. Raises `OutOfReach`."""
    must_reach(city, who, Right.SEE_VENUES, [venue_id], today)
    may = who.may(Right.CHANGE) and bool(within_reach(city, who, Right.CHANGE, [venue_id], today))
    within = agencies_within(city, who, Right.CHANGE, today) if may else frozenset[int]()
    with reading(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        rows = transfers_of_venue(connection, venue_id)
    return tuple(_told(city, row, venue.name, within) for row in rows)


def worded(text: str, what: str, example: str) -> str:
    """Words without what identifies a person. Raises `WordsMissing` where there are none or too many."""
    told = mask(text.strip())
    if not 0 < len(told) <= LONGEST_WORDS:
        raise WordsMissing(what=what, most=LONGEST_WORDS, length=len(told), example=example)
    return told


def _offer(
    connection: Connection,
    city: City,
    who: Who,
    venue_id: int,
    to_agency: str,
    effective_on: date,
    reason: str,
    now: datetime,
    today: date,
) -> int:
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    known_venue(connection, venue_id)
    receiver = find(city.reference().agencies, to_agency, "機關")
    told = worded(reason, "移轉原因", "業務移撥")
    giver = _giver(connection, venue_id, effective_on, today)
    if giver == receiver.id:
        raise SameAgency(venue_id=venue_id, agency=receiver.short_name)
    for row in transfers_of_venue(connection, venue_id):
        if row.state == ASKED:
            raise OfferedAlready(venue_id=venue_id, agency=_name(city, row.to_agency_id), transfer_id=row.id)
    return add_transfer(
        connection,
        venue_id,
        (giver, receiver.id),
        effective_on,
        told,
        by=who.name,
        user_id=who.user,
        at=now,
    )


def _accept(
    connection: Connection, city: City, who: Who, row: TransferRow, now: datetime, today: date
) -> int:
    giver = _giver(connection, row.venue_id, row.effective_on, today)
    if giver != row.from_agency_id:
        raise MovedMeanwhile(venue_id=row.venue_id, agency=_name(city, giver))
    receiver = _name(city, row.to_agency_id)
    change = open_change(
        connection,
        kind="transfer",
        actor=who.name,
        user=who.user,
        summary=f"{row.venue}自{roc(row.effective_on)}起由{_name(city, giver)}移轉至{receiver}",
        now=now,
    )
    change.facts([NewFact(row.venue_id, Facet.AGENCY, row.to_agency_id, row.effective_on, remark=row.reason)])
    raise_versions(connection, [row.venue_id])
    decide_transfer(connection, row.id, ACCEPTED, by=who.name, user_id=who.user, at=now, change_id=change.id)
    return change.id


def _giver(connection: Connection, venue_id: int, effective_on: date, today: date) -> int | None:
    """The agency that has the venue today. Raises `BeforeLastMove` where it cannot give it from that day."""
    facts = histories(connection, [venue_id], 0)[venue_id][Facet.AGENCY]
    held = holding(facts, today)
    last = max((fact.effective_on for fact in facts), default=None)
    if last is not None and effective_on < last:
        raise BeforeLastMove(day=roc(effective_on), venue_id=venue_id, last=roc(last))
    return held.value or None if held is not None else None


def _answerable(connection: Connection, city: City, who: Who, transfer_id: int, today: date) -> TransferRow:
    """An open offer to the asker's agency."""
    within = agencies_within(city, who, Right.CHANGE, today)
    row = _known(connection, transfer_id)
    if within is not None and row.to_agency_id not in within:
        raise NoSuchTransfer(transfer_id=transfer_id)
    _must_be_open(row)
    return row


def _open_offer(connection: Connection, transfer_id: int) -> TransferRow:
    row = _known(connection, transfer_id)
    _must_be_open(row)
    return row


def _known(connection: Connection, transfer_id: int) -> TransferRow:
    row = transfer_by_id(connection, transfer_id) if 0 < transfer_id < 2**31 else None
    if row is None:
        raise NoSuchTransfer(transfer_id=transfer_id)
    return row


def _must_be_open(row: TransferRow) -> None:
    if row.state != ASKED:
        raise TransferDecided(transfer_id=row.id, by=row.decided_by)


def _told(city: City, row: TransferRow, venue: str, within: frozenset[int] | None) -> Transfer:
    is_open = row.state == ASKED
    return Transfer(
        row,
        venue,
        _name(city, row.from_agency_id),
        _name(city, row.to_agency_id),
        is_open and (within is None or row.to_agency_id in within),
        is_open and (within is None or row.from_agency_id in within),
    )


def _name(city: City, agency_id: int | None) -> str:
    found = city.reference().agencies.get(agency_id or 0)
    return (found.short_name or found.name) if found is not None else NONE_NAME
