"""The same conditions under the same names on 店家, 登錄 and 地圖, and links that keep them."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from outreach.rules.vocabulary import Facet
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run, seen_by
from tests.support.builders import ADMINISTRATOR, COMMERCE, MANAGER, MYCODE, PUBLIC, SmallCity

Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]
DAY = "2021-10-20"
#: 大安區, and 龍門里 in it.
DA_AN, LONGMEN = "63000030", "63000030041"
_SCRIPT = """
import streamlit as st
from outreach.pages import bar, frame, links, words
from outreach.pages.map import filters as map_filters
from outreach.pages.map import place as map_place
from outreach.pages.markup import el, show
from outreach.web import asking
words.settle_language()
links.remember_address()
asking.settle()
city = frame.city()
here, _problem = map_place.in_address()
asked = bar.ask(city, "map", within=here.district_code)
found = map_filters.read(city, asked.scheme)
asked = found.of(asked)
show(el("p", repr(asked.where), repr(asked.where_among(()))))
for at in (False, True):
    show(found.told(of_venues=at, listed=at), None if at else el("p", "|"))
show(found.lists(asked, here))
"""


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, small: Small) -> Visit:
    """`visit("venues", who, q="甜")` opens a page."""
    return lambda page, who, **more: open_page(monkeypatch, small[0], page, who=who, **more)


@pytest.fixture
def narrowed(monkeypatch: pytest.MonkeyPatch, small: Small) -> Visit:
    """`narrowed(who, q="甜")` tells what the map reads from an address, and where it leads."""

    def ask(who: Who, **parameters: str) -> AppTest:
        monkeypatch.setenv("OUTREACH_DATABASE_URL", small[0])
        seen_by(monkeypatch, who)
        page = AppTest.from_string(_SCRIPT, default_timeout=60)
        for name, value in parameters.items():
            page.query_params[name] = value
        return run(page)

    return ask


def link(page: AppTest, text: str) -> tuple[str, dict[str, str]]:
    """The page that a link of these words leads to, and its parameters."""
    found = re.search(rf'<a href="([^"]*)"[^>]*>{text}</a>', markup(page))
    assert found is not None, text
    there = urlsplit(unescape(found[1]))
    return there.path, {name: values[0] for name, values in parse_qs(there.query).items()}


ASKED = {"scheme": MYCODE, "as_of": DAY, "kind": "shop", "agency": COMMERCE, "sector": "ktv", "category": "C"}


@pytest.mark.parametrize("page", ["venues", "grid"])
def test_a_list_leads_to_the_same_venues_on_the_map(visit: Visit, small: Small, page: str) -> None:
    told = {**ASKED, "q": "歌", "standing": "eligible"}
    opened = visit(page, ADMINISTRATOR, **told, district="北投區")
    beitou = small[1].clerk.place("北投區").code
    assert link(opened, "在地圖上看") == ("map", {**told, "view": "venues", "place": beitou})


def test_a_village_of_a_list_is_the_place_of_the_map(visit: Visit, small: Small) -> None:
    code = small[1].clerk.place("中山區", "中央里").code
    opened = visit("venues", ADMINISTRATOR, scheme=MYCODE, as_of=DAY, village=code)
    assert link(opened, "在地圖上看")[1]["place"] == code
    nobody = visit("venues", ADMINISTRATOR, scheme=MYCODE, as_of=DAY, village="-")
    # Of those that name no village the map has no place: it would show many more than the list.
    assert "在地圖上看" not in shown(nobody)
    assert "<p></p>" not in markup(nobody)


def test_the_map_leads_to_the_same_venues_as_a_list_and_in_the_grid(narrowed: Visit) -> None:
    page = narrowed(ADMINISTRATOR, **ASKED, q="歌", voucher="餐飲券", place=LONGMEN)
    told = {**ASKED, "q": "歌", "voucher": "餐飲券", "district": DA_AN, "village": LONGMEN}
    assert link(page, "在店家清單開啟") == ("venues", told)
    assert link(page, "在登錄格開啟") == ("grid", told)


def test_the_map_reads_conditions_under_the_names_that_lists_give_them(narrowed: Visit) -> None:
    words = shown(narrowed(ADMINISTRATOR, **ASKED, q=" 歌 ", voucher="餐飲券"))
    more = f"'sector=ktv', 'category=C', 'agency={COMMERCE}')"
    assert f"('kind=shop', {more} ({more}" in words.replace(")(", ") (")
    areas, _bar, venues = words.partition("|")
    assert "商業處 · 視聽歌唱業 · C" in areas
    assert "分區統計不依店名、券別與統計歸類篩選" in areas
    # Of venues the trade is said with what is looked for.
    assert "商業處 · C" in venues
    assert "分區統計" not in venues


def test_a_name_of_a_sector_is_as_good_as_its_code_and_none_is_a_condition_too(narrowed: Visit) -> None:
    assert "'sector=ktv'" in shown(narrowed(ADMINISTRATOR, scheme=MYCODE, sector="視聽歌唱業"))
    assert "行業未填" in shown(narrowed(ADMINISTRATOR, scheme=MYCODE, sector="-"))


def test_what_cannot_be_read_or_is_not_a_matter_of_the_page_is_told(narrowed: Visit, visit: Visit) -> None:
    words = shown(narrowed(ADMINISTRATOR, agency="沒有這個局", sector="沒有這一行", standing="outstanding"))
    for told in ("『沒有這個局』", "『沒有這一行』", "分區統計不依店名、券別與統計歸類篩選"):
        assert told in words
    assert "清單不依券別篩選" in shown(visit("venues", ADMINISTRATOR, scheme=MYCODE, voucher="餐飲券"))


def test_lists_are_offered_to_who_may_open_them(narrowed: Visit, small: Small) -> None:
    li = Who("李承辦", Role.OFFICER, None, small[1].clerk.value(Facet.AGENCY, COMMERCE))
    for who, offered in ((PUBLIC, (False, False)), (MANAGER, (True, False)), (li, (True, True))):
        words = shown(narrowed(who, scheme=MYCODE))
        assert ("在店家清單開啟" in words, "在登錄格開啟" in words) == offered
