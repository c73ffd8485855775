"""HTML built from trees, so that no text can become a tag: strings are escaped, only `Html` is not."""

from __future__ import annotations

from collections.abc import Iterable
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
    if children is None:
        return Html("")
    if isinstance(children, Html):
        return children
    if isinstance(children, (str, int)):
        return Html(escape(str(children)))
    return Html("".join(join(child) for child in children))


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    plain = name.rstrip("_").replace("_", "-")
    return f" {plain}" if value is True else f' {plain}="{escape(str(value))}"'


def show(*children: Child) -> None:
    """Put a piece of HTML on the page."""
    st.html(join(children))
