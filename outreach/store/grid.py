"""What the grid asks of many venues at once: names and versions, and who changed a venue last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from outreach.store.tables import changes, facts, venue_edits, venues, voids
from outreach.store.venues import chunks


class Named(NamedTuple):
    """A venue's name, and its version when the name was read."""

    name: str
    version: int


def names(connection: sa.Connection, ids: Collection[int]) -> dict[int, Named]:
    """Names and versions of venues by id; unknown ids are left out."""
    found: dict[int, Named] = {}
    for chunk in chunks(ids):
        query = sa.select(venues.c.id, venues.c.name, venues.c.version).where(venues.c.id.in_(chunk))
        found |= {row[0]: Named(row[1], row[2]) for row in connection.execute(query)}
    return found


class LastChange(NamedTuple):
    """Who recorded the last change about a venue, and when (UTC)."""

    actor: str
    recorded_at: datetime


def last_changes(connection: sa.Connection, ids: Collection[int]) -> dict[int, LastChange]:
    """The last change that told, took back or edited something of each venue; by venue id."""
    last: dict[int, int] = {}
    for chunk in chunks(ids):
        about = facts.c.venue_id.in_(chunk)
        told = sa.select(facts.c.venue_id, sa.func.max(facts.c.change_id)).where(about)
        undone = (
            sa.select(facts.c.venue_id, sa.func.max(voids.c.change_id))
            .join(voids, voids.c.voided_change_id == facts.c.change_id)
            .where(about)
        )
        edited = sa.select(venue_edits.c.venue_id, sa.func.max(venue_edits.c.change_id)).where(
            venue_edits.c.venue_id.in_(chunk)
        )
        for query, by in (
            (told, facts.c.venue_id),
            (undone, facts.c.venue_id),
            (edited, venue_edits.c.venue_id),
        ):
            for venue_id, change_id in connection.execute(query.group_by(by)):
                last[venue_id] = max(last.get(venue_id, 0), change_id)
    found: dict[int, LastChange] = {}
    for chunk in chunks(sorted(set(last.values()))):
        query = sa.select(changes.c.id, changes.c.actor, changes.c.recorded_at).where(changes.c.id.in_(chunk))
        found |= {row[0]: LastChange(row[1], row[2]) for row in connection.execute(query)}
    return {venue_id: found[change_id] for venue_id, change_id in last.items()}
