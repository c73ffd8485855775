"""我的機關: the agency's figures, its round, what waits, and what was recorded; nobody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import open_city
from outreach.services.who import Role, Who
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page
from tests.support.builders import CULTURE, PUBLIC, SmallCity, of_agency


def officer_of(url: str, agency: str, role: Role = Role.OFFICER) -> Who:
    city = open_city(url)
    found = next(a.id for a in city.reference().agencies.values() if a.short_name == agency)
    city.engine.dispose()
    return Who("示範承辦", role, None, found)


def test_the_demonstrations_desk_says_what_is_missing_and_until_when(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    page = open_page(monkeypatch, demonstration, "desk", who=officer_of(demonstration, "商業處"))
    words = shown(page)
    assert "臺北市商業處 · 截至110年11月23日" in words
    assert "還差 98 家 93.92 % 已完成 1,516／母數 1,614 家" in words
    assert "還有 3 天 第214次主任秘書會報" in words
    assert "到期的追蹤" in words
    assert "疑似重複" in words


def test_a_long_list_of_what_waits_opens_in_full(monkeypatch: pytest.MonkeyPatch, demonstration: str) -> None:
    who = officer_of(demonstration, "商業處")
    few = markup(open_page(monkeypatch, demonstration, "desk", who=who))
    assert few.count("應於") == 8
    assert "all=reviews" in few
    many = markup(open_page(monkeypatch, demonstration, "desk", who=who, all="reviews"))
    assert many.count("覆核") > 40


def test_a_bureau_reads_its_subordinates_along(monkeypatch: pytest.MonkeyPatch, demonstration: str) -> None:
    who = officer_of(demonstration, "產業局", Role.APPROVER)
    assert "含所屬機關" in shown(open_page(monkeypatch, demonstration, "desk", who=who))


def test_an_agency_that_nothing_waits_for_hears_so(
    monkeypatch: pytest.MonkeyPatch, small: tuple[str, SmallCity]
) -> None:
    url, city = small
    culture = of_agency(city, Role.OFFICER, CULTURE)
    city.clerk.say(city.untouched, Facet.PARTICIPATION, Participation.JOINED, date(2021, 10, 2))
    words = shown(open_page(monkeypatch, url, "desk", who=culture))
    assert "已達 100 %" in words
    assert "目前沒有要填報的清單。" in words
    assert "甜圈坊" not in words
    assert "登錄異動" in words


@pytest.mark.parametrize(("role", "looking"), [(Role.OFFICER, True), (Role.MANAGER, False)])
def test_whoever_changes_nothing_reads_the_desk_to_its_end(
    monkeypatch: pytest.MonkeyPatch, demonstration: str, role: Role, looking: bool
) -> None:
    who = replace(officer_of(demonstration, "商業處", role), looking=looking)
    words = shown(open_page(monkeypatch, demonstration, "desk", who=who))
    assert "還差 98 家" in words
    assert "逾期未覆核" in words
    assert "最近異動" in words
    assert "不能" not in words


def test_whoever_has_no_agency_is_told_where_to_go(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    nobody = Who("無機關承辦", Role.OFFICER)
    assert "您的帳號沒有所屬機關" in shown(open_page(monkeypatch, demonstration, "desk", who=nobody))
    assert "這一頁要先登入才能使用。" in shown(open_page(monkeypatch, demonstration, "desk", who=PUBLIC))


def test_the_desk_is_english_too(monkeypatch: pytest.MonkeyPatch, demonstration: str) -> None:
    who = officer_of(demonstration, "商業處")
    words = shown(open_page(monkeypatch, demonstration, "desk", who=who, lang="en"))
    assert "98 venues missing" in words
    assert "To do" in words
