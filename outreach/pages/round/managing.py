"""The managers' view: rounds, who has reported in one of them, opening the next and ending this one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import streamlit as st

from outreach.pages import frame, terms, words
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el, show
from outreach.pages.round.acting import OUTCOME, outcome
from outreach.pages.round.chasing import chasing, times_told
from outreach.pages.round.pieces import (
    STATES,
    STEPS,
    deadline_words,
    items_words,
    other_rounds,
    state_tag,
    when,
)
from outreach.pages.terms import KINDS
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.rules.rounds import State
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.rounds import (
    AgencyStanding,
    Reminded,
    Round,
    close_round,
    open_round,
    progress,
    reminded,
)
from outreach.services.who import Right, Who
from outreach.sheets.table import Cell

#: In the order in which they are chased.
_ORDER = (State.NOT_SUBMITTED, State.SENT_BACK, State.SUBMITTED, State.CONFIRMED)


def show_rounds(city: City, who: Who, known: Sequence[Round], chosen: Round | None, today: date) -> None:
    """The round chosen with its agencies by state; opening another, and ending this one."""
    outcome()
    if chosen is not None:
        _one(city, who, known, chosen, today)
        return
    frame.notice(_("還沒有開啟過填報。"), kind="empty")
    if who.may(Right.STEER):
        with st.container(key="round_first"):
            _opening(city, today)


def _one(city: City, who: Who, known: Sequence[Round], chosen: Round, today: date) -> None:
    standings = progress(city, who, chosen.id)
    told = reminded(city, who, chosen.id)
    show(
        other_rounds(known, chosen),
        el("h2", chosen.name, class_="round-name"),
        when(chosen, today),
        el("p", items_words(chosen.items), class_="fine"),
        _counts(standings),
    )
    if who.may(Right.STEER):
        with st.container(key="round_steer", horizontal=True, gap="small"):
            if chosen.open:
                missing = [one for one in standings if one.not_reported]
                chasing(chosen, missing)
                _ending(chosen, len(missing))
            with st.popover(_("開啟填報"), key="round_another"):
                _opening(city, today)
    show(_agencies(standings, told, chosen, today))
    _take(standings, chosen)


def _ending(chosen: Round, waiting: int) -> None:
    with st.popover(_("結束填報"), key="round_end"):
        text = _("結束後各機關不能再送出或核定。目前 {count} 個機關未填報，會記在名單上。")
        show(el("p", text.format(count=words.number(waiting))))
        st.button(_("確定結束"), key="round_close", type="primary", on_click=_end, args=(chosen.id,))


def _counts(standings: Sequence[AgencyStanding]) -> Html:
    counted = Counter(one.state for one in standings)
    cards = [
        el(
            "div",
            el("h2", state_tag(state)),
            el("p", words.number(counted[state]), class_="big"),
            class_="card",
        )
        for state in _ORDER
    ]
    return el("div", cards, class_="cards round-counts")


def _agencies(
    standings: Sequence[AgencyStanding], told: Mapping[int, Reminded], chosen: Round, today: date
) -> Html:
    titles = [_("機關"), _("狀態"), _("最近一步"), _("說明"), _("稽催")]
    head = el("tr", [el("th", title, scope="col") for title in titles])
    ordered = sorted(standings, key=lambda one: _ORDER.index(one.state))
    rows = [_agency(one, told.get(one.agency), chosen, today) for one in ordered]
    return el("table", el("thead", head), el("tbody", rows), class_="reporting")


def _agency(one: AgencyStanding, told: Reminded | None, chosen: Round, today: date) -> Html:
    last = one.last
    step: Child = el("span", "—", class_="none")
    if last is not None:
        step = f"{_(STEPS[last.step])} · {last.by} · {terms.moment(last.at)}"
    elif chosen.open and chosen.deadline < today:
        step = deadline_words(chosen.deadline, today)
    late = el("span", _("逾期"), class_="tag alarm") if one.late else None
    name = link(one.name, {"round": chosen.id, "agency": one.code})
    return el(
        "tr",
        el("th", name, scope="row"),
        el("td", state_tag(one.state), late),
        el("td", step, class_="fine"),
        el("td", last.words if last else "", class_="words"),
        el("td", times_told(told), class_="words"),
    )


def _take(standings: Sequence[AgencyStanding], chosen: Round) -> None:
    """Offer the same as files."""
    headings = [_("機關"), _("狀態"), _("最近一步"), _("經手人"), _("時間"), _("逾期"), _("說明")]
    rows: list[list[Cell]] = []
    for one in sorted(standings, key=lambda one: _ORDER.index(one.state)):
        last = one.last
        step = [_(STEPS[last.step]), last.by, terms.moment(last.at)] if last else ["", "", ""]
        late = _("逾期") if one.late else ""
        rows.append([one.name, _(STATES[one.state]), *step, late, last.words if last else ""])
    offer(f"round-{chosen.id}", chosen.name, headings, rows, key="round_agencies")


def _end(number: int) -> None:
    try:
        ended = close_round(frame.city(), frame.who(), number, now=datetime.now(UTC))
    except Refusal as refusal:
        st.session_state[OUTCOME] = ("alarm", words.said(refusal))
        return
    st.session_state[OUTCOME] = ("note", _("填報「{name}」已結束。").format(name=ended.name))


def _opening(city: City, today: date) -> None:
    schemes = city.reference().schemes.values()
    items = [(scheme.code, kind) for scheme in schemes for kind in (Kind.CITY_VENUE, Kind.SHOP)]
    names = {scheme.code: _(scheme.name) for scheme in schemes}
    with st.form("round_new", border=False):
        st.text_input(_("名稱"), key="round_name", max_chars=80, placeholder=_("例如：第215次主任秘書會報"))
        with st.container(horizontal=True, gap="small"):
            st.date_input(_("統計截止日"), value=today, key="round_as_of", format="YYYY/MM/DD")
            later = today + timedelta(days=7)
            st.date_input(_("填報截止日"), value=later, key="round_deadline", format="YYYY/MM/DD")
        st.multiselect(
            _("項目"),
            items,
            default=items,
            key="round_items",
            format_func=lambda item: f"{names[item[0]]} · {_(KINDS[item[1]])}",
            placeholder=_("請選擇項目"),
        )
        st.form_submit_button(_("開啟填報"), key="round_open", type="primary", on_click=_open)


def _open() -> None:
    asked = st.session_state
    kinds: dict[str, list[Kind]] = {}
    for scheme, kind in asked["round_items"]:
        kinds.setdefault(scheme, []).append(kind)
    try:
        number = open_round(
            frame.city(),
            frame.who(),
            asked["round_name"],
            asked["round_as_of"],
            asked["round_deadline"],
            tuple(kinds.items()),
            now=datetime.now(UTC),
        )
    except Refusal as refusal:
        asked[OUTCOME] = ("alarm", words.said(refusal))
        return
    asked[OUTCOME] = ("note", _("已開啟填報，各機關的「填報」頁都看得到。"))
    st.query_params["round"] = str(number)
    asked["round_name"] = ""
