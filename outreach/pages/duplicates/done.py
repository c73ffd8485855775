"""What was just decided, with the way to undo it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from outreach.pages import frame
from outreach.pages.venues.undoing import undo_link
from outreach.services.changes import recorded_changes
from outreach.services.city import City

_KEY = "duplicates_done"


@dataclass(slots=True)
class _Done:
    """What to say above which list; `told` once it was said aloud."""

    tab: str
    text: str
    change: int | None
    refused: bool
    told: bool = False


def tell(tab: str, text: str, change: int | None = None, *, refused: bool = False) -> None:
    """Keep a sentence to be said above a list until the reader turns to another one."""
    st.session_state[_KEY] = _Done(tab, text, change, refused)


def show_done(city: City, tab: str) -> None:
    """Say what was decided; nothing once it was undone."""
    done = st.session_state.get(_KEY)
    if done is None:
        return
    change = None
    if done.change is not None:
        change = recorded_changes(city, frame.who(), [done.change]).get(done.change)
    if done.tab != tab or (change is not None and change.voided_by is not None):
        st.session_state.pop(_KEY)
        return
    if not done.told:
        # Whoever decided far down the page sees it too.
        st.toast(done.text)
        done.told = True
    step = None if change is None else undo_link(change)
    frame.notice(done.text, next_step=step, kind="alarm" if done.refused else "note")
