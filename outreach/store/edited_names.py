"""What venues were called at some moment: names that were replaced later, taken back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from outreach.store.tables import changes, venue_edits
from outreach.store.venues import chunks


def names_replaced_since(connection: sa.Connection, ids: Collection[int], since: datetime) -> dict[int, str]:
    """By venue id the name as known at a moment (UTC); only of venues that have another since."""
    found: dict[int, str] = {}
    for chunk in chunks(ids):
        query = (
            sa.select(venue_edits.c.venue_id, venue_edits.c.old)
            .join(changes, changes.c.id == venue_edits.c.change_id)
            .where(
                venue_edits.c.venue_id.in_(chunk),
                venue_edits.c.field == "name",
                changes.c.recorded_at > since,
            )
            .order_by(venue_edits.c.id)
        )
        for venue_id, old in connection.execute(query):
            # The oldest of the later edits replaced the name of that time.
            found.setdefault(venue_id, old or "")
    return found
