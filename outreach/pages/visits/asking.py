"""What a visit list is asked for: where it begins, how many stops, and which part of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import bar, frame, links, words
from outreach.pages.visits.working import Working
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.walk import MOST_STOPS
from outreach.services.city import City
from outreach.services.naming import WHAT, entries_of, find
from outreach.services.visits import PAGE_OF_STOPS, Start, start_at
from outreach.services.who import Extent, Right

_COUNTS = (5, 10, 15, 20, PAGE_OF_STOPS, 40, MOST_STOPS)
_USUAL = 15
_FIELDS = {
    d.value: WHAT[d] for d in (Dimension.DISTRICT, Dimension.VILLAGE, Dimension.SECTOR, Dimension.AGENCY)
}
_HTML = """<div class="tools">
<button type="button" class="here"></button><button type="button" class="print"></button>
</div>"""
_CSS = """
.tools { display: flex; gap: 8px; }
button { font: inherit; font-size: 15px; min-height: 44px; padding: 0 14px; border-radius: 6px;
  cursor: pointer; border: 1px solid var(--st-border-color); background: var(--st-secondary-background-color);
  color: var(--st-text-color); white-space: nowrap; }
button:hover { border-color: var(--st-primary-color); color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-link-color); outline-offset: 2px; }
button:disabled { opacity: 0.6; }
"""
_SCRIPT = (Path(__file__).parents[1] / "static" / "visits.js").read_text(encoding="utf-8")
_tools = st.components.v2.component("outreach_visits", html=_HTML, css=_CSS, js=_SCRIPT)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question: FIELD=CODE conditions, how many stops, and the start (None: the middle of them)."""

    where: tuple[str, ...]
    most: int
    start: Start | None
    title: str
    """The conditions in words, "" for none."""


def ask(city: City, work: Working) -> Wanted:
    """Show the pickers and return what they hold; what the address says and nobody can read is told."""
    links.remember_address()
    titles = _titles(city)
    chosen = {name: _read(city, name, titles[name]) for name in titles}
    with st.container(horizontal=True, vertical_alignment="bottom", key="visits_bar", gap="small"):
        start = _ask_start(city, work)
        most = _ask_count()
        with st.popover(_more(chosen), icon=":material/tune:", key="visits_more"):
            for name, choices in titles.items():
                _pick(name, _(_FIELDS[name]), choices, chosen[name])
        _ask_tools(work)
    told = [titles[name][code] for name, code in chosen.items() if code]
    where = tuple(f"{name}={code}" for name, code in chosen.items() if code)
    return Wanted(where, most, start, " · ".join(told))


def _more(chosen: Mapping[str, str]) -> str:
    active = sum(1 for code in chosen.values() if code)
    return n_("更多條件（{count}）", active) if active else _("更多條件")


def _titles(city: City) -> dict[str, dict[str, str]]:
    """The choices of every picker: code and name; villages are those of the district asked for."""
    reference = city.reference()
    districts = {p.id: p for p in reference.places.values() if p.district_id is None}
    asked = st.query_params.get("district", "")
    titles = {
        "district": {p.code: words.place(p.name, p.name_en) for p in districts.values()},
        "village": {
            p.code: words.place(p.name, p.name_en)
            for p in reference.places.values()
            if p.district_id is not None and districts[p.district_id].code == asked
        },
        "sector": {s.code: _(s.name) for s in reference.sectors.values()},
    }
    if frame.who().extent(Right.CHANGE) is Extent.CITY:
        titles["agency"] = {a.code: a.short_name or a.name for a in reference.agencies.values()}
    return {name: choices for name, choices in titles.items() if choices}


def _read(city: City, name: str, titles: Mapping[str, str]) -> str:
    text = st.query_params.get(name, "").strip()
    if not text or text in titles:
        return text
    dimension = Dimension(name)
    try:
        code = find(entries_of(city.reference(), dimension, 0), text, WHAT[dimension]).code
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return ""
    # A village of another district than the one asked for says nothing about the present one.
    return code if code in titles else ""


def _pick(name: str, label: str, titles: Mapping[str, str], chosen: str) -> None:
    key = f"visits_{name}"
    shown = {"": _("全部"), **titles}
    st.session_state[key] = chosen
    st.selectbox(
        label, list(shown), format_func=lambda c: shown.get(c, c), key=key, on_change=_take, args=(name,)
    )


def _take(name: str) -> None:
    below: dict[str, str | None] = {"village": None} if name == "district" else {}
    bar.change(**{name: st.session_state[f"visits_{name}"], **below})


def _ask_start(city: City, work: Working) -> Start | None:
    text = st.query_params.get("from", "").strip()
    st.session_state["visits_from"] = "" if work.position else text
    st.text_input(
        _("出發點"),
        key="visits_from",
        placeholder=_("目前位置") if work.position else _("地址、里或行政區；空白表示從店家中間出發"),
        icon=":material/near_me:",
        max_chars=80,
        on_change=_take_start,
        args=(work,),
    )
    if work.position is not None:
        return work.position
    if not text:
        return None
    try:
        return start_at(city, frame.who(), text)
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return None


def _take_start(work: Working) -> None:
    work.position = None
    bar.change(**{"from": st.session_state["visits_from"].strip() or None})


def _ask_count() -> int:
    text = st.query_params.get("stops", "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else _USUAL
    most = min(_COUNTS, key=lambda count: (abs(count - asked), count))
    st.session_state["visits_stops"] = most
    st.selectbox(
        _("站數"),
        _COUNTS,
        key="visits_stops",
        on_change=lambda: bar.change(stops=str(st.session_state["visits_stops"])),
    )
    return most


def _ask_tools(work: Working) -> None:
    _tools(
        key="visits_tools",
        data={"here": _("用我的位置"), "print": _("列印")},
        height="content",
        on_position_change=lambda: _take_position(work),
    )


def _take_position(work: Working) -> None:
    """The browser's position, which stays in the session; "" where it would not say."""
    text = st.session_state["visits_tools"].position
    work.no_position = not text
    if isinstance(text, str) and text:
        try:
            found = start_at(frame.city(), frame.who(), text[:40])
        except Refusal:
            work.no_position = True
            return
        work.position = Start(found.point, _("目前位置"))
