"""Venues whose point is not known."""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.tables import venues


def without_point(connection: sa.Connection) -> list[int]:
    """Ids of the venues that have no coordinates, listed or not."""
    query = sa.select(venues.c.id).where(sa.or_(venues.c.lon.is_(None), venues.c.lat.is_(None)))
    return list(connection.execute(query.order_by(venues.c.id)).scalars())
