"""Stating that a trade may not open, and how it comes back."""

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
from outreach.store.reference import Reference, Sector, put_order, read_reference


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
    check_statement(suspended_from, reopened_on, by_application, document)
    with writing(city.engine) as connection:
        found = own_sector(read_reference(connection), who, sector)
        order_id = put_order(connection, found.id, suspended_from)
        change = open_change(
            connection,
            kind="order",
            actor=who.name,
            user=who.user,
            summary=_in_words(found.name, suspended_from, reopened_on, by_application),
            now=now,
            source=document.strip(),
        )
        change.order(order_id, reopened_on, by_application, document.strip())
        return OrderStated(change.id, order_id)


def check_statement(
    suspended_from: date, reopened_on: date | None, by_application: bool, document: str
) -> None:
    """Refuse a statement that contradicts itself or lacks its document, whoever makes it."""
    check_order(suspended_from, reopened_on)
    if by_application and reopened_on is None:
        raise ApplicationWithoutReopening
    if not document.strip():
        raise DocumentMissing


def own_sector(reference: Reference, who: Who, sector: str) -> Sector:
    """The sector of a code or name, if its orders are the asker's to state.

    Raises `NotAllowed` and the refusals of `naming`.
    """
    who.must(Right.ORDER)
    found = find(reference.sectors, sector, "行業")
    if not may_order(who, found):
        raise NotAllowed(name=who.name, what="公告停業或復業")
    return found


def may_order(who: Who, sector: Sector) -> bool:
    """Whether a sector's orders are the asker's to state: everybody's, or as the competent agency."""
    own = who.agency is not None and sector.competent_agency_id == who.agency
    return who.extent(Right.ORDER) is Extent.CITY or (who.may(Right.ORDER) and own)


def _in_words(name: str, suspended_from: date, reopened_on: date | None, by_application: bool) -> str:
    way = "申請核准" if by_application else "全面"
    until = "" if reopened_on is None else f"，{roc(reopened_on)}起{way}復業"
    return f"{name}自{roc(suspended_from)}起停業{until}"
