"""The weeks of a drive played on the map; where the reader stops, map, address and table agree."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Locator, Page, Request, expect

from tests.support.browser import settle


def test_weeks_are_played_on_the_map_and_where_they_stop_the_page_goes(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "weeks.json" in request.url:
            asked.append(request.url)

    page.on("request", note)
    page.emulate_media(reduced_motion="no-preference")
    page.goto("/map?scheme=mycode")
    settle(page)
    frame = page.frame_locator("iframe")
    area, day = frame.locator("path[aria-label^='大安區']"), frame.locator(".geodata-weeks-day")
    slider = frame.get_by_role("slider", name="截止日")
    row = page.locator(".places tbody tr", has_text="大安區")
    last = rate_in(area)
    expect(row).to_contain_text(last)
    assert asked == []

    # Played: the map goes through the weeks by itself, the page stays as it is.
    frame.get_by_role("button", name="播放各週").press("Enter")
    expect(frame.get_by_role("button", name="暫停")).to_be_focused()
    for week in ("110年8月3日", "110年8月10日"):
        expect(day).to_have_text(week)
        expect(area).to_have_attribute("aria-label", re.compile(f"^大安區，{week}，完成率 "))
    expect(frame.locator(".geodata-label", has_text="大安區")).not_to_contain_text(last)
    expect(row).to_contain_text(last)

    # Paused: the address and the table go to that week.
    frame.get_by_role("button", name="暫停").click()
    expect(page).to_have_url(re.compile("as_of=2021-0"))
    agree(page, row, area, day)
    expect(frame.locator(".geodata-weeks-told")).to_have_text(re.compile(f"^{day.inner_text()}，完成率 "))

    # By keyboard; the slider keeps the focus while the page follows.
    slider.press("Home")
    expect(page).to_have_url(re.compile("as_of=2021-08-03"))
    agree(page, row, area, day)
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^110年8月3日，完成率 "))
    # Who asked for less motion steps by hand alone.
    page.emulate_media(reduced_motion="reduce")
    slider.press("End")
    expect(page).to_have_url(re.compile("as_of=2021-11-23"))
    expect(row).to_contain_text(last)
    expect(frame.get_by_role("button", name="播放", exact=True)).to_have_count(0)
    assert len(asked) == 1
    # Escape puts the player away, and the focus back where it was opened.
    slider.press("Escape")
    expect(frame.get_by_role("button", name="播放各週")).to_be_focused()


def rate_in(area: Locator) -> str:
    """The rate that an area of the map is labelled with."""
    found = re.search(r"\d+\.\d\d %", area.get_attribute("aria-label") or "")
    assert found is not None
    return found.group()


def agree(page: Page, row: Locator, area: Locator, day: Locator) -> None:
    """The day in the frame is that of the address, and the row says what the map says."""
    settle(page)
    when = date.fromisoformat(page.url.partition("as_of=")[2][:10])
    expect(day).to_have_text(f"110年{when.month}月{when.day}日")
    expect(row).to_contain_text(rate_in(area))
