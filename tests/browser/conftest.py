"""The running program and a watched page, for journeys."""

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.support.browser import WIDE, Watch, as_new, clear, launch, new_context
from tests.support.databases import Databases
from tests.support.demonstration import set_up_demonstration_url
from tests.support.entering import BOSS, enter, with_administrator
from tests.support.map_city import MapCity, map_city
from tests.support.program import Program, serving
from tests.support.shared import ROOT

Profile = Callable[[str], BrowserContext]

_FAILED = pytest.StashKey[bool]()
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `browser`."""
    for item in items:
        if item.path.is_relative_to(_HERE):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its page can be photographed before it closes."""
    report = yield
    if report.failed:
        item.stash[_FAILED] = True
    return report


@pytest.fixture(scope="session")
def program(lasting_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Serve the demonstration; for journeys that change nothing, or nothing that another one reads."""
    url = set_up_demonstration_url(lasting_databases)
    with serving(url, tmp_path_factory.mktemp("program")) as running:
        yield running


@pytest.fixture(scope="session")
def map_program(
    lasting_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, MapCity]]:
    """Serve the map's own small city; for journeys that leave it as it was."""
    url, city = map_city(lasting_databases)
    with_administrator(url)
    with serving(url, tmp_path_factory.mktemp("map")) as running:
        yield running, city


# Playwright keeps an event loop running in the main thread; it must be gone before other folders' tests.
@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start a Chromium that shows Chinese and reaches this computer only."""
    with sync_playwright() as playwright:
        chromium = launch(playwright, tmp_path_factory.mktemp("chromium"))
        yield chromium
        chromium.close()


@pytest.fixture
def viewport() -> ViewportSize:
    """Size of the window; `@pytest.mark.parametrize("viewport", [WIDE, PHONE])` asks for others."""
    return WIDE


@pytest.fixture
def watch(program: Program) -> Watch:
    """What the page did that it may not do; `watch.expect(pattern)` lets a refusal under test pass."""
    return Watch(program.url)


@pytest.fixture
def account() -> str:
    """Whose session the page has; `@pytest.mark.parametrize("account", [""])` is nobody's."""
    return BOSS


@pytest.fixture(scope="package")
def profile(browser: Browser) -> Iterator[Profile]:
    """`profile(url)` is an empty profile with a page; who has done with it empties it by `clear`."""
    kept: dict[str, BrowserContext] = {}

    def found(url: str) -> BrowserContext:
        for key in [key for key in kept if key != url]:
            kept.pop(key).close()  # its program has ended
        if url not in kept:
            kept[url] = new_context(browser, url, WIDE)
        if not kept[url].pages:
            kept[url].new_page()
        return kept[url]

    yield found
    for context in kept.values():
        context.close()


@pytest.fixture
def page(
    request: pytest.FixtureRequest,
    profile: Profile,
    program: Program,
    viewport: ViewportSize,
    watch: Watch,
    account: str,
) -> Iterator[Page]:
    """Open a page in an empty profile, signed in; `page.goto("/map")` is the program's.

    The test fails on any request to another host, script error or console error. A failed test leaves a
    picture in var/test-failures.
    """
    context = profile(program.url)
    watch.over(context)
    if account:
        enter(context, program.url, account)
    page = context.pages[0]
    as_new(page, viewport)
    yield page
    if request.node.stash.get(_FAILED, False):
        _photograph(page, request.node.name)
        page.close()
    clear(context)
    watch.leave(context)
    assert watch.verdict() == []


def _photograph(page: Page, name: str) -> None:
    folder = ROOT / "var" / "test-failures"
    folder.mkdir(parents=True, exist_ok=True)
    plain = re.sub(r"[^\w-]+", "-", name)
    page.screenshot(path=folder / f"{plain}.png", full_page=True)
