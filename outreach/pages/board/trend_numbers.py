"""The trend's numbers as a table and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from outreach.pages import words
from outreach.pages.board.courses import Course, chosen_of, in_words
from outreach.pages.downloads import offer
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.rules.rate import Tally, rate_shown
from outreach.sheets.table import Cell


def numbers(courses: Sequence[Course], days: Sequence[date]) -> None:
    """The same numbers as a table, made when somebody unfolds it, and as a file."""
    chosen = chosen_of(days)
    every = _("每日") if len(chosen) == len(days) else _("每週")
    unfolded = st.expander(
        _("圖上的數字（{every}）").format(every=every), key="board_numbers", on_change="rerun"
    )
    if unfolded.open:
        with unfolded:
            offer("trend", _("趨勢"), _headings(courses), _rows(courses, days, chosen), key="board_trend")
            put(_table(courses, days, chosen))


def _headings(courses: Sequence[Course]) -> list[str]:
    told = [_("日期")]
    for course in courses:
        names = (_("完成率"), _("已完成"), _("母數")) if course.rated else (_("加入家數"),)
        told += [f"{course.title} {name}" for name in names]
    return told


def _rows(
    courses: Sequence[Course], days: Sequence[date], chosen: Sequence[int]
) -> Callable[[], list[list[Cell]]]:
    def made() -> list[list[Cell]]:
        return [
            [days[at].isoformat(), *(cell for c in courses for cell in _cells(c, c.tallies[at]))]
            for at in chosen
        ]

    return made


def _cells(course: Course, tally: Tally) -> list[Cell]:
    if not tally.population:
        return [_("尚無資料"), None, None] if course.rated else [_("尚無資料")]
    if not course.rated:
        return [tally.completed]
    return [rate_shown(tally.completed, tally.eligible), tally.completed, tally.eligible]


def _table(courses: Sequence[Course], days: Sequence[date], chosen: Sequence[int]) -> Html:
    heads = [
        el("th", _("日期"), scope="col"),
        *(el("th", c.title, scope="col", class_="num") for c in courses),
    ]
    body = [
        el(
            "tr",
            el("th", words.day(days[at]), scope="row"),
            [el("td", in_words(c.tallies[at], rated=c.rated), class_="num") for c in courses],
        )
        for at in reversed(chosen)
    ]
    return el("table", el("thead", el("tr", heads)), el("tbody", body), class_="short trend-numbers")
