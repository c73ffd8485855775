"""The buttons: 送出, 撤回, 核定, 退回, each offered where it may follow and the reader may press it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.markup import el, show
from outreach.pages.round.pieces import timeline
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.rules.rounds import State, Step
from outreach.services.rounds import AgencyRound, Taken, confirm, send_back, submit, withdraw
from outreach.services.who import Right

WORDS = "round_words"
OUTCOME = "round_outcome"

Press = Callable[[], Taken]


def outcome() -> None:
    """Say once what the button pressed just now did, or why it did nothing."""
    told = st.session_state.pop(OUTCOME, None)
    if told is not None:
        kind, text = told
        frame.notice(text, kind=kind)


def desk(found: AgencyRound) -> None:
    """What the reader may do with the list now, and every step so far below it."""
    with st.container(key="round_desk"):
        show(el("h2", _("送出與核定"), class_="desk-title"))
        _offer(found)
        show(el("h3", _("步驟"), class_="desk-title"), timeline(found.steps))


def _offer(found: AgencyRound) -> None:
    who = frame.who()
    own = who.agency == found.agency
    may_submit, may_confirm = own and who.may(Right.SUBMIT), own and who.may(Right.CONFIRM)
    if not found.round.open:
        _say(_("這次填報已結束，不能再送出或核定。"))
    elif not found.asked and not found.steps:
        _say(_("貴機關在這次填報的方案中沒有列冊的店家，不需填報。"))
    elif found.state in (State.NOT_SUBMITTED, State.SENT_BACK):
        _to_submit(found, may_submit)
    elif found.state is State.SUBMITTED:
        _to_decide(found, may_submit, may_confirm)
    else:
        _confirmed(found, may_confirm)


def _say(text: str) -> None:
    show(el("p", text, class_="fine"))


def _to_submit(found: AgencyRound, may: bool) -> None:
    if not may:
        _say(_("等候機關承辦人送出。"))
        return
    _ask_words(_("給核定人的說明（可不填）"))
    unchanged = found.unchanged
    label = _("沒有異動，送出") if unchanged else _("看過異動，送出") if found.since else _("送出")

    def press() -> Taken:
        return submit(
            frame.city(),
            frame.who(),
            found.round.id,
            now=datetime.now(UTC),
            nothing_changed=unchanged,
            words=_words(),
            seen=found.seq,
        )

    key = "round_nothing_changed" if unchanged else "round_submit"
    _button(label, key, press, _("已送出，等候核定。"), primary=True)
    _say(_("送出的是現在的清單；之後再登錄的異動，不影響這次送出的數字。"))


def _to_decide(found: AgencyRound, may_submit: bool, may_confirm: bool) -> None:
    lies = found.submission
    assert lies is not None
    _say(_("{by} 於 {moment} 送出，等候核定。").format(by=lies.by, moment=terms.moment(lies.at)))
    if found.changed_since:
        text = _("送出後又登錄了 {count} 筆異動；核定的是送出時的數字。")
        frame.notice(text.format(count=words.number(found.changed_since)))
    if may_confirm:
        _ask_words(_("退回時須說明原因"))
        with st.container(horizontal=True, gap="small"):
            _confirm_button(found, lies.id)
            _send_back_button(found, lies.id)
    if may_submit:

        def press() -> Taken:
            return withdraw(frame.city(), frame.who(), found.round.id, now=datetime.now(UTC))

        _button(_("撤回"), "round_withdraw", press, _("已撤回，可以修改後再送出。"))


def _confirmed(found: AgencyRound, may_confirm: bool) -> None:
    last = found.steps[-1]
    _say(_("{by} 於 {moment} 核定。").format(by=last.by, moment=terms.moment(last.at)))
    lies = found.submission
    if may_confirm and lies is not None:
        _ask_words(_("核定後發現須補正時，說明原因並退回"))
        _send_back_button(found, lies.id)


def _confirm_button(found: AgencyRound, submission: int) -> None:
    def press() -> Taken:
        now = datetime.now(UTC)
        return confirm(frame.city(), frame.who(), found.round.id, now=now, submission=submission)

    _button(_("核定"), "round_confirm", press, _("已核定。"), primary=True)


def _send_back_button(found: AgencyRound, submission: int) -> None:
    def press() -> Taken:
        return send_back(
            frame.city(),
            frame.who(),
            found.round.id,
            _words(),
            now=datetime.now(UTC),
            submission=submission,
        )

    _button(_("退回"), "round_send_back", press, _("已退回，承辦人會看到說明。"))


def _ask_words(label: str) -> None:
    st.text_area(label, key=WORDS, height=80)


def _words() -> str:
    return str(st.session_state.get(WORDS, ""))


def _button(label: str, key: str, press: Press, done: str, *, primary: bool = False) -> None:
    st.button(
        label, key=key, type="primary" if primary else "secondary", on_click=_pressed, args=(press, done)
    )


def _pressed(press: Press, done: str) -> None:
    """Take the step before the page is made again; what was written stays where it was refused."""
    try:
        press()
    except Refusal as refusal:
        st.session_state[OUTCOME] = ("alarm", words.said(refusal))
        return
    st.session_state[OUTCOME] = ("note", done)
    st.session_state[WORDS] = ""


def sent_back_words(found: AgencyRound) -> None:
    """What the approver wants mended, above everything else."""
    if found.state is not State.SENT_BACK:
        return
    last = next(step for step in reversed(found.steps) if step.step is Step.SENT_BACK)
    text = _("{by} 於 {moment} 退回：{words}")
    frame.notice(text.format(by=last.by, moment=terms.moment(last.at), words=last.words), kind="alarm")
