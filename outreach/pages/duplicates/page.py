"""The page: four lists, of which the address names one, or the pair that it names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from outreach.pages import frame
from outreach.pages.duplicates import apart, listing, nobodys, waiting
from outreach.pages.duplicates.comparing import show_pair
from outreach.pages.duplicates.done import show_done
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import N_, _, n_
from outreach.services.city import City
from outreach.services.duplicates.keeping_apart import kept_apart
from outreach.services.duplicates.nobodys import nobodys_count
from outreach.services.duplicates.pairs import duplicate_count
from outreach.services.duplicates.waiting import waiting_count
from outreach.services.who import Extent, Right

#: By what the address says; the first is shown where it says nothing.
TABS: Mapping[str, str] = {
    "": N_("疑似重複"),
    "waiting": N_("匯入待確認"),
    "nobodys": N_("無主管機關店家"),
    "apart": N_("已標記不是重複"),
}


def show() -> None:
    """Lists of what waits for somebody to decide; one pair side by side where the address names it."""
    frame.head(_("疑似重複"))
    city, day = frame.city(), frame.today()
    counts = _counts(city, day)
    tab = st.query_params.get("tab", "").strip()
    tab = tab if tab in counts else ""
    pair = st.query_params.get("pair", "").strip()
    show_undo(city, "duplicates")
    if pair:
        show_pair(city, pair, day)
        return
    put(_tabs(counts, tab))
    show_done(city, tab)
    shown = {
        "": listing.show_pairs,
        "waiting": waiting.show_waiting,
        "nobodys": nobodys.show_nobodys,
        "apart": apart.show_apart,
    }
    shown[tab](city, day)


def _counts(city: City, day: date) -> dict[str, int]:
    """How much each list holds, of those that the asker may see. Raises `NotAllowed`."""
    who = frame.who()
    counts = {"": duplicate_count(city, who, day), "waiting": waiting_count(city, who, day)}
    if who.extent(Right.SEE_VENUES) is Extent.CITY:
        counts["nobodys"] = nobodys_count(city, who, today=day)
    counts["apart"] = len(kept_apart(city, who, today=day))
    return counts


def _tabs(counts: Mapping[str, int], chosen: str) -> Html:
    def tab(name: str) -> Html:
        text = [_(TABS[name]), el("span", n_("{count} 筆", counts[name]), class_="of")]
        if name == chosen:
            return el("span", text, aria_current="page")
        return link(text, {"tab": name or None, "page": None, "span": None, "undo": None}, class_="plain")

    return el("nav", [tab(name) for name in counts], class_="tabs", aria_label=_("待處理清單"))
