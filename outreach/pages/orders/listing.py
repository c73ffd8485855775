"""The list of orders as of a day, each with what was stated before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import bar, downloads, frame, terms, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.orders.competent import ask_competent
from outreach.pages.orders.pieces import NEW, day_in_address, reopening
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.orders import OrderState, OrderTold, Statement, orders
from outreach.services.undo import may_undo
from outreach.services.who import Right

_COUNTED = {
    OrderState.PLANNED: N_("預定停業 {count} 個行業"),
    OrderState.SHUT: N_("停業中 {count} 個行業"),
    OrderState.REOPENING: N_("停業中、已公告復業日 {count} 個行業"),
    OrderState.BY_APPLICATION: N_("申請核准復業 {count} 個行業"),
}


def show_list(city: City) -> None:
    """Every order, what it does on the day asked about, and who is competent."""
    who = frame.who()
    day = day_in_address("as_of", frame.today()) or frame.today()
    _pick_day(day)
    told = orders(city, who, day=day)
    if not told:
        frame.notice(
            _("還沒有任何行業公告。"),
            next_step=link(_("登錄第一則公告"), {"state": NEW}),
            kind="empty",
        )
    else:
        put(el("p", _summary(told, day), class_="question"), _table(city, told))
        downloads.offer(
            f"orders-{day.isoformat()}",
            _("公告停業／復業"),
            [
                _("行業"),
                _("主管機關"),
                _("停業自"),
                _("復業"),
                _("現況"),
                _("公告文號與內容"),
                _("登錄者"),
                _("登錄時間"),
                _("狀態"),
            ],
            [line for order in told for line in _lines(order)],
            key="orders",
        )
    if who.may(Right.ADMINISTER):
        ask_competent(city)


def _pick_day(day: date) -> None:
    st.session_state["orders_as_of"] = day
    with st.container(horizontal=True, vertical_alignment="bottom", key="orders_bar", gap="small"):
        st.date_input(
            _("截至"),
            key="orders_as_of",
            min_value=bar.FIRST_DAY,
            max_value=bar.LAST_DAY,
            on_change=lambda: bar.change(as_of=st.session_state["orders_as_of"].isoformat()),
            width=200,
        )
        if day != frame.today():
            st.button(_("最新"), key="orders_latest", on_click=bar.change, kwargs={"as_of": None})


def _summary(told: Sequence[OrderTold], day: date) -> str:
    counted = Counter(order.state for order in told)
    pieces = [n_(text, counted[state]) for state, text in _COUNTED.items() if counted[state]]
    return " · ".join([_("截至{day}").format(day=words.day(day)), *(pieces or [_("沒有停業中的行業")])])


def _table(city: City, told: Sequence[OrderTold]) -> Html:
    changes = [s.change_id for order in told for s in (order.holding, *order.earlier)]
    mine = may_undo(city, frame.who(), changes, now=datetime.now(UTC))
    titles = [_("行業"), _("停業自"), _("現況"), _("公告文號與內容"), _("登錄"), ""]
    head = el("tr", [el("th", title, scope="col") for title in titles])
    rows = [_row(order, mine) for order in told]
    return el("table", el("thead", head), el("tbody", rows), class_="orders")


def _row(order: OrderTold, mine: Collection[int]) -> Html:
    sector = order.sector
    about = _("未指定主管機關")
    if order.competent:
        about = _("主管機關：{agency}").format(agency=order.competent)
    name = [
        el("a", _(sector.name), href=to_page("venues", sector=sector.code), target="_self", class_="open"),
        el("span", about, class_="about"),
    ]
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", el("span", _("停業自"), class_="label"), words.day(order.suspended_from), class_="day"),
        el("td", _state(order)),
        el("td", order.holding.document, _earlier(order), class_="document"),
        el("td", f"{order.holding.by} · {terms.moment(order.holding.at)}", class_="fine by"),
        el("td", _actions(order, mine), class_="acts"),
    )


def _state(order: OrderTold) -> list[Child]:
    """What the order does on the day, in shape and words."""
    text, more = state_words(order)
    pieces: list[Child] = [el("span", text, class_=f"order {order.state.value}")]
    if more:
        pieces.append(el("span", more, class_="about"))
    return pieces


def state_words(order: OrderTold) -> tuple[str, str]:
    """The state in a word, and what else is known of it."""
    holding = order.holding
    planned = reopening(holding.reopened_on, holding.by_application)
    told: dict[OrderState, tuple[str, str]] = {
        OrderState.PLANNED: (
            _("預定停業"),
            _("{day}自動生效").format(day=words.day(order.suspended_from)),
        ),
        OrderState.SHUT: (_("停業中"), _("尚未公告復業")),
        OrderState.REOPENING: (_("停業中"), _("{planned}，屆時自動生效").format(planned=planned)),
        OrderState.BY_APPLICATION: (
            _("申請核准復業"),
            _("{planned}；已核准 {approved}／{venues} 家").format(
                planned=planned,
                approved=words.number(order.approved),
                venues=words.number(order.venues),
            ),
        ),
        OrderState.REOPENED: (_("已復業"), planned),
        OrderState.REPLACED: (_("已由較新的公告取代"), planned if holding.reopened_on else ""),
        OrderState.UNDONE: (_("已復原"), _("這則公告不再有效")),
    }
    return told[order.state]


def _earlier(order: OrderTold) -> Html | None:
    """What was stated of the same order before, the newest first; an undone statement says so."""
    if not order.earlier:
        return None
    return el(
        "details",
        el("summary", n_("先前的公告 {count} 則", len(order.earlier))),
        el("ol", [_statement(s) for s in order.earlier]),
    )


def _statement(stated: Statement) -> Html:
    undone = el("span", _("已復原"), class_="tag") if stated.voided_by is not None else None
    about = " · ".join(
        (reopening(stated.reopened_on, stated.by_application), stated.by, terms.moment(stated.at))
    )
    return el("li", stated.document, undone, el("span", about, class_="about"))


def _actions(order: OrderTold, mine: Collection[int]) -> list[Html]:
    acts = []
    code = order.sector.code
    open_ = (OrderState.SHUT, OrderState.REOPENING, OrderState.BY_APPLICATION)
    if order.state in open_:
        acts.append(link(_("試算開放"), {"what_if": code, "on": None}, class_="act"))
    if order.may_state and order.state in (*open_, OrderState.PLANNED):
        again = {"state": code, "from": order.suspended_from.isoformat()}
        acts.append(link(_("再公告"), again, class_="act", title=_("例如公告復業日；原公告文字會保留")))
    if order.holding.change_id in mine:
        title = _("復原異動 {number}").format(number=order.holding.change_id)
        acts.append(link(_("復原"), {"undo": order.holding.change_id}, title=title, class_="act"))
    return acts


def _lines(order: OrderTold) -> list[list[str]]:
    """The order's statements as rows of a file, the one that holds first."""
    state = "：".join(piece for piece in state_words(order) if piece)
    return [
        [
            _(order.sector.name),
            order.competent,
            order.suspended_from.isoformat(),
            reopening(stated.reopened_on, stated.by_application),
            state if stated is order.holding else "",
            stated.document,
            stated.by,
            terms.moment(stated.at),
            _("已復原") if stated.voided_by is not None else "" if stated is order.holding else _("已取代"),
        ]
        for stated in (order.holding, *order.earlier)
    ]
