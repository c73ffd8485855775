"""The page and its three views: the list, stating an order, and 試算; the address says which."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.orders.listing import show_list
from outreach.pages.orders.pieces import NEW, tell_outcome
from outreach.pages.orders.stating import show_stating
from outreach.pages.orders.trying import show_trying
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import _
from outreach.services.who import Right

#: Parameters of the address by view; the list has none of them.
_STATING = ("state", "from", "reopen")
_TRYING = ("what_if", "on")


def show() -> None:
    """The view that the address names."""
    frame.head(_("公告停業／復業"))
    city, who = frame.city(), frame.who()
    who.must(Right.ORDER)
    asked = st.query_params
    view = "what_if" if "what_if" in asked else "state" if "state" in asked else ""
    put(_views(view))
    tell_outcome()
    show_undo(city, "orders")
    if view == "what_if":
        show_trying(city)
    elif view == "state":
        show_stating(city)
    else:
        show_list(city)


def _views(view: str) -> Html:
    pieces: Sequence[tuple[str, str, dict[str, str]]] = (
        ("", _("公告清單"), {}),
        ("state", _("登錄公告"), {"state": NEW}),
        ("what_if", _("試算"), {"what_if": NEW}),
    )
    none = dict.fromkeys((*_STATING, *_TRYING))
    return el(
        "nav",
        [
            el("span", text, aria_current="true")
            if name == view
            else link(text, {**none, **to}, class_="plain")
            for name, text, to in pieces
        ],
        class_="views",
        aria_label=_("公告停業／復業"),
    )
