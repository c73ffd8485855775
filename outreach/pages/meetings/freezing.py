"""凍結: who has not reported yet, the note of a correction, and the press that keeps the figures for ever."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import SHUT, edition_words, item_dated, refused, say
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.meetings import EditionHead, Meeting, freeze
from outreach.services.meetings.opening import LONGEST_NOTE
from outreach.services.rounds import Round, progress, rounds
from outreach.services.who import Who

#: The note, which 當時與現在 may have suggested.
NOTE = "meeting_note"


def show_freezing(city: City, who: Who, meeting: Meeting) -> None:
    """What would be frozen, with which round, under which note."""
    coming = len(meeting.editions) + 1
    title = _("凍結第{edition}版").format(edition=coming)
    put(
        el("h3", title),
        el("p", _("凍結後的數字、店家與未填報機關永遠保留、不再變動；之後的更正另成一版。")),
        el("ul", [el("li", item_dated(item)) for item in meeting.items], class_="freeze-items"),
    )
    known = rounds(city, who)
    with st.container(key="meeting_freezing"):
        chosen = _choose(known)
        if chosen is not None:
            put(_waiting(city, who, chosen))
        if coming > 1:
            st.text_area(
                _("更正說明"),
                key=NOTE,
                max_chars=LONGEST_NOTE,
                placeholder=_("例如：更正商業處 3 家的參與狀態"),
                help=_("第2版起必填，會印在會議資料上。"),
            )
        if st.button(title, key="meeting_freeze", type="primary"):
            _freeze(meeting, chosen)


def _choose(known: tuple[Round, ...]) -> Round | None:
    """The round whose 未填報機關 go with the edition; the newest unless another is chosen."""
    by_id = {one.id: one for one in known}
    names = {0: _("不附填報"), **{one.id: _round_name(one) for one in known}}
    options = [*by_id, 0]
    picked = st.selectbox(
        _("附上哪一次填報的未填報機關"), options, key="meeting_round", format_func=lambda i: names[i]
    )
    return by_id.get(picked or 0)


def _round_name(one: Round) -> str:
    return one.name if one.open else _("{name}（已結束）").format(name=one.name)


def _waiting(city: City, who: Who, chosen: Round) -> Html:
    """How many have not reported, by name, before anything is frozen."""
    standings = progress(city, who, chosen.id)
    absent = [one.name for one in standings if one.not_reported]
    told = _("統計截止日 {day}").format(day=words.day(chosen.as_of))
    if not absent:
        text = n_("{count} 個機關都已填報。", len(standings))
        return el("p", text, " ", el("span", told, class_="fine"), class_="agrees")
    text = _("{count} 個機關還沒有填報（共 {all} 個）：{names}")
    said = text.format(count=len(absent), all=len(standings), names=_("、").join(absent))
    return el("p", el("b", said, class_="missing"), " ", el("span", told, class_="fine"))


def _freeze(meeting: Meeting, chosen: Round | None) -> None:
    note = str(st.session_state.get(NOTE, ""))
    try:
        with st.spinner(_("凍結中…")):
            head = freeze(
                frame.city(),
                frame.who(),
                meeting.number,
                note,
                round_id=chosen.id if chosen else None,
                now=datetime.now(UTC),
            )
    except Refusal as refusal:
        refused(refusal)
        st.rerun()
    st.session_state.pop(NOTE, None)
    say("note", _done(meeting, head), _onward(head))
    st.query_params["edition"] = str(head.edition)
    for name in ("view", *SHUT):
        st.query_params.pop(name, None)
    st.rerun()


def _done(meeting: Meeting, head: EditionHead) -> str:
    text = _("第{number}次會議已凍結為{edition}（登錄序號 {seq}）。")
    seq = words.number(head.seq or 0)
    return text.format(number=meeting.number, edition=edition_words(head), seq=seq)


def _onward(head: EditionHead) -> Html:
    """To what the new edition says."""
    to = {"edition": head.edition, "view": "differs" if head.edition > 1 else None, **SHUT}
    text = _("看與前一版的差異") if head.edition > 1 else _("看{edition}").format(edition=edition_words(head))
    return link(text, to)
