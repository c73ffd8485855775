"""What the views share: days in the address, an order in words, and what was done just now."""

from __future__ import annotations

from datetime import date

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.markup import Html
from outreach.pages.words import _
from outreach.rules.refusals import Refusal

_OUTCOME = "orders_outcome"
#: A view that is asked for without naming a sector yet; an empty parameter would be lost from a link.
NEW = "-"


def day_in_address(name: str, otherwise: date | None) -> date | None:
    """The day that a parameter of the address names; what cannot be read is told and left out."""
    text = st.query_params.get(name, "").strip()
    if not text:
        return otherwise
    try:
        return bar.read_day(text)
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return otherwise


def reopening(reopened_on: date | None, by_application: bool) -> str:
    """How venues come back: 「110年10月5日起申請核准復業」."""
    if reopened_on is None:
        return _("尚未公告復業")
    told = _("{day}起申請核准復業") if by_application else _("{day}起全面復業")
    return told.format(day=words.day(reopened_on))


def done(text: str, next_step: Html | None = None) -> None:
    """Keep what a button did, to be told once in the next run."""
    st.session_state[_OUTCOME] = (text, next_step, "note")


def refused(refusal: Refusal) -> None:
    """Keep why a button did nothing."""
    st.session_state[_OUTCOME] = (words.said(refusal), None, "alarm")


def tell_outcome() -> None:
    """Say once what the button pressed just now did."""
    told = st.session_state.pop(_OUTCOME, None)
    if told is not None:
        text, next_step, kind = told
        frame.notice(text, next_step=next_step, kind=kind)
