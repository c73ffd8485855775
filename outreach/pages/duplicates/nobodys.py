"""Venues that are no agency's, and giving them to one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.duplicates.done import tell
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el, show
from outreach.pages.venues.listing import standing_tag
from outreach.pages.words import N_, _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.duplicates.nobodys import assign, nobodys_venues
from outreach.services.duplicates.pairs import Brief
from outreach.services.who import Right

#: Venues listed at once; the next ones move up as these are given to agencies.
_SHOWN = 200


def show_nobodys(city: City, day: date) -> None:
    """The venues, and for administrators the form that gives some of them to an agency."""
    found = nobodys_venues(city, frame.who(), today=day)
    if not found:
        frame.notice(_("每一家列冊的店家都有主管機關。"), kind="empty")
        return
    if frame.who().may(Right.ADMINISTER):
        _form(city, found, day)
    heads = [el("th", _(title), scope="col") for title in (N_("店家名稱"), N_("地址"), N_("統計歸類"))]
    rows = [_row(venue) for venue in found[:_SHOWN]]
    show(
        el("h2", n_("{count} 家", len(found)), class_="found"),
        el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="nobodys"),
    )


def _row(venue: Brief) -> Html:
    name = el("a", venue.name, href=to_page("venues", venue=venue.id), target="_self", class_="open")
    stands = [
        el("span", el("span", _(scheme.name), class_="scheme"), standing_tag(standing), class_="stands")
        for scheme, standing in venue.standings
    ]
    return el("tr", el("th", name, scope="row"), el("td", venue.address), el("td", stands))


def _form(city: City, found: tuple[Brief, ...], day: date) -> None:
    names = {venue.id: f"{venue.name}（{venue.id}）" for venue in found[:_SHOWN]}
    agencies = {a.code: a.short_name for a in city.reference().agencies.values()}
    with st.form("nobodys", border=False):
        left, middle, right = st.columns([3, 2, 1], gap="small")
        chosen = left.multiselect(
            _("選取店家"),
            list(names),
            format_func=lambda i: names.get(i, str(i)),
            key="nobodys_venues",
            placeholder="",
        )
        agency = middle.selectbox(
            _("主管機關"),
            list(agencies),
            format_func=lambda c: agencies.get(c, c),
            index=None,
            key="nobodys_agency",
            placeholder=_("選取機關"),
        )
        since = right.date_input(_("生效日期"), value=day, key="nobodys_since")
        if st.form_submit_button(_("指定機關"), type="primary"):
            _assign(city, chosen, agency, since, day)


def _assign(city: City, chosen: list[int], agency: str | None, since: date, day: date) -> None:
    if not chosen or agency is None:
        frame.notice(_("請選取至少一家店家和一個機關。"), kind="alarm")
        return
    try:
        change = assign(
            city, frame.who(), chosen, agency, effective_on=since, now=datetime.now(UTC), today=day
        )
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    tell("nobodys", n_("已指定 {count} 家店家的主管機關。", len(chosen)), change)
    st.rerun()
