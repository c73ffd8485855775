"""會議文字: what the paper says in words; managers write, and every wording is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, terms
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import item_words, refused, say
from outreach.pages.words import N_, _
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.meetings import Meeting, MeetingText, state_text, text_history, texts
from outreach.services.meetings.texts import LONGEST_TEXT
from outreach.services.who import Right, Who

#: Parts that every paper has, with their names and whether they take more than a line.
_HEAD: Mapping[str, tuple[str, bool]] = {
    "time": (N_("時間"), False),
    "place": (N_("地點"), False),
    "chair": (N_("主席"), False),
    "minutes_by": (N_("紀錄"), False),
    "present": (N_("出席"), True),
    "in_attendance": (N_("列席"), True),
}
_CONCLUSIONS: Mapping[str, str] = {
    "previous": N_("前次會議紀錄：會議結論"),
    "tracked": N_("列管事項執行情形：會議結論"),
}
_CLOSING = N_("綜合會議結論")


def show_texts(city: City, who: Who, meeting: Meeting) -> None:
    """The words that hold, as a form for who may write them; and what they were before."""
    told = texts(city, who, meeting.number)
    parts = _parts(meeting)
    if who.may(Right.STEER):
        _form(meeting, parts, told)
    elif told:
        words_ = [(name, told[part].words) for part, (name, _long) in parts.items() if part in told]
        put(el("dl", [[el("dt", name), el("dd", text)] for name, text in words_], class_="meeting-words"))
    else:
        frame.notice(_("這次會議還沒有填寫文字。"), kind="empty")
    history = text_history(city, who, meeting.number)
    if history:
        put(_record(history, parts))


def _parts(meeting: Meeting) -> dict[str, tuple[str, bool]]:
    """The parts of this meeting's paper in order, named."""
    found = {part: (_(name), long) for part, (name, long) in _HEAD.items()}
    found |= {part: (_(name), True) for part, name in _CONCLUSIONS.items()}
    text = _("{item}：會議結論")
    for place, item in enumerate(meeting.items[:9], 1):
        found[f"item-{place}"] = (text.format(item=item_words(item)), True)
    return found | {"closing": (_(_CLOSING), True)}


def _key(meeting: Meeting, part: str) -> str:
    return f"meeting_text_{meeting.number}_{part}"


def _form(meeting: Meeting, parts: Mapping[str, tuple[str, bool]], told: Mapping[str, MeetingText]) -> None:
    with st.form("meeting_texts", border=False):
        put(
            el("p", _("留白的地方，會議資料上印成可手寫的空行。"), class_="fine"),
            el("p", _("請勿填寫聯絡人姓名與電話；會議資料會照列這裡的文字。"), class_="fine"),
        )
        for part, (name, long) in parts.items():
            words_ = told[part].words if part in told else ""
            if long:
                st.text_area(name, words_, key=_key(meeting, part), max_chars=LONGEST_TEXT, height="content")
            else:
                st.text_input(name, words_, key=_key(meeting, part), max_chars=200)
        st.form_submit_button(
            _("儲存"), key="meeting_texts_save", type="primary", on_click=_save, args=(meeting, tuple(parts))
        )


def _save(meeting: Meeting, parts: tuple[str, ...]) -> None:
    saved = 0
    try:
        for part in parts:
            words_ = str(st.session_state.get(_key(meeting, part), ""))
            now = datetime.now(UTC)
            saved += state_text(frame.city(), frame.who(), meeting.number, part, words_, now=now)
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", _("已儲存 {count} 段文字。").format(count=saved) if saved else _("文字沒有變動。"))


def _record(history: tuple[MeetingText, ...], parts: Mapping[str, tuple[str, bool]]) -> Html:
    """Every wording, the newest first."""
    lines = [
        el(
            "li",
            el("b", parts.get(one.part, (one.part, False))[0]),
            el("div", one.words or _("（清空）"), class_="words"),
            el("div", f"{one.by} · {terms.moment(one.at)}", class_="fine"),
        )
        for one in history
    ]
    title = el("summary", _("修改紀錄"))
    return el("details", title, el("ol", lines, class_="steps"), class_="text-record")
