"""What was ordered: every order with its statements, and what it does on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from outreach.figures.orders import known_orders
from outreach.figures.supposing import approvals, listed_anywhere
from outreach.rules.orders import SectorOrder, in_force
from outreach.services.city import City
from outreach.services.orders.stating import may_order
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.orders import OrderRow, order_rows
from outreach.store.reference import Sector


class OrderState(StrEnum):
    """What an order does on a day."""

    PLANNED = "planned"
    """It begins later, by itself."""
    SHUT = "shut"
    """Nobody of the sector may open, and no end is announced."""
    REOPENING = "reopening"
    """Nobody may open yet; the announced day lies ahead and takes hold by itself."""
    BY_APPLICATION = "by_application"
    """Each venue opens with its own approval."""
    REOPENED = "reopened"
    """All may open again."""
    REPLACED = "replaced"
    """A later order of the same sector decides."""
    UNDONE = "undone"
    """Every statement of it was undone."""


@dataclass(frozen=True, slots=True)
class Statement:
    """An order as somebody stated it; `voided_by` is the change that undid it."""

    change_id: int
    reopened_on: date | None
    by_application: bool
    document: str
    by: str
    at: datetime
    voided_by: int | None

    @classmethod
    def of(cls, row: OrderRow) -> Statement:
        """From the stored statement."""
        return cls(
            row.change_id,
            row.reopened_on,
            row.by_application,
            row.document,
            row.actor,
            row.recorded_at,
            row.voided_by,
        )


@dataclass(frozen=True, slots=True)
class OrderTold:
    """An order: the statement that holds, those before it (newest first), and its state on a day.

    `approved` of `venues` on some list have its approval; both 0 unless venues come back by application.
    `may_state` says whether the asker may state it anew or undo it.
    """

    id: int
    sector: Sector
    competent: str
    suspended_from: date
    holding: Statement
    earlier: tuple[Statement, ...]
    state: OrderState
    approved: int
    venues: int
    may_state: bool


def orders(city: City, who: Who, *, day: date) -> tuple[OrderTold, ...]:
    """Every order ever stated, as known now, and what it does on a day; planned and shut ones first.

    Raises `NotAllowed`.
    """
    who.must(Right.ORDER)
    reference = city.reference()
    with reading(city.engine) as connection:
        rows = order_rows(connection)
    columns = city.figures.columns()
    counting = known_orders(columns, None)
    by_order: dict[int, list[OrderRow]] = {}
    for row in rows:
        by_order.setdefault(row.order_id, []).append(row)
    listed = listed_anywhere(columns, day.toordinal())
    told = []
    for number, statements in by_order.items():
        sector = reference.sectors[statements[0].sector_id]
        agency = reference.agencies.get(sector.competent_agency_id or 0)
        order = next((o for o in counting if o.id == number), None)
        state = _state(order, counting, day)
        here = (0, 0)
        if order is not None and state in (OrderState.BY_APPLICATION, OrderState.REOPENING):
            here = approvals(columns, order, day.toordinal(), listed)
        holding = next((s for s in reversed(statements) if s.voided_by is None), statements[-1])
        told.append(
            OrderTold(
                number,
                sector,
                "" if agency is None else agency.short_name or agency.name,
                holding.suspended_from,
                Statement.of(holding),
                tuple(Statement.of(s) for s in reversed(statements) if s is not holding),
                state,
                *here,
                may_order(who, sector),
            )
        )
    return tuple(sorted(told, key=_urgency))


def _state(order: SectorOrder | None, counting: Sequence[SectorOrder], day: date) -> OrderState:
    if order is None:
        return OrderState.UNDONE
    if order.suspended_from > day:
        return OrderState.PLANNED
    decides = in_force(counting, order.sector_id, day)
    if decides is not None and decides.id != order.id:
        return OrderState.REPLACED
    if order.reopened_on is None:
        return OrderState.SHUT
    if order.reopened_on > day:
        return OrderState.REOPENING
    return OrderState.BY_APPLICATION if order.by_application else OrderState.REOPENED


_FIRST = (OrderState.PLANNED, OrderState.SHUT, OrderState.REOPENING, OrderState.BY_APPLICATION)


def _urgency(told: OrderTold) -> tuple[int, int, str, int]:
    place = _FIRST.index(told.state) if told.state in _FIRST else len(_FIRST)
    return place, -told.suspended_from.toordinal(), told.sector.code, told.id
