"""登錄會議結論: a row for each item and agency, filled in with what is proposed, saved all at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.tracked.pieces import (
    DECISIONS,
    PARTS,
    PROPOSALS,
    back,
    field_key,
    figure_words,
    refused,
    say,
)
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.tracking import FOLLOWS, Decision, fits
from outreach.services.meetings import Meeting
from outreach.services.tracking import Deciding, TrackedLine, decide
from outreach.services.tracking.wording import LONGEST_WORDS


def show_deciding(chosen: Meeting, lines: Sequence[TrackedLine]) -> None:
    """The form; nothing is saved before its button is pressed."""
    hint = _(
        "已依建議預先選好，按「儲存會議結論」才會登錄。填錯了再登錄一次即可：同一次會議以最後一筆為準，每一筆都保留。"
    )
    put(back(), el("p", hint, class_="fine"))
    with st.form("tracked_decide", border=False):
        for one in lines:
            _row(one)
        st.form_submit_button(
            _("儲存會議結論"),
            key="tracked_decide_save",
            type="primary",
            on_click=_save,
            args=(chosen.number, tuple(lines)),
        )


def _row(one: TrackedLine) -> None:
    allowed = [decision for decision in Decision if fits(decision, released=one.released)]
    chosen = one.decision or (FOLLOWS[one.proposal] if one.proposal else None)
    label = f"{one.item.number} {one.name}"
    with st.container(key=f"tracked_row_{one.item.number}_{one.agency}", horizontal=True, gap="small"):
        put(_about(one))
        st.radio(
            _("{line}的結論").format(line=label),
            allowed,
            index=allowed.index(chosen) if chosen in allowed else None,
            key=field_key("decision", one),
            format_func=lambda decision: _(DECISIONS[decision]),
            horizontal=True,
            label_visibility="collapsed",
        )
        st.text_input(
            _("{line}的結論文字").format(line=label),
            value=one.words,
            key=field_key("words", one),
            max_chars=LONGEST_WORDS,
            placeholder=_("會議的文字（可不填）"),
            label_visibility="collapsed",
        )


def _about(one: TrackedLine) -> Html:
    proposed = _(PROPOSALS[one.proposal]) if one.proposal else _("無建議")
    figure = f" · {figure_words(one.tally)}" if one.tally is not None else ""
    return el(
        "div",
        el("b", str(one.item.number), class_="number"),
        " ",
        el("b", one.name),
        el("span", _(PARTS[one.part]), class_="tag"),
        el("span", one.item.conclusion, class_="conclusion", title=one.item.conclusion),
        el("span", f"{proposed}{figure}", class_="fine"),
        class_="tracked-about",
    )


def _save(meeting: int, lines: Sequence[TrackedLine]) -> None:
    """Record what differs from what was shown; words without a decision are asked about, never dropped."""
    told: list[Deciding] = []
    for one in lines:
        decision: Decision | None = st.session_state[field_key("decision", one)]
        words = str(st.session_state[field_key("words", one)] or "").strip()
        if decision is None:
            if words:
                text = _("{item}（{agency}）填了文字，還沒有選擇結論；請選擇後再儲存。")
                say("alarm", text.format(item=one.item.number, agency=one.name))
                return
        elif (decision, words) != (one.decision, one.words):
            told.append(Deciding(str(one.item.number), one.key, decision, words))
    try:
        done = decide(frame.city(), frame.who(), meeting, told, now=datetime.now(UTC))
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", n_("已登錄 {count} 項會議結論。", done) if done else _("沒有新的結論要登錄。"))
    st.query_params.pop("view", None)
