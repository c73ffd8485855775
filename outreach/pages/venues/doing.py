"""What the forms of a venue's page share: a refusal in its sentence, and what was done told once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from outreach.pages import frame, words
from outreach.rules.refusals import Refusal

_DONE = "venue_done"


@dataclass(slots=True)
class _Done:
    """What was done just now at a venue; `told` once it was said aloud."""

    venue: int
    text: str
    told: bool = False


def attempt(venue: int, act: Callable[[], str]) -> None:
    """Do something and run the page again with what it came to; a refusal stands where the form is."""
    try:
        text = act()
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    st.session_state[_DONE] = _Done(venue, text)
    st.rerun()


def tell(venue: int) -> None:
    """Say what was done at this venue just now, until the reader does something else."""
    done = st.session_state.get(_DONE)
    if done is None:
        return
    if done.venue != venue or done.told:
        st.session_state.pop(_DONE)
        return
    _say(done)


def tell_last() -> None:
    """The same on a page about several venues."""
    done = st.session_state.get(_DONE)
    if done is None:
        return
    if done.told:
        st.session_state.pop(_DONE)
        return
    _say(done)


def _say(done: _Done) -> None:
    frame.notice(done.text)
    st.toast(done.text)
    done.told = True
