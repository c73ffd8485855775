"""Undoing a change: asked about first, done once, and refused in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Html, el, show
from outreach.pages.terms import moment
from outreach.pages.words import N_, _, n_
from outreach.rules.refusals import Refusal
from outreach.services.changes import RecordedChange, recorded_change
from outreach.services.city import City
from outreach.services.undo import FINAL, NoSuchChange, check_undo, undo
from outreach.services.who import Right

#: What people call the kinds of change; those after 合併 cannot be undone.
KINDS = {
    "import": N_("匯入"),
    "edit": N_("單筆異動"),
    "bulk": N_("批次異動"),
    "order": N_("行業公告"),
    "agencies": N_("機關清單"),
    "merge": N_("合併"),
    "transfer": N_("移轉"),
    "setup": N_("初始設定"),
    "restore": N_("還原"),
    "undo": N_("復原"),
    "doorplates": N_("門牌資料"),
    "scheme": N_("方案設定"),
    "new_scheme": N_("新增方案"),
    "scheme_words": N_("方案用語"),
}
_DONE = "undone"


@dataclass(slots=True)
class _Done:
    """What was undone just now, where; `told` once it was said aloud."""

    where: str
    change: int
    by: int
    told: bool = False


def kind_name(change: RecordedChange) -> str:
    """What people call this kind of change."""
    return _(KINDS.get(change.kind, change.kind))


def undo_link(change: RecordedChange) -> Html | None:
    """A link that asks whether to undo a change; None where that is no question."""
    if change.voided_by is not None or change.kind in FINAL or not frame.who().may(Right.UNDO):
        return None
    title = _("復原異動 {number}").format(number=change.id)
    return link(_("復原"), {"undo": change.id}, title=title, class_="act")


def show_undo(city: City, where: str) -> None:
    """Ask about the change that the address wants undone, and tell what was undone just now.

    `where` names the place of the page; what was undone is told there until the reader leaves it.
    """
    done = st.session_state.get(_DONE)
    if done is not None and done.where != where:
        st.session_state.pop(_DONE)
    elif done is not None:
        text = _("已復原異動 {number}（復原本身是異動 {by}）。").format(number=done.change, by=done.by)
        frame.notice(text)
        if not done.told:
            # Whoever asked far down the page sees it too.
            st.toast(text)
            done.told = True
    asked = st.query_params.get("undo", "").strip()
    if asked and not (done is not None and str(done.change) == asked):
        _open(city, asked, where)


def _open(city: City, asked: str, where: str) -> None:
    try:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
            raise NoSuchChange(change_id=asked)
        change, venues = recorded_change(city, frame.who(), int(asked))
        check_undo(city, frame.who(), change.id, now=datetime.now(UTC))
    except Refusal as refusal:
        _refuse(words.said(refusal))
        return

    @st.dialog(_("復原異動 {number}？").format(number=change.id), on_dismiss=_forget)
    def question() -> None:
        show(_question(change, venues))
        with st.container(horizontal=True, gap="small"):
            if st.button(_("取消"), key="undo_not"):
                _forget()
                st.rerun()
            if st.button(_("確定復原"), key="undo_now", type="primary"):
                _undo(city, change, where)

    question()


def _question(change: RecordedChange, venues: int) -> Html:
    source = f"{kind_name(change)} · {change.actor} · {moment(change.recorded_at)}"
    return el(
        "div",
        el("p", change.summary, class_="summary"),
        el("p", source, class_="fine"),
        el(
            "p",
            n_("涉及 {count} 家店家。", venues),
            _("復原後，統計回到這筆異動之前的內容；異動本身仍留在歷程中。"),
        ),
        class_="undo",
    )


def _refuse(text: str) -> None:
    @st.dialog(_("不能復原"), on_dismiss=_forget)
    def refused() -> None:
        frame.notice(text, kind="alarm")
        if st.button(_("知道了"), key="undo_refused"):
            _forget()
            st.rerun()

    refused()


def _forget() -> None:
    st.query_params.pop("undo", None)


def _undo(city: City, change: RecordedChange, where: str) -> None:
    try:
        done = undo(city, frame.who(), change.id, now=datetime.now(UTC))
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    st.session_state[_DONE] = _Done(where, change.id, done.change_id)
    _forget()
    st.rerun()
