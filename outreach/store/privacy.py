"""Contact details and words about people: looked at, taken away, and erased; and the record of that."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.desk_tables import contact_entries, privacy_events
from outreach.store.tables import contacts, venues
from outreach.store.venues import chunks

#: Entries of the contact log that still hold words.
_WORDED = sa.or_(contact_entries.c.note != "", contact_entries.c.next_action != "")


@dataclass(frozen=True, slots=True)
class PrivacyRow:
    """One entry of the record; `venue` is the venue's name, "" where the entry is about several."""

    id: int
    what: str
    venue_id: int | None
    venue: str
    venues: int
    reason: str
    by: str
    user_id: int | None
    at: datetime


def add_privacy_events(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add entries to the record: every column but the id."""
    if rows:
        connection.execute(sa.insert(privacy_events), list(rows))


def looked_since(
    connection: sa.Connection, venue_id: int, user_id: int | None, by: str, since: datetime
) -> bool:
    """Whether this person's look at a venue was recorded at or after a moment."""
    query = sa.select(privacy_events.c.id).where(
        privacy_events.c.what == "look",
        privacy_events.c.venue_id == venue_id,
        privacy_events.c.recorded_at >= since,
        privacy_events.c.recorded_by == by,
        privacy_events.c.recorded_user_id.is_not_distinct_from(user_id),
    )
    return connection.execute(query.limit(1)).first() is not None


def privacy_events_before(
    connection: sa.Connection, limit: int, before: int | None, venue_id: int | None
) -> list[PrivacyRow]:
    """The newest entries, newest first; of one venue, or older than an entry, where asked."""
    query = (
        sa.select(
            privacy_events.c.id,
            privacy_events.c.what,
            privacy_events.c.venue_id,
            sa.func.coalesce(venues.c.name, ""),
            privacy_events.c.venues,
            privacy_events.c.reason,
            privacy_events.c.recorded_by,
            privacy_events.c.recorded_user_id,
            privacy_events.c.recorded_at,
        )
        .select_from(privacy_events.outerjoin(venues, venues.c.id == privacy_events.c.venue_id))
        .order_by(privacy_events.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(privacy_events.c.id < before)
    if venue_id is not None:
        query = query.where(privacy_events.c.venue_id == venue_id)
    return [PrivacyRow(*row) for row in connection.execute(query)]


def set_contact(connection: sa.Connection, venue_id: int, person: str, phone: str, now: datetime) -> None:
    """Set whom to ask for at a venue, as it is from now on."""
    connection.execute(sa.delete(contacts).where(contacts.c.venue_id == venue_id))
    row = {"venue_id": venue_id, "person": person, "phone": phone, "updated_at": now}
    connection.execute(sa.insert(contacts).values(**row))


def erase_of_venues(connection: sa.Connection, ids: Collection[int], now: datetime) -> set[int]:
    """Erase person, phone and all words of the contact log; ids of the venues that had any."""
    had: set[int] = set()
    for chunk in chunks(ids):
        had |= _erase_contacts(connection, contacts.c.venue_id.in_(chunk))
        had |= _erase_words(connection, contact_entries.c.venue_id.in_(chunk), now)
    return had


def erase_older(connection: sa.Connection, before: datetime, now: datetime) -> set[int]:
    """Erase contacts last set, and words written, before a moment; ids of the venues that had any."""
    return _erase_contacts(connection, contacts.c.updated_at < before) | _erase_words(
        connection, contact_entries.c.recorded_at < before, now
    )


def _erase_contacts(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> set[int]:
    had = sa.select(contacts.c.venue_id).where(
        condition, sa.or_(contacts.c.person != "", contacts.c.phone != "")
    )
    found = set(connection.execute(had).scalars())
    connection.execute(sa.delete(contacts).where(condition))
    return found


def _erase_words(connection: sa.Connection, condition: sa.ColumnElement[bool], now: datetime) -> set[int]:
    found = set(connection.execute(sa.select(contact_entries.c.venue_id).where(condition, _WORDED)).scalars())
    connection.execute(
        sa.update(contact_entries).where(condition, _WORDED).values(note="", next_action="", erased_at=now)
    )
    return found
