"""Long lists a page at a time: every entry stands on one page, and one finds the way to each."""

from __future__ import annotations

import re

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some

from outreach.pages import links, paging
from outreach.pages.paging import ENTRIES, PAGES, VENUES, asked_part, last_page, pager, part, ways


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The address of a page, which a test may write."""
    address: dict[str, str] = {}
    monkeypatch.setattr(st, "query_params", address)
    links.remember_address()
    return address


@given(total=some.integers(0, 300), size=some.integers(1, 60))
def test_the_pages_of_a_list_hold_every_entry_once_and_in_order(total: int, size: int) -> None:
    entries = list(range(total))
    seen: list[int] = []
    for number in range(1, last_page(total, size) + 1):
        st.query_params["page"] = str(number)
        found, shown = part(entries, size=size)
        assert found == number
        seen += shown
    assert seen == entries


@pytest.mark.parametrize("asked", ["", "0", "-1", "一", "²", "1e3", "9999999", "1.5"])
def test_nonsense_in_the_address_is_the_first_page(nothing_asked: dict[str, str], asked: str) -> None:
    nothing_asked["page"] = asked
    assert paging.asked_page() == 1


def test_who_asks_for_more_than_there_is_gets_the_last_page(nothing_asked: dict[str, str]) -> None:
    nothing_asked["page"] = "9"
    asked: list[int] = []

    def ask(number: int) -> int:
        asked.append(number)
        return 101

    assert asked_part(ask, lambda total: total, 50) == (3, 101)
    assert asked == [9, 3]
    assert part(range(101), size=50) == (3, range(100, 101))


def _told(html: str) -> tuple[str, list[str]]:
    return re.sub("<[^>]*>", "|", html), re.findall(r'href="([^"]*)"', html)


def test_a_pager_says_which_part_is_shown_and_leads_to_the_pages_beside_it() -> None:
    text, ways_on = _told(pager(2, 1_234, 50, told=VENUES) or "")
    assert "第 51 至 100 家，共 1,234 家" in text
    assert ways_on == ["?page=1", "?page=3"]
    text, ways_on = _told(pager(3, 101, 50, told=PAGES, parameter="rows") or "")
    assert "第 3／3 頁" in text
    assert "下一頁" in text
    assert ways_on == ["?rows=2"]


def test_a_list_that_is_shown_whole_needs_no_pager_but_may_say_how_long_it_is() -> None:
    assert pager(1, 50, 50) is None
    assert _told(ways(1, 50, 50, told=ENTRIES)) == ("||上一頁||第 1 至 50 筆，共 50 筆||下一頁||", [])
