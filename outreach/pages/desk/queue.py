"""待辦: what waits for somebody at the agency, the overdue first; each leads to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link, to_page
from outreach.pages.markup import Child, Html, el
from outreach.pages.venues.asking import ERRORS
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.contact_entries import due_follow_ups
from outreach.services.duplicates.pairs import duplicate_count
from outreach.services.duplicates.waiting import waiting_count
from outreach.services.error_reports import ErrorKind, open_error_reports
from outreach.services.placing import uncertain_places
from outreach.services.questions import open_questions
from outreach.services.reach import within_reach
from outreach.services.reviews import reviews_past
from outreach.services.transfers import open_transfers
from outreach.services.who import Right, Who

#: Entries of a section that are shown before it says how many more there are.
SHOWN = 4
#: And of one that is asked for in full.
MOST = 500

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing to do: how many, the first of them, and the page where all are.

    `name` is how the address asks for all of them here, where no page of its own holds them.
    """

    title: str
    count: int
    items: tuple[Html, ...] = ()
    page: str = ""
    alarm: bool = False
    name: str = ""


def queue_panel(city: City, today: date) -> Html:
    """Every section that has something; where none has, that nothing waits.

    Of what is only for those who can act on it, whoever looks through an officer's eyes sees nothing.
    """
    who = frame.who()
    makers = [make for right, make in _SECTIONS if who.may(right)]
    found = [section for make in makers if (section := make(city, who, today)).count]
    if not found:
        body: Child = el("p", _("沒有等待處理的事項。"), class_="fine")
    else:
        body = [_section(section) for section in found]
    return el("section", el("h2", _("待辦")), body, class_="panel queue")


def _section(section: Section) -> Html:
    more = section.count - len(section.items)
    way = el("a", _("全部處理"), href=section.page, target="_self", class_="way") if section.page else None
    return el(
        "div",
        el(
            "div",
            el("b", section.title),
            el("span", n_("{count} 件", section.count), class_="alarm" if section.alarm else "number"),
            way,
            class_="who",
        ),
        el("ul", [el("li", item) for item in section.items]) if section.items else None,
        _more(section, more) if more > 0 and section.items else None,
        class_="waits",
    )


def _more(section: Section, more: int) -> Html:
    text = n_("另有 {count} 件", more)
    if not section.name:
        return el("p", text, class_="fine")
    return el("p", text, " · ", link(_("看全部"), {"all": section.name}), class_="fine")


def _first(found: Sequence[T], name: str) -> Sequence[T]:
    """The first few, or as many as a page bears where the address asks for all of this section."""
    return found[: MOST if st.query_params.get("all") == name else SHOWN]


def venue_item(venue_id: int, name: str, about: str) -> Html:
    """One venue and what is to be done about it, leading to its page."""
    href = to_page("venues", venue=venue_id)
    return el(
        "span", el("a", name, href=href, target="_self", class_="open"), " ", el("span", about, class_="fine")
    )


def _follow_ups(city: City, who: Who, today: date) -> Section:
    found = due_follow_ups(city, who, today=today)
    items = tuple(
        venue_item(
            entry.row.venue_id, entry.venue, _("應於{day}聯繫").format(day=words.day(entry.row.next_on))
        )
        for entry in _first(found, "follow_ups")
        if entry.row.next_on is not None
    )
    return Section(_("到期的追蹤"), len(found), items, alarm=True, name="follow_ups")


def _transfers(city: City, who: Who, today: date) -> Section:
    found = [each for each in open_transfers(city, who, today=today) if each.may_answer]
    items = tuple(
        # The venue's own page opens to the receiver once it is theirs.
        el(
            "span",
            each.venue,
            " ",
            el(
                "span",
                _("{giver}移來，自{day}起").format(giver=each.giver, day=words.day(each.row.effective_on)),
                class_="fine",
            ),
        )
        for each in found[:SHOWN]
    )
    return Section(_("等您接收的移轉"), len(found), items, to_page("transfers"))


def _reviews(city: City, who: Who, today: date) -> Section:
    found = reviews_past(city, who, today=today)
    items = tuple(
        venue_item(each.venue_id, each.venue, _("應於{day}覆核").format(day=words.day(each.since)))
        for each in _first(found, "reviews")
    )
    return Section(_("逾期未覆核"), len(found), items, alarm=True, name="reviews")


def _questions(city: City, who: Who, today: date) -> Section:
    found = [each for each in open_questions(city, who, today=today) if not each.answered]
    found = [each for each in found if within_reach(city, who, Right.CHANGE, [each.venue_id], today)]
    items = tuple(venue_item(each.venue_id, each.venue, each.words) for each in _first(found, "questions"))
    return Section(_("管考人員的提問"), len(found), items, alarm=True, name="questions")


def _reports(city: City, who: Who, today: date) -> Section:
    found = open_error_reports(city, who, today=today)
    items = tuple(
        venue_item(row.venue_id, row.venue, _(ERRORS[ErrorKind(row.kind)]))
        for row in _first(found, "reports")
    )
    return Section(_("民眾回報"), len(found), items, name="reports")


def _uncertain(city: City, who: Who, today: date) -> Section:
    return Section(
        _("待定位"), uncertain_places(city, who, today=today, limit=0).total, (), to_page("placing")
    )


def _duplicates(city: City, who: Who, today: date) -> Section:
    return Section(_("疑似重複"), duplicate_count(city, who, today), (), to_page("duplicates"))


def _waiting(city: City, who: Who, today: date) -> Section:
    return Section(_("匯入待確認"), waiting_count(city, who, today), (), to_page("duplicates", tab="waiting"))


_SECTIONS: tuple[tuple[Right, Callable[[City, Who, date], Section]], ...] = (
    (Right.SEE_CONTACTS, _follow_ups),
    (Right.CHANGE, _questions),
    (Right.SEE_VENUES, _reviews),
    (Right.CHANGE, _transfers),
    (Right.CHANGE, _reports),
    (Right.SEE_VENUES, _waiting),
    (Right.SEE_VENUES, _duplicates),
    (Right.CHANGE, _uncertain),
)
