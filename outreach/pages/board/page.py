"""The page, from the bar to the trend."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from outreach.pages import bar, frame
from outreach.pages.bar import Asked
from outreach.pages.board.cards import cards
from outreach.pages.board.keeping import kept
from outreach.pages.board.newer import show_view
from outreach.pages.board.remedy import show_remedy
from outreach.pages.board.review import behind_in_two, review_lists
from outreach.pages.board.table import Confirmed, table
from outreach.pages.board.taking import offer_lists, offer_table
from outreach.pages.board.trend import show_trend
from outreach.pages.empty import nothing_yet
from outreach.pages.markup import show as put
from outreach.pages.panel import show_opened
from outreach.pages.panel.opened import in_address
from outreach.pages.words import N_, _
from outreach.services.board import Board, board
from outreach.services.city import City, first_day
from outreach.services.remedies import remedies
from outreach.services.rounds import last_confirmed
from outreach.services.who import Right, Who


def show() -> None:
    """Bar, each scheme's figure, agencies × schemes, whom to review, who is behind twice, and the trend."""
    frame.head(_("看板"))
    city, who = frame.city(), frame.who()
    who.must(Right.READ_MEETINGS)
    asked = bar.ask(city, "board", with_scheme=False)
    show_view(city, who, replace(asked, scheme_name=N_("各方案並列")))
    where = tuple(f"district={asked.district}" for _once in range(bool(asked.district)))
    found = board(city, who, asked.as_of, kinds=asked.kinds, where=where, known_at=asked.known_at)
    if not found.population:
        _nothing(city, asked)
        return
    show_opened(city, asked)
    if in_address() is None:  # one panel at a time
        show_remedy(city, who)
    confirmed = last_confirmed(city, who, asked.known_at)
    _figures(city, who, found, confirmed)
    show_trend(city, who, asked, found)


def _figures(city: City, who: Who, found: Board, confirmed: Confirmed) -> None:
    """Everything that is counted, as HTML: thousands of elements, made anew where they say something else."""
    day = found.as_of, found.known_at
    sort, inside = (st.query_params.get(name, "") for name in ("sort", "inside"))
    stated, agencies = remedies(city, who), city.reference().agencies
    put(
        kept("cards", who, day, (found,), lambda: cards(found)),
        kept("table", who, (*day, sort, inside), (found, confirmed), lambda: table(found, confirmed)),
    )
    offer_table(found, confirmed)
    put(
        kept("lists", who, day, (found,), lambda: review_lists(found)),
        kept(
            "behind",
            who,
            (*day, who),
            (found, stated, agencies),
            lambda: behind_in_two(city, found, stated, who),
        ),
    )
    offer_lists(city, found, stated)


def _nothing(city: City, asked: Asked) -> None:
    """No venue is on any list: not yet, not under these conditions, or nobody has imported any."""
    firsts = {code: first_day(city, code) for code in (s.code for s in city.reference().schemes.values())}
    listed = {code: day for code, day in firsts.items() if day is not None}
    earliest = min(listed, key=lambda code: listed[code]) if listed else asked.scheme
    if not nothing_yet(city, replace(asked, scheme=earliest)):
        frame.notice(_("這些條件下沒有列冊的店家。"), kind="empty")
        st.button(_("清除條件"), type="primary", on_click=bar.change, kwargs={"kind": None, "district": None})
