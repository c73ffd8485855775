"""The page: the list, or the one venue that the address names."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, conditions, frame, links
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.paging import VENUES, asked_part, pager
from outreach.pages.panel.download import offer_list
from outreach.pages.venues.filters import Filters, ask_more
from outreach.pages.venues.listing import listed, place_names
from outreach.pages.venues.one import show_venue
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.venues import PAGE_SIZE, MemberPage, members
from outreach.services.who import Who

_QUESTION = "venues_asked"


def show() -> None:
    """Bar, search, and fifty venues at a time; or one venue with its history."""
    frame.head(_("店家"))
    city = frame.city()
    venue = st.query_params.get("venue", "").strip()
    if venue:
        show_venue(city, venue)
        return
    asked = bar.ask(city, "venues", with_agency=True)
    chosen, more = ask_more(city, asked)
    _begin_anew_with_a_new_question()
    put(el("p", " · ".join(p for p in (bar.in_words(city, asked), more) if p), class_="question"))
    number, page = _part(city, asked, chosen)
    if not page.total:
        _nothing(city, asked, chosen)
        return
    to_map = conditions.to_map(asked, chosen)
    put(
        el("h2", n_("{count} 家", page.total), class_="found"),
        el("p", to_map) if to_map else None,
        listed(page, asked.scheme, place_names(city)),
        pager(number, page.total, PAGE_SIZE, told=VENUES),
    )
    who = frame.who()
    offer_list(
        f"{asked.scheme}-{asked.as_of.isoformat()}",
        _("店家"),
        lambda: _members(city, who, asked, chosen, 1, None).members,
        asked.scheme,
        key="venues",
    )


def _begin_anew_with_a_new_question() -> None:
    """Another question starts on its first page; the page of a list belongs to its question."""
    question = {k: v for k, v in st.query_params.items() if k not in ("page", "lang", "venue", "undo")}
    at = st.query_params.get("page")
    before = st.session_state.get(_QUESTION)
    if before is not None and before[0] != question and before[1] == at and at is not None:
        st.query_params.pop("page", None)
        links.remember_address()
        at = None
    st.session_state[_QUESTION] = (question, at)


def _part(city: City, asked: Asked, chosen: Filters) -> tuple[int, MemberPage]:
    """The part of the list that the address asks for, or the last one where it asks for more."""
    return asked_part(
        lambda at: _members(city, frame.who(), asked, chosen, at, PAGE_SIZE),
        lambda page: page.total,
        PAGE_SIZE,
    )


def _members(
    city: City, who: Who, asked: Asked, chosen: Filters, number: int, size: int | None
) -> MemberPage:
    return members(
        city,
        who,
        asked.scheme,
        asked.as_of,
        standings=chosen.standings,
        where=chosen.where(asked),
        search=chosen.search,
        known_at=asked.known_at,
        page=number,
        page_size=size,
    )


def _nothing(city: City, asked: Asked, chosen: Filters) -> None:
    """No venue to list: nobody imported any, not yet on that day, or none meets the conditions."""
    if not nothing_yet(city, asked):
        text = _("查無「{text}」；請改用店名或地址的一部分，或完整的統一編號。")
        if not chosen.search:
            text = _("這些條件下沒有列冊的店家。")
        frame.notice(text.format(text=chosen.search), kind="empty")
        st.button(_("清除全部條件"), type="primary", on_click=_ask_for_all)


def _ask_for_all() -> None:
    bar.change(kind=None, district=None, agency=None, **dict.fromkeys((*conditions.OWN, "voucher", "page")))
