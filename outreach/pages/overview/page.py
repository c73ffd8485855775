"""The page, from the bar to the last table."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.overview.agencies import agency_table
from outreach.pages.overview.answer import answer
from outreach.pages.overview.beside import beside
from outreach.pages.overview.cards import cards
from outreach.pages.panel import show_opened
from outreach.pages.words import _
from outreach.services.city import City, first_day


def show() -> None:
    """Bar, headline figures, agencies, and what deserves a look beside them."""
    frame.head(_("總覽"))
    city = frame.city()
    asked = bar.ask(city, "overview")
    bar.show_question(city, asked)
    found = answer(city, frame.who(), asked)
    if not found.population:
        _nothing(city, asked)
        return
    show_opened(city, asked)
    put(
        cards(found),
        el("div", agency_table(found), el("div", beside(found), class_="beside"), class_="overview"),
    )


def _nothing(city: City, asked: Asked) -> None:
    """No venue is on the list: not yet, not under these conditions, or nobody has imported any."""
    first = first_day(city, asked.scheme)
    if first is None:
        frame.notice(
            _("尚無資料：這個方案還沒有列冊的店家。"),
            next_step=el("a", _("匯入第一份清單"), href=to_page("import"), target="_self"),
            kind="empty",
        )
    elif asked.as_of < first:
        text = _("尚無資料：{day}還沒有列冊的店家，最早的資料在{first}。")
        frame.notice(text.format(day=words.day(asked.as_of), first=words.day(first)), kind="empty")
        st.button(
            _("看{day}").format(day=words.day(first)),
            type="primary",
            on_click=bar.change,
            kwargs={"as_of": first.isoformat()},
        )
    else:
        frame.notice(_("這些條件下沒有列冊的店家。"), kind="empty")
        st.button(_("清除條件"), type="primary", on_click=bar.change, kwargs={"kind": None, "district": None})
