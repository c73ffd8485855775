"""填報辦理情形: progress and due day, line by line, filled in with what was last said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.tracked.pieces import PARTS, back, due_words, field_key, refused, say
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.meetings import Meeting
from outreach.services.tracking import Progress, TrackedLine, report
from outreach.services.tracking.wording import LONGEST_PROGRESS


def show_reporting(chosen: Meeting, lines: Sequence[TrackedLine], today: date) -> None:
    """The form; what is left as it stands is carried over and not recorded again."""
    hint = _("沒有改動的沿用上次，不會另存。填錯了再填一次即可：同一次會議以最後一筆為準，每一筆都保留。")
    put(back(), el("p", hint, class_="fine"))
    with st.form("tracked_report", border=False):
        for one in lines:
            _row(one, today)
        st.form_submit_button(
            _("儲存辦理情形"),
            key="tracked_report_save",
            type="primary",
            on_click=_save,
            args=(chosen.number, tuple(lines)),
        )


def _row(one: TrackedLine, today: date) -> None:
    label = f"{one.item.number} {one.name}"
    with st.container(key=f"tracked_line_{one.item.number}_{one.agency}", horizontal=True, gap="small"):
        put(_about(one, today))
        st.text_area(
            _("{line}的辦理情形").format(line=label),
            value=one.progress,
            key=field_key("progress", one),
            max_chars=LONGEST_PROGRESS,
            height=80,
            placeholder=_("辦理情形"),
            label_visibility="collapsed",
        )
        st.date_input(
            _("{line}的預定完成日").format(line=label),
            value=one.due_on,
            key=field_key("due", one),
            format="YYYY/MM/DD",
            label_visibility="collapsed",
        )


def _about(one: TrackedLine, today: date) -> Html:
    carried = one.carried_from
    return el(
        "div",
        el("b", str(one.item.number), class_="number"),
        " ",
        el("b", one.name),
        el("span", _(PARTS[one.part]), class_="tag"),
        el("span", one.item.conclusion, class_="conclusion", title=one.item.conclusion),
        el(
            "span",
            _("沿用第{number}次").format(number=carried) if carried else None,
            " " if carried else None,
            _("預定完成日"),
            " ",
            due_words(one.due_on, today),
            class_="fine",
        ),
        class_="tracked-about",
    )


def _save(meeting: int, lines: Sequence[TrackedLine]) -> None:
    """Record what differs from what was shown, so that what somebody else said meanwhile stands."""
    told: list[Progress] = []
    for one in lines:
        progress = str(st.session_state[field_key("progress", one)] or "").strip()
        due: date | None = st.session_state[field_key("due", one)]
        if (progress, due) != (one.progress, one.due_on):
            told.append(Progress(str(one.item.number), one.key, progress, due))
    try:
        done = report(frame.city(), frame.who(), meeting, told, now=datetime.now(UTC))
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", n_("已儲存 {count} 項辦理情形。", done) if done else _("沒有改動，未另存。"))
    st.query_params.pop("view", None)
