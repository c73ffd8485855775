"""What the map's frame may reach: this program, and the tile server where a base map is set; nothing else.

So that neither a script in it nor a picture takes anything elsewhere, where the reader stands least of all.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from outreach.rules.refusals import Refusal
from outreach.services.tiles import tiles
from outreach.web.opened import city
from outreach.web.versioned import KEPT

#: Where the frame's document is, below whatever path the program has.
_FRAME = "/component/streamlit_folium."
#: The frame's own library evaluates the script that draws the map.
_OURS = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"
#: The component's own files whose names tell their content.
_HASHED = re.compile(r"\.[0-9a-f]{8}\.(js|css)$")
#: A kept document would keep what it was allowed to reach.
_HINDRANCES = (b"if-none-match", b"if-modified-since")


class MapFrames:
    """ASGI middleware: says in the map's frame what it may reach."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        if scope["type"] != "http" or _FRAME not in scope["path"]:
            await self._app(scope, receive, send)
            return
        if not scope["path"].endswith(".html"):
            await self._app(scope, receive, _keeping(send) if _HASHED.search(scope["path"]) else send)
            return
        policy = await anyio.to_thread.run_sync(_policy)
        kept = [(name, value) for name, value in scope["headers"] if name not in _HINDRANCES]

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["content-security-policy"] = policy
                headers["cache-control"] = "no-cache"
            await send(message)

        await self._app({**scope, "headers": kept}, receive, answer)


def _keeping(send: Send) -> Send:
    """Let what comes be kept: its name tells its content."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            MutableHeaders(raw=message["headers"])["cache-control"] = KEPT
        await send(message)

    return answer


def _policy() -> str:
    try:
        found = tiles(city())
    except Refusal:
        return _OURS  # of a database that is not set up or does not answer: there is no map to draw, either
    if found is None or found.host is None:
        return _OURS
    return f"{_OURS}; img-src 'self' data: blob: {urlsplit(found.url).scheme}://{found.host}"
