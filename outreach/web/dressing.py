"""What Streamlit's page needs on its way to a browser: our language, title and style, and a few headers."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach.web import ahead
from outreach.web.assets import FOLDER

TITLE = "臺北市店家場館推廣統計"
LANGUAGES = {"zh": "zh-Hant", "en": "en"}
#: Nobody guesses types, no other site frames the pages, and none learns which filter somebody looked at.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
_PRELOADED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')
_WITHOUT_SCRIPTS = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
#: What a browser without scripts shows: this page needs them, and where the same is found without.
_INSTEAD = {
    "zh": (
        "<p>本頁需要開啟瀏覽器的 JavaScript。不開啟也能使用"
        '<a href="./open-data">開放資料</a>，內容與公開地圖相同；或撥 1999 臺北市民當家熱線洽詢。</p>'
    ),
    "en": (
        "<p>This page needs JavaScript. Without it, what the public map shows is found as "
        '<a href="./open-data">open data</a>; or call 1999, the Taipei citizen hotline.</p>'
    ),
}
_ICON = re.compile(r'<link\s+rel="shortcut icon"[^>]*>')
#: Where components keep the documents of their frames, which are none of our pages.
_COMPONENTS = "/component/"
#: What every page runs whatever it shows; components bring their own.
_SCRIPT = "access.js"
#: What would make the page come back unchanged or packed, so that it could not be dressed.
_HINDRANCES = (b"accept-encoding", b"if-none-match", b"if-modified-since", b"range")


def dressed(page: str, language: str, address: str = "") -> str:
    """Streamlit's page in a language of `LANGUAGES`, with our title, style sheets, script and icon.

    `address` is which of our pages it is ("map"), "" for the root's.
    """
    sheets = "".join(f'<link rel="stylesheet" href="./assets/{name}">' for name in _style_sheets())
    script = f'<script defer src="./assets/{_versioned(FOLDER / _SCRIPT)}"></script>'
    head = f'{sheets}{script}<link rel="icon" type="image/svg+xml" href="./assets/icon.svg">'
    page = page.replace('<html lang="en">', f'<html lang="{LANGUAGES[language]}">', 1)
    page = page.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>", 1)
    # The fonts are the computer's own; the page need not wait for one that nothing is set in.
    page = _PRELOADED_FONT.sub("", page)
    page = _ICON.sub("", page)
    page = _WITHOUT_SCRIPTS.sub(f"<noscript>{_INSTEAD[language]}</noscript>", page)
    # Before Streamlit's own script, which reads it as it begins.
    page = page.replace("<head>", f"<head>{ahead.CONNECTING}", 1)
    return page.replace("</head>", f"{ahead.links(address)}{head}</head>", 1)


def _style_sheets() -> list[str]:
    """Names of the style sheets, each with a version of its content; the common one first."""
    files = sorted(FOLDER.glob("*.css"), key=lambda file: (file.name != "style.css", file.name))
    return [_versioned(file) for file in files]


def _versioned(file: Path) -> str:
    """A file's name, with a version of its content."""
    return f"{file.name}?{hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"


class Dressing:
    """ASGI middleware: dresses HTML pages and adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if b"text/html" in Headers(scope=scope).get("accept", "").encode():
            kept = [(k, v) for k, v in scope["headers"] if k not in _HINDRANCES]
            scope = {**scope, "headers": kept}
        answer = _Answer(send, _language(scope), scope["path"])
        await self._app(scope, receive, answer.send)


def _language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", ["zh"])[-1]
    return asked if asked in LANGUAGES else "zh"


class _Answer:
    """One answer on its way out; a page is held back until it is whole."""

    def __init__(self, send: Send, language: str, path: str) -> None:
        self._send = send
        self._language = language
        self._page = _COMPONENTS not in path
        self._address = path.rpartition("/")[2]
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if self._page and _is_page(message["status"], headers):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_dressed(self._start)
            return
        await self._send(message)

    async def _send_dressed(self, start: Message) -> None:
        page = "map" if self._address == "map" else ""
        body = dressed(self._body.decode("utf-8"), self._language, page).encode("utf-8")
        headers = MutableHeaders(raw=start["headers"])
        for name in ("etag", "last-modified"):
            if name in headers:
                del headers[name]
        headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


def _is_page(status: int, headers: MutableHeaders) -> bool:
    kind = headers.get("content-type", "")
    return status == 200 and kind.startswith("text/html") and "content-encoding" not in headers
