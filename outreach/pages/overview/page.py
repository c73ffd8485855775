"""The page, from the bar to the last table."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, frame
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.overview.agencies import agency_table
from outreach.pages.overview.answer import answer
from outreach.pages.overview.beside import beside
from outreach.pages.overview.cards import cards
from outreach.pages.overview.public import public_overview
from outreach.pages.overview.taking import take_agencies
from outreach.pages.panel import show_opened
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.who import Right


def show() -> None:
    """Bar, headline figures, agencies, and what deserves a look beside them."""
    frame.head(_("總覽"))
    city = frame.city()
    asked = bar.ask(city, "overview")
    bar.show_question(city, asked)
    if not frame.who().may(Right.SEE_FIGURES):
        open_to_all = public_overview(city, asked)
        if open_to_all is None:
            _nothing(city, asked)
        else:
            put(open_to_all)
        return
    found = answer(city, frame.who(), asked)
    if not found.population:
        _nothing(city, asked)
        return
    show_opened(city, asked)
    put(
        cards(found),
        el("div", agency_table(found), el("div", beside(found), class_="beside"), class_="overview"),
    )
    take_agencies(found)


def _nothing(city: City, asked: Asked) -> None:
    """No venue is on the list: not yet, not under these conditions, or nobody has imported any."""
    if not nothing_yet(city, asked):
        frame.notice(_("這些條件下沒有列冊的店家。"), kind="empty")
        st.button(_("清除條件"), type="primary", on_click=bar.change, kwargs={"kind": None, "district": None})
