"""The page: every meeting, or the one that the address names."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.meetings.entering import show_entering
from outreach.pages.meetings.listing import meeting_list
from outreach.pages.meetings.one import show_meeting
from outreach.pages.meetings.opening import show_opening
from outreach.pages.meetings.pieces import asked_number, outcome
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.meetings import Meeting, meetings
from outreach.services.who import Right


def show() -> None:
    """A meeting by its number; without one the list, and for managers the forms that make the next."""
    frame.head(_("會議（頁名）"))
    city, who = frame.city(), frame.who()
    known = meetings(city, who)
    number = asked_number("meeting")
    chosen = next((one for one in known if one.number == number), None)
    if chosen is not None:
        show_meeting(city, who, known, chosen)
        return
    if "meeting" in st.query_params:
        asked = st.query_params["meeting"]
        back = link(_("看所有會議"), {"meeting": None, "edition": None, "view": None})
        frame.notice(_("查無第{number}次會議。").format(number=asked), next_step=back)
        return
    _every(city, known, steering=who.may(Right.STEER))


def _every(city: City, known: tuple[Meeting, ...], *, steering: bool) -> None:
    view = st.query_params.get("view", "") if steering else ""
    if view == "open":
        show_opening(city)
    elif view == "enter":
        show_entering(city)
    elif not known:
        first = link(_("開立會議"), {"view": "open"}) if steering else None
        frame.notice(_("還沒有開立過會議。"), next_step=first, kind="empty")
    else:
        outcome()
        ways = [
            link(_("開立會議"), {"view": "open"}, class_="way"),
            link(_("登錄紙本會議的數字"), {"view": "enter"}, class_="way"),
        ]
        put(el("nav", ways, class_="meeting-ways") if steering else None, meeting_list(known))
