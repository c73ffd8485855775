"""Sector orders: stating that a trade may not open, and how it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.dates import roc
from outreach.rules.orders import check_order
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.who import Extent, NotAllowed, Right, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from outreach.store.reference import put_order, read_reference


class DocumentMissing(Refusal, ValueError):
    """An order without document number or text."""

    template = "公告須有文號或內容；請填寫，例如「北市衛疾字第1100000001號公告」。"


class ApplicationWithoutReopening(Refusal, ValueError):
    """Reopening by application was asked for without a reopening day."""

    template = "申請核准復業須有公告復業日；請填寫復業日，例如 2021-10-05。"


@dataclass(frozen=True, slots=True)
class OrderStated:
    """The change that states an order, and the order's id."""

    change_id: int
    order_id: int


def state_order(
    city: City,
    who: Who,
    sector: str,
    suspended_from: date,
    *,
    document: str,
    reopened_on: date | None = None,
    by_application: bool = False,
    now: datetime,
) -> OrderStated:
    """State an order in full; the same sector and first day supersedes the earlier statement.

    Approvers state those of the sectors for which their agency is the competent one. Raises `NotAllowed`,
    `ApplicationWithoutReopening`, `DocumentMissing` and the refusals of `rules.orders` and `naming`.
    """
    who.must(Right.ORDER)
    check_order(suspended_from, reopened_on)
    if by_application and reopened_on is None:
        raise ApplicationWithoutReopening
    if not document.strip():
        raise DocumentMissing
    with writing(city.engine) as connection:
        found = find(read_reference(connection).sectors, sector, "行業")
        own = who.agency is not None and found.competent_agency_id == who.agency
        if who.extent(Right.ORDER) is not Extent.CITY and not own:
            raise NotAllowed(name=who.name, what="公告停業或復業")
        order_id = put_order(connection, found.id, suspended_from)
        way = "申請核准" if by_application else "全面"
        until = "" if reopened_on is None else f"，{roc(reopened_on)}起{way}復業"
        change = open_change(
            connection,
            kind="order",
            actor=who.name,
            user=who.user,
            summary=f"{found.name}自{roc(suspended_from)}起停業{until}",
            now=now,
            source=document.strip(),
        )
        change.order(order_id, reopened_on, by_application, document.strip())
        return OrderStated(change.id, order_id)
