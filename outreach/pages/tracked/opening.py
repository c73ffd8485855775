"""新增列管事項: a conclusion, whose it is, and the rate that decides what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.terms import KINDS
from outreach.pages.tracked.pieces import back, refused, say
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings import Meeting
from outreach.services.tracking import open_item
from outreach.services.tracking.opening import MOST_SEQUENCE, MOST_TIMES
from outreach.services.tracking.wording import LONGEST_CONCLUSION


def show_opening(city: City, known: Sequence[Meeting], chosen: Meeting) -> None:
    """The form; the number is the meeting's next where none is given."""
    reference = city.reference()
    agencies = {a.code: a.short_name or a.name for a in reference.agencies.values()}
    schemes = {"": _("不連結完成率")} | {s.code: _(s.name) for s in reference.schemes.values()}
    put(back(), el("h3", _("新增列管事項"), class_="desk-title"))
    with st.form("tracked_open", border=False):
        st.text_area(_("會議結論事項"), key="tracked_conclusion", max_chars=LONGEST_CONCLUSION, height=100)
        with st.container(horizontal=True, gap="small"):
            st.number_input(_("會議次別"), 1, known[0].number, chosen.number, key="tracked_meeting")
            st.number_input(_("項次（空白為下一號）"), 1, MOST_SEQUENCE, None, key="tracked_sequence")
            st.number_input(_("先前已列管次數"), 0, MOST_TIMES, 0, key="tracked_times")
        for part, label in (("lead", _("主辦機關")), ("assisting", _("協辦機關（可不選）"))):
            st.multiselect(
                label,
                list(agencies),
                key=f"tracked_{part}",
                format_func=agencies.__getitem__,
                placeholder=_("請選擇機關"),
            )
        with st.container(horizontal=True, gap="small"):
            st.selectbox(
                _("連結的方案"), list(schemes), key="tracked_scheme", format_func=schemes.__getitem__
            )
            st.multiselect(
                _("性質（不選為全部）"),
                list(Kind),
                key="tracked_kinds",
                format_func=lambda kind: _(KINDS[kind]),
                placeholder=_("全部性質"),
            )
        st.form_submit_button(_("新增"), key="tracked_open_save", type="primary", on_click=_open)


def _open() -> None:
    asked = st.session_state
    sequence = asked["tracked_sequence"]
    try:
        number = open_item(
            frame.city(),
            frame.who(),
            int(asked["tracked_meeting"]),
            asked["tracked_conclusion"],
            asked["tracked_lead"],
            asked["tracked_assisting"],
            sequence=None if sequence is None else int(sequence),
            scheme=asked["tracked_scheme"],
            kinds=asked["tracked_kinds"],
            times_before=int(asked["tracked_times"]),
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        refused(refusal)
        return
    text = _("已新增列管編號 {item}，自第{number}次會議起列入。")
    say("note", text.format(item=number, number=number.meeting + 1))
    asked["tracked_conclusion"] = ""
    st.query_params.pop("view", None)
