"""The panel itself: opened by the address, closed by its reader."""

from __future__ import annotations

from functools import partial

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.links import link
from outreach.pages.markup import el, show
from outreach.pages.paging import VENUES, asked_part, pager
from outreach.pages.panel import pieces
from outreach.pages.panel.download import behind, offer_list
from outreach.pages.panel.opened import CLOSED, Opened, in_address
from outreach.pages.words import _
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.coverage import CoverageTable, coverage
from outreach.services.naming import find
from outreach.services.venues import PAGE_SIZE


def show_opened(city: City, asked: Asked) -> None:
    """Open the panel for the number that the address names, if it names one."""
    opened = in_address()
    if opened is None:
        return
    try:
        name = _name(city, opened)
        table = _figures(city, asked, opened)
        number, page = asked_part(
            lambda at: behind(city, frame.who(), asked, opened, at, PAGE_SIZE),
            lambda page: page.total,
            PAGE_SIZE,
        )
    except Refusal as refusal:
        frame.notice(words.said(refusal), next_step=link(_("關閉清單"), dict(CLOSED)))
        return
    kinds = (opened.among,) if opened.among else asked.kinds
    rated = not table.shown_open(kinds)
    who = frame.who()

    @st.dialog(_("數字背後的店家"), width=760, position="right", on_dismiss=close)
    def drawer() -> None:
        show(
            el("p", bar.in_words(city, asked), class_="question"),
            pieces.heading(opened, name, page.total + page.out_of_reach),
            pieces.explained(opened, _tally(city, table, opened), rated=rated),
            pieces.others(page),
        )
        # Above the list: fifty venues further down nobody looks for it.
        file = f"{asked.scheme}-{asked.as_of.isoformat()}-{opened.what}"
        every = partial(behind, city, who, asked, opened)
        offer_list(file, opened.title, lambda: every().members, asked.scheme, key="panel")
        show(
            pieces.listed(page, asked.scheme) if page.total or not page.out_of_reach else None,
            pager(number, page.total, PAGE_SIZE, told=VENUES),
        )

    drawer()


def close() -> None:
    """Take the open number out of the address."""
    for name in CLOSED:
        st.query_params.pop(name, None)


def _name(city: City, opened: Opened) -> str:
    """Whose number it is, where it is an agency's."""
    if opened.of in ("", "-"):
        return _("（未填）") if opened.of else ""
    agency = find(city.reference().agencies, opened.of, "機關")
    name = agency.short_name or agency.name
    return _("{agency}（本機關）").format(agency=name) if opened.own else name


def _figures(city: City, asked: Asked, opened: Opened) -> CoverageTable:
    """The figures that the number is one of, by bureau where it is a bureau's."""
    by_agency = opened.bureau is not None
    return coverage(
        city,
        frame.who(),
        asked.scheme,
        asked.as_of,
        by=Dimension.AGENCY if by_agency else None,
        where=opened.where(asked),
        known_at=asked.known_at,
        roll_up=by_agency,
    )


def _tally(city: City, table: CoverageTable, opened: Opened) -> Tally:
    if opened.bureau is None:
        return table.total
    code = find(city.reference().agencies, opened.bureau, "機關").code
    return next((row.tally for row in table.rows if row.key == code), Tally())
