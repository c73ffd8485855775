"""Which days of the trend are asked for, and whose: read from the address, and chosen on the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from outreach.pages import bar, words
from outreach.pages.bar import Asked
from outreach.pages.links import go, link
from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _
from outreach.rules.refusals import Refusal
from outreach.services.city import City, first_day
from outreach.services.lines import days_between
from outreach.services.naming import find

#: Ranges that the page offers by name, in weeks; None is from the first day on.
RANGES: Mapping[str, tuple[str, int | None]] = {
    "4w": (N_("近四週"), 4),
    "13w": (N_("近十三週"), 13),
    "all": (N_("全期"), None),
}
USUAL = "13w"


@dataclass(frozen=True, slots=True)
class Range:
    """The days asked for, and by which name (`own` where they were given)."""

    first: date
    last: date
    name: str


def range_asked(city: City, asked: Asked) -> tuple[Range, str]:
    """The days that the address asks for; the usual ones, and why, where they cannot be had."""
    given = st.query_params
    problem = ""
    if given.get("from", "").strip() or given.get("to", "").strip():
        try:
            last = _day(given.get("to", "").strip()) or asked.as_of
            first = _day(given.get("from", "").strip()) or max(last - timedelta(weeks=13), bar.FIRST_DAY)
            days_between(first, last)
            return Range(first, last, "own"), ""
        except Refusal as refusal:
            problem = words.said(refusal)
    name = given.get("range", USUAL)
    name = name if name in RANGES else USUAL
    if RANGES[name][1] is None:
        firsts = [first_day(city, scheme.code) for scheme in city.reference().schemes.values()]
        first = min(day for day in firsts if day is not None)
        try:
            days_between(first, asked.as_of)
            return Range(first, asked.as_of, name), problem
        except Refusal as refusal:
            name, problem = USUAL, words.said(refusal)
    weeks = RANGES[name][1] or 0
    return Range(max(asked.as_of - timedelta(weeks=weeks), bar.FIRST_DAY), asked.as_of, name), problem


def _day(text: str) -> date | None:
    """A day that the calendar offers; None for no text."""
    return bar.read_day(text) if text else None


def agency_asked(city: City) -> str:
    """The code of the agency whose lines are asked for, "" for the city's."""
    asked = st.query_params.get("line", "").strip()
    return find(city.reference().agencies, asked, "機關").code if asked else ""


def agency_named(city: City, agency: str) -> str:
    """Whose lines they are: an agency's with those under it, or the city's."""
    if not agency:
        return _("全部機關")
    found = find(city.reference().agencies, agency, "機關")
    return found.short_name or found.name


def ranges(asked: Range) -> Html:
    """The ranges that have names, and the days of the one asked for."""
    ways = [
        el("span", _(title), aria_current="true")
        if name == asked.name
        else link(_(title), {"range": name, "from": None, "to": None}, class_="plain")
        for name, (title, _weeks) in RANGES.items()
    ]
    told = _("{first} 至 {last}").format(first=words.day(asked.first), last=words.day(asked.last))
    return el("p", ways, el("span", told, class_="fine"), class_="ranges")


def pickers(city: City, asked: Range, agency: str) -> None:
    """Fields for the agency and for days of one's own."""
    agencies = {a.code: a.short_name or a.name for a in city.reference().agencies.values()}
    st.session_state["board_line"] = agency
    st.session_state["board_from"], st.session_state["board_to"] = asked.first, asked.last
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="board_pickers"):
        st.selectbox(
            _("機關"),
            ["", *agencies],
            format_func=lambda code: agencies.get(code, _("全部機關")),
            key="board_line",
            on_change=_take_line,
        )
        for key, title in (("board_from", _("自")), ("board_to", _("至"))):
            st.date_input(
                title, key=key, min_value=bar.FIRST_DAY, max_value=bar.LAST_DAY, on_change=_take_days
            )


def _take_line() -> None:
    go({"line": st.session_state["board_line"]})


def _take_days() -> None:
    go({name: st.session_state[f"board_{name}"].isoformat() for name in ("from", "to")})
