"""Links inside our own HTML that change the question and stay on the page.

A table of a hundred numbers that can each be opened would be a hundred widgets; as links they are one
piece of HTML. One small component listens for clicks on them and hands the address to the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from outreach.pages import words
from outreach.pages.markup import Child, Html, el

_SCRIPT = (Path(__file__).parent / "static" / "clicks.js").read_text(encoding="utf-8")
_KEY = "links"
_listen = st.components.v2.component("outreach_links", js=_SCRIPT)


def address(**changes: str | int | None) -> str:
    """The present address with some parameters set, or dropped where None; relative to the page."""
    asked: dict[str, str] = {k: st.query_params[k] for k in st.query_params}
    for name, value in changes.items():
        if value is None:
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return "?" + urlencode(asked)


def link(text: Child, to: Mapping[str, str | int | None], *, title: str = "", class_: str = "open") -> Html:
    """A link that changes parameters of the address and stays on the page."""
    return el(
        "a", text, href=address(**to), class_=class_, data_stay=True, target="_self", title=title or None
    )


def listen() -> None:
    """Follow clicks on `link`s; once on each page, before anything reads the address."""
    _listen(
        key=_KEY,
        data={"language": words.HTML_LANGUAGES[words.language()]},
        height=1,
        on_clicked_change=_follow,
    )


def _follow() -> None:
    clicked = st.session_state[_KEY].clicked
    if isinstance(clicked, str):
        st.query_params.from_dict(dict(parse_qsl(clicked.removeprefix("?"))))
