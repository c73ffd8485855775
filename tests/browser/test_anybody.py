"""Pages that anybody may open: without fault to axe, for thumb and keyboard, and in two whole languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.support.browser import PHONE, WIDE, resize, settle

VILLAGE = "/map?scheme=mycode&place=63000030020"
#: An address without a page.
NOWHERE = "/nowhere"
#: Every page that the public is offered; the village's with a venue's panel and the form of its reports.
OPEN = ("/", "/map", VILLAGE, "/site-map", "/privacy", "/sign-in", NOWHERE)
#: Of a target 44 px high that many reach from its middle, up and down.
REACH = 20

# Links, buttons and fields beside whose middle, so far up or down, lies something else. What is hidden, in a
# closed menu or under an open panel is no target.
_SMALL = """reach => {
  const panel = document.querySelector('[role=dialog]');
  const small = [];
  const all = (panel || document).querySelectorAll('a[href], button, summary, input, select, textarea');
  for (const each of all) {
    const box = each.getBoundingClientRect();
    const looks = getComputedStyle(each);
    if (each.disabled || each.tabIndex < 0) continue;
    if (each.closest('[aria-hidden=true], [data-collapsed=true]')) continue;
    if (box.width < 2 || looks.visibility === 'hidden' || looks.clipPath === 'inset(50%)') continue;
    each.scrollIntoView({ block: 'center' });
    const now = each.getBoundingClientRect();
    const own = (up) => {
      const middle = [now.left + Math.min(now.width / 2, 20), now.top + now.height / 2];
      const found = document.elementFromPoint(middle[0], middle[1] + up);
      const label = found && found.closest('label');
      return found && (each.contains(found) || (label && label.contains(each)));
    };
    if (!own(-reach) || !own(reach)) {
      small.push(`${each.innerText || each.getAttribute('aria-label')} ${now.width}×${now.height}`);
    }
  }
  return small;
}"""
# What is heard, beside the page's own text: names and placeholders of controls.
_HEARD = """() => [...document.querySelectorAll('[aria-label], [placeholder]')]
  .filter(each => !each.closest('svg'))
  .flatMap(each => [each.getAttribute('aria-label'), each.getAttribute('placeholder')])
  .filter(Boolean)"""


def _faults(page: Page) -> list[str]:
    """Whatever axe finds, however slight, whoever made it; the map's frame has tests of its own."""
    response = Axe().run(page, options={"resultTypes": ["violations"], "iframes": False}).response
    return [f"{v['id']}: {node['html'][:200]}" for v in response["violations"] for node in v["nodes"]]


def _sized(page: Page, window: ViewportSize) -> None:
    """A window in which all of the page is in sight, since axe leaves out what is not."""
    resize(page, window)
    height: int = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    resize(page, {"width": window["width"], "height": max(window["height"], min(height, 3000))})


def _open(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)
    # The script that names controls comes a moment after them.
    page.locator("#anchor-u[accesskey=U]").wait_for(state="attached")


def _open_the_report_form(page: Page) -> None:
    page.locator(".spots tbody a").first.click()
    page.get_by_role("dialog").get_by_text("資料有誤？").click()
    expect(page.locator(".report textarea")).to_be_visible()


@pytest.mark.parametrize("account", [""])
def test_nothing_that_anybody_may_open_has_a_fault_or_a_target_too_small_for_a_thumb(page: Page) -> None:
    found: dict[str, list[str]] = {}
    for address in OPEN:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        _open(page, address)
        if address == VILLAGE:
            _open_the_report_form(page)
        if address == NOWHERE:
            expect(page.get_by_text("本站沒有「nowhere」這一頁")).to_be_visible()
            expect(page.get_by_role("dialog")).to_have_count(0)
        _sized(page, WIDE)
        told = [f"desk: {fault}" for fault in _faults(page)]
        page.emulate_media(color_scheme="dark")
        _sized(page, PHONE)
        told += [f"telephone: {fault}" for fault in _faults(page)]
        told += [f"small: {target}" for target in page.evaluate(_SMALL, REACH)]
        told += [f"English: {name}" for name in page.evaluate(_HEARD) if re.search("[A-Za-z]{3}", name)]
        if told:
            found[address] = told
    assert found == {}


def _press_with_alt(page: Page, letter: str) -> None:
    """Press a letter with Alt as a person does: Playwright's own keys reach no access key."""
    key = {"modifiers": 1, "key": letter, "windowsVirtualKeyCode": ord(letter.upper())}
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, "unmodifiedText": letter, **key}
    )
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    session.detach()


@pytest.mark.parametrize("account", [""])
def test_the_keyboard_finds_the_blocks_skips_the_map_and_is_back_in_its_place_after_a_panel(
    page: Page,
) -> None:
    _open(page, VILLAGE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到主要內容")).to_be_focused()
    for letter in "zcu":
        _press_with_alt(page, letter)
        expect(page.locator(f"#anchor-{letter}")).to_be_focused()
    assert "#" not in page.url
    page.get_by_role("link", name="跳過地圖").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#numbers")).to_be_focused()
    venue = page.locator(".spots tbody a").nth(1)
    venue.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(venue).to_be_focused()
    # What stands beside the map is written anew for another place, and whoever was in it is still there.
    page.locator(".breadcrumb a").first.click()
    district = page.locator(".places:not(.spots) tbody a").first
    district.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".spots")).to_be_visible()
    expect(page.locator("#numbers")).to_be_focused()
    # Turning the page of a long list leads to its beginning.
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="下一頁").click()
    expect(page.locator(".pager")).to_contain_text("第 2／")
    expect(page.locator("#numbers h2")).to_be_in_viewport()


def test_a_number_that_opened_a_panel_has_the_keyboard_again_although_it_was_drawn_anew(page: Page) -> None:
    _open(page, "/?scheme=mycode")
    number = page.locator(".cards a.open").first
    number.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    settle(page)
    # The same words and address in another element, as after a run that draws the page anew.
    page.locator(".cards").first.evaluate("each => { each.innerHTML = each.innerHTML; }")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(number).to_be_focused()


@pytest.mark.parametrize("account", [""])
def test_controls_speak_the_language_of_the_page_and_change_it_with_the_page(page: Page) -> None:
    _open(page, "/map")
    pages = page.get_by_test_id("stTopNav")
    expect(pages).to_have_attribute("aria-label", "主要選單")
    expect(page.locator("iframe").first).to_have_attribute("title", "地圖")
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(pages).to_have_attribute("aria-label", "App pages")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("Skip to main content")
    expect(page.locator("iframe").first).to_have_attribute("title", "Map")
    expect(page).to_have_title("Map · Taipei venue outreach")
    settle(page)
    # The switch back names the other language in that language; districts have English names.
    chinese = [name for name in page.evaluate(_HEARD) if re.search("[\u4e00-\u9fff]", name)]
    text = page.get_by_test_id("stMain").inner_text()
    assert chinese == []
    assert re.findall("[\u4e00-\u9fff]+", text) == ["中"]
    _open(page, f"{VILLAGE}&lang=en")
    # What is Chinese by nature says so to whoever hears it.
    expect(page.locator(".spots tbody a").first).to_have_attribute("lang", "zh-Hant")
