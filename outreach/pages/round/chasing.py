"""稽催: reminding agencies that have not reported, and what each agency reads of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.markup import Child, el, show
from outreach.pages.round.acting import OUTCOME
from outreach.pages.terms import moment
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.rounds import NOT_REPORTED
from outreach.services.rounds import AgencyRound, AgencyStanding, Reminded, Round, remind
from outreach.services.rounds.reminding import LONGEST_REMINDER

_CHASED, _WORDS = "round_chased", "round_chase_words"


def chasing(chosen: Round, missing: Sequence[AgencyStanding]) -> None:
    """Who has not reported, all of them chosen at first, and a sentence that each reads on its desk."""
    if not missing:
        return
    names = {one.code: one.name for one in missing}
    title = _("稽催 {count} 個機關").format(count=words.number(len(missing)))
    with st.popover(title, key="round_chase"), st.form("round_remind", border=False):
        st.multiselect(
            _("未填報機關"),
            list(names),
            default=list(names),
            format_func=names.__getitem__,
            key=_CHASED,
            placeholder=_("請選擇機關"),
        )
        st.text_area(
            _("說明"),
            key=_WORDS,
            max_chars=LONGEST_REMINDER,
            placeholder=_("例如：請於{day}前送出").format(day=words.day(chosen.deadline)),
        )
        show(el("p", _("各機關會在「我的機關」與「填報」頁看到這次稽催。"), class_="fine"))
        st.form_submit_button(_("送出稽催"), type="primary", on_click=_remind, args=(chosen.id,))


def _remind(number: int) -> None:
    asked = st.session_state
    if not asked[_CHASED]:
        asked[OUTCOME] = ("alarm", _("請先選擇要稽催的機關，例如最上面一個。"))
        return
    try:
        names = remind(
            frame.city(), frame.who(), number, asked[_CHASED], asked[_WORDS], now=datetime.now(UTC)
        )
    except Refusal as refusal:
        asked[OUTCOME] = ("alarm", words.said(refusal))
        return
    asked[OUTCOME] = ("note", _("已稽催：{names}。").format(names="、".join(names)))
    asked[_WORDS] = ""


def times_told(told: Reminded | None) -> Child:
    """How often, and of the latest time when, by whom and in which words."""
    if told is None:
        return None
    latest = f"{moment(told.latest.at)} · {told.latest.by}"
    return [el("b", n_("{count} 次", told.times)), " ", latest, el("div", told.latest.words)]


def notice_of(told: Reminded | None, found: AgencyRound) -> None:
    """What the managers said to an agency that has not handed in yet."""
    if told is None or found.state not in NOT_REPORTED:
        return
    by = f"{told.latest.by}，{moment(told.latest.at)}"
    text = _("管考人員已稽催 {count} 次（最近一次 {by}）。").format(count=told.times, by=by)
    frame.notice(f"{text}{told.latest.words}", kind="alarm")
