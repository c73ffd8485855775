"""店家 in a browser: from a search to one venue's history and back, on a desk and on a telephone."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.browser import settle

ASKED = "/venues?scheme=mycode&as_of=2021-10-26"


def found(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator(".found").inner_text()))


def test_from_a_filter_to_a_venue_and_back_to_the_same_place_of_the_list(page: Page) -> None:
    page.goto(ASKED)
    settle(page)
    everything = found(page)
    page.get_by_label("統計歸類").click()
    page.get_by_role("option", name="未完成", exact=True).click()
    expect(page).to_have_url(re.compile("standing=outstanding"))
    settle(page)
    assert 50 < found(page) < everything
    page.get_by_role("link", name="下一頁").click()
    expect(page.locator(".pager")).to_contain_text("第 51 至 100 家")
    name = page.locator(".venue-list tbody th a").first
    told = name.inner_text()
    name.click()
    expect(page.locator(".venue-name")).to_have_text(told)
    expect(page.locator(".changes li").first).to_contain_text("異動")
    page.get_by_role("link", name="回店家清單").click()
    expect(page.locator(".pager")).to_contain_text("第 51 至 100 家")
    page.go_back()
    expect(page.locator(".venue-name")).to_have_text(told)


def test_searching_narrows_the_list_and_clearing_brings_it_back(page: Page) -> None:
    page.goto(ASKED)
    settle(page)
    everything = found(page)
    page.get_by_label("搜尋").fill("林森北路")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q="))
    settle(page)
    for row in page.locator(".venue-list .about").all()[:5]:
        expect(row).to_contain_text("林森北路")
    page.get_by_role("button", name="清除條件").click()
    settle(page)
    assert found(page) == everything


def test_the_whole_list_is_taken_along_as_a_file(page: Page) -> None:
    page.goto(f"{ASKED}&sector=ktv")
    settle(page)
    page.get_by_role("button", name=re.compile("下載這份清單")).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV（UTF-8，含BOM）").click()
    rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == found(page)
    assert {row["行業"] for row in rows} == {"視聽歌唱業"}
