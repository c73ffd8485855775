"""The venues behind a number of an edition, in a panel on the same page, as they were known then."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import edition_words, item_dated, meeting_name
from outreach.pages.paging import VENUES, asked_part, pager
from outreach.pages.panel import Opened, pieces
from outreach.pages.panel.download import offer_list
from outreach.pages.panel.drawer import close
from outreach.pages.panel.opened import CLOSED, NOBODY, in_address
from outreach.pages.words import _
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.meetings import Edition, EditionVenues, ItemFigures, edition_venues
from outreach.services.venues import PAGE_SIZE
from outreach.services.who import Who


def show_behind(city: City, found: Edition) -> None:
    """Open the panel for the number that the address names; `also` there is the item's place, from 1."""
    opened = in_address()
    if opened is None or found.meeting.figures_only:
        return
    place = int(opened.also) if opened.also.isascii() and opened.also.isdigit() else 0
    if not 1 <= place <= len(found.items):
        return
    one, who = found.items[place - 1], frame.who()
    try:
        number, behind = _page(city, who, found, one, opened)
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=link(_("關閉清單"), dict(CLOSED)))
        return
    named, tally = _line(one, opened)

    @st.dialog(_("數字背後的店家"), width=760, position="right", on_dismiss=close)
    def drawer() -> None:
        listed, item = behind.listed, one.item
        source = f"{meeting_name(found.meeting)} {edition_words(found.head)} · {item_dated(item)}"
        put(
            el("p", source, class_="question"),
            pieces.heading(opened, named, listed.total + listed.out_of_reach),
            pieces.explained(opened, tally, rated=not one.shown_open),
            el("p", _("店名、歸類與備註都是凍結當時所知。"), class_="fine"),
            pieces.others(listed),
            pieces.listed(listed, item.scheme) if listed.total or not listed.out_of_reach else None,
            pager(number, listed.total, PAGE_SIZE, told=VENUES),
        )
        file = f"meeting-{found.meeting.number}-{found.head.edition}-{item.scheme}-{opened.what}"
        offer_list(
            file,
            opened.title,
            lambda: _behind(city, who, found, one, opened, 1, None).listed.members,
            item.scheme,
            key="meeting_panel",
        )

    drawer()


def _behind(
    city: City, who: Who, found: Edition, one: ItemFigures, opened: Opened, page: int, size: int | None
) -> EditionVenues:
    return edition_venues(
        city,
        who,
        found.meeting.number,
        one.item.scheme,
        one.item.kinds,
        edition=found.head.edition,
        standings=opened.standings,
        of=opened.of,
        own=opened.own,
        page=page,
        page_size=size,
    )


def _page(
    city: City, who: Who, found: Edition, one: ItemFigures, opened: Opened
) -> tuple[int, EditionVenues]:
    """The part of the list that the address asks for, or the last one where it asks for more."""
    return asked_part(
        lambda at: _behind(city, who, found, one, opened, at, PAGE_SIZE),
        lambda behind: behind.listed.total,
        PAGE_SIZE,
    )


def _line(one: ItemFigures, opened: Opened) -> tuple[str, Tally]:
    """Whose number it is, and the figures of that line."""
    if not opened.of:
        return "", one.total
    key = "" if opened.of == NOBODY else opened.of
    if opened.own:
        row = next((row for row in one.rows if row.key == key), None)
    else:
        row = next((bureau.figure for bureau in one.bureaus if bureau.figure.key == key), None)
    return (_(row.name), row.tally) if row else (opened.of, Tally())
