"""The list of orders: what each does on a day, what was stated before, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.rules.vocabulary import Facet
from outreach.services.naming import Unknown
from outreach.services.orders import OrderState, OrderTold, orders, set_competent_agency, state_order
from outreach.services.undo import undo
from outreach.services.who import NotAllowed, Role
from outreach.store.changes import latest_changes
from outreach.store.engine import reading
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    MANAGER,
    OFFICER,
    SmallCity,
    of_agency,
)

SHUT, REOPENED, LATER = date(2021, 10, 5), date(2021, 10, 15), date(2021, 10, 25)
DOCUMENT, SECOND = "第1號公告", "第2號公告"


def _state(small: SmallCity, begins: date = SHUT, **more: object) -> int:
    told = {"document": DOCUMENT, **more}
    return state_order(
        small.city,
        ADMINISTRATOR,
        "ktv",
        begins,
        now=small.clerk.tick(),
        **told,  # type: ignore[arg-type]
    ).change_id


def _only(small: SmallCity, day: date) -> OrderTold:
    (told,) = orders(small.city, MANAGER, day=day)
    return told


def test_an_order_is_planned_shut_reopening_and_reopened_by_itself_on_its_days(small: SmallCity) -> None:
    _state(small, reopened_on=REOPENED)
    days = (date(2021, 10, 4), SHUT, date(2021, 10, 14), REOPENED)
    assert [_only(small, day).state for day in days] == [
        OrderState.PLANNED,
        OrderState.REOPENING,
        OrderState.REOPENING,
        OrderState.REOPENED,
    ]


def test_by_application_the_approved_are_counted_of_all_venues_of_the_trade(small: SmallCity) -> None:
    small.clerk.list_venue("再唱歌城", sector="ktv")
    _state(small)
    _state(small, reopened_on=REOPENED, by_application=True, document=SECOND)
    order = _only(small, LATER)
    assert (order.state, order.approved, order.venues) == (OrderState.BY_APPLICATION, 0, 2)
    small.clerk.say(small.singing, Facet.APPROVAL, order.id, LATER)
    assert _only(small, LATER).approved == 1
    assert _only(small, date(2021, 10, 24)).approved == 0


def test_what_was_stated_before_stays_and_holds_again_after_an_undo(small: SmallCity) -> None:
    first = _state(small)
    second = _state(small, reopened_on=REOPENED, document=SECOND)
    told = _only(small, LATER)
    assert (told.holding.change_id, told.holding.document, told.holding.by) == (second, SECOND, "王小明")
    assert [s.change_id for s in told.earlier] == [first]
    undone = undo(small.city, ADMINISTRATOR, second, now=small.clerk.tick())
    told = _only(small, LATER)
    assert (told.state, told.holding.change_id) == (OrderState.SHUT, first)
    assert [(s.change_id, s.voided_by) for s in told.earlier] == [(second, undone.change_id)]
    undo(small.city, ADMINISTRATOR, first, now=small.clerk.tick())
    assert _only(small, LATER).state is OrderState.UNDONE


def test_a_later_order_of_the_same_trade_decides_instead(small: SmallCity) -> None:
    _state(small)
    _state(small, LATER)
    states = {o.suspended_from: o.state for o in orders(small.city, MANAGER, day=LATER)}
    assert states == {SHUT: OrderState.REPLACED, LATER: OrderState.SHUT}
    states = {o.suspended_from: o.state for o in orders(small.city, MANAGER, day=REOPENED)}
    assert states == {SHUT: OrderState.SHUT, LATER: OrderState.PLANNED}


def test_an_administrator_sets_the_competent_agency_whose_approver_states_orders(small: SmallCity) -> None:
    approver = of_agency(small, Role.APPROVER, COMMERCE)
    _state(small)
    (told,) = orders(small.city, approver, day=LATER)
    assert (told.competent, told.may_state) == ("", False)
    for who in (MANAGER, approver, OFFICER):
        with pytest.raises(NotAllowed):
            set_competent_agency(small.city, who, "ktv", COMMERCE, now=small.clerk.tick())
    set_competent_agency(small.city, ADMINISTRATOR, "ktv", "商業處", now=small.clerk.tick())
    with reading(small.city.engine) as connection:
        (change,) = latest_changes(connection, 1)
    assert (change.actor, change.summary) == ("王小明", "視聽歌唱業的主管機關：臺北市商業處")
    (told,) = orders(small.city, approver, day=LATER)
    assert (told.competent, told.may_state, told.sector.special) == ("商業處", True, True)
    again = set_competent_agency(small.city, ADMINISTRATOR, "ktv", COMMERCE, now=small.clerk.tick())
    assert again is None
    set_competent_agency(small.city, ADMINISTRATOR, "ktv", "", now=small.clerk.tick())
    (told,) = orders(small.city, approver, day=LATER)
    assert (told.competent, told.may_state) == ("", False)
    with pytest.raises(Unknown, match="查無機關『NIX』"):
        set_competent_agency(small.city, ADMINISTRATOR, "ktv", "NIX", now=small.clerk.tick())


def test_whoever_may_not_order_does_not_read_the_list(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        orders(small.city, OFFICER, day=LATER)
