"""Questions and answers: what is open, what was closed, each exchange whole."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from outreach.pages import frame, terms
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.paging import pager, part
from outreach.pages.venues.doing import attempt
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.exclusions import Talk, talks
from outreach.services.questions import QuestionRow, close
from outreach.services.who import Right


def show_talks(city: City, *, closed: bool) -> None:
    """Fifty at a time, answered ones first among the open: those wait for the manager."""
    found = talks(city, frame.who(), closed=closed, today=frame.today())
    if not found:
        text = _("還沒有結案的提問。") if closed else _("沒有等待回覆或結案的提問。")
        frame.notice(text, kind="empty")
        return
    if not closed:
        found = tuple(sorted(found, key=lambda talk: not talk.answers))
    answered = sum(1 for talk in found if talk.answers)
    told = n_("{count} 則提問", len(found))
    if not closed:
        told = _("{told}，其中 {answered} 則機關已回覆").format(told=told, answered=answered)
    number, shown = part(found)
    put(el("p", told, class_="question"))
    for talk in shown:
        with st.container(key=f"talk_{talk.question.id}", horizontal=True, vertical_alignment="center"):
            put(_talk(talk))
            if not closed and frame.who().may(Right.STEER):
                _close(city, talk)
    pages = pager(number, len(found))
    if pages is not None:
        put(pages)


def _talk(talk: Talk) -> Html:
    asked = talk.question
    name = el(
        "a",
        asked.venue,
        href=to_page("venues", venue=asked.venue_id),
        target="_self",
        class_="open",
        title=_("看這家店的全部歷程"),
    )
    state = None
    if asked.closed_at is not None:
        text = _("已結案 · {by}").format(by=asked.closed_by)
        state = el("p", f"{text} · {terms.moment(asked.closed_at)}", class_="fine")
    elif not talk.answers:
        state = el("p", _("等待機關回覆"), class_="fine")
    about = el("span", f"{talk.agency} · {_(talk.scheme)}", class_="about")
    answers = [_entry(answer, "answer") for answer in talk.answers]
    return el("div", el("h3", name, about), _entry(asked, "question-words"), answers, state, class_="offer")


def _entry(row: QuestionRow, class_: str) -> Html:
    source = f"{row.by} · {terms.moment(row.at)}"
    return el("div", el("p", row.words), el("p", source, class_="fine"), class_=class_)


def _close(city: City, talk: Talk) -> None:
    if st.button(_("結案"), key=f"talk_close_{talk.question.id}"):
        attempt(0, partial(_closed, city, talk.question.id))


def _closed(city: City, number: int) -> str:
    close(city, frame.who(), number, now=datetime.now(UTC))
    return _("已結案。")
