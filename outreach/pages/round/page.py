"""The page: whose round it is, and which of the two views of it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from outreach.pages import frame
from outreach.pages.round.agency import show_agency
from outreach.pages.round.managing import show_rounds
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.rounds import Round, open_round_of, rounds
from outreach.services.who import Right, Who


def show() -> None:
    """An officer's or approver's own round; for managers all rounds, or one agency's in one of them."""
    frame.head(_("填報"))
    city, who = frame.city(), frame.who()
    known = rounds(city, who)
    today = frame.today()
    if who.agency is not None and not who.may(Right.STEER):
        _own(city, who, known, today)
        return
    chosen, named = _chosen(known), st.query_params.get("agency", "").strip()
    if chosen is not None and named:
        agency = find(city.reference().agencies, named, "機關").id
        show_agency(city, chosen, known, today, agency=agency)
        return
    show_rounds(city, who, known, chosen or _foremost(known), today)


def _own(city: City, who: Who, known: tuple[Round, ...], today: date) -> None:
    chosen = _chosen(known)
    if chosen is None:
        waiting = open_round_of(city, who, today)
        chosen = next((one for one in known if waiting and one.id == waiting.id), _foremost(known))
    if chosen is None:
        frame.notice(_("目前沒有填報。管考人員開啟填報後，會在這裡看到截止日與要送出的清單。"), kind="empty")
        return
    show_agency(city, chosen, known, today)


def _chosen(known: tuple[Round, ...]) -> Round | None:
    """The round that the address names, if there is one."""
    asked = st.query_params.get("round", "").strip()
    return next((one for one in known if str(one.id) == asked), None)


def _foremost(known: tuple[Round, ...]) -> Round | None:
    """The newest open round, else the newest."""
    return next((one for one in known if one.open), known[0] if known else None)
