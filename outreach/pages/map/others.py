"""Other agencies' venues on the map: who joined is told of to anybody, of the rest the figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from outreach.pages import frame
from outreach.pages.markup import Child, Html, el
from outreach.pages.words import _
from outreach.services.spots import Spot
from outreach.services.who import Extent, Right


def note(day: date) -> Html | None:
    """Why fewer venues are named than counted on a day, for whoever sees those of some agencies alone."""
    if frame.who().extent(Right.SEE_VENUES) in (Extent.NOWHERE, Extent.CITY):
        return None
    text = _("其他機關的店家只列出已完成的；未完成與毋須納入的只計入數字。")
    # What another agency plans is its own.
    ahead = _("那一天還沒到，其他機關的店家照今天的狀況列出。") if day > frame.today() else ""
    return el("p", text, ahead, class_="fine")


def besides(spots: Sequence[Spot]) -> Html | None:
    """Venues of other agencies after the reader's own, by what anybody reads of them; None for none."""
    if not spots:
        return None
    return el(
        "div",
        el("p", _("其他機關的店家，只顯示公開資料："), class_="fine"),
        as_anybody(spots),
        class_="others",
    )


def as_anybody(spots: Sequence[Spot]) -> Html:
    """What the public reads of venues that joined: name, address, and what they take."""
    return el("ul", [el("li", _about(spot)) for spot in spots], class_="joined")


def _about(spot: Spot) -> list[Child]:
    kinds = _("適用券別：{kinds}").format(kinds=spot.voucher_kinds)
    return [
        el("h3", spot.name),
        el("p", spot.address) if spot.address else None,
        el("p", kinds, class_="fine") if spot.voucher_kinds else None,
    ]
