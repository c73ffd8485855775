"""A Chromium that shows Chinese, and a watch over what a page asks for and complains about."""

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import pylopdf_fonts_zh_tw
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    ViewportSize,
    WebError,
    WebSocket,
)
from playwright.sync_api import TimeoutError as TooLate

from tests.support.chromium import find

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

_CALM = 0.3  # seconds without a request until a page counts as loaded

_under_way: WeakKeyDictionary[BrowserContext, set[Request]] = WeakKeyDictionary()

# On a page with an address of its own Streamlit first asks below it whether it was mounted there; the refusal
# is the answer it expects.
_STREAMLIT_LOOKS_FOR_ITSELF = re.compile(r"^console error: .* 404 .*/\w[^ ]*/_stcore/(health|host-config)\)$")

_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""

_SCRIPT_IS_DONE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"]');
}"""


# Laid out in the new window, and not moved by the next few frames; how long a frame takes the machine knows.
_IS_LAID_OUT = """([width, height]) => {
    const main = document.querySelector('[data-testid=stMain]');
    const now = [innerWidth, innerHeight, main.scrollWidth, main.scrollHeight].join();
    window._calmFrames = innerWidth === width && innerHeight === height && window._laidOut === now
        ? window._calmFrames + 1 : 0;
    window._laidOut = now;
    return window._calmFrames >= 5;
}"""


def launch(playwright: Playwright, folder: Path) -> Browser:
    """Start the Chromium of this computer; `folder` takes its font settings.

    A computer without Chinese fonts would show boxes, so the fonts that the papers are set in are lent to it.
    No name but this computer's resolves: what a page asks elsewhere is seen by `Watch` and never leaves.
    """
    settings = folder / "fonts.conf"
    fonts = Path(pylopdf_fonts_zh_tw.__file__).parent
    settings.write_text(_FONTCONFIG.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    return playwright.chromium.launch(
        executable_path=find(),
        args=[
            "--no-sandbox",  # a container's root has no sandbox to offer
            "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
        ],
        env={**os.environ, "FONTCONFIG_FILE": str(settings)},
    )


def new_context(browser: Browser, base_url: str, viewport: ViewportSize) -> BrowserContext:
    """Open a fresh profile of somebody in Taipei; relative addresses are `base_url`'s."""
    context = browser.new_context(
        base_url=base_url,
        viewport=viewport,
        locale="zh-TW",
        timezone_id="Asia/Taipei",
        reduced_motion="reduce",
    )
    context.set_default_timeout(20_000)
    under_way: set[Request] = set()
    # Lambdas, since Playwright hangs an attribute on its handlers, which built-in methods do not bear.
    context.on("request", lambda request: under_way.add(request))
    context.on("requestfinished", lambda request: under_way.discard(request))
    context.on("requestfailed", lambda request: under_way.discard(request))
    _under_way[context] = under_way
    return context


def forget(context: BrowserContext) -> None:
    """Make a profile from `new_context` as good as fresh: its pages, cookies and what pages stored are gone.

    What it has loaded stays in its cache, as in the browser of anybody who was here before; fetching and
    compiling Streamlit's own scripts is half the work of a short journey.
    """
    clear(context)
    for page in context.pages:
        page.close()
    # What a closed page still waited for is told by nobody.
    _under_way[context].clear()


def clear(context: BrowserContext) -> None:
    """The same, but for the page that was opened first, which stays and shows nothing.

    Its process keeps Streamlit's scripts compiled, which a new page would compile again.
    """
    for page in context.pages[:0:-1]:
        page.close()
    context.unroute_all()
    for page in context.pages:
        page.unroute_all()
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
            page.goto("about:blank")
    # Only now: a page that still asks for something would be refused without them.
    context.clear_cookies()
    context.clear_permissions()
    # What was under way for a page that is gone is told by nobody.
    _under_way[context].clear()


def as_new(page: Page, viewport: ViewportSize) -> None:
    """Give a page that was used before the window and the wishes of one from `new_context`."""
    page.set_viewport_size(viewport)
    page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")


def settle(page: Page) -> None:
    """Wait until the page's script has run and, for at most ten seconds, until nothing is being loaded.

    Of a page from `new_context`. Playwright's own "networkidle" now and then never comes where frames change.
    """
    page.wait_for_function(_SCRIPT_IS_DONE)
    under_way = _under_way[page.context]
    until = time.monotonic() + 10
    calm_since = time.monotonic()
    while (now := time.monotonic()) < until and now - calm_since < _CALM:
        page.wait_for_timeout(50)
        if under_way:
            calm_since = time.monotonic()
    page.wait_for_function(_SCRIPT_IS_DONE)


def resize(page: Page, window: ViewportSize) -> None:
    """Give a page of the program another window, and wait until it is laid out in it."""
    page.set_viewport_size(window)
    page.wait_for_function(_IS_LAID_OUT, arg=[window["width"], window["height"]], polling="raf")


def choose(box: Locator, option: str) -> None:
    """Choose from a select box by its option's words.

    A list that opens while the page still scrolls to its box is closed by the scrolling, and opened again.
    """
    found = box.page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        box.click()
        try:
            found.click(timeout=3_000)
        except TooLate:
            continue
        return
    raise AssertionError(f"The list does not offer {option}.")


def _host(url: str) -> str:
    return urlsplit(url).netloc


@dataclass  # without slots: Playwright hangs its own attributes on the object whose method it calls
class Watch:
    """Everything in a context that no page of ours may do: other hosts, script errors, console errors."""

    base_url: str
    complaints: list[str] = field(default_factory=list)
    _expected: list[re.Pattern[str]] = field(default_factory=lambda: [_STREAMLIT_LOOKS_FOR_ITSELF])

    def over(self, context: BrowserContext) -> None:
        """Begin to watch the context and every page it opens."""
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("page", self._on_page)
        for page in context.pages:
            self._on_page(page)

    def leave(self, context: BrowserContext) -> None:
        """Look away from the context, of whose pages nothing more is of interest."""
        context.remove_listener("request", self._on_request)
        context.remove_listener("console", self._on_console)
        context.remove_listener("weberror", self._on_error)
        context.remove_listener("page", self._on_page)
        for page in context.pages:
            page.remove_listener("websocket", self._on_websocket)

    def expect(self, pattern: str) -> None:
        """Let pass what matches: for a test about a refusal, which browsers report as an error."""
        self._expected.append(re.compile(pattern))

    def verdict(self) -> list[str]:
        """What was complained of and not expected, in order."""
        return [
            line for line in self.complaints if not any(pattern.search(line) for pattern in self._expected)
        ]

    def _asked(self, url: str) -> None:
        # data:, blob: and about: stay in the browser; they have no host.
        if _host(url) not in ("", _host(self.base_url)):
            self.complaints.append(f"asked another host: {url}")

    def _on_page(self, page: Page) -> None:
        page.on("websocket", self._on_websocket)

    def _on_request(self, request: Request) -> None:
        self._asked(request.url)

    def _on_websocket(self, websocket: WebSocket) -> None:
        self._asked(websocket.url)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console error: {message.text} ({message.location.get('url', '')})")

    def _on_error(self, error: WebError) -> None:
        self.complaints.append(f"script error: {error.error}")
