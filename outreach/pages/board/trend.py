"""趨勢: each scheme's rate over any days, of the city or one agency, with orders and meetings marked."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame
from outreach.pages.bar import Asked
from outreach.pages.board.courses import courses_of
from outreach.pages.board.trend_numbers import numbers
from outreach.pages.board.trend_picture import marked_in_words, picture
from outreach.pages.board.trend_range import agency_asked, agency_named, pickers, range_asked, ranges
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.services.board import Board
from outreach.services.city import City
from outreach.services.lines import days_between, marks
from outreach.services.who import Who


def show_trend(city: City, who: Who, asked: Asked, found: Board) -> None:
    """Pickers, the picture, what is marked in it, and the same numbers as a table."""
    asked_range, problem = range_asked(city, asked)
    agency = agency_asked(city)
    with st.container(key="board_trend"):
        put(el("h2", _("趨勢"), id="trend"), ranges(asked_range))
        pickers(city, asked_range, agency)
        if problem:
            put(el("div", el("p", problem), class_="notice note", role="status"))
        courses = courses_of(city, who, asked, found, asked_range, agency)
        marked = marks(city, who, asked_range.first, asked_range.last, known_at=asked.known_at)
        days = days_between(asked_range.first, asked_range.last)
        if not any(tally.population for course in courses for tally in course.tallies):
            frame.notice(_("這段期間尚無資料；請改選期間或機關。"), kind="empty")
            return
        for rated, title in ((True, _("完成率（%）")), (False, _("加入家數（可持續加入，不計完成率）"))):
            own = [course for course in courses if course.rated is rated]
            if own:
                picture(own, days, marked, title, agency_named(city, agency))
        put(marked_in_words(marked))
        numbers(courses, days)
