"""The page: what is asked, the stops as cards, the walk as a drawing, and what is taken along."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import to_page
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.terms import spoken
from outreach.pages.visits.asking import Wanted, ask
from outreach.pages.visits.cards import card
from outreach.pages.visits.picture import picture
from outreach.pages.visits.sheet import in_brief, paper, workbook
from outreach.pages.visits.working import Working, working
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.visits import VisitList, visit_list
from outreach.services.who import Right


def show() -> None:
    """Whom to visit next, nearest first; an outcome takes two taps."""
    frame.head(_("訪視"))
    who = frame.who()
    who.must(Right.CHANGE)
    city, today, work = frame.city(), frame.today(), working()
    wanted = ask(city, work)
    if work.no_position:
        frame.notice(_("瀏覽器沒有提供位置；請允許這個網站使用位置，或輸入出發點，例如「大安區龍門里」。"))
    work.begin((who, wanted, today))
    found = visit_list(
        city,
        who,
        today=today,
        start=wanted.start,
        where=wanted.where,
        most=wanted.most,
        stay=work.stops,
    )
    if not work.stops:
        work.stops = tuple(stop.venue.id for stop in found.stops)
    if not found.stops:
        _nothing(found)
        return
    _shown(city, work, wanted, found)


def _shown(city: City, work: Working, wanted: Wanted, found: VisitList) -> None:
    today, speaks = frame.today(), spoken()
    title = " · ".join(p for p in (wanted.title, found.stops[0].agency) if p)
    with st.container(horizontal=True, vertical_alignment="center", key="visits_brief"):
        put(el("p", in_brief(found), class_="question"))
        if work.done:
            st.button(_("更新清單"), key="visits_anew", icon=":material/refresh:", on_click=_anew)
        st.download_button(
            _("下載訪視單（xlsx）"),
            data=lambda: workbook(found, title, today, speaks),
            file_name=f"visits-{today.isoformat()}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="visits_download",
            on_click="ignore",
            icon=":material/download:",
        )
    with st.container(key="visits_both"):
        with st.container(key="visits_cards", gap="small"):
            for stop in found.stops:
                card(city, work, stop, today)
        drawing = picture(found)
        if drawing:
            with st.container(key="visits_map"):
                put(drawing)
    put(paper(found, title, today))


def _anew() -> None:
    """Leave out who was visited, and put the others in order anew."""
    working().question = None


def _nothing(found: VisitList) -> None:
    if found.resting:
        frame.notice(_("符合條件的店家都請您晚一點再聯繫；請放寬條件，或過幾天再看。"), kind="empty")
        return
    frame.notice(
        _("沒有還沒加入的店家：可能都已完成，或條件太窄。"),
        next_step=el("a", _("看店家清單"), href=to_page("venues"), target="_self"),
        kind="empty",
    )
