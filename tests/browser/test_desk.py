"""An agency's day in a browser: sign in, record, undo, merge, hand in, confirm.

What is done on the way (signing in, visits, the grid) is done on a phone too; that the other pages can be
read and used there is seen by test_access.py.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from outreach.rules.vocabulary import Facet, Participation, Standing
from outreach.services.city import open_city
from outreach.services.recording import Said, record
from outreach.services.venues import members
from outreach.sheets.reading import read_workbook
from outreach.sheets.table import Table
from outreach.sheets.writing import write_xlsx
from tests.support.browser import PHONE, WIDE, Watch, new_context, settle
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases
from tests.support.demonstration import set_up_demonstration_url
from tests.support.entering import enter
from tests.support.program import Program, serving

SIZES = pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
OFFICER, APPROVER = "officer", "approver"
MYCODE = "scheme=mycode"


@pytest.fixture(scope="module")
def database(lasting_databases: Databases) -> str:
    """URL of a demonstration of this file's own, since its journeys record."""
    return set_up_demonstration_url(lasting_databases)


@pytest.fixture(scope="module")
def program(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Serve it."""
    with serving(database, tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def account() -> str:
    """Everybody here signs in as part of the journey, or is the officer."""
    return OFFICER


def key(page: Page, name: str) -> Locator:
    """The widget with a key; the element that bears the class holds it."""
    return page.locator(f".st-key-{name}")


def press(page: Page, name: str) -> None:
    """Press the button with a key, and wait for what follows."""
    key(page, name).get_by_role("button").first.click()
    settle(page)


def missing(page: Page, scheme: str = "台北通 myCode+") -> int:
    """還差 so many venues, as the desk says of a scheme."""
    page.goto("/desk")
    settle(page)
    card = page.locator(".card", has=page.get_by_role("heading", name=scheme))
    return int(re.sub(r"\D", "", card.locator(".big").inner_text()))


@SIZES
@pytest.mark.parametrize("account", [""])
def test_an_officer_signs_in_and_lands_on_the_agencys_desk(page: Page) -> None:
    page.goto("/")
    settle(page)
    page.get_by_role("link", name="登入", exact=True).first.click()
    settle(page)
    officer = page.locator(".accounts li", has_text="機關承辦人")
    officer.get_by_role("button", name="以此登入").click()
    settle(page)
    expect(page.get_by_role("heading", name="我的機關")).to_be_visible()
    expect(page.get_by_text("臺北市商業處")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.get_by_text("臺北市商業處")).to_be_visible()


@SIZES
def test_a_visit_is_recorded_by_two_taps_and_taken_back(page: Page) -> None:
    before = missing(page)
    page.goto("/visits")
    settle(page)
    card = page.locator("[class*='st-key-visit_card_']", has_text="台北通 myCode+ 未聯繫").first
    venue = re.search(r"visit_card_(\d+)", card.get_attribute("class") or "")
    assert venue is not None
    press(page, f"visit_open_{venue[1]}")
    press(page, f"visit_joined_{venue[1]}")
    expect(key(page, f"visit_done_{venue[1]}")).to_be_visible()
    assert missing(page) == before - 1
    page.goto("/visits")
    settle(page)
    # What was recorded just now is undone from the venue's own history.
    page.goto(f"/venues?venue={venue[1]}&{MYCODE}")
    settle(page)
    page.locator(".history .changes li").first.get_by_role("link", name="復原").click()
    settle(page)
    press(page, "undo_now")
    assert missing(page) == before


def _tick(page: Page, count: int) -> None:
    for n in range(count):
        page.locator(".grid tbody tr[data-id] [data-tick]").nth(n).check()
    expect(page.get_by_text(f"已選 {count} 家")).to_be_visible()
    settle(page)


@SIZES
def test_ten_venues_are_set_at_once_and_the_figure_moves_and_comes_back(page: Page) -> None:
    before = missing(page)
    page.goto(f"/grid?{MYCODE}&standing=outstanding")
    settle(page)
    _tick(page, 10)
    key(page, "grid_bulk_participation").locator("[data-baseweb='select'], input").first.click()
    page.get_by_role("option", name="已張貼").click()
    settle(page)
    press(page, "grid_bulk_apply")
    expect(key(page, "grid_unsaved")).to_contain_text("10 筆未儲存")
    expect(key(page, "grid_unsaved")).to_contain_text(re.compile(r"\+10"))
    # Another page and back: what is unsaved is still there.
    page.get_by_role("link", name="我的機關").first.click() if page.viewport_size == WIDE else None
    settle(page)
    if page.viewport_size == WIDE:
        page.get_by_role("link", name="登錄", exact=True).first.click()
        settle(page)
        expect(key(page, "grid_unsaved")).to_contain_text("10 筆未儲存")
    press(page, "grid_save")
    expect(key(page, "grid_saved")).to_contain_text("已儲存 10 家")
    assert missing(page) == before - 10
    page.locator(".lately li").first.get_by_role("link", name="復原").click()
    settle(page)
    press(page, "undo_now")
    assert missing(page) == before


def test_a_duplicate_is_merged_and_the_merge_undone(page: Page) -> None:
    page.goto("/duplicates?span=same")
    settle(page)
    pairs = page.get_by_role("link", name="並列比較")
    count = pairs.count()
    assert count
    pairs.first.click()
    settle(page)
    press(page, "merge")
    press(page, "merge_now")
    expect(page.get_by_text("已合併：").first).to_be_visible()
    page.get_by_role("link", name="復原").first.click()
    settle(page)
    press(page, "undo_now")
    page.goto("/duplicates?span=same")
    settle(page)
    expect(page.get_by_role("link", name="並列比較")).to_have_count(count)


def _edit(book: Path, stages: dict[str, str]) -> None:
    """Change the stage of some venues (by number) in a downloaded workbook, as an office program does."""
    sheet = read_workbook(book.read_bytes(), book.name)
    headings, *rows = [list(row) for row in sheet.rows]
    at, stage = headings.index("店家編號"), headings.index("參與狀態")
    for row in rows:
        row[stage] = stages.get(row[at], row[stage])
    target = BytesIO()
    write_xlsx(target, Table("店家", tuple(headings), [tuple(row) for row in rows]))
    book.write_bytes(target.getvalue())


def _untouched(database: str, count: int) -> list[int]:
    """Some venues of 商業處 that nobody has contacted yet."""
    city = open_city(database)
    found = members(
        city,
        ADMINISTRATOR,
        "mycode",
        date(2021, 11, 23),
        standings=[Standing.OUTSTANDING],
        where=["agency=commerce"],
        page_size=None,
    ).members
    chosen = [m.venue.id for m in found if m.why.participation is Participation.NOT_CONTACTED]
    city.engine.dispose()
    return chosen[-count:]


def _meanwhile(database: str, venue: int) -> None:
    """Somebody else records of a venue, in another process."""
    city = open_city(database)
    said = Said(venue, {Facet.PARTICIPATION: Participation.AGREED.value}, date(2021, 11, 22))
    record(
        city,
        ADMINISTRATOR,
        "mycode",
        [said],
        summary="電話確認",
        now=datetime.now(UTC),
        today=date(2021, 11, 23),
    )
    city.engine.dispose()


def test_a_workbook_goes_out_and_comes_back_with_one_conflict_settled_side_by_side(
    page: Page, database: str, tmp_path: Path
) -> None:
    before = missing(page)
    one, contested = _untouched(database, 2)
    address = f"/import?{MYCODE}&effective=2021-11-23"
    page.goto(address)
    settle(page)
    with page.expect_download() as download:
        key(page, "workbook_download_xlsx").get_by_role("button").click()
    book = tmp_path / "我的店家.xlsx"
    download.value.save_as(book)
    _meanwhile(database, contested)
    _edit(book, {str(one): "已張貼", str(contested): "已張貼"})
    page.locator('input[type="file"]').set_input_files(book)
    expect(key(page, "import_conflicts")).to_be_visible(timeout=20_000)
    settle(page)
    expect(key(page, "import_conflicts")).to_contain_text("已同意")
    press(page, "conflicts_mine")
    key(page, "import_apply").get_by_role("button").click()
    expect(page.get_by_text("已套用：異動")).to_be_visible(timeout=20_000)
    assert missing(page) == before - 2
    page.locator(".lately li").first.get_by_role("link", name="復原").click()
    settle(page)
    press(page, "undo_now")
    assert missing(page) == before


def _as(browser: Browser, program: Program, page: Page, watch: Watch, account: str) -> Page:
    """Another person at another computer of the same size."""
    assert page.viewport_size is not None
    context = new_context(browser, program.url, page.viewport_size)
    watch.over(context)
    enter(context, program.url, account)
    return context.new_page()


def _open(page: Page) -> None:
    page.goto("/round")
    settle(page)


def test_a_list_is_handed_in_sent_back_handed_in_again_and_confirmed(
    page: Page, browser: Browser, program: Program, watch: Watch
) -> None:
    approver = _as(browser, program, page, watch, APPROVER)
    _open(page)
    press(page, "round_submit")
    expect(page.locator(".round-name .state.submitted")).to_be_visible()
    _open(approver)
    key(approver, "round_words").locator("textarea").fill("歇業的店家請補附日期")
    press(approver, "round_send_back")
    expect(approver.locator(".round-name .state.sent_back")).to_be_visible()
    _open(page)
    expect(page.get_by_text("歇業的店家請補附日期").first).to_be_visible()
    press(page, "round_submit")
    _open(approver)
    press(approver, "round_confirm")
    expect(approver.locator(".round-name .state.confirmed")).to_be_visible()
    approver.context.close()


@pytest.mark.parametrize("account", [""])
@pytest.mark.parametrize("address", ["desk", "grid", "visits", "round", "duplicates", "people", "import"])
def test_an_outsider_gets_the_way_to_sign_in_and_nothing_else(page: Page, address: str) -> None:
    page.goto(f"/{address}")
    settle(page)
    expect(page.get_by_text("這一頁要先登入才能使用。")).to_be_visible()
    expect(page.get_by_text("商業處")).to_have_count(0)


def test_signing_out_in_one_tab_ends_the_others(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/desk")
    settle(other)
    page.goto("/sign-in")
    settle(page)
    page.get_by_role("button", name="登出", exact=True).click()
    settle(page)
    other.reload()
    settle(other)
    expect(other.get_by_text("這一頁要先登入才能使用。")).to_be_visible()
