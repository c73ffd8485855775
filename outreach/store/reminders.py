"""稽催: that an agency was reminded in a round, by whom, when, and in which words; never changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.store.manager_tables import round_reminders


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder as stored."""

    round_id: int
    agency_id: int
    words: str
    by: str
    at: datetime


def add_reminders(
    connection: sa.Connection,
    *,
    round_id: int,
    agencies: Collection[int],
    words: str,
    by: str,
    user: int | None,
    now: datetime,
) -> None:
    """Take down that these agencies were reminded."""
    last = int(connection.execute(sa.select(sa.func.max(round_reminders.c.id))).scalar() or 0)
    rows = [
        {
            "id": number,
            "round_id": round_id,
            "agency_id": agency,
            "words": words,
            "recorded_by": by,
            "recorded_user_id": user,
            "recorded_at": now,
        }
        for number, agency in enumerate(agencies, start=last + 1)
    ]
    if rows:
        connection.execute(sa.insert(round_reminders), rows)


def reminders_of(connection: sa.Connection, round_id: int) -> list[ReminderRow]:
    """Every reminder of a round, the oldest first."""
    query = (
        sa.select(
            round_reminders.c.round_id,
            round_reminders.c.agency_id,
            round_reminders.c.words,
            round_reminders.c.recorded_by,
            round_reminders.c.recorded_at,
        )
        .where(round_reminders.c.round_id == round_id)
        .order_by(round_reminders.c.id)
    )
    return [ReminderRow(*row) for row in connection.execute(query)]
