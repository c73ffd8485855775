"""Every page that is offered, as roles that may see it, at both sizes: readable, in its window, no errors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from outreach.pages.app import PAGES, Offered
from outreach.services.who import Role, Who
from tests.support.browser import PHONE, WIDE, Watch, clear, new_context, resize, settle
from tests.support.entering import enter
from tests.support.program import Program

PUBLIC = ""
#: Who opens a page: the first of these that may, since their agency's are the fullest pages.
ROLES = (Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR)
MYCODE = "scheme=mycode"

#: What Streamlit itself makes, and no setting of it mends.
NOT_OURS = (
    # The label of a widget that is switched off is paler, as WCAG 1.4.3 allows; axe knows of the input alone.
    ".stSelectbox:has(input:disabled)",
    ".stTextInput:has(input:disabled)",
    # A telephone's list of pages has its headings between the items of one list.
    "[data-testid=stSidebarNavItems]",
)
#: A map is a document of its own, with a test of its own (test_map.py).
FRAMES = {"iframes": False}
TALLEST = 3000
SERIOUS = ("serious", "critical")


def _as_is(page: Page) -> None:
    """Nothing is done on the page."""


def _in_the_list(page: Page) -> None:
    page.locator(".venue-list tbody th a").first.click()
    page.locator(".venue-name").wait_for()


def _through(words: str) -> Callable[[Page], None]:
    def open_it(page: Page) -> None:
        page.get_by_role("link", name=words, exact=True).first.click()

    return open_it


def _with_an_edit(page: Page) -> None:
    cell = page.locator(".grid tbody tr[data-id] select").first
    now = cell.input_value()
    others = cell.locator("option").evaluate_all("all => all.map(each => each.value)")
    cell.select_option(next(value for value in others if value and value != now))
    page.locator(".st-key-grid_unsaved").get_by_role("button", name="儲存").wait_for()


def _with_its_review(page: Page) -> None:
    _with_an_edit(page)
    page.locator(".st-key-grid_review button").click()
    page.locator(".st-key-grid_back button").wait_for()


def _with_a_card_opened(page: Page) -> None:
    page.locator("[class*='st-key-visit_open_'] button").first.click()
    page.locator("[class*='st-key-visit_outcomes_']").first.wait_for()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody at an address, who then does something."""

    account: str
    address: str
    then: Callable[[Page], None] = _as_is

    def __str__(self) -> str:
        done = "" if self.then is _as_is else f" {self.then.__name__.strip('_')}"
        return f"{self.account or 'public'} {self.address}{done}"


def _opened_by(offered: Offered) -> str:
    if offered.right is None:
        return Role.OFFICER.value
    return next(role.value for role in ROLES if Who(role.value, role, user=1, agency=1).may(offered.right))


def _root(offered: Offered) -> str:
    return "/" if offered is PAGES[0] else f"/{offered.address}?{MYCODE}"


#: What is the same for everybody (test_anybody.py looks at what the public is offered), and the grid, which
#: `BESIDES` opens with every kind of its rows.
ELSEWHERE = ("site-map", "privacy", "grid")
#: Besides every page that is offered: what differs by role, by what the address says, and by what is done.
BESIDES = (
    Look(PUBLIC, "/desk"),
    Look("officer", f"/?{MYCODE}&list=outstanding"),
    Look("officer", f"/venues?{MYCODE}", _in_the_list),
    Look("officer", f"/round?{MYCODE}", _through("答詢說明")),
    Look("officer", "/duplicates", _through("並列比較")),
    Look("officer", "/duplicates?tab=waiting"),
    Look("officer", f"/grid?{MYCODE}&size=50", _with_an_edit),
    Look("officer", f"/grid?{MYCODE}&standing=outstanding&size=50", _with_its_review),
    Look("officer", "/visits", _with_a_card_opened),
    Look("approver", "/round"),
    Look("manager", f"/?{MYCODE}&as_of=2021-10-26&list=excluded&of=economic"),
    Look("manager", "/sign-in"),
    Look("manager", "/round"),
    Look("manager", f"/venues?{MYCODE}", _in_the_list),
    Look("administrator", f"/grid?{MYCODE}&agency=commerce&size=50"),
    Look("administrator", "/people?part=deputies"),
    Look("administrator", "/people?part=record"),
    Look("administrator", "/people", _through("示範承辦")),
)
LOOKS = (
    *(Look(_opened_by(offered), _root(offered)) for offered in PAGES if offered.address not in ELSEWHERE),
    *BESIDES,
)


@pytest.fixture(scope="module")
def sessions(browser: Browser, program: Program) -> Iterator[Callable[[str], tuple[Page, Watch]]]:
    """One page and its watch, signed in as an account where somebody else used it before."""
    context = new_context(browser, program.url, WIDE)
    watch = Watch(program.url)
    watch.over(context)
    page = context.new_page()
    now = PUBLIC

    def session(account: str) -> tuple[Page, Watch]:
        nonlocal now
        if account != now:
            clear(context)
            if account:
                enter(context, program.url, account)
            now = account
        return page, watch

    yield session
    context.close()


def _seen(page: Page) -> list[str]:
    """What axe calls serious or critical, of the program's own making."""
    response = (
        Axe()
        .run(
            page,
            context={"include": [["html"]], "exclude": [[selector] for selector in NOT_OURS]},
            options={"resultTypes": ["violations"], **FRAMES},
        )
        .response
    )
    found: list[dict[str, Any]] = [v for v in response["violations"] if v["impact"] in SERIOUS]
    return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def _at_full_height(page: Page, window: ViewportSize) -> None:
    """A window in which nothing has to be scrolled to, since axe leaves out what is out of sight."""
    height: int = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    resize(page, {"width": window["width"], "height": max(window["height"], min(height, TALLEST))})


def _beyond(page: Page) -> list[str]:
    """What reaches beyond the window, where the page can be moved sideways."""
    wide: int = page.evaluate(
        "Math.max(...['html', '[data-testid=stMain]', '[role=dialog]']"
        ".flatMap(each => [...document.querySelectorAll(each)]).map(each => each.scrollWidth))"
    )
    return [f"{wide} px wide"] if wide > PHONE["width"] else []


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_page_can_be_read_by_everybody_on_a_desk_and_a_telephone_by_day_and_by_night(
    look: Look, sessions: Callable[[str], tuple[Page, Watch]]
) -> None:
    page, watch = sessions(look.account)
    before = len(watch.verdict())
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.goto(look.address)
    settle(page)
    if look.then is not _as_is:
        look.then(page)
        settle(page)
    assert page.locator("h1").count() == 1, page.locator("[data-testid=stMain]").inner_text()
    assert page.locator(".notice.alarm").all_inner_texts() == []
    _at_full_height(page, WIDE)
    on_a_desk = _seen(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(PHONE)
    _at_full_height(page, PHONE)
    assert {"desk": on_a_desk, "phone": _seen(page), "beyond": _beyond(page)} == {
        "desk": [],
        "phone": [],
        "beyond": [],
    }
    assert watch.verdict()[before:] == []


def test_every_role_of_the_demonstration_opens_something() -> None:
    assert {look.account or Role.PUBLIC.value for look in LOOKS} == {role.value for role in Role}
