"""From an office's list to the figure and the map, in a browser, on a city of its own."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from outreach.sheets.table import Table
from outreach.sheets.writing import write_xlsx
from tests.support.browser import PHONE, WIDE, Watch, new_context, settle
from tests.support.builders import COMMERCE, set_up_url
from tests.support.databases import Databases
from tests.support.entering import enter, with_administrator
from tests.support.program import Program, serving

SCHEME = "bear_voucher"
#: Shops by district, more than one page of rows together.
SHOPS = {"大安區": 31, "中山區": 22, "北投區": 7}
ROWS = sum(SHOPS.values())
MARKUP = "<script>alert(1)</script>"
ASKED = f"/import?scheme={SCHEME}&agency={COMMERCE}&effective=2021-11-05"


@pytest.fixture(scope="module")
def program(lasting_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Serve a city of three agencies that has no venue yet."""
    url = set_up_url(lasting_databases)
    with_administrator(url)
    with serving(url, tmp_path_factory.mktemp("import")) as running:
        yield running


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list as an office hands it in: three rows of banner, and the headings on row 4."""
    return _book(tmp_path_factory.mktemp("lists") / "餐飲店家.xlsx", "店")


def _book(path: Path, name: str, road: str = "示範路") -> Path:
    rows = [
        (str(n), f"{district}{name}{n}", "餐飲", district, f"臺北市{district}{road}{n}號", "現金")
        for district, count in SHOPS.items()
        for n in range(1, count + 1)
    ]
    rows[5] = ("6", f"{name}{MARKUP}", "餐飲", "大安區", f"臺北市大安區{road}6號", "現金")
    banner = [("熊好券特約店家一覽表",), ("製表日期：110年11月5日",), ()]
    headings = ("編號", "店家名稱", "類別", "行政區", "地址", "支付方式")
    target = io.BytesIO()
    write_xlsx(target, Table("餐飲", headings, rows, banner))
    path.write_bytes(target.getvalue())
    return path


def give(page: Page, book: Path) -> None:
    page.locator('input[type="file"]').set_input_files(book)
    page.get_by_role("button", name="套用", exact=True).or_(page.get_by_text("沒有需要寫入")).first.wait_for()
    settle(page)


def counts(page: Page) -> dict[str, int]:
    """The six counts as the page shows them."""
    told = {}
    for tile in page.locator(".count").all():
        word, number = tile.inner_text().split()
        told[word] = int(number.replace(",", ""))
    return told


def population(page: Page, district: str = "") -> int:
    """提報家數 on the overview, of the city or of one district."""
    page.goto(f"/?scheme={SCHEME}&as_of=2021-11-05" + (f"&district={district}" if district else ""))
    settle(page)
    total = page.locator("table.agencies tfoot td").last
    if page.get_by_text("尚無資料").count():
        return 0
    return int(re.sub(r"\D", "", total.inner_text()))


def test_a_list_with_a_banner_becomes_figures_by_district_and_a_map(page: Page, book: Path) -> None:
    page.goto(f"/import?scheme={SCHEME}")
    settle(page)
    expect(page.get_by_text("還沒有匯入過任何清單")).to_be_visible()
    page.get_by_label("機關", exact=True).click()
    page.get_by_role("option", name="商業處", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(f"agency={COMMERCE}"))
    page.goto(ASKED)
    settle(page)
    give(page, book)
    expect(page.get_by_text(f"標題在第 4 列 · 資料 {ROWS} 列")).to_be_visible()
    expect(page.get_by_text("未讀取 2 欄：編號、支付方式")).to_be_visible()
    told = counts(page)
    assert (sum(told.values()), told["新增"]) == (ROWS, ROWS)
    expect(page.locator(".six")).to_contain_text(f"＝ {ROWS} 列")
    expect(page.locator("table.effect tbody tr").first).to_contain_text(f"0 → {ROWS} ＋{ROWS}")
    page.get_by_role("button", name="套用", exact=True).dblclick()
    expect(page.get_by_text("已套用：異動")).to_be_visible()
    settle(page)
    expect(page).to_have_url(re.compile("change=\\d+"))
    assert sum(counts(page).values()) == ROWS
    expect(page.locator("table.recent tbody tr")).to_have_count(1)

    page.reload()
    settle(page)
    expect(page.get_by_text("已套用：異動")).to_be_visible()
    expect(page.get_by_text(f"涉及 {ROWS} 家店家")).to_be_visible()

    assert population(page) == ROWS
    by_district = {name: population(page, name) for name in SHOPS}
    assert by_district == SHOPS
    _map_draws(page)


def _map_draws(page: Page) -> None:
    page.goto(f"/map?scheme={SCHEME}&as_of=2021-11-05")
    settle(page)
    frame = page.frame_locator("iframe")
    frame.locator("path[role='button']").nth(11).wait_for()
    for name, count in SHOPS.items():
        row = page.locator(".places tbody tr", has_text=name)
        expect(row).to_contain_text(f"0／{count}")
    expect(page.locator(".places tfoot")).to_contain_text(f"／{ROWS}")
    expect(frame.locator("path[aria-label^='大安區']")).to_have_attribute(
        "aria-label", re.compile(f"0／{SHOPS['大安區']}|{SHOPS['大安區']} 家")
    )


def test_the_same_list_again_has_nothing_to_write(page: Page, book: Path) -> None:
    page.goto(ASKED)
    settle(page)
    give(page, book)
    apply = page.get_by_role("button", name="套用", exact=True)
    if apply.count():  # where the test above ran in another process, over another city
        apply.click()
        expect(page.get_by_text("已套用：異動")).to_be_visible()
        page.goto(ASKED)
        settle(page)
        give(page, book)
    assert counts(page)["未變"] == ROWS
    expect(page.get_by_text("這個檔案沒有需要寫入的內容")).to_be_visible()
    expect(page.get_by_role("button", name="套用", exact=True)).to_have_count(0)


def test_two_tabs_with_one_list_write_it_once(
    page: Page, browser: Browser, program: Program, watch: Watch, tmp_path: Path
) -> None:
    own = _book(tmp_path / "另一份.xlsx", "分店", "林蔭大道")
    context = new_context(browser, program.url, WIDE)
    watch.over(context)
    enter(context, program.url)
    other = context.new_page()
    for tab in (page, other):
        tab.goto(ASKED)
        settle(tab)
        give(tab, own)
        assert counts(tab)["新增"] == ROWS
    page.get_by_role("button", name="套用", exact=True).click()
    expect(page.get_by_text("已套用：異動")).to_be_visible()
    other.get_by_role("button", name="套用", exact=True).click()
    expect(other.get_by_text("預覽之後資料已有異動")).to_be_visible()
    other.get_by_role("button", name="重新預覽").click()
    expect(other.get_by_text("這個檔案沒有需要寫入的內容")).to_be_visible()
    assert counts(other)["未變"] == ROWS
    context.close()

    # And back again: what one tab wrote is undone in it, by the link beside the change.
    before = population(page)
    page.go_back()
    settle(page)
    page.locator(".applied").get_by_role("link", name="復原").click()
    page.get_by_role("button", name="確定復原").click()
    expect(page.get_by_text(re.compile("已復原異動 \\d+（復原本身是異動 \\d+）")).first).to_be_visible()
    assert population(page) == before - ROWS


def test_back_after_applying_shows_what_was_applied_and_no_second_chance(page: Page, tmp_path: Path) -> None:
    own = _book(tmp_path / "第三份.xlsx", "支店", "河濱街")
    page.goto(ASKED)
    settle(page)
    give(page, own)
    page.get_by_role("button", name="套用", exact=True).click()
    expect(page.get_by_text("已套用：異動")).to_be_visible()
    settle(page)
    page.go_back()
    settle(page)
    expect(page.get_by_role("button", name="套用", exact=True)).to_have_count(0)


def test_the_results_are_taken_along_as_a_file(page: Page, book: Path) -> None:
    page.goto(ASKED)
    settle(page)
    give(page, book)
    with page.expect_download() as taken:
        page.get_by_role("button", name="下載逐列結果").click()
    assert taken.value.suggested_filename == "餐飲店家-結果.xlsx"


def test_a_file_that_is_no_list_is_refused_in_chinese(page: Page, tmp_path: Path) -> None:
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.goto(ASKED)
    settle(page)
    page.locator('input[type="file"]').set_input_files(picture)
    expect(page.get_by_text("的內容是PNG 圖片，不是試算表")).to_be_visible()
    page.get_by_role("button", name="換一個檔案").click()
    expect(page.locator('input[type="file"]')).to_be_attached()


def test_the_page_is_readable_by_everyone_and_fits_its_window(page: Page, book: Path) -> None:
    page.goto(ASKED)
    settle(page)
    give(page, book)
    for window in (WIDE, PHONE):
        page.set_viewport_size(window)
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert [v for v in found.response["violations"] if _ours(v)] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def _ours(violation: dict[str, object]) -> bool:
    return "stHtml" in str(violation["nodes"])
