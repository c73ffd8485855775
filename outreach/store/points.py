"""Where venues are and what they are called, read whole once and then only what changed since.

A change of descriptions takes no fact number. What tells it is the highest venue and the highest edit:
writers work one after the other, so whatever is committed later has a higher number of one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from outreach.store.tables import venue_edits, venues


class Stamp(NamedTuple):
    """The highest venue and the highest edit of a description; 0 where there is none."""

    venue: int
    edit: int


class PointRow(NamedTuple):
    """A venue's point (degrees, WGS 84), kinds of voucher as written, and matching keys."""

    id: int
    lon: float | None
    lat: float | None
    voucher_kinds: str
    name_key: str
    address_key: str


_COLUMNS = tuple(venues.c[name] for name in PointRow._fields)
_EVERYTHING = str(sa.select(*_COLUMNS).order_by(venues.c.id))


def newest_description(connection: sa.Connection) -> Stamp:
    """What is another with every venue and every description that is written."""
    highest = (sa.select(sa.func.max(column)) for column in (venues.c.id, venue_edits.c.id))
    return Stamp(*(int(connection.execute(query).scalar() or 0) for query in highest))


def every_point(connection: sa.Connection) -> list[PointRow]:
    """Every venue in the order of their numbers; by the driver itself, which is twice as quick."""
    cursor = connection.connection.cursor()
    cursor.execute(_EVERYTHING)
    found = _rows(cursor.fetchall())
    cursor.close()
    return found


def points_since(connection: sa.Connection, since: Stamp) -> list[PointRow]:
    """The venues that were added or described anew after a stamp, as they are now."""
    edited = sa.select(venue_edits.c.venue_id).where(venue_edits.c.id > since.edit)
    query = (
        sa.select(*_COLUMNS)
        .where(sa.or_(venues.c.id > since.venue, venues.c.id.in_(edited)))
        .order_by(venues.c.id)
    )
    return _rows(connection.execute(query).all())


def _rows(rows: Iterable[Iterable[object]]) -> list[PointRow]:
    return [PointRow._make(row) for row in rows]
