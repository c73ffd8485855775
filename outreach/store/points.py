"""Where venues are and what they are called, read whole once and then only what changed since.

A change of descriptions takes no fact number. What tells it is the highest venue and the highest edit:
writers work one after the other, so whatever is committed later has a higher number of one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from outreach.store.engine import once
from outreach.store.tables import venue_edits, venues


class Stamp(NamedTuple):
    """The highest venue and the highest edit of a description; 0 where there is none."""

    venue: int
    edit: int


class PointRows(NamedTuple):
    """Venues in columns of one length, in the order of their numbers.

    Points in degrees (WGS 84), kinds of voucher as written, and matching keys. Columns, because a quarter of
    a million rows at once are ten times as many bytes.
    """

    id: list[int]
    lon: list[float | None]
    lat: list[float | None]
    voucher_kinds: list[str]
    name_key: list[str]
    address_key: list[str]


_VENUES = sa.select(*(venues.c[name] for name in PointRows._fields)).order_by(venues.c.id)
_HIGHEST = sa.select(
    *(sa.select(sa.func.max(column)).scalar_subquery() for column in (venues.c.id, venue_edits.c.id))
)
#: Rows that are taken apart at once.
_AT_ONCE = 5_000


def newest_description(connection: sa.Connection) -> Stamp:
    """What is another with every venue and every description that is written."""

    def ask() -> Stamp:
        return Stamp(*(highest or 0 for highest in connection.execute(_HIGHEST).one()))

    return once(connection, "newest description", ask)


def every_point(connection: sa.Connection) -> PointRows:
    """Every venue; by the driver itself, which is twice as quick."""
    cursor = connection.connection.cursor()
    cursor.execute(str(_VENUES))
    found = _columns(iter(lambda: cursor.fetchmany(_AT_ONCE), []))
    cursor.close()
    return found


def points_since(connection: sa.Connection, since: Stamp) -> PointRows:
    """The venues that were added or described anew after a stamp, as they are now."""
    edited = sa.select(venue_edits.c.venue_id).where(venue_edits.c.id > since.edit)
    query = _VENUES.where(sa.or_(venues.c.id > since.venue, venues.c.id.in_(edited)))
    return _columns(connection.execute(query).partitions(_AT_ONCE))


def _columns(parts: Iterable[Sequence[Sequence[Any]]]) -> PointRows:
    columns: tuple[list[Any], ...] = tuple([] for _ in PointRows._fields)
    for part in parts:
        for column, values in zip(columns, zip(*part, strict=True), strict=True):
            column.extend(values)
    return PointRows(*columns)
