"""Sector orders as they were stated, every statement with who, when, and whether an undo took it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from outreach.store.tables import changes, order_statements, sector_orders, voids


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One statement of an order; `voided_by` is the change that undid it."""

    order_id: int
    sector_id: int
    suspended_from: date
    seq: int
    change_id: int
    reopened_on: date | None
    by_application: bool
    document: str
    actor: str
    recorded_at: datetime
    voided_by: int | None


def order_rows(connection: sa.Connection) -> list[OrderRow]:
    """Every statement of every order, in the order in which they were stated; few enough to be read whole."""
    voided_by = (
        sa.select(sa.func.min(voids.c.change_id))
        .where(voids.c.voided_change_id == order_statements.c.change_id)
        .scalar_subquery()
    )
    query = (
        sa.select(
            sector_orders.c.id,
            sector_orders.c.sector_id,
            sector_orders.c.suspended_from,
            order_statements.c.seq,
            order_statements.c.change_id,
            order_statements.c.reopened_on,
            order_statements.c.by_application,
            order_statements.c.document,
            changes.c.actor,
            changes.c.recorded_at,
            voided_by,
        )
        .select_from(
            order_statements.join(sector_orders, sector_orders.c.id == order_statements.c.order_id).join(
                changes, changes.c.id == order_statements.c.change_id
            )
        )
        .order_by(order_statements.c.seq)
    )
    return [OrderRow(*row) for row in connection.execute(query)]
