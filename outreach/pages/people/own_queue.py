"""Handing over one's own queue, on one's own account's page: to a colleague of the same agency."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.people.doing import do, tell
from outreach.pages.words import _, n_
from outreach.services.accounts import own_account
from outreach.services.city import City
from outreach.services.handing_over import colleagues, hand_over, own_queue
from outreach.services.who import Right, Who

_SUCCESSOR = "own_successor"


def show(city: City, who: Who) -> None:
    """The form, for whoever has open follow-ups and a colleague; what was done just now besides."""
    if who.agency is None or not who.may(Right.CHANGE):
        return
    tell()
    count, others = own_queue(city, who), colleagues(city, who)
    if not count or not others:
        return
    names = {one.name: one.display_name for one in others}
    put(
        el("h3", _("移交待辦")),
        el("p", n_("您有 {count} 件追蹤待辦，可移交同機關的同仁。", count), class_="fine"),
    )
    with st.form("own_queue", border=True, width=420):
        st.selectbox(_("接辦人"), list(names), key=_SUCCESSOR, format_func=names.__getitem__)
        st.form_submit_button(_("移交"), on_click=_hand_over, args=(city,))


def _hand_over(city: City) -> None:
    def action() -> tuple[str, str]:
        who = frame.who()
        own = own_account(city, who)
        given = hand_over(city, who, own.name, st.session_state[_SUCCESSOR], now=datetime.now(UTC))
        return n_("已移交 {count} 件追蹤。", given), ""

    do(action)
