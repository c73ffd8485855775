"""Part of a long list at a time, and the ways to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from outreach.pages import words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.words import _

T = TypeVar("T")
#: Entries of a list on one page.
SIZE = 50


def part(entries: Sequence[T], asked: str) -> tuple[int, Sequence[T]]:
    """The part that the address asks for by its number (from 1), or the nearest there is."""
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    number = min(max(number, 1), max(1, -(-len(entries) // SIZE)))
    return number, entries[(number - 1) * SIZE : number * SIZE]


def pager(parameter: str, total: int, number: int, shown: int) -> Html | None:
    """Which part of the list is shown; None where it is all of it."""
    if total <= SIZE:
        return None
    first = (number - 1) * SIZE + 1
    told = _("第 {first} 至 {last} 筆，共 {total} 筆").format(
        first=words.number(first), last=words.number(first + shown - 1), total=words.number(total)
    )
    before, after = _("上一頁"), _("下一頁")
    return el(
        "p",
        link(before, {parameter: number - 1}) if number > 1 else el("span", before, class_="none"),
        el("span", told),
        link(after, {parameter: number + 1}) if first + shown <= total else el("span", after, class_="none"),
        class_="pager",
    )
