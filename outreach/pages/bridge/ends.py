"""The two ends of the bridge: days, or editions of meetings, as the address names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from outreach.pages import frame, links, words
from outreach.pages.bar import FIRST_DAY, LAST_DAY, Asked
from outreach.pages.words import _
from outreach.rules.dates import parse_day
from outreach.rules.refusals import Refusal
from outreach.services.bridge_ends import End, meeting_end
from outreach.services.city import City
from outreach.services.meetings import meetings
from outreach.services.who import Right

#: The parameters of the address, and how far the earlier end lies back unless told.
FIRST, LAST = "first", "last"
_USUAL = timedelta(days=28)
_MEETING = re.compile(r"(\d{1,4})(?:\.(\d{1,3}))?")


class NotAnEnd(Refusal, ValueError):
    """Neither a day nor a meeting's edition."""

    template = "讀到『{value}』；請用日期（例如 110-10-26），或會議次別與版次（例如 213.1）。"


@dataclass(frozen=True, slots=True)
class Ends:
    """The earlier and the later end; editions to choose from, by their word in the address."""

    first: End
    last: End
    editions: Mapping[str, str]


def ask_ends(city: City, asked: Asked) -> Ends:
    """Show the pickers of both ends and return what the address says; what cannot be read is told."""
    editions = _editions(city, asked.scheme)
    last = _read(city, asked, LAST, End(asked.as_of))
    first = _read(city, asked, FIRST, End(min(asked.as_of, last.day) - _USUAL))
    with st.container(horizontal=True, vertical_alignment="bottom", key="bridge_ends", gap="small"):
        _pick(FIRST, _("自"), first, editions)
        _pick(LAST, _("至"), last, editions)
    return Ends(first, last, editions)


def end_words(end: End) -> str:
    """「110年10月26日」, or 「110年10月26日（第213次會議第1版）」."""
    return words.day(end.day) + meeting_words(end)


def meeting_words(end: End) -> str:
    """「（第213次會議第1版）」; "" of a day that is only a day."""
    if end.meeting is None:
        return ""
    return _("（第{number}次會議第{edition}版）").format(number=end.meeting, edition=end.edition)


def _editions(city: City, scheme: str) -> dict[str, str]:
    """Frozen editions that look at the scheme, the newest first; none for who may not read meetings."""
    if not frame.who().may(Right.READ_MEETINGS):
        return {}
    told = _("第{number}次會議第{edition}版（{day}）")
    return {
        f"{meeting.number}.{head.edition}": told.format(
            number=meeting.number, edition=head.edition, day=words.day(item.as_of)
        )
        for meeting in meetings(city, frame.who())
        for item in [i for i in meeting.items if i.scheme == scheme][:1]
        for head in reversed(meeting.editions)
        if head.seq is not None
    }


def _read(city: City, asked: Asked, name: str, otherwise: End) -> End:
    text = st.query_params.get(name, "").strip()
    if not text:
        return otherwise
    try:
        meeting = _MEETING.fullmatch(text)
        if meeting is None:
            return End(_day(text))
        number, edition = int(meeting[1]), int(meeting[2]) if meeting[2] else None
        return meeting_end(city, frame.who(), number, asked.scheme, asked.kinds, edition=edition)
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return otherwise


def _day(text: str) -> date:
    try:
        day = parse_day(text)
    except Refusal:
        raise NotAnEnd(value=text[:40]) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise NotAnEnd(value=text[:40])
    return day


def _pick(name: str, label: str, end: End, editions: Mapping[str, str]) -> None:
    chosen = f"{end.meeting}.{end.edition}" if end.meeting is not None else ""
    if editions:
        titles = {"": _("指定日期"), **editions}
        st.session_state[f"bridge_{name}"] = chosen if chosen in titles else ""
        st.selectbox(
            label,
            list(titles),
            format_func=lambda code: titles.get(code, code),
            key=f"bridge_{name}",
            on_change=_take,
            args=(name, end.day),
        )
    if not chosen:
        st.session_state[f"bridge_{name}_day"] = end.day
        st.date_input(
            _("{label}（日期）").format(label=label),
            key=f"bridge_{name}_day",
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            on_change=_take_day,
            args=(name,),
        )


def _take(name: str, day: date) -> None:
    """A meeting's edition; or the day that it had, to go on from."""
    st.query_params[name] = st.session_state[f"bridge_{name}"] or day.isoformat()
    _anew()


def _take_day(name: str) -> None:
    st.query_params[name] = st.session_state[f"bridge_{name}_day"].isoformat()
    _anew()


def _anew() -> None:
    """Another question has other lists."""
    for parameter in ("part", "page"):
        st.query_params.pop(parameter, None)
    links.remember_address()
