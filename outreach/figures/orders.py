"""Which sectors are held shut on a day, as small arrays over sector ids."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from outreach.figures.arrays import Bools, Int32, Values
from outreach.figures.columns import Columns
from outreach.rules.orders import SectorOrder, held, in_force

#: No approval ever has this id; a venue "approved" for it would show that it answers nothing.
_NO_APPROVAL = -1


class Held(NamedTuple):
    """By sector id: whether venues without a fitting approval are shut, and which approval fits.

    `answer` is the order's id where an approval opens a venue, and -1 where none does.
    """

    shut: Bools
    answer: Int32

    def of(self, sector: Values, approval: Values) -> Bools:
        """Whether each venue is held, from its sector id and its approval."""
        held = self.shut.take(sector, mode="clip")
        rows = np.flatnonzero(held)
        held[rows] = approval[rows] != self.answer.take(sector[rows], mode="clip")
        return held


def known_orders(columns: Columns, seq: int | None) -> tuple[SectorOrder, ...]:
    """Orders by their latest statement that counts at a number (None: now)."""
    voided = columns.void_of_change
    latest: dict[int, SectorOrder] = {}
    for stated in columns.statements.orders:
        limit = columns.seq if seq is None else seq
        if stated.seq <= limit and voided.get(stated.change_id, limit + 1) > limit:
            latest[stated.order.id] = stated.order
    return tuple(latest.values())


def held_on(orders: Sequence[SectorOrder], day: int) -> Held | None:
    """The sectors held on a day (ordinal), by the rule of `rules.orders`; None where none is."""
    on = date.fromordinal(day)
    sectors = {o.sector_id for o in orders}
    decided = {s: order for s in sectors if (order := in_force(orders, s, on)) is not None}
    shut = {s: order for s, order in decided.items() if held(order, None, on)}
    if not shut:
        return None
    # One more than the highest id, left open: a sector beyond it is clipped to that open entry.
    arrays = Held(np.zeros(max(shut) + 2, dtype=bool), np.full(max(shut) + 2, _NO_APPROVAL, dtype=np.int32))
    for sector, order in shut.items():
        arrays.shut[sector] = True
        if not held(order, order.id, on):
            arrays.answer[sector] = order.id
    return arrays


def turning_days(orders: Sequence[SectorOrder]) -> dict[int, set[int]]:
    """By sector id, the days (ordinals) on which an order may change where its venues stand."""
    days: dict[int, set[int]] = {}
    for order in orders:
        own = days.setdefault(order.sector_id, set())
        own.add(order.suspended_from.toordinal())
        if order.reopened_on is not None:
            own.add(order.reopened_on.toordinal())
    return days
