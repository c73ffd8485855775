"""What a page is brought to before its picture is taken, by the hands of somebody who works there."""

import csv
import io

from playwright.sync_api import FilePayload, Locator, Page
from python_calamine import CalamineWorkbook

from tests.support.browser import choose, settle


def type_over(page: Page) -> None:
    """Leave three venues posted and one closed without the remark that it needs, all of it unsaved."""
    rows = page.locator(".grid tbody tr[data-id]")
    for n in range(3):
        _cell(page, n, "participation").select_option(label="已張貼")
        settle(page)
    if not _cell(page, 3, "operating").is_visible():
        rows.nth(3).locator(".is-more button").click()
    _cell(page, 3, "operating").select_option(label="歇業")
    page.locator(".st-key-grid_unsaved").get_by_text("4 筆未儲存").wait_for()


def review(page: Page) -> None:
    """The same, looked through before it is saved."""
    type_over(page)
    page.get_by_role("button", name="檢視", exact=True).click()
    page.get_by_text("檢視未儲存的修改").wait_for()


def open_outcomes(page: Page) -> None:
    """Tap once at the second stop: the next tap records."""
    page.get_by_role("button", name="登錄結果").nth(1).click()
    page.get_by_text("備註與下次追蹤").wait_for()
    settle(page)
    _to_top(page, "[class*='st-key-visit_card_']", 1)


def print_walk(page: Page) -> None:
    """Look at the sheet of paper."""
    page.emulate_media(media="print")


def follow_up(page: Page) -> None:
    """Open the venue whose follow-up has waited longest."""
    page.locator(".queue .open").first.click()
    page.get_by_text("基本資料").wait_for()


def contact_log(page: Page) -> None:
    """The same venue's contact log, with the form for another attempt."""
    follow_up(page)
    page.get_by_text("登錄一次聯繫").click()
    page.get_by_text("一併更新參與狀態").wait_for()
    _to_top(page, ".st-key-contacts")


def look_before(page: Page) -> None:
    """State a venue's new status and see what it does to the figure before it is saved."""
    page.locator("table .open").first.click()
    page.get_by_text("登錄狀態（").click()
    choose(page.get_by_role("combobox", name="參與狀態"), "已張貼")
    page.get_by_role("button", name="檢視影響").click()
    page.get_by_text("儲存後").wait_for()
    _to_top(page, ".st-key-venue_desk")


def compare(page: Page) -> None:
    """Open a pair of one agency."""
    page.get_by_role("link", name="並列比較").last.click()
    page.get_by_text("保留哪一家").wait_for()


def brief(page: Page) -> None:
    """Open the brief of the last line of the round."""
    page.get_by_role("link", name="答詢說明").last.click()
    page.get_by_text("資料序號").wait_for()


def hand_in(page: Page) -> None:
    """Hand the list in where it lies, so that it can be confirmed or sent back."""
    button = page.get_by_role("button", name="看過異動，送出")
    if button.count():
        button.click()
    page.get_by_role("button", name="核定", exact=True).wait_for()


def review_lists(page: Page) -> None:
    """Whom the meeting reviews, who is at the target, and who is behind twice."""
    _to_top(page, ".board-lists")


def trend(page: Page) -> None:
    """The lines of every scheme, with meetings and orders marked."""
    page.locator("canvas, svg.marks").first.wait_for()
    _to_top(page, ".st-key-board_trend")


def take_along(page: Page) -> None:
    """The list behind a number, about to be taken along in Big5, which lacks some of its characters."""
    page.get_by_text("下載這份清單").click()
    page.get_by_role("button", name="CSV（Big5）").click()
    page.get_by_text("Big5 存不下").wait_for()


def ask_agency(page: Page) -> None:
    """One question to an agency about all that it has not looked at again."""
    page.get_by_role("link", name="全部提問").first.click()
    page.get_by_role("button", name="向機關提問").wait_for()


def preview_order(page: Page) -> None:
    """See what reopening a sector would do to every agency before anything is stated."""
    page.locator("[class*='st-key-order_document_'] textarea").fill(
        "北市示範產商字第1101130001號公告：理髮業自110年11月30日起復業"
    )
    page.get_by_role("button", name="預覽影響").click()
    page.get_by_text("預覽（尚未儲存）").wait_for()
    settle(page)
    _to_top(page, ".preview-title")


def chase(page: Page) -> None:
    """About to remind the agencies that have not handed in."""
    page.locator(".st-key-round_chase").get_by_role("button").click()
    page.get_by_role("button", name="送出稽催").wait_for()


def make_paper(page: Page) -> None:
    """The paper as PDF, read back and offered."""
    page.get_by_role("button", name="PDF").click()
    page.get_by_text("核對相符。").wait_for()
    page.mouse.move(0, 0)  # its hint would cover what stands above the button


def new_scheme(page: Page) -> None:
    """The form of a scheme that is about to be added."""
    for label, text in (
        ("方案名稱", "冬季好禮券"),
        ("方案代碼", "winter_voucher"),
        ("完成的意思", "店家可收受冬季好禮券"),
    ):
        page.get_by_role("textbox", name=label).fill(text)


def open_meeting(page: Page) -> None:
    """Open the next meeting as it is suggested; it waits to be frozen."""
    page.get_by_role("button", name="開立會議").click()
    page.get_by_role("button", name="凍結第1版").wait_for()


def near_me(page: Page) -> None:
    """The list of the nearest venues inside the map, on which the page stands."""
    page.frame_locator("iframe").get_by_role("button", name="離我最近").click()
    page.frame_locator("iframe").locator(".geodata-panel li").first.wait_for()
    settle(page)
    _to_top(page, ".st-key-where")


def report(page: Page) -> None:
    """A found venue's panel with the form for what is wrong."""
    page.locator(".spots a").first.click()
    page.get_by_text("資料有誤？").click()
    page.get_by_role("button", name="回報錯誤").scroll_into_view_if_needed()


def play_weeks(page: Page) -> None:
    """The player opened and stopped some weeks ago; the whole page is of that day."""
    page.emulate_media(reduced_motion="no-preference")  # else there is nothing to play, but the slider
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="播放各週").click()
    slider = frame.locator("input[type=range]")
    slider.wait_for()
    slider.focus()
    page.keyboard.press("End")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="最新").and_(page.locator(":enabled")).wait_for()


def move_mark(page: Page) -> None:
    """The first venue put where the map is pressed; what would change stands below the map."""
    page.frame_locator("iframe").locator(".leaflet-container").click()
    page.get_by_role("button", name="確認移到這裡").wait_for()
    _to_top(page, ".st-key-placing_drawn")


def give_back(page: Page) -> None:
    """Hand a downloaded workbook in again: two rows changed, and one whose venue somebody else changed."""
    settle(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="下載 xlsx").click()
    rows = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    heads = next(n for n, row in enumerate(rows) if "店家編號" in row)
    at = {str(title): n for n, title in enumerate(rows[heads])}
    behind = [row for row in rows[heads + 1 :] if row[at["參與狀態"]] == "已聯繫"][:3]
    for row in behind:
        row[at["參與狀態"]] = "已張貼"
        for title in ("店家編號", "版本"):
            row[at[title]] = int(float(str(row[at[title]])))
    # As if it had been downloaded before the last change of its venue.
    behind[2][at["版本"]] = int(str(behind[2][at["版本"]])) - 1
    text = io.StringIO()
    csv.writer(text).writerows([rows[heads], *behind])
    book = FilePayload(name="我的店家.csv", mimeType="text/csv", buffer=text.getvalue().encode("utf-8-sig"))
    page.locator("input[type=file]").set_input_files(book)
    page.get_by_role("heading", name="逐列結果").wait_for()
    settle(page)
    _to_top(page, ".preview")


def _cell(page: Page, row: int, column: str) -> Locator:
    return page.locator(".grid tbody tr[data-id]").nth(row).locator(f"[data-column='{column}']")


def _to_top(page: Page, selector: str, nth: int = 0) -> None:
    """Scroll until it stands below the navigation, which stays at the top."""
    under = "e => { e.style.scrollMarginTop = '76px'; e.scrollIntoView({block: 'start'}); }"
    page.locator(selector).nth(nth).evaluate(under)
