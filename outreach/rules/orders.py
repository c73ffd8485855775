"""Sector orders: when a whole trade may not open, and how its venues come back.

An order suspends a sector from a day. It may later be reopened, either for all (every venue counts
again from that day) or by application (公告可復業: each venue counts again from its own approval,
a fact that names the order it answers).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from outreach.rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class SectorOrder:
    """One order as it stands at some sequence number; sector and first day identify it."""

    id: int
    sector_id: int
    suspended_from: date
    reopened_on: date | None
    by_application: bool
    document: str


class OrderEndsBeforeItBegins(Refusal, ValueError):
    """An order's reopening lies before its suspension."""

    template = (
        "復業日 {reopened_on} 早於停業起始日 {suspended_from}；復業日須在停業起始日當天或之後，"
        "例如 {suspended_from}。"
    )


def check_order(suspended_from: date, reopened_on: date | None) -> None:
    """Refuse an order that ends before it begins."""
    if reopened_on is not None and reopened_on < suspended_from:
        raise OrderEndsBeforeItBegins(reopened_on=reopened_on, suspended_from=suspended_from)


def in_force(orders: Iterable[SectorOrder], sector_id: int, day: date) -> SectorOrder | None:
    """The sector's order that decides on `day`: the one that began last, on or before the day.

    A later suspension replaces an earlier one, so approvals given under the earlier no longer count.
    """
    begun = [o for o in orders if o.sector_id == sector_id and o.suspended_from <= day]
    return max(begun, key=lambda o: (o.suspended_from, o.id), default=None)


def held(order: SectorOrder | None, approved_order_id: int | None, day: date) -> bool:
    """Whether the sector's order in force keeps a venue shut on `day`.

    1. without an order nobody is held;
    2. until the reopening day everybody of the sector is;
    3. reopened for all, nobody is;
    4. reopened by application, a venue is held until its approval answers this very order.
    """
    if order is None:
        return False
    if order.reopened_on is None or day < order.reopened_on:
        return True
    return order.by_application and approved_order_id != order.id
