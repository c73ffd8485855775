"""HTML built from trees, so that no text can become a tag: strings are escaped, only `Html` is not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import TypeAlias

import streamlit as st


class Html(str):
    """A piece of HTML that is already safe; made by `el` and `join` alone."""

    __slots__ = ()


Child: TypeAlias = "Html | str | int | Iterable[Child] | None"
Attribute: TypeAlias = "str | int | bool | None"

_VOID = frozenset({"br", "hr", "col", "img", "input"})


def el(tag: str, *children: Child, **attributes: Attribute) -> Html:
    """An element: `el("a", "瑞芳<b>", href="?x", class_="num", data_open="1")`.

    Children that are `Html` stand as they are, other text is escaped, None is nothing. Attributes that
    are None or False are left out; underscores become hyphens and a trailing one is dropped.
    """
    told = "".join(_attribute(name, value) for name, value in attributes.items())
    return Html(f"<{tag}{told}>" if tag in _VOID else f"<{tag}{told}>{join(children)}</{tag}>")


def join(children: Child) -> Html:
    """Several pieces, one after the other."""
    if isinstance(children, Html):
        return children
    told: list[str] = []
    _collect((children,), told)
    return Html("".join(told))


def _collect(children: Iterable[Child], told: list[str]) -> None:
    """Add the pieces' text in order; a page has ten thousand of them, so no piece is made twice."""
    for child in children:
        if isinstance(child, Html):
            told.append(child)
        elif isinstance(child, (str, int)):
            told.append(escape(str(child)))
        elif child is not None:
            _collect(child, told)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    plain = _spelled(name)
    return f" {plain}" if value is True else f' {plain}="{escape(str(value))}"'


@cache
def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def show(*children: Child) -> None:
    """Put a piece of HTML on the page."""
    st.html(join(children))
