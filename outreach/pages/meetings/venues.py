"""Rows side by side, and venues with their standing before and after: what editions and corrections share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach.pages.downloads import offer
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.meetings.pieces import STANDINGS, cell, rate_and_base, table
from outreach.pages.parts import signed
from outreach.pages.words import _, n_
from outreach.rules.vocabulary import Standing
from outreach.services.meetings import Figure

#: A venue's id with its standing before and after (None: not on the list).
Move = tuple[int, Standing | None, Standing | None]
#: Venues written out under one heading; the others are in the file.
SHOWN = 100


def beside(rows: Sequence[tuple[Figure, Figure]], before: str, after: str, *, rated: bool) -> Html | None:
    """Agencies whose figures differ: rate and base of both, and how many completed more or fewer."""
    differing = [(old, new) for old, new in rows if old.tally != new.tally]
    if not differing:
        return None
    titles = [(_("機關"), ""), (before, "num"), (after, "num"), (_("已完成"), "num"), (_("母數"), "num")]
    titles.append((_("毋須納入"), "num"))
    lines = [
        el(
            "tr",
            el("th", _(new.name), scope="row"),
            cell(before, rate_and_base(old.tally, rated=rated)),
            cell(after, rate_and_base(new.tally, rated=rated)),
            cell(_("已完成"), _signed(new.tally.completed - old.tally.completed)),
            cell(_("母數"), _signed(new.tally.eligible - old.tally.eligible)),
            cell(_("毋須納入"), _signed(new.tally.excluded_total - old.tally.excluded_total)),
        )
        for old, new in differing
    ]
    return table(titles, lines, "agencies beside-table")


def _signed(count: int) -> Html:
    return el("span", signed(count), class_=None if count else "none")


def moved_venues(moves: Sequence[Move], names: Mapping[int, str], hidden: int) -> Html | None:
    """Each venue with 「未完成 → 已完成」, leading to its page; the others' are counted alone."""
    pieces: list[Html] = [_moved(move, names) for move in moves[:SHOWN]]
    if len(moves) > SHOWN:
        text = n_("另有 {count} 家，請見下載的檔案。", len(moves) - SHOWN)
        pieces.append(el("li", text, class_="fine"))
    if hidden:
        text = n_("其中 {count} 家屬其他機關，這裡只列出您可查看的店家。", hidden)
        pieces.append(el("li", text, class_="fine"))
    return el("ul", pieces, class_="moved") if pieces else None


def _moved(move: Move, names: Mapping[int, str]) -> Html:
    venue, before, after = move
    name = el(
        "a",
        names.get(venue, str(venue)),
        href=to_page("venues", venue=venue),
        target="_self",
        class_="open name",
        title=_("看這家店的全部歷程"),
    )
    # The same standing at another agency is a move between them.
    text = (
        _("改屬其他機關（{standing}）").format(standing=_(STANDINGS[after]))
        if before is after
        else f"{_(STANDINGS[before])} → {_(STANDINGS[after])}"
    )
    return el("li", name, el("span", text, class_="move"))


def offer_moves(name: str, moves: Sequence[Move], names: Mapping[int, str], *, key: str) -> None:
    """The venues as files."""
    headings = [_("店家編號"), _("店家名稱"), _("原歸類"), _("新歸類")]
    rows = [
        (venue, names.get(venue, ""), _(STANDINGS[before]), _(STANDINGS[after]))
        for venue, before, after in moves
    ]
    offer(name, _("歸類不同的店家"), headings, rows, key=key)
