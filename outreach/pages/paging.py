"""A long list a page at a time: which page the address asks for, and the ways to its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from outreach.pages import words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.words import N_, _

T = TypeVar("T")
#: Entries of a list on one page, where its service does not say.
SIZE = 50
#: What stands between the ways: which venues of all, which entries, or which page.
VENUES = N_("第 {first} 至 {last} 家，共 {total} 家")
ENTRIES = N_("第 {first} 至 {last} 筆，共 {total} 筆")
PAGES = N_("第 {page}／{pages} 頁")


def asked_page(parameter: str = "page") -> int:
    """Which page of a list the address asks for, from 1; nonsense is the first."""
    text = st.query_params.get(parameter, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def last_page(total: int, size: int = SIZE) -> int:
    """How many pages a list has; one where it is empty."""
    return max(1, -(-total // size))


def part(entries: Sequence[T], parameter: str = "page", size: int = SIZE) -> tuple[int, Sequence[T]]:
    """(number, entries) of the page that the address asks for, or of the last where it asks for more."""
    number = min(asked_page(parameter), last_page(len(entries), size))
    return number, entries[(number - 1) * size : number * size]


def asked_part(ask: Callable[[int], T], total: Callable[[T], int], size: int) -> tuple[int, T]:
    """The same of a list that is asked for by page; `total` is how many the whole of it has."""
    number = asked_page()
    found = ask(number)
    last = last_page(total(found), size)
    return (number, found) if number <= last else (last, ask(last))


def pager(
    number: int, total: int, size: int = SIZE, *, told: str = ENTRIES, parameter: str = "page"
) -> Html | None:
    """Which part of a list is shown, and the ways to its neighbours; None where it is all of it."""
    return ways(number, total, size, told=told, parameter=parameter) if total > size else None


def ways(number: int, total: int, size: int = SIZE, *, told: str = ENTRIES, parameter: str = "page") -> Html:
    """The same, also of a list that is shown whole."""
    last = last_page(total, size)
    place = {
        "first": (number - 1) * size + 1,
        "last": min(number * size, total),
        "total": total,
        "page": number,
        "pages": last,
    }
    said = _(told).format(**{name: words.number(count) for name, count in place.items()})
    return el(
        "p",
        _way(_("上一頁"), parameter, number - 1, number > 1),
        el("span", said),
        _way(_("下一頁"), parameter, number + 1, number < last),
        class_="pager",
    )


def _way(title: str, parameter: str, number: int, there: bool) -> Html:
    return link(title, {parameter: number}) if there else el("span", title, class_="none")
