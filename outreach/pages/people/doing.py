"""What a button of this page does: one service call, whose outcome is told once, above the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import _
from outreach.rules.refusals import Refusal

_TOLD = "people_told"


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    refused: bool = False
    link: str = ""


def do(action: Callable[[], tuple[str, str]]) -> None:
    """Do something in a button's callback; it answers with a sentence and, perhaps, the token of a link."""
    try:
        text, link = action()
    except Refusal as refusal:
        st.session_state[_TOLD] = _Told(words.said(refusal), refused=True)
    else:
        st.session_state[_TOLD] = _Told(text, link=link)


def tell() -> None:
    """Say what was done just now; the next click finds nothing of it, least of all a link."""
    told: _Told | None = st.session_state.pop(_TOLD, None)
    if told is None:
        return
    frame.notice(told.text, kind="alarm" if told.refused else "note")
    if told.link:
        put(
            el(
                "p",
                _("請交給本人，24 小時內開啟並自設密碼；連結只顯示這一次，也只能使用一次。"),
                class_="fine",
            )
        )
        st.code(urljoin(st.context.url or "", f"sign-in?link={told.link}"), language=None, wrap_lines=True)
