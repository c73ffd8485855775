"""The form in which a manager, or an agency's approver, says why it is behind and what it does about it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.board.review import lines
from outreach.pages.board.table import day_short
from outreach.pages.markup import Html, el, show
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import find
from outreach.services.remedies import (
    LONGEST_REMEDY,
    Remedy,
    may_state,
    remedy_history,
    state_remedy,
)
from outreach.services.who import Who


def show_remedy(city: City, who: Who) -> None:
    """Open the form for the agency that the address names, if it names one."""
    asked = st.query_params.get("remedy", "").strip()
    if not asked:
        return
    agency = find(city.reference().agencies, asked, "機關")
    known = remedy_history(city, who, agency.code)
    title = _("{agency}：原因與改善措施").format(agency=agency.short_name or agency.name)

    @st.dialog(title, width="medium", on_dismiss=_close)
    def form() -> None:
        if may_state(who, agency.id):
            _form(city, who, agency.code, known[0] if known else None)
        if known:
            show(el("h3", _("歷次說明")), el("ol", [_told(each) for each in known], class_="told"))

    form()


def _form(city: City, who: Who, agency: str, held: Remedy | None) -> None:
    with st.form("remedy", border=False):
        cause = st.text_area(
            _("原因"), held.cause if held else "", max_chars=LONGEST_REMEDY, key="remedy_cause"
        )
        remedy = st.text_area(
            _("改善措施"), held.remedy if held else "", max_chars=LONGEST_REMEDY, key="remedy_remedy"
        )
        show(el("p", _("請勿填寫聯絡人姓名與電話；會議資料會照列這裡的文字。"), class_="fine"))
        sent = st.form_submit_button(_("儲存"), type="primary")
    if not sent:
        return
    try:
        state_remedy(city, who, agency, cause, remedy, now=datetime.now(UTC))
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    _close()
    st.rerun()


def _told(each: Remedy) -> Html:
    source = _("{by}，{day}").format(by=each.by, day=day_short(each.at))
    return el("li", el("p", source, class_="fine"), lines(each.cause), lines(each.remedy))


def _close() -> None:
    for name in ("remedy_cause", "remedy_remedy"):
        st.session_state.pop(name, None)
    st.query_params.pop("remedy", None)
