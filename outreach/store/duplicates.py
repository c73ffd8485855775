"""What duplicates read and write: all venues' keys, pairs that are two, merges in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from outreach.store.desk_tables import not_duplicates
from outreach.store.tables import contacts, merges, venue_edits, venues, voids


class Keyed(NamedTuple):
    """A venue as far as it can tell whether it is another one."""

    id: int
    name_key: str
    address_key: str
    tax_id: str
    lon: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Apart:
    """Two venues that a person found to be two, the lower number first."""

    one: int
    other: int
    reason: str
    by: str
    at: datetime


def stamp(connection: sa.Connection) -> tuple[int, ...]:
    """What changes with every description and every contact, and with no fact: so do likely duplicates."""
    queries = (
        sa.select(sa.func.max(venues.c.id)),
        sa.select(sa.func.max(venue_edits.c.id)),
        sa.select(sa.func.count()).select_from(contacts),
    )
    latest = connection.execute(sa.select(sa.func.max(contacts.c.updated_at))).scalar()
    counted = (int(connection.execute(query).scalar() or 0) for query in queries)
    return (*counted, 0 if latest is None else int(latest.timestamp() * 1_000_000))


def all_keyed(connection: sa.Connection) -> Iterator[Keyed]:
    """Every venue of the database, in the order of their numbers."""
    columns = (
        venues.c.id,
        venues.c.name_key,
        venues.c.address_key,
        venues.c.tax_id,
        venues.c.lon,
        venues.c.lat,
    )
    return (Keyed(*row) for row in connection.execute(sa.select(*columns).order_by(venues.c.id)))


def phones(connection: sa.Connection) -> dict[int, str]:
    """Phones by venue id, of those that have one."""
    query = sa.select(contacts.c.venue_id, contacts.c.phone).where(contacts.c.phone != "")
    return {row.venue_id: row.phone for row in connection.execute(query)}


def apart(connection: sa.Connection) -> dict[tuple[int, int], Apart]:
    """Every pair that a person found to be two venues."""
    columns = not_duplicates.c
    query = sa.select(
        columns.one_id, columns.other_id, columns.reason, columns.recorded_by, columns.recorded_at
    )
    return {(row.one_id, row.other_id): Apart(*row) for row in connection.execute(query)}


def put_apart(
    connection: sa.Connection, pair: tuple[int, int], reason: str, by: str, user: int | None, now: datetime
) -> None:
    """Keep that a pair (lower number first) is two venues; what was said before is replaced."""
    drop_apart(connection, pair)
    connection.execute(
        sa.insert(not_duplicates).values(
            one_id=pair[0],
            other_id=pair[1],
            reason=reason,
            recorded_by=by,
            recorded_user_id=user,
            recorded_at=now,
        )
    )


def drop_apart(connection: sa.Connection, pair: tuple[int, int]) -> bool:
    """Take back that a pair is two venues; False where nobody had said so."""
    mine = sa.and_(not_duplicates.c.one_id == pair[0], not_duplicates.c.other_id == pair[1])
    return connection.execute(sa.delete(not_duplicates).where(mine)).rowcount > 0


def merged_into(connection: sa.Connection) -> dict[int, int]:
    """By venue that was merged away, the venue it was merged into; merges that were undone are left out."""
    dead = sa.select(voids.c.voided_change_id)
    query = sa.select(merges.c.loser_id, merges.c.winner_id).where(merges.c.change_id.not_in(dead))
    return {row.loser_id: row.winner_id for row in connection.execute(query)}
