"""The page, from the agency's figures to what colleagues recorded."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.desk.figures import figure_cards
from outreach.pages.desk.lately import lately_panel
from outreach.pages.desk.queue import queue_panel
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import N_, _
from outreach.services.desk import agency_figures, own_agency
from outreach.services.who import Right

#: What an officer opens next, by page; titles are those of the navigation.
_WAYS = (("grid", N_("登錄狀態")), ("visits", N_("安排訪視")), ("import", N_("下載或匯入清單")))


def show() -> None:
    """Figures by scheme, the open round, what waits, and what was recorded lately."""
    frame.head(_("我的機關"))
    city, who, today = frame.city(), frame.who(), frame.today()
    agency = own_agency(city, who)
    put(el("p", f"{agency.name} · {_('截至{day}').format(day=words.day(today))}", class_="question"))
    show_undo(city, "desk")
    put(figure_cards(city, agency, agency_figures(city, who, today), today))
    if who.may(Right.CHANGE):
        with st.container(horizontal=True, key="desk_ways"):
            put(
                el("nav", [_way(page, title) for page, title in _WAYS], class_="ways", aria_label=_("接著做"))
            )
    put(el("div", queue_panel(city, today), lately_panel(city, today), class_="desk"))


def _way(page: str, title: str) -> Html:
    return el("a", _(title), href=to_page(page), target="_self", class_="way")
