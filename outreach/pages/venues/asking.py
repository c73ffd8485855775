"""What managers ask about a venue and what the public reports of it, with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from outreach.pages import frame, terms
from outreach.pages.markup import Html, el, show
from outreach.pages.venues.doing import attempt
from outreach.pages.words import N_, _
from outreach.services.city import City
from outreach.services.error_reports import ErrorKind, SettledAs, open_error_reports
from outreach.services.error_reports import settle as settle_report
from outreach.services.questions import Exchange, QuestionRow, answer, ask, close, exchanges
from outreach.services.who import Right

ERRORS: Mapping[ErrorKind, str] = {
    ErrorKind.CLOSED: N_("已歇業"),
    ErrorKind.MOVED: N_("已搬遷"),
    ErrorKind.NOT_JOINED: N_("現場沒有參加"),
    ErrorKind.WRONG_PLACE: N_("位置不對"),
    ErrorKind.OTHER: N_("其他"),
}


def questions(city: City, venue: int, scheme: str, told: tuple[Exchange, ...], *, may_ask: bool) -> None:
    """Every question with its answers, and the next step for whoever may take it."""
    who = frame.who()
    for each in told:
        show(
            el(
                "div",
                _entry(each.question, each.scheme),
                [_entry(reply, "", "answer") for reply in each.answers],
                el("p", _("已結案 · {by}").format(by=each.question.closed_by), class_="fine")
                if not each.is_open
                else None,
                class_="offer",
            )
        )
        if each.is_open and who.may(Right.CHANGE):
            _answer(city, venue, each.question.id)
        if each.is_open and who.may(Right.STEER):
            _close(city, venue, each.question.id)
    if may_ask:
        _ask(city, venue, scheme)


def _entry(row: QuestionRow, scheme: str, class_: str = "question-words") -> Html:
    source = " · ".join(p for p in (_(scheme) if scheme else "", row.by, terms.moment(row.at)) if p)
    return el("div", el("p", row.words), el("p", source, class_="fine"), class_=class_)


def _answer(city: City, venue: int, number: int) -> None:
    with st.form(f"question_answer_{number}", border=False, clear_on_submit=True):
        text = st.text_area(_("回覆"), height=80, key=f"question_reply_{number}")
        sent = st.form_submit_button(_("送出回覆"), type="primary", key=f"question_send_{number}")

    def act() -> str:
        answer(city, frame.who(), number, text or "", now=datetime.now(UTC), today=frame.today())
        return _("已回覆。")

    if sent:
        attempt(venue, act)


def _close(city: City, venue: int, number: int) -> None:
    def act() -> str:
        close(city, frame.who(), number, now=datetime.now(UTC))
        return _("已結案。")

    if st.button(_("結案"), key=f"question_close_{number}"):
        attempt(venue, act)


def _ask(city: City, venue: int, scheme: str) -> None:
    with st.form(f"question_ask_{venue}", border=False):
        text = st.text_area(
            _("向機關提問（毋須納入的原因、何時覆核）"),
            height=80,
            key=f"question_words_{venue}",
        )
        sent = st.form_submit_button(_("送出提問"), type="primary", key=f"question_put_{venue}")

    def act() -> str:
        now = datetime.now(UTC)
        ask(city, frame.who(), venue, scheme, text or "", now=now, today=frame.today())
        return _("已送出提問，等待機關回覆。")

    if sent:
        attempt(venue, act)


def reports(city: City, venue: int) -> None:
    """Open reports of the public, each to be settled."""
    for row in open_error_reports(city, frame.who(), today=frame.today(), venue_id=venue):
        words = " · ".join(p for p in (_(ERRORS[ErrorKind(row.kind)]), row.words) if p)
        show(el("div", el("p", words), el("p", terms.moment(row.reported_at), class_="fine"), class_="offer"))
        with st.container(horizontal=True, gap="small"):
            mended = st.button(_("已更正"), key=f"report_mended_{row.id}")
            no_error = st.button(_("查無錯誤"), key=f"report_no_error_{row.id}")
        if mended or no_error:
            how = SettledAs.MENDED if mended else SettledAs.NO_ERROR
            attempt(venue, partial(_settled, city, row.id, how))


def _settled(city: City, number: int, how: SettledAs) -> str:
    settle_report(city, frame.who(), number, how, now=datetime.now(UTC), today=frame.today())
    return _("已處理這筆回報。")


def asked_about(city: City, venue: int) -> tuple[Exchange, ...]:
    """Everything asked and answered about a venue."""
    return exchanges(city, frame.who(), venue, today=frame.today())
