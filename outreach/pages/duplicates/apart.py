"""Pairs that somebody found to be two venues, each with the way to take that back."""

from __future__ import annotations

from datetime import date

import streamlit as st

from outreach.pages import frame
from outreach.pages.duplicates.deciding import take_back
from outreach.pages.duplicates.listing import venue
from outreach.pages.markup import el, show
from outreach.pages.terms import moment
from outreach.pages.words import _
from outreach.services.city import City
from outreach.services.duplicates.keeping_apart import kept_apart
from outreach.services.who import Right

#: As many as one looks through; older ones are found by comparing the two venues.
_SHOWN = 50


def show_apart(city: City, day: date) -> None:
    """Every pair with who said so, when and why."""
    found = kept_apart(city, frame.who(), today=day)
    if not found:
        frame.notice(_("還沒有標記為不是重複的店家。"), kind="empty")
        return
    for kept in found[:_SHOWN]:
        one, other = kept.one.id, kept.other.id
        with st.container(key=f"decide_{one}_{other}"):
            source = f"{kept.said.by} · {moment(kept.said.at)}"
            show(
                el(
                    "div",
                    el("p", el("b", kept.said.reason), " ", el("span", source, class_="fine")),
                    el("div", venue(kept.one), venue(kept.other), class_="two"),
                    class_="pairs",
                )
            )
            if frame.who().may(Right.CHANGE):
                st.button(
                    _("撤回「不是重複」"),
                    key=f"apart_back_{one}_{other}",
                    on_click=take_back,
                    args=(city, one, other, day),
                )
