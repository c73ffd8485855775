"""The page of schemes: what holds for each, another one added, settings changed and taken back."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from outreach.services.who import Who
from tests.pages.conftest import shown
from tests.pages.opening import open_page, run
from tests.support.builders import MANAGER, MYCODE, OFFICER, SmallCity, set_up_url, small_city
from tests.support.databases import Databases


@pytest.fixture
def small(sqlite_databases: Databases) -> tuple[SmallCity, str]:
    """The small city and its address."""
    url = set_up_url(sqlite_databases)
    return small_city(url), url


def opened(monkeypatch: pytest.MonkeyPatch, url: str, who: Who = MANAGER, **parameters: str) -> AppTest:
    return open_page(monkeypatch, url, "schemes", who=who, **parameters)


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    return run(page)


def test_a_manager_adds_a_scheme_by_its_form_and_reads_what_holds_for_it(
    monkeypatch: pytest.MonkeyPatch, small: tuple[SmallCity, str]
) -> None:
    page = opened(monkeypatch, small[1], open="-new")
    page.text_input(key="scheme_new_name").input("冬季好禮券")
    page.text_input(key="scheme_new_code").input("winter_gift")
    page.text_input(key="scheme_new_target").input("120 %")
    page.text_input(key="scheme_new_categories").input("A 百貨，B 小吃")
    page.text_input(key="scheme_new_word_joined").input("已掛旗")
    press(page, "新增方案")
    assert "目標讀到 120 %；請填大於 0、最多 100 的百分比，例如 100。" in shown(page)
    assert page.text_input(key="scheme_new_name").value == "冬季好禮券"
    page.text_input(key="scheme_new_target").input("９５")
    press(page, "新增方案")
    text = shown(page)
    assert "已新增方案「冬季好禮券」" in text
    assert "A 百貨、B 小吃" in text
    assert "已加入 → 已掛旗" in text
    assert "95 %" in text


def test_settings_are_stated_from_a_day_on_and_stand_in_the_history(
    monkeypatch: pytest.MonkeyPatch, small: tuple[SmallCity, str]
) -> None:
    page = opened(monkeypatch, small[1], open=MYCODE)
    page.text_input(key=f"scheme_{MYCODE}_review").input("80")
    press(page, "儲存設定")
    text = shown(page)
    assert "設定已儲存（異動" in text
    assert "80 % 以下" in text
    assert "陳管考" in text
    press(page, "儲存設定")
    assert "已是如此，不必再儲存" in shown(page)


def test_an_officer_reads_no_settings_of_schemes(
    monkeypatch: pytest.MonkeyPatch, small: tuple[SmallCity, str]
) -> None:
    page = opened(monkeypatch, small[1], OFFICER, open=MYCODE)
    assert "「李承辦」的身分不能查看會議資料" in shown(page)
    assert not page.text_input
