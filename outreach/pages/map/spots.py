"""The panel of the venues that were clicked on the map or in the list beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import bar, frame, reporting, words
from outreach.pages.bar import Asked
from outreach.pages.links import go, link
from outreach.pages.map import directions as map_directions
from outreach.pages.map import others as map_others
from outreach.pages.map.place import CLICKED, number_in_address
from outreach.pages.markup import el, show
from outreach.pages.paging import VENUES, pager, part
from outreach.pages.panel import pieces
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.finding import Finding, points, spots_of
from outreach.services.mapping import Question
from outreach.services.naming import scheme_named
from outreach.services.spots import Spot
from outreach.services.venues import PAGE_SIZE, MemberPage, members_by_id
from outreach.services.who import Right


def is_open() -> bool:
    """Whether the address asks for the panel of clicked venues."""
    return (number_in_address("venue"), number_in_address("spot")) != (None, None)


def show_clicked(city: City, asked: Asked, question: Question, finding: Finding) -> None:
    """Open the panel of the venue that the address names (`venue`), or of all at its place (`spot`)."""
    venue, spot = number_in_address("venue"), number_in_address("spot")
    today = frame.today()
    if venue is not None:
        ids: tuple[int, ...] = (venue,)
    elif spot is not None:
        ids = points(city, frame.who(), question, finding=finding, today=today).together(spot)
    else:
        return
    shown = spots_of(city, frame.who(), question, ids, today=today)
    if spot is not None and venue is None:
        ids = tuple(each.id for each in shown)  # whoever must act first
    if not frame.who().may(Right.SEE_VENUES):
        _open_to_anybody(shown)
        return
    number, shown_ids = part(ids, size=PAGE_SIZE)
    members = members_by_id(city, frame.who(), asked.scheme, asked.as_of, shown_ids, asked.known_at)
    own = {member.venue.id for member in members}
    others = [spot for spot in shown if spot.id in shown_ids and spot.id not in own]
    if not members and not others:
        text = _("這家店家在{day}不在這個方案的清單上。").format(day=words.day(asked.as_of))
        frame.notice(text, next_step=link(_("關閉"), dict(CLICKED)))
        return
    scheme = scheme_named(city.reference(), asked.scheme)
    page = MemberPage(scheme, asked.as_of, asked.known_at, len(ids), members)

    @st.dialog(_("店家／場館"), width=760, position="right", on_dismiss=close)
    def drawer() -> None:
        show(
            el("p", bar.in_words(city, asked), class_="question"),
            el("p", n_("同一地點 {count} 家", len(ids)), class_="listed") if len(ids) > 1 else None,
            pieces.listed(page, asked.scheme) if members else None,
            map_others.besides(others),
            pager(number, page.total, PAGE_SIZE, told=VENUES),
        )
        map_directions.show_directions(shown)

    drawer()


def _open_to_anybody(shown: Sequence[Spot]) -> None:
    """What the public reads of venues that joined: name, address, and what they take."""
    if not shown:
        reporting.tell()
        return

    @st.dialog(_("店家／場館"), width=480, position="right", on_dismiss=close)
    def drawer() -> None:
        reporting.tell()
        show(map_others.as_anybody(shown))
        map_directions.show_directions(shown)
        show(reporting.report_form(shown))

    drawer()


def close() -> None:
    """Take the clicked venues out of the address."""
    go(CLICKED)
