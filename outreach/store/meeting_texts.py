"""What a meeting's paper says in words: every wording is kept, the latest of a part holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.store.manager_tables import meeting_texts


@dataclass(frozen=True, slots=True)
class TextRow:
    """One wording of a part of a meeting's paper; "" takes the part's words away."""

    part: str
    words: str
    by: str
    at: datetime


def add_text(
    connection: sa.Connection,
    *,
    meeting: int,
    part: str,
    words: str,
    by: str,
    user: int | None,
    now: datetime,
) -> None:
    """Write down a wording; those before it stay."""
    connection.execute(
        sa.insert(meeting_texts).values(
            meeting_number=meeting,
            part=part,
            words=words,
            written_by=by,
            written_user_id=user,
            written_at=now,
        )
    )


def texts_of(connection: sa.Connection, meeting: int, part: str | None = None) -> list[TextRow]:
    """Every wording of a meeting, or of one of its parts, oldest first."""
    query = (
        sa.select(
            meeting_texts.c.part,
            meeting_texts.c.words,
            meeting_texts.c.written_by,
            meeting_texts.c.written_at,
        )
        .where(meeting_texts.c.meeting_number == meeting)
        .order_by(meeting_texts.c.id)
    )
    if part is not None:
        query = query.where(meeting_texts.c.part == part)
    return [TextRow(*row) for row in connection.execute(query)]
