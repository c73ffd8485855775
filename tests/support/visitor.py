"""A browser as a route sees one: it keeps cookies, says where its requests come from, and follows nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import Morsel, SimpleCookie
from urllib.parse import quote, urlencode

from starlette.types import ASGIApp, Message

FORM = "application/x-www-form-urlencoded"
#: What is no text, and so is no UTF-8 either.
NUMBERS = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    text: str
    cookies: Mapping[str, Morsel[str]]
    content: bytes

    @property
    def location(self) -> str:
        """Where the browser is sent."""
        return self.headers["location"]


@dataclass
class Visitor:
    """One browser on one computer, before one application."""

    app: ASGIApp
    address: str = "192.0.2.7"
    host: str = "outreach.example"
    scheme: str = "http"
    cookies: dict[str, str] = field(default_factory=dict)

    def post(self, path: str, form: Mapping[str, str] | None = None, **headers: str | None) -> Reply:
        """Send a form as a page of the same host does; a header of None is left out, `_` stands for `-`."""
        return self.send("POST", path, urlencode(form or {}).encode(), **headers)

    def send(self, method: str, path: str, body: bytes, **headers: str | None) -> Reply:
        """Send any request."""
        told: dict[str, str | None] = {
            "host": self.host,
            "origin": f"{self.scheme}://{self.host}",
            "content-type": FORM,
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()) or None,
        }
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        reply = asyncio.run(self._ask(method, path, body, told))
        for name, morsel in reply.cookies.items():
            if morsel.value and morsel["max-age"] != "0":
                self.cookies[name] = morsel.value
            else:
                self.cookies.pop(name, None)
        return reply

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str | None]) -> Reply:
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": self.scheme,
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in headers.items() if v is not None],
            "client": (self.address, 1),
            "server": (self.host, 80),
        }
        # In pieces, as a network brings it.
        pieces = [body[at : at + 1_000] for at in range(0, len(body), 1_000)] or [b""]
        coming = iter([(piece, at < len(pieces)) for at, piece in enumerate(pieces, 1)])
        sent: list[Message] = []

        async def receive() -> Message:
            for piece, more in coming:
                return {"type": "http.request", "body": piece, "more_body": more}
            # The browser stays; whoever waits for it to leave is cancelled when the answer is complete.
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = next(m for m in sent if m["type"] == "http.response.start")
        cookies: SimpleCookie = SimpleCookie()
        for name, value in start["headers"]:
            if name == b"set-cookie":
                cookies.load(value.decode())
        content = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        found = {k.decode(): v.decode() for k, v in start["headers"]}
        text = content.decode("utf-8", "replace" if found.get("content-type") == NUMBERS else "strict")
        return Reply(start["status"], found, text, dict(cookies), content)
