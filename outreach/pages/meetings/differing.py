"""What this edition says otherwise than the one before it."""

from __future__ import annotations

import streamlit as st

from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import edition_words, item_dated, rate_and_base
from outreach.pages.meetings.venues import beside, moved_venues, offer_moves
from outreach.pages.words import _, n_
from outreach.services.city import City
from outreach.services.meetings import Edition, EditionDifference, ItemDifference, what_differs
from outreach.services.who import Who


def show_differences(city: City, who: Who, found: Edition) -> None:
    """Each item: totals before and after, agencies that differ, and the venues that stand elsewhere."""
    with st.spinner(_("比較版次中…")):
        told = what_differs(city, who, found.meeting.number, found.head.edition)
    put(_about(told))
    for number, one in enumerate(told.items, 1):
        put(_item(one, told, rated=not found.items[number - 1].shown_open))
        if one.venues:
            name = f"meeting-{found.meeting.number}-{told.before.edition}-{told.after.edition}-item-{number}"
            offer_moves(name, one.venues, one.names, key=f"meeting_moves_{number}")


def _about(told: EditionDifference) -> Html:
    lines = [
        _("{after}與{before}相比：").format(
            after=edition_words(told.after), before=edition_words(told.before)
        )
    ]
    if told.reported_since:
        lines.append(_("其間補填報的機關：{names}。").format(names=_("、").join(told.reported_since)))
    if told.missing_since:
        lines.append(_("新列為未填報的機關：{names}。").format(names=_("、").join(told.missing_since)))
    if told.after.note:
        lines.append(_("更正說明：{note}").format(note=told.after.note))
    return el("div", [el("p", line) for line in lines], class_="notice note", role="status")


def _item(one: ItemDifference, told: EditionDifference, *, rated: bool) -> Html:
    head = el("h3", item_dated(one.item))
    if not one.rows and not one.moved:
        same = el("p", _("這一項的數字與店家都沒有變動。"), class_="none")
        return el("section", head, same, class_="panel wide edition-item")
    totals = el(
        "p",
        edition_words(told.before),
        " ",
        rate_and_base(one.before, rated=rated),
        el("span", "→", class_="sign"),
        edition_words(told.after),
        " ",
        rate_and_base(one.after, rated=rated),
        class_="said",
    )
    moved = el("p", n_("歸類不同的店家 {count} 家", one.moved), class_="fine")
    return el(
        "section",
        head,
        totals,
        beside(one.rows, edition_words(told.before), edition_words(told.after), rated=rated),
        moved,
        moved_venues(one.venues, one.names, one.moved - len(one.venues)),
        class_="panel wide edition-item",
    )
