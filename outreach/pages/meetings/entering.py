"""Figures of an older meeting from its paper: totals of each item, and agencies by pasted lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.bar import FIRST_DAY, LAST_DAY
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.meetings.opening import Choice, choice_words, choose_items, kinds_of, numbered
from outreach.pages.meetings.pieces import meeting_name, outcome, refused, say
from outreach.pages.terms import EXCLUSIONS
from outreach.pages.words import _
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.meetings import PaperFigures, enter_figures
from outreach.services.meetings.opening import LONGEST_NOTE
from outreach.services.meetings.pasted import PaperDisagrees, PaperEmpty, pasted_agencies

_MOST = 10_000_000


def show_entering(city: City) -> None:
    """Number, day, items with their totals; each item's agencies may be pasted."""
    put(
        el("h2", _("登錄紙本會議的數字"), class_="meeting-name"),
        el("p", link(_("看所有會議"), {"view": None}), class_="fine"),
        el("p", _("較早的會議只有紙本：照紙本登錄，會標明「紙本數字」，不重新計算。")),
    )
    today = frame.today()
    with st.container(key="meeting_entering"):
        numbered("enter", 0, today)
        usual = [(scheme.code, "") for scheme in list(city.reference().schemes.values())[:1]]
        chosen = choose_items(city, "enter", usual)
        for choice in chosen:
            _item(city, choice, today)
        st.text_input(_("說明"), key="enter_note", max_chars=LONGEST_NOTE)
        outcome()
        st.button(_("登錄紙本數字"), key="meeting_enter", type="primary", on_click=_enter, args=(chosen,))


def _key(choice: Choice, what: str) -> str:
    return f"enter_{what}_{choice[0]}_{choice[1]}"


def _item(city: City, choice: Choice, today: date) -> None:
    with st.container(border=True):
        put(el("h3", choice_words(city, choice)))
        with st.container(horizontal=True, gap="small"):
            st.date_input(
                _("統計截止日"),
                today,
                FIRST_DAY,
                LAST_DAY,
                key=_key(choice, "as_of"),
                format="YYYY/MM/DD",
                width=180,
            )
            for what, title in (
                *((reason.value, _(name)) for reason, name in EXCLUSIONS.items()),
                ("eligible", _("母數")),
                ("completed", _("已完成")),
            ):
                st.number_input(title, 0, _MOST, 0, key=_key(choice, what), width=140)
        st.text_area(
            _("各機關（可由試算表貼上，可不填）"),
            key=_key(choice, "rows"),
            placeholder=_("機關　提報　僅公司辦公室　歇業　停業　尚未復業　母數　已完成"),
            help=_("每列一個機關；第一列可以是標題。只有三欄時，讀成機關、母數、已完成。"),
        )


def _enter(chosen: Sequence[Choice]) -> None:
    asked = st.session_state
    try:
        opened = enter_figures(
            frame.city(),
            frame.who(),
            int(asked["enter_number"] or 0),
            asked["enter_date"],
            [_figures(choice) for choice in chosen],
            name=asked["enter_name"],
            note=asked["enter_note"],
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", _("已登錄{name}的紙本數字。").format(name=meeting_name(opened)))
    st.query_params["meeting"] = str(opened.number)
    st.query_params.pop("view", None)


def _figures(choice: Choice) -> PaperFigures:
    """One item as typed; where no total was typed, the pasted total, else the sum, is taken."""
    asked = st.session_state

    def typed(what: str) -> int:
        return int(asked.get(_key(choice, what)) or 0)

    agencies, total = pasted_agencies(asked.get(_key(choice, "rows"), ""))
    excluded = {reason: typed(reason.value) for reason in EXCLUSIONS}
    eligible, completed = typed("eligible"), typed("completed")
    if eligible or completed or any(excluded.values()):
        if completed > eligible:
            raise PaperDisagrees(row=1, what=f"已完成 {completed:,} 多於母數 {eligible:,}")
        total = Tally(completed, eligible - completed, excluded)
    if not total.population:
        raise PaperEmpty(item=choice_words(frame.city(), choice))
    return PaperFigures(choice[0], kinds_of(choice), asked[_key(choice, "as_of")], total, agencies)
