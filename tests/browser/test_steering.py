"""A manager's morning before a meeting: board, figure, order, round, freeze, paper, correction, edition 2."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect

from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import open_city
from outreach.services.meetings import edition
from outreach.services.venues import member_ids
from outreach.store.engine import writing
from outreach.store.meeting_tables import edition_figures, edition_members, edition_non_reporters, editions
from tests.support.browser import WIDE, choose, new_context, settle
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases
from tests.support.demonstration import set_up_demonstration_url
from tests.support.entering import BOSS, enter
from tests.support.program import Program, serving

MEETING = 214
AS_OF = date(2021, 11, 22)
MANAGER = "manager"


def before_the_freeze(url: str) -> None:
    """The demonstration as it stood on the morning of the meeting: opened, and not frozen."""
    city = open_city(url)
    with writing(city.engine) as connection:
        ids = sa.select(editions.c.id).where(editions.c.meeting_number == MEETING)
        for table in (edition_figures, edition_members, edition_non_reporters):
            connection.execute(sa.delete(table).where(table.c.edition_id.in_(ids)))
        connection.execute(sa.delete(editions).where(editions.c.meeting_number == MEETING))
    city.engine.dispose()


@pytest.fixture
def database(lasting_databases: Databases) -> str:
    """URL of a demonstration of this journey's own."""
    url = set_up_demonstration_url(lasting_databases)
    before_the_freeze(url)
    return url


@pytest.fixture
def program(database: str, tmp_path: Path) -> Iterator[Program]:
    """Serve it."""
    with serving(database, tmp_path) as running:
        yield running


@pytest.fixture
def account() -> str:
    """Whose morning it is."""
    return MANAGER


def opened(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def press(page: Page, key: str) -> None:
    """Press the button with a key, and wait for what follows."""
    page.locator(f".st-key-{key}").get_by_role("button").first.click()
    settle(page)


def number(locator: Locator) -> int:
    return int(re.sub(r"\D", "", locator.inner_text()))


def taken(page: Page, format_: str) -> bytes:
    """The paper in a format, made and downloaded."""
    press(page, f"meeting_paper_{format_}")
    with page.expect_download() as found:
        page.locator(".st-key-meeting_paper_file").get_by_role("button").click()
    return Path(found.value.path()).read_bytes()


def corrected(browser: Browser, program: Program, venue: int) -> None:
    """An administrator records that a venue had joined two days before the meeting's day."""
    context = new_context(browser, program.url, WIDE)
    enter(context, program.url, BOSS)
    page = context.new_page()
    opened(page, f"/venues?venue={venue}&scheme=mycode")
    page.locator("summary", has_text="登錄狀態").click()
    choose(page.locator("[class*='st-key-venue_participation_']").get_by_role("combobox"), "已張貼")
    page.locator("[class*='st-key-venue_effective_'] [role=spinbutton]").nth(2).click()
    page.keyboard.type("20")
    page.locator("[class*='st-key-venue_save_'] button").click()
    settle(page)
    context.close()


def test_a_manager_prepares_the_meeting_freezes_it_and_lets_a_correction_make_the_second_edition(
    page: Page, browser: Browser, program: Program, database: str
) -> None:
    opened(page, "/board")
    expect(page.get_by_role("heading", name="看板", level=1)).to_be_visible()
    # Why is this the percentage? One click answers to the last shop.
    figure = page.locator(".stHtml a.open[href*='list=excluded']").first
    excluded = number(figure)
    figure.click()
    settle(page)
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("毋須納入母數")
    expect(panel).to_contain_text(f"{excluded:,}")

    # An order is previewed on every agency, and dropped.
    opened(page, "/orders?state=barber&from=2021-05-15&reopen=2021-11-30")
    page.locator("[class*='st-key-order_document_'] textarea").fill("北市產業商字第1101130001號公告")
    press(page, "order_preview")
    expect(page.get_by_text("預覽（尚未儲存）")).to_be_visible()
    press(page, "order_drop")

    opened(page, "/round")
    press(page, "round_end")
    press(page, "round_close")
    expect(page.get_by_text("已結束。")).to_be_visible()

    opened(page, f"/meetings?meeting={MEETING}")
    press(page, "meeting_freeze")
    expect(page.get_by_text("第214次會議已凍結為第1版")).to_be_visible()
    opened(page, f"/meetings?meeting={MEETING}&view=paper")
    assert taken(page, "pdf").startswith(b"%PDF")
    assert taken(page, "odt")[:2] == b"PK"

    city = open_city(database)
    first = edition(city, ADMINISTRATOR, MEETING).items[0]
    venue = member_ids(
        city, ADMINISTRATOR, "mycode", AS_OF, standings=(Standing.OUTSTANDING,), where=(f"kind={Kind.SHOP}",)
    )[0]
    corrected(browser, program, venue)
    opened(page, f"/meetings?meeting={MEETING}&view=since")
    expect(page.get_by_text("更正 1 筆").first).to_be_visible()
    press(page, "meeting_to_freeze")
    expect(page.locator(".st-key-meeting_note textarea")).to_have_value(re.compile("依凍結後的更正重計"))
    press(page, "meeting_freeze")
    expect(page.get_by_text("第214次會議已凍結為第2版")).to_be_visible()
    second = edition(city, ADMINISTRATOR, MEETING).items[0]
    assert second.total.completed == first.total.completed + 1
    assert edition(city, ADMINISTRATOR, MEETING, 1).items[0] == first
    city.engine.dispose()
