"""Attempts to reach venues as they are stored; words about people stand in `note` and `next_action` alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.desk_tables import contact_entries
from outreach.store.tables import voids
from outreach.store.venues import chunks


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One attempt; `change_undone` says that what it advanced was taken back since."""

    id: int
    venue_id: int
    scheme_id: int | None
    agency_id: int | None
    on_day: date
    way: str
    outcome: str
    note: str
    next_action: str
    next_on: date | None
    not_before: date | None
    owner_user_id: int | None
    done_at: datetime | None
    change_id: int | None
    recorded_by: str
    recorded_user_id: int | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    erased_at: datetime | None
    change_undone: bool


_E = contact_entries.c
_UNDONE = sa.exists().where(voids.c.voided_change_id == _E.change_id)
_ROW: sa.Select[Any] = sa.select(*contact_entries.c, _UNDONE)
_STANDS = _E.withdrawn_at.is_(None)
_NEWEST_FIRST = sa.func.row_number().over(partition_by=_E.venue_id, order_by=(_E.on_day.desc(), _E.id.desc()))


def add_entry(connection: sa.Connection, **values: Any) -> int:
    """Add an attempt (every column but the id); its id."""
    added = connection.execute(sa.insert(contact_entries).values(**values).returning(_E.id))
    return int(added.scalar_one())


def entry_by_id(connection: sa.Connection, entry_id: int) -> ContactRow | None:
    """One attempt; None where no attempt has this number."""
    row = connection.execute(_ROW.where(_E.id == entry_id)).one_or_none()
    return None if row is None else ContactRow(*row)


def entries_of_venue(connection: sa.Connection, venue_id: int) -> list[ContactRow]:
    """Every attempt to reach a venue, the withdrawn among them, newest first."""
    query = _ROW.where(_E.venue_id == venue_id).order_by(_E.on_day.desc(), _E.id.desc())
    return [ContactRow(*row) for row in connection.execute(query)]


def open_follow_ups(connection: sa.Connection, until: date) -> list[ContactRow]:
    """Attempts whose next action is due by a day and not done, the longest overdue first."""
    query = _ROW.where(_E.next_on <= until, _E.done_at.is_(None), _STANDS)
    return [ContactRow(*row) for row in connection.execute(query.order_by(_E.next_on, _E.id))]


def set_done(connection: sa.Connection, entry_id: int, now: datetime) -> None:
    """The next action of an attempt is done."""
    connection.execute(sa.update(contact_entries).where(_E.id == entry_id).values(done_at=now))


def settle_due(connection: sa.Connection, venue_id: int, until: date, besides: int, now: datetime) -> None:
    """The next actions of a venue that were due by a day are done, but for one attempt's own."""
    connection.execute(
        sa.update(contact_entries)
        .where(_E.venue_id == venue_id, _E.next_on <= until, _E.id != besides, _E.done_at.is_(None), _STANDS)
        .values(done_at=now)
    )


def claim_follow_ups(connection: sa.Connection, agency_id: int, user_id: int) -> None:
    """Give the next actions of an agency that are nobody's to one account."""
    connection.execute(
        sa.update(contact_entries)
        .where(_E.agency_id == agency_id, _E.owner_user_id.is_(None))
        .values(owner_user_id=user_id)
    )


def set_withdrawn(connection: sa.Connection, entry_id: int, now: datetime) -> None:
    """An attempt no longer counts."""
    connection.execute(sa.update(contact_entries).where(_E.id == entry_id).values(withdrawn_at=now))


def attempted(connection: sa.Connection, scheme_id: int, until: date) -> list[int]:
    """Ids of the venues that somebody tried to reach for a scheme or for all, by a day; ascending."""
    query = (
        sa.select(_E.venue_id)
        .where(sa.or_(_E.scheme_id == scheme_id, _E.scheme_id.is_(None)), _E.on_day <= until, _STANDS)
        .distinct()
        .order_by(_E.venue_id)
    )
    return list(connection.execute(query).scalars())


def not_before(connection: sa.Connection, day: date) -> set[int]:
    """Ids of the venues that asked, in the last such word of theirs, not to be called until after a day."""
    newest = (
        sa.select(
            _E.venue_id,
            _E.not_before,
            _NEWEST_FIRST.label("place"),
        )
        .where(_E.not_before.is_not(None), _STANDS)
        .subquery()
    )
    query = sa.select(newest.c.venue_id).where(newest.c.place == 1, newest.c.not_before > day)
    return set(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class LastAttempt:
    """How often a venue was tried, and what came of the last attempt."""

    venue_id: int
    times: int
    on_day: date
    way: str
    outcome: str


def last_attempts(connection: sa.Connection, ids: Collection[int]) -> dict[int, LastAttempt]:
    """The last attempt at each of these venues that had any, by venue id."""
    found: dict[int, LastAttempt] = {}
    for chunk in chunks(ids):
        ranked = (
            sa.select(
                _E.venue_id,
                sa.func.count().over(partition_by=_E.venue_id).label("times"),
                _E.on_day,
                _E.way,
                _E.outcome,
                _NEWEST_FIRST.label("place"),
            )
            .where(_E.venue_id.in_(chunk), _STANDS)
            .subquery()
        )
        for row in connection.execute(sa.select(ranked).where(ranked.c.place == 1)):
            found[row.venue_id] = LastAttempt(*row[:5])
    return found
