"""HTML built from trees, so that no text can become a tag: strings are escaped, only `Html` is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from typing import TypeAlias

import streamlit as st


class Html(str):
    """A piece of HTML that is already safe; made by `el` and `join` alone."""

    __slots__ = ()


Child: TypeAlias = "Html | str | int | Iterable[Child] | None"
Attribute: TypeAlias = "str | int | bool | None"

#: Attributes that are seldom twice the same.
_VARYING = frozenset({"href", "title", "style", "value", "id"})
_SPECIAL = re.compile("[&<>\"']").search
_VOID = frozenset({"br", "hr", "col", "img", "input"})


def el(tag: str, *children: Child, **attributes: Attribute) -> Html:
    """An element: `el("a", "瑞芳<b>", href="?x", class_="num", data_open="1")`.

    Children that are `Html` stand as they are, other text is escaped, None is nothing. Attributes that
    are None or False are left out; underscores become hyphens and a trailing one is dropped.
    """
    told = "".join(
        [
            _attribute(name, value) if name in _VARYING else _kept(name, value)
            for name, value in attributes.items()
        ]
    )
    return Html(f"<{tag}{told}>" if tag in _VOID else f"<{tag}{told}>{join(children)}</{tag}>")


def join(children: Child) -> Html:
    """Several pieces, one after the other."""
    if isinstance(children, Html):
        return children
    told: list[str] = []
    _collect((children,), told)
    return Html("".join(told))


#: Ends of cells and rows, which HTML lets go: the next cell or row begins where they end.
_ENDS = re.compile("</t[dhr]>")


def terse(rows: Html) -> Html:
    """Rows of a table without the ends of cells and rows: a fifth of what a list of villages sends."""
    return Html(_ENDS.sub("", rows))


def _collect(children: Iterable[Child], told: list[str]) -> None:
    """Add the pieces' text in order; a page has ten thousand of them, so no piece is made twice."""
    for child in children:
        if isinstance(child, Html):
            told.append(child)
        elif isinstance(child, (str, int)):
            told.append(_escaped(str(child)))
        elif child is not None:
            _collect(child, told)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    plain = _spelled(name)
    return f" {plain}" if value is True else f' {plain}="{_escaped(str(value))}"'


@lru_cache(maxsize=4096, typed=True)
def _kept(name: str, value: Attribute) -> str:
    """The same for attributes that have the same few values everywhere, such as `class`."""
    return _attribute(name, value)


@cache
def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _escaped(text: str) -> str:
    """`html.escape`, without its five copies where there is nothing to escape."""
    return escape(text) if _SPECIAL(text) else text


def show(*children: Child) -> None:
    """Put a piece of HTML on the page; nothing at all leaves the page as it is."""
    if html := join(children):
        st.html(html)
