"""The page and its views: the list, what is overdue, whose rate rose, what was asked and answered."""

from __future__ import annotations

import streamlit as st

from outreach.pages import bar, frame, links
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.exclusions.asking import ask_one, show_overdue
from outreach.pages.exclusions.filters import Filters, ask_more, clear
from outreach.pages.exclusions.listing import counts, excluded, listed, offer_file
from outreach.pages.exclusions.raised import show_raised
from outreach.pages.exclusions.talks import show_talks
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.paging import asked_part, pager
from outreach.pages.venues.doing import tell_last
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.exclusions import ExclusionPage
from outreach.services.venues import PAGE_SIZE
from outreach.services.who import Right

_QUESTION = "exclusions_asked"
#: What the address calls each view.
VIEWS = {
    "": N_("店家清單"),
    "late": N_("逾期未覆核"),
    "raised": N_("上升來自毋須納入"),
    "open": N_("提問與回覆"),
    "closed": N_("已結案的提問"),
}


def show() -> None:
    """The view that the address names."""
    frame.head(_("毋須納入母數"))
    city, who = frame.city(), frame.who()
    who.must(Right.SEE_VENUES)
    asked = st.query_params.get("view", "")
    view = asked if asked in VIEWS else ""
    put(_views(view))
    if view in ("open", "closed"):
        tell_last()
        show_talks(city, closed=view == "closed")
        return
    question = bar.ask(city, "exclusions", with_agency=view != "raised")
    if view == "raised":
        bar.show_question(city, question)
        if not nothing_yet(city, question):
            show_raised(city, question)
        return
    if view == "late":
        bar.show_question(city, question)
        tell_last()
        if not nothing_yet(city, question):
            show_overdue(city, question)
        return
    _list(city, question)


def _list(city: City, asked: Asked) -> None:
    """Filters, counts by reason, and fifty venues at a time."""
    chosen = ask_more()
    _begin_anew_with_a_new_question()
    put(el("p", " · ".join((bar.in_words(city, asked), *chosen.in_words())), class_="question"))
    number, page = _part(city, asked, chosen)
    tell_last()
    if not page.counted.population:
        if not nothing_yet(city, asked):
            frame.notice(_("這些條件下沒有列冊的店家。"), kind="empty")
            st.button(_("清除條件"), key="exclusions_clear", on_click=clear)
        return
    ask_one(city, asked)
    put(counts(page, chosen))
    _listed(city, page, number)
    if page.total:
        offer_file(city, asked, chosen)


def _views(view: str) -> Html:
    shown = {k: t for k, t in VIEWS.items() if k != "raised" or frame.who().may(Right.READ_MEETINGS)}
    left = dict.fromkeys(("page", "ask", "bulk", "overdue"))
    return el(
        "nav",
        [
            el("span", _(text), aria_current="true")
            if name == view
            else link(_(text), {**left, "view": name or None}, class_="plain")
            for name, text in shown.items()
        ],
        class_="views",
        aria_label=_("毋須納入母數"),
    )


def _listed(city: City, page: ExclusionPage, number: int) -> None:
    if page.out_of_reach:
        text = n_("其中 {count} 家屬其他機關，這裡只列出您可查看的店家。", page.out_of_reach)
        put(el("p", text, class_="fine"))
    if not page.total:
        frame.notice(_("這些條件下沒有毋須納入母數的店家。"), kind="empty")
        st.button(_("清除條件"), key="exclusions_clear", on_click=clear)
        return
    put(
        el("h2", n_("{count} 家", page.total), class_="found"),
        listed(city, page, may_ask=frame.who().may(Right.STEER)),
        pager(number, page.total, PAGE_SIZE),
    )


def _part(city: City, asked: Asked, chosen: Filters) -> tuple[int, ExclusionPage]:
    """The part of the list that the address asks for, or the last one where it asks for more."""
    with st.spinner(_("讀取中…")):
        return asked_part(
            lambda at: excluded(city, frame.who(), asked, chosen, at, PAGE_SIZE),
            lambda page: page.total,
            PAGE_SIZE,
        )


def _begin_anew_with_a_new_question() -> None:
    """Another question starts on its first page."""
    left_out = ("page", "lang", "ask", "bulk", "view")
    question = {k: v for k, v in st.query_params.items() if k not in left_out}
    at, before = st.query_params.get("page"), st.session_state.get(_QUESTION)
    if before is not None and at is not None and before != (question, at) and before[1] == at:
        st.query_params.pop("page", None)
        links.remember_address()
        at = None
    st.session_state[_QUESTION] = (question, at)
