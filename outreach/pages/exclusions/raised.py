"""完成率上升主要來自毋須納入: agencies whose rate rose mostly because venues left the denominator."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import streamlit as st

from outreach.pages import bar, downloads, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import _, n_
from outreach.rules.dates import parse_day
from outreach.rules.honesty import hundredths
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.refusals import Refusal
from outreach.services.bridge import Raised, raised_by_exclusions
from outreach.services.city import City

USUAL = timedelta(weeks=4)


def show_raised(city: City, asked: Asked) -> None:
    """From the day that the address names (else four weeks before) to the day asked about."""
    since = _since(asked)
    with st.container(key="raised"):
        put(el("h2", _("完成率上升主要來自毋須納入"), class_="desk-title"))
        st.session_state["raised_since"] = since
        st.date_input(
            _("與這一天相比"),
            key="raised_since",
            min_value=bar.FIRST_DAY,
            max_value=asked.as_of,
            on_change=lambda: bar.change(since=st.session_state["raised_since"].isoformat()),
            width=200,
        )
        found = raised_by_exclusions(
            city,
            frame.who(),
            asked.scheme,
            since,
            asked.as_of,
            where=[condition for condition in asked.where if not condition.startswith("agency=")],
            known_at=asked.known_at,
        )
        if not found:
            text = _("{first}至{last}之間，沒有機關的完成率上升主要來自毋須納入。")
            put(el("p", text.format(first=words.day(since), last=words.day(asked.as_of)), class_="fine"))
            return
        put(_table(found))
        downloads.offer(
            f"raised-{asked.scheme}-{since.isoformat()}-{asked.as_of.isoformat()}",
            _("完成率上升主要來自毋須納入"),
            _headings(),
            [_line(one) for one in found],
            key="raised_table",
        )


def _since(asked: Asked) -> date:
    usual = asked.as_of - USUAL
    text = st.query_params.get("since", "").strip()
    if not text:
        return usual
    try:
        day = parse_day(text)
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return usual
    return day if bar.FIRST_DAY <= day <= asked.as_of else usual


def _headings() -> list[str]:
    return [
        _("機關"),
        _("之前"),
        _("之後"),
        _("上升（百分點）"),
        _("其中毋須納入（百分點）"),
        _("新列毋須納入"),
    ]


def _table(found: tuple[Raised, ...]) -> Html:
    head = [el("th", t, scope="col", class_="num" if n else None) for n, t in enumerate(_headings())]
    rows = [
        el(
            "tr",
            el("th", link(one.row.name, {"agency": one.row.key, "page": None}), scope="row"),
            el("td", _figure(one.row.before), class_="num"),
            el("td", _figure(one.row.after), class_="num"),
            el("td", el("span", _("上升（百分點）"), class_="label"), points(one.rise.change), class_="num"),
            el(
                "td",
                el("span", _("其中毋須納入（百分點）"), class_="label"),
                el("b", points(one.rise.by_exclusions or Fraction(0)), class_="alarm"),
                class_="num",
            ),
            el(
                "td",
                el("span", _("新列毋須納入"), class_="label"),
                n_("{count} 家", one.excluded),
                class_="num",
            ),
        )
        for one in found
    ]
    return el("table", el("thead", el("tr", head)), el("tbody", rows), class_="effect")


def _figure(tally: Tally) -> list[Html]:
    numbers = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return [el("b", rate_shown(tally.completed, tally.eligible)), el("small", numbers)]


def _line(one: Raised) -> list[str | int]:
    before, after = one.row.before, one.row.after
    return [
        one.row.name,
        f"{rate_shown(before.completed, before.eligible)}（{before.completed}／{before.eligible}）",
        f"{rate_shown(after.completed, after.eligible)}（{after.completed}／{after.eligible}）",
        points(one.rise.change),
        points(one.rise.by_exclusions or Fraction(0)),
        one.excluded,
    ]


def points(change: Fraction) -> str:
    """Percentage points with two decimals, cut: 11.04."""
    cut = hundredths(change)
    sign = "−" if cut < 0 else ""
    return f"{sign}{abs(cut) // 100}.{abs(cut) % 100:02d}"
