"""Which of the map's two views is shown: areas in the colours of a figure, or venues one by one."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import streamlit as st

from outreach.pages import frame
from outreach.pages.links import go
from outreach.pages.map.place import Here
from outreach.pages.words import N_, _
from outreach.services.who import Right


class View(StrEnum):
    """What the map draws."""

    VENUES = "venues"
    AREAS = "areas"


_TITLES: Mapping[View, str] = {View.VENUES: N_("店家位置"), View.AREAS: N_("分區統計")}
_PICKER = "map_view"


def asked(here: Here) -> View:
    """The view in the address; a village always shows its venues, and nonsense is what is usual.

    Whoever may not see how an agency stands comes to find a shop.
    """
    usual = View.AREAS if frame.who().may(Right.SEE_FIGURES) else View.VENUES
    text = st.query_params.get("view", "")
    if here.village is not None:
        return View.VENUES
    return View(text) if text in list(View) else usual


def pick(shown: View) -> None:
    """The switch to the other view."""
    st.session_state[_PICKER] = shown.value
    st.segmented_control(
        _("看法"),
        [view.value for view in View],
        format_func=lambda value: _(_TITLES[View(value)]),
        key=_PICKER,
        required=True,
        label_visibility="collapsed",
        on_change=_take,
    )


def _take() -> None:
    go({"view": st.session_state[_PICKER], "rows": None})
