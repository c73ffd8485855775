"""Rows of imports that wait for a person, and settling them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.tables import changes, voids, waiting_rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row that waits; `stated` is what the import kept of it, `source` the file's name."""

    id: int
    change_id: int
    scheme_id: int
    agency_id: int | None
    row_number: int
    stated: Mapping[str, object]
    candidate_id: int
    reason: str
    source: str
    told_at: datetime


def waiting(connection: sa.Connection) -> list[Waiting]:
    """Rows that wait, the oldest first.

    Those of an undone import wait no more; one whose settling was undone waits again.
    """
    rows = waiting_rows.c
    dead = sa.select(voids.c.voided_change_id)
    columns: list[sa.ColumnElement[Any]] = [
        rows.id,
        rows.change_id,
        rows.scheme_id,
        rows.agency_id,
        rows.row_number,
        rows.stated,
        rows.candidate_venue_id,
        rows.reason,
        changes.c.source,
        changes.c.recorded_at,
    ]
    query = (
        sa.select(*columns)
        .join(changes, changes.c.id == rows.change_id)
        .where(
            rows.change_id.not_in(dead),
            sa.or_(rows.settled_at.is_(None), rows.settled_change_id.in_(dead)),
        )
        .order_by(rows.id)
    )
    return [Waiting(*row) for row in connection.execute(query)]


def settle(connection: sa.Connection, row_id: int, settled_as: str, change_id: int, now: datetime) -> None:
    """Note what became of a row, and by which change."""
    connection.execute(
        sa.update(waiting_rows)
        .where(waiting_rows.c.id == row_id)
        .values(settled_as=settled_as, settled_change_id=change_id, settled_at=now)
    )
