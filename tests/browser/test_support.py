"""What journeys stand on: the watch sees what no page may do, Chinese has glyphs, the program stops."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE, WIDE, Watch, as_new, clear, forget, new_context, settle
from tests.support.program import ProgramDidNotStart, serving

_NOBODY = "http://127.0.0.1:9"
_KEPT = """[document.cookie.includes('kept'), localStorage.getItem('kept'), sessionStorage.getItem('kept'),
    window.kept, innerWidth]"""
_AS_NEW = ["screen", "(prefers-color-scheme: light)", "(prefers-reduced-motion: reduce)"]


def _complaints(browser: Browser, body: str, expected: str = "") -> list[str]:
    watch = Watch(_NOBODY)
    if expected:
        watch.expect(expected)
    context = new_context(browser, _NOBODY, WIDE)
    watch.over(context)
    page = context.new_page()
    page.set_content(body, wait_until="networkidle")
    context.close()
    return watch.verdict()


def test_a_page_that_keeps_to_itself_draws_no_complaint(browser: Browser) -> None:
    assert _complaints(browser, "<p>總覽</p><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>") == []


def test_a_page_that_asks_another_host_is_complained_of(browser: Browser) -> None:
    complaints = _complaints(browser, "<img src='https://example.org/pixel.png'>")
    assert complaints[0] == "asked another host: https://example.org/pixel.png"


def test_a_page_that_opens_a_socket_to_another_host_is_complained_of(browser: Browser) -> None:
    complaints = _complaints(browser, "<script>new WebSocket('wss://example.org/live')</script>")
    assert "asked another host: wss://example.org/live" in complaints


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("throw new Error('毀了')", "script error"),
        ("console.error('不好')", "console error: 不好"),
        ("Promise.reject(new Error('沒接住'))", "script error"),
    ],
)
def test_a_page_whose_script_fails_is_complained_of(browser: Browser, script: str, told: str) -> None:
    assert any(told in line for line in _complaints(browser, f"<script>{script}</script>"))


def test_a_refusal_under_test_may_be_expected_and_nothing_else_passes_with_it(browser: Browser) -> None:
    script = "<script>console.error('403'); console.error('500')</script>"
    assert len(_complaints(browser, script, expected="403")) == 1


def test_who_has_looked_away_hears_no_more_and_the_next_watch_hears_it_all(browser: Browser) -> None:
    context = new_context(browser, _NOBODY, WIDE)
    first, second = Watch(_NOBODY), Watch(_NOBODY)
    body = (
        "<img src='https://example.org/pixel.png'><script>new WebSocket('wss://example.org/live');"
        "console.error('不好'); throw new Error('毀了')</script>"
    )
    for watch in (first, second):
        watch.over(context)
        context.new_page().set_content(body, wait_until="networkidle")
        forget(context)
        watch.leave(context)
    context.close()
    assert len(first.verdict()) == len(second.verdict()) >= 4


def test_chinese_is_drawn_with_glyphs_and_not_with_boxes(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(
        "<style>span{font:32px sans-serif}</style><span>臺</span> <span>北</span> <span>堃</span>"
    )
    pictures = {span.screenshot() for span in page.locator("span").all()}
    page.close()
    assert len(pictures) == 3


def test_the_program_serves_until_the_block_ends_and_is_gone_afterwards(
    browser: Browser, tmp_path: Path
) -> None:
    script = tmp_path / "page.py"
    script.write_text(
        "import os, streamlit as st\nst.title('總覽')\nst.write(os.environ['OUTREACH_DATABASE_URL'])\n",
        encoding="utf-8",
    )
    with serving("sqlite:///named.sqlite3", tmp_path, script) as program:
        context = new_context(browser, program.url, WIDE)
        page = context.new_page()
        page.goto("/")
        settle(page)
        assert page.get_by_text("sqlite:///named.sqlite3").is_visible()
        page.evaluate("document.cookie = 'kept=1'; localStorage.setItem('kept', '1')")
        page.evaluate("sessionStorage.setItem('kept', '1'); window.kept = 1")
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="dark", media="print", reduced_motion="no-preference")
        context.new_page()
        clear(context)
        assert context.pages == [page]
        as_new(page, WIDE)
        page.goto("/")
        settle(page)
        assert page.evaluate(_KEPT) == [False, None, None, None, WIDE["width"]]
        assert page.evaluate("query => query.map(each => matchMedia(each).matches)", _AS_NEW) == [True] * 3
        context.close()
    with pytest.raises(ProcessLookupError):
        os.kill(program.pid, 0)


def test_a_program_that_does_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(ProgramDidNotStart, match="nowhere"), serving("", tmp_path, tmp_path / "nowhere.py"):
        pytest.fail("it served")
