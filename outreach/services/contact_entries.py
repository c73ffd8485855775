"""What the contact log holds: the entries of a venue, next actions that fall due, and what is taken back.

An entry is words about people: a look by who sees the whole city's is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.contacting import Outcome, Way
from outreach.services import privacy
from outreach.services.city import City
from outreach.services.contact_refusals import NoSuchEntry, NotOwnEntry
from outreach.services.known_venue import reached_venue
from outreach.services.reach import agencies_within, within_reach
from outreach.services.undo import undo
from outreach.services.who import Right, Who
from outreach.store import contact_log as stored
from outreach.store.contact_log import ContactRow
from outreach.store.engine import Connection, reading, writing
from outreach.store.venues import described


@dataclass(frozen=True, slots=True)
class Entry:
    """An attempt as people read it; `scheme` is a name, "" where it was about all of them."""

    row: ContactRow
    venue: str
    scheme: str
    own: bool
    """Whether the reader wrote it and so may withdraw it."""

    @property
    def way(self) -> Way:
        """How it was tried."""
        return Way(self.row.way)

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return Outcome(self.row.outcome)

    @property
    def withdrawn(self) -> bool:
        """Whether it no longer counts."""
        return self.row.withdrawn_at is not None

    def overdue(self, today: date) -> bool:
        """Whether its next action should have been done before today."""
        due = self.row.next_on
        return due is not None and due < today and self.row.done_at is None and not self.withdrawn


def entries_of(city: City, who: Who, venue_id: int, *, now: datetime, today: date) -> tuple[Entry, ...]:
    """Every attempt to reach a venue, newest first, the withdrawn among them and marked.

    A look by who sees the whole city's is recorded where there is anything to see. Raises `OutOfReach`.
    """
    venue = reached_venue(city, who, Right.SEE_CONTACTS, venue_id, today)
    with reading(city.engine) as connection:
        rows = stored.entries_of_venue(connection, venue_id)
    if rows and privacy.is_recorded(who):
        with writing(city.engine) as connection:
            privacy.record_look(connection, who, venue_id, now)
    return tuple(_entry(city, who, row, venue.name) for row in rows)


def due_follow_ups(
    city: City, who: Who, *, today: date, until: date | None = None, own: bool = False
) -> tuple[Entry, ...]:
    """Next actions that are due by `until` (default: today), the longest overdue first.

    Those of the own agency's venues, or with `own` only one's own. Who sees the whole city's gets the own
    ones alone: these are words about people, and a list of everybody's is no look at a venue.
    """
    within = agencies_within(city, who, Right.SEE_CONTACTS, today)
    with reading(city.engine) as connection:
        rows = stored.open_follow_ups(connection, until or today)
        if own or within is None:
            rows = [row for row in rows if who.user is not None and row.owner_user_id == who.user]
        reached = within_reach(city, who, Right.SEE_CONTACTS, {row.venue_id for row in rows}, today)
        venues = described(connection, reached)
    return tuple(_entry(city, who, row, venues[row.venue_id].name) for row in rows if row.venue_id in venues)


def mark_done(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """The next action of an entry is done. Raises `NoSuchEntry`."""
    with writing(city.engine) as connection:
        row = _reached(connection, city, who, entry_id, today)
        if row.done_at is None:
            stored.set_done(connection, row.id, now)


def withdraw(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """Withdraw an own entry: it stays in the log, marked, and counts no more.

    What it advanced stands until its change is undone; `take_back` does both. Raises `NoSuchEntry` and
    `NotOwnEntry`.
    """
    with writing(city.engine) as connection:
        row = _own(connection, city, who, entry_id, today)
        if row.withdrawn_at is None:
            stored.set_withdrawn(connection, row.id, now)


def take_back(city: City, who: Who, entry_id: int, *, now: datetime, today: date) -> None:
    """Undo what an own entry advanced, then withdraw it; where the undo is refused, nothing is taken back.

    Raises `NoSuchEntry`, `NotOwnEntry` and the refusals of `undo`.
    """
    with reading(city.engine) as connection:
        row = _own(connection, city, who, entry_id, today)
    if row.withdrawn_at is not None:
        return
    if row.change_id is not None and not row.change_undone:
        undo(city, who, row.change_id, now=now)
    withdraw(city, who, entry_id, now=now, today=today)


def _own(connection: Connection, city: City, who: Who, entry_id: int, today: date) -> ContactRow:
    row = _reached(connection, city, who, entry_id, today)
    if not _is_own(who, row):
        raise NotOwnEntry(entry_id=entry_id, by=row.recorded_by)
    return row


def _reached(connection: Connection, city: City, who: Who, entry_id: int, today: date) -> ContactRow:
    who.must(Right.CHANGE)
    row = stored.entry_by_id(connection, entry_id) if 0 < entry_id < 2**63 else None
    if row is None or not within_reach(city, who, Right.CHANGE, [row.venue_id], today):
        raise NoSuchEntry(entry_id=entry_id)
    return row


def _is_own(who: Who, row: ContactRow) -> bool:
    """By account; what the command line wrote belongs to the name it gave."""
    return (row.recorded_user_id, row.recorded_by) == (who.user, who.name) or (
        who.user is not None and row.recorded_user_id == who.user
    )


def _entry(city: City, who: Who, row: ContactRow, venue: str) -> Entry:
    scheme = city.reference().schemes[row.scheme_id].name if row.scheme_id is not None else ""
    return Entry(row, venue, scheme, _is_own(who, row))
