"""The page: which two ends, how the figure went, the picture, the parts, and everybody's change."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import bar, frame, words
from outreach.pages.bridge import tables
from outreach.pages.bridge.answer import BY, Answer, answer
from outreach.pages.bridge.ends import FIRST, LAST, Ends, ask_ends, end_words
from outreach.pages.bridge.opened import show_part
from outreach.pages.bridge.picture import pick_count, picture
from outreach.pages.empty import nothing_yet
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.terms import KINDS
from outreach.pages.words import _
from outreach.services.city import first_day
from outreach.services.trend import RangeRefused
from outreach.services.who import Right

_BY = "bridge_by"


def show() -> None:
    """Pickers, headline, waterfall, table of parts, and the table of agencies or districts."""
    frame.head(_("增減原因"))
    city = frame.city()
    frame.who().must(Right.SEE_FIGURES)
    asked = bar.ask(city, "bridge", with_day=False)
    ends = ask_ends(city, asked)
    try:
        found = answer(city, frame.who(), asked, ends)
    except RangeRefused:
        _backwards(ends)
        return
    put(el("p", _question(found), class_="question"))
    if not (found.shown.before.population or found.shown.after.population):
        _nothing(found)
        return
    show_part(city, found)
    put(tables.headline(found))
    _parts(found)
    _groups(found)


def _question(found: Answer) -> str:
    place = next(
        (p for p in frame.city().reference().places.values() if p.code == found.asked.district), None
    )
    first, last = (end_words(end) for end in (found.ends.first, found.ends.last))
    pieces = [
        _(found.asked.scheme_name),
        _("、").join(_(KINDS[kind]) for kind in found.kinds),
        _("自{first}至{last}").format(first=first, last=last),
        words.place(place.name, place.name_en) if place else "",
        found.name,
    ]
    return " · ".join(piece for piece in pieces if piece)


def _backwards(ends: Ends) -> None:
    """The later end lies before the earlier one."""
    text = _("起日{first}晚於迄日{last}；請對調，或改選日期。")
    swapped = {
        FIRST: _word(ends, last=True),
        LAST: _word(ends, last=False),
    }
    frame.notice(
        text.format(first=words.day(ends.first.day), last=words.day(ends.last.day)),
        next_step=link(_("對調起迄"), swapped),
        kind="alarm",
    )


def _word(ends: Ends, *, last: bool) -> str:
    end = ends.last if last else ends.first
    return end.day.isoformat() if end.meeting is None else f"{end.meeting}.{end.edition}"


def _nothing(found: Answer) -> None:
    city, latest = frame.city(), max(found.ends.first.day, found.ends.last.day)
    if first_day(city, found.asked.scheme) is None and nothing_yet(city, replace(found.asked, as_of=latest)):
        return
    text = _("尚無資料：{first}與{last}都還沒有列冊的店家。")
    first, last = (words.day(end.day) for end in (found.ends.first, found.ends.last))
    frame.notice(
        text.format(first=first, last=last),
        next_step=link(_("清除條件"), dict.fromkeys(("kind", "district", "agency", FIRST, LAST))),
        kind="empty",
    )


def _parts(found: Answer) -> None:
    if found.name:
        put(el("p", link(_("看全部機關"), {"agency": None, "part": None, "page": None}, class_="open")))
    if not found.shown.parts:
        frame.notice(_("這段期間沒有增減。"), kind="empty")
        return
    drawn, beside = st.columns([4, 3], gap="medium")
    with drawn, st.container(key="bridge_picture"):
        put(picture(found, pick_count(found)))
    with beside, st.container(key="bridge_table"):
        put(el("section", el("h2", _("增減原因")), tables.parts(found), class_="panel bridge-wide"))
        tables.take_parts(found)


def _groups(found: Answer) -> None:
    titles = {Dimension.AGENCY: _("各機關"), Dimension.DISTRICT: _("各行政區")}
    with st.container(key="bridge_groups_box"):
        st.session_state[_BY] = found.by.value
        with st.container(horizontal=True, vertical_alignment="center", key="bridge_by_row"):
            st.segmented_control(
                _("分組"),
                [dimension.value for dimension in BY],
                format_func=lambda value: titles[Dimension(value)],
                key=_BY,
                required=True,
                label_visibility="collapsed",
                on_change=_take_by,
            )
            tables.take_groups(found)
        put(el("section", el("h2", titles[found.by]), tables.groups(found), class_="panel"))


def _take_by() -> None:
    st.query_params["by"] = st.session_state[_BY]
