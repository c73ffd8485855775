"""Every meeting, the newest first: what it looks at, and its newest edition."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.pages import words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.meetings.pieces import (
    cell,
    edition_words,
    frozen_words,
    item_dated,
    meeting_name,
    paper_tag,
    table,
)
from outreach.pages.words import _
from outreach.services.meetings import Meeting


def meeting_list(known: Sequence[Meeting]) -> Html:
    """A table in which each meeting's name leads to it."""
    titles = [
        (_("會議（頁名）"), ""),
        (_("日期"), ""),
        (_("統計項目"), ""),
        (_("最新版次"), ""),
        (_("凍結"), ""),
    ]
    return table(titles, [_line(one) for one in known], "meetings")


def _line(one: Meeting) -> Html:
    newest = one.editions[-1] if one.editions else None
    name = link(
        meeting_name(one), {"meeting": one.number, "edition": None, "view": None}, title=_("看這次會議的數字")
    )
    edition = edition_words(newest) if newest else el("span", _("尚未凍結"), class_="none")
    frozen = frozen_words(newest) if newest else el("span", "—", class_="none")
    return el(
        "tr",
        el("th", name, paper_tag(one), scope="row"),
        cell(_("日期"), words.day(one.on_day), "day"),
        cell("", [el("div", item_dated(item)) for item in one.items], "items"),
        cell(_("最新版次"), edition, ""),
        cell(_("凍結於"), frozen, "fine"),
    )
