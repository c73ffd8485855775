"""職務代理: who acts in whose place until when; appointing and ending it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.bar import FIRST_DAY, LAST_DAY
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import do
from outreach.pages.words import _
from outreach.services.city import City, today
from outreach.services.deputies import Deputy, appoint_deputy, dismiss_deputy, standing_deputies
from outreach.services.people import people

_DEPUTY, _PRINCIPAL, _DAYS = "deputy_who", "deputy_for", "deputy_days"


def show(city: City, now: datetime) -> None:
    """The entries that hold today or later, each with its end, and the form for a new one."""
    everybody = people(city, frame.who())
    names = {account.name: account.display_name for account in everybody if account.active}
    standing = standing_deputies(city, frame.who(), now=now)
    if not standing:
        frame.notice(_("目前沒有人代理職務。"), kind="empty")
    shown = {account.name: account.display_name for account in everybody}
    for entry in standing:
        with st.container(horizontal=True, vertical_alignment="center", key=f"deputy_{entry.id}"):
            put(_told(entry, shown))
            st.button(_("結束代理"), key=f"deputy_end_{entry.id}", on_click=_dismiss, args=(city, entry.id))
    if len(names) > 1:
        _form(city, names)


def _told(entry: Deputy, names: dict[str, str]) -> str:
    text = _("{deputy} 代理 {principal}").format(
        deputy=names.get(entry.deputy, entry.deputy), principal=names.get(entry.principal, entry.principal)
    )
    period = _("{first} 至 {last}").format(first=words.day(entry.first_day), last=words.day(entry.last_day))
    return el("div", el("b", text), el("span", period, class_="fine"), class_="deputy")


def _form(city: City, names: dict[str, str]) -> None:
    put(el("h3", _("登錄代理")))
    with st.form("deputy_new", border=True):
        left, middle, right = st.columns(3)
        left.selectbox(_("代理人"), list(names), key=_DEPUTY, format_func=names.__getitem__)
        middle.selectbox(_("被代理人"), list(names), key=_PRINCIPAL, format_func=names.__getitem__, index=1)
        right.date_input(
            _("期間（首日與末日都算）"),
            (today(), today()),
            key=_DAYS,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="YYYY-MM-DD",
        )
        st.form_submit_button(_("登錄"), type="primary", on_click=_appoint, args=(city,))


def _appoint(city: City) -> None:
    deputy, principal = st.session_state[_DEPUTY], st.session_state[_PRINCIPAL]
    days: tuple[date, ...] = tuple(st.session_state[_DAYS])

    def action() -> tuple[str, str]:
        # A period whose end was not picked yet is one day.
        first, last = days[0], days[-1]
        made = appoint_deputy(city, frame.who(), deputy, principal, first, last, now=datetime.now(UTC))
        return _("已登錄代理，至{day}止。").format(day=words.day(made.last_day)), ""

    if days:
        do(action)


def _dismiss(city: City, entry_id: int) -> None:
    def action() -> tuple[str, str]:
        dismiss_deputy(city, frame.who(), entry_id, now=datetime.now(UTC))
        return _("代理已結束。"), ""

    do(action)
