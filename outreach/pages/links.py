"""Links inside our own HTML that change the question and stay on the page.

A table of a hundred numbers that can each be opened would be a hundred widgets; as links they are one
piece of HTML. One small component listens for clicks on them and hands the address to the program.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, quote_plus, urlencode

import streamlit as st

from outreach.pages import words
from outreach.pages.markup import Child, Html, el

_LINES = (Path(__file__).parent / "static" / "clicks.js").read_text(encoding="utf-8").splitlines()
#: Without comments and indentation: it travels with every run.
_SCRIPT = "\n".join(text for line in _LINES if (text := line.strip()) and not text.startswith("//"))
_KEY = "links"
#: What a link to another page takes along.
CARRIED = ("lang", "scheme", "as_of", "known_at")
#: The address of this run, encoded; a page has hundreds of links, and the session is slow to ask.
_here: ContextVar[Mapping[str, str] | None] = ContextVar("address", default=None)
#: What `prefix` has made of the address taken down.
_prefixes: ContextVar[tuple[Mapping[str, str], dict[frozenset[str], str]] | None] = ContextVar(
    "prefixes", default=None
)
#: Whether links are made for any address (`anywhere`).
_anywhere: ContextVar[bool] = ContextVar("anywhere", default=False)
#: What such a link begins with: names of parameters that it leaves out, between two marks no text has.
_OPEN_END = re.compile('\x00([^\x00]*)\x00("?)')
_listen = st.components.v2.component("outreach_links", js=_SCRIPT)


def remember_address() -> Mapping[str, str]:
    """Take down what the address says now; links of this run start from it."""
    asked = {k: st.query_params[k] for k in st.query_params}
    here = {name: urlencode({name: value}) for name, value in asked.items()}
    _here.set(here)
    return here


def go(changes: Mapping[str, str | int | None]) -> None:
    """Set parameters of the address, or drop them where None or "", in one step.

    One by one, each would be a step of its own on the browser's way back.
    """
    before = {k: st.query_params[k] for k in st.query_params}
    after = {name: value for name, value in before.items() if name not in changes}
    after |= {name: str(value) for name, value in changes.items() if value not in (None, "")}
    if after != before:
        st.query_params.from_dict(after)


def _parameters() -> Mapping[str, str]:
    """The address taken down; a part of the page that runs again by itself takes it down anew."""
    here = _here.get()
    return remember_address() if here is None else here


def address(**changes: str | int | None) -> str:
    """The present address with some parameters set, or dropped where None; relative to the page."""
    new = [f"{name}={quote_plus(str(value))}" for name, value in changes.items() if value is not None]
    if _anywhere.get():
        return _open_end(changes) + "&".join(new)
    kept = [pair for name, pair in _parameters().items() if name not in changes]
    return "?" + "&".join([*kept, *new])


def to_page(page: str, **parameters: str | int) -> str:
    """The address of another page with parameters of its own, on the same scheme, day and language."""
    kept = [pair for name, pair in _parameters().items() if name in CARRIED and name not in parameters]
    asked = "&".join([*kept, urlencode(parameters)] if parameters else kept)
    return f"{page}?{asked}" if asked else page


def prefix(names: frozenset[str]) -> str:
    """The present address without some parameters, ready for more: "?as_of=2021-10-26&" or "?".

    For pages with hundreds of links that set the same ones; made once in a run for each set of names.
    """
    if _anywhere.get():
        return _open_end(names)
    here = _parameters()
    kept = _prefixes.get()
    if kept is None or kept[0] is not here:
        kept = (here, {})
        _prefixes.set(kept)
    if names not in kept[1]:
        kept[1][names] = "?" + "".join(f"{pair}&" for name, pair in here.items() if name not in names)
    return kept[1][names]


@contextmanager
def anywhere() -> Iterator[None]:
    """Make links that start from whatever address `here` finds: for HTML that is kept from run to run."""
    token = _anywhere.set(True)
    try:
        yield
    finally:
        _anywhere.reset(token)


def here(html: Html) -> Html:
    """HTML made `anywhere`, its links starting from the present address."""

    def begun(found: re.Match[str]) -> str:
        told = prefix(frozenset(found[1].split(",")))
        return escape(told.removesuffix("&")) + found[2] if found[2] else escape(told)

    return Html(_OPEN_END.sub(begun, html))


def _open_end(names: Collection[str]) -> str:
    return f"\x00{','.join(sorted(names))}\x00"


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
