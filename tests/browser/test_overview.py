"""The overview in a browser: from the city's figure to the venues behind it, on a desk and on a telephone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, choose, settle

MEETING = "/?scheme=mycode&as_of=2021-10-26"


def test_from_the_citys_rate_to_one_venue_and_back(page: Page) -> None:
    page.goto(MEETING)
    settle(page)
    expect(page.locator(".card.rate .big")).to_have_text("89.79 %")
    page.locator("table.agencies").get_by_role("link", name="產業局", exact=True).click()
    expect(page.locator("tr.own")).to_have_count(3)
    expect(page).to_have_url(re.compile("inside=economic"))
    page.locator("tr.own", has_text="商業處").get_by_role("link", name="198", exact=True).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator(".listed")).to_have_text(re.compile("商業處（本機關） · 未完成.*198 家"))
    expect(panel.locator(".venues li")).to_have_count(50)
    panel.get_by_role("link", name="下一頁").click()
    expect(panel.locator(".pager")).to_contain_text("第 51 至 100 家，共 198 家")
    panel.locator(".explained").get_by_role("link", name="310", exact=True).click()
    expect(panel.locator(".listed")).to_contain_text("毋須納入母數")
    expect(panel.locator(".venues li").first).to_contain_text("備註：")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page).not_to_have_url(re.compile("list="))
    expect(page.locator("tr.own")).to_have_count(3)


def test_every_number_on_the_page_counts_the_venues_it_opens(page: Page) -> None:
    page.goto("/?scheme=mycode&as_of=2021-10-26&district=63000030")
    settle(page)
    numbers = page.locator("tfoot a.open")
    told = [int(text.replace(",", "")) for text in numbers.all_inner_texts()[:5]]
    assert len(told) == 5
    for at, count in enumerate(told):
        numbers.nth(at).click()
        expect(page.get_by_role("dialog").locator(".listed b")).to_have_text(f"{count:,} 家")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_link_opens_the_same_panel_in_another_tab(page: Page) -> None:
    page.goto(MEETING)
    settle(page)
    address = page.locator(".card.missing .big a").get_attribute("href")
    assert address is not None
    page.goto(f"/{address}")
    expect(page.get_by_role("dialog").locator(".listed")).to_contain_text("507 家")


def test_the_list_is_taken_along_as_a_file(page: Page) -> None:
    page.goto(f"{MEETING}&list=outstanding&of=training")
    settle(page)
    page.get_by_role("dialog").get_by_text("下載這份清單").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV（UTF-8，含BOM）").click()
    assert download.value.suggested_filename == "mycode-2021-10-26-outstanding.csv"
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.count("\n") == 2
    assert "公訓處" in text


def test_a_venue_in_the_panel_leads_to_its_history(page: Page) -> None:
    page.goto(f"{MEETING}&list=outstanding&of=training")
    settle(page)
    name = page.get_by_role("dialog").locator(".venues .name")
    shown = name.inner_text()
    name.click()
    expect(page).to_have_url(re.compile(r"/venues\?.*venue=\d+"))
    expect(page.get_by_text(shown).first).to_be_visible()


def test_the_bar_changes_the_question_and_the_address(page: Page) -> None:
    page.goto("/")
    settle(page)
    choose(page.get_by_role("combobox", name="方案"), "台北通 myCode+")
    expect(page).to_have_url(re.compile("scheme=mycode"))
    expect(page.locator(".question")).to_contain_text("台北通 myCode+")
    page.get_by_text("轄管場館", exact=True).first.click()
    expect(page).to_have_url(re.compile("kind=city_venue"))
    before = page.locator(".question").inner_text()
    page.locator(".weeks a").first.click()
    expect(page).to_have_url(re.compile("as_of=2021-"))
    expect(page.locator(".question")).not_to_have_text(before)


def test_the_question_goes_along_to_another_page(page: Page) -> None:
    page.goto("/?scheme=mycode&kind=shop&as_of=2021-10-05")
    settle(page)
    page.get_by_role("link", name="店家", exact=True).click()
    expect(page).to_have_url(re.compile(r"/venues\?.*as_of=2021-10-05"))
    expect(page.locator(".question").first).to_contain_text("台北通 myCode+ · 店家 · 截至110年10月5日")


def test_the_page_switches_to_english_and_says_so_to_the_browser(page: Page) -> None:
    page.goto(MEETING)
    settle(page)
    assert page.evaluate("document.documentElement.lang") == "zh-Hant"
    assert page.title() == "總覽 · 臺北市店家場館推廣統計"
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("h1")).to_have_text("Overview")
    expect(page.locator(".question")).to_contain_text("As of 26 October 2021")
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.reload()
    settle(page)
    expect(page.locator("h1")).to_have_text("Overview")


def test_a_number_can_be_reached_and_opened_by_keyboard(page: Page) -> None:
    page.goto(MEETING)
    settle(page)
    page.locator(".card.missing .big a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".listed")).to_contain_text("507 家")


@pytest.mark.parametrize("viewport", [PHONE])
def test_on_a_telephone_each_agency_is_a_card_and_nothing_runs_out_of_the_page(page: Page) -> None:
    page.goto(MEETING)
    settle(page)
    expect(page.locator("table.agencies thead")).to_be_hidden()
    row = page.locator("table.agencies tbody tr").first
    expect(row).to_contain_text("還差388")
    box = row.bounding_box()
    assert box is not None
    assert box["height"] < 100
    wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= PHONE["width"]
    row.get_by_role("link", name="388", exact=True).click()
    panel = page.get_by_role("dialog")
    expect(panel.locator(".listed")).to_contain_text("388 家")
    assert panel.evaluate("panel => panel.scrollWidth <= panel.clientWidth")
