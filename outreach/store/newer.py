"""How much was recorded after a number: what tells a page that it no longer shows the newest."""

from __future__ import annotations

import sqlalchemy as sa

from outreach.store.tables import changes


def changes_after(connection: sa.Connection, seq: int) -> int:
    """How many changes took a number above this one."""
    query = sa.select(sa.func.count()).select_from(changes).where(changes.c.last_seq > seq)
    return int(connection.execute(query).scalar_one())
