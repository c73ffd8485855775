"""The program below a path of its own, behind a reverse proxy that hands on nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from outreach.services.demonstration_accounts import PASSWORD
from tests.support.browser import WIDE, Watch, new_context, settle
from tests.support.databases import Databases
from tests.support.entering import BOSS, with_administrator
from tests.support.map_city import LONGMEN, map_city
from tests.support.program import serving
from tests.support.proxy import Proxy, reverse_proxy

BELOW = "/tracker"
ASKED = "scheme=mycode&as_of=2021-10-20"


@pytest.fixture(scope="module")
def proxy(lasting_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("below")
    url, _ = map_city(lasting_databases)
    with_administrator(url)
    with (
        serving(url, folder, base=BELOW.strip("/")) as program,
        reverse_proxy(program.url, BELOW) as standing,
    ):
        yield standing


def test_map_sign_in_links_and_forms_work_below_a_path_and_ask_for_nothing_beside_it(
    browser: Browser, proxy: Proxy
) -> None:
    context = new_context(browser, proxy.url, WIDE)
    watch = Watch(proxy.url)
    watch.over(context)
    page = context.new_page()
    page.goto(f"{BELOW}/map?{ASKED}&place={LONGMEN}")
    settle(page)
    expect(page.get_by_text("甜圈坊").first).to_be_visible()
    expect(page.get_by_text("舊書店")).to_have_count(0)
    page.locator("a[href^='sign-in?next=']").click()
    page.locator("input[name='account']").fill(BOSS)
    page.locator("input[name='password']").fill(PASSWORD)
    page.locator("form[action$='auth/sign-in'] button").click()
    # Back where the way began, signed in: what the public is not told stands in the table.
    expect(page).to_have_url(re.compile(rf"^{re.escape(proxy.url)}{BELOW}/map\?.*place={LONGMEN}"))
    expect(page.get_by_text("舊書店").first).to_be_visible()
    page.locator(".breadcrumb a").first.click()
    # Boundaries, figures and scripts all came.
    expect(page.frame_locator("iframe").locator("path[role='button']")).to_have_count(12)
    expect(page.frame_locator("iframe").locator(".geodata-note")).to_have_count(0)
    settle(page)
    links = page.locator("a[href]").evaluate_all("all => all.map(each => each.href)")
    own = [link for link in links if link.startswith(proxy.url)]
    assert own
    assert [link for link in own if not link.startswith(f"{proxy.url}{BELOW}/")] == []
    assert proxy.astray == []
    context.close()
    assert watch.verdict() == []
