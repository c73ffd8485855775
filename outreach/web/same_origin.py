"""Only our own pages may change anything: requests that another site makes a browser send are refused.

A browser says where a request was made: in `Sec-Fetch-Site` (which is left out on plain HTTP to another
computer) and in `Origin`. One that says neither is not one of our pages in a browser. Cookies are
SameSite=Lax besides; this holds where a neighbouring site of the same domain is not to be trusted.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

Endpoint = Callable[[Request], Awaitable[Response]]

_REFUSED = "這個動作不是從本程式的頁面送出的，沒有執行；請重新開啟本程式的頁面再試一次。\n"


def ours_only(endpoint: Endpoint) -> Endpoint:
    """A route's endpoint that answers 403, unread, to whatever no page of this host sent.

    Part of the endpoint and not a layer around routes, so that nobody mounts the one without the other.
    """

    async def checked(request: Request) -> Response:
        if not is_ours(request.headers):
            return PlainTextResponse(_REFUSED, status_code=403)
        return await endpoint(request)

    return checked


def is_ours(headers: Headers) -> bool:
    """Whether a page of the same host sent a request; what says nothing or contradicts itself did not."""
    site, origin = headers.getlist("sec-fetch-site"), headers.getlist("origin")
    if len(site) > 1 or len(origin) > 1 or not (site or origin):
        return False
    if site and site[0] != "same-origin":
        return False
    # A proxy may take the TLS off, so that the schemes differ; host and port may not.
    return not origin or (bool(headers.get("host")) and _host(origin[0]) == _host(f"//{headers['host']}"))


def _host(address: str) -> tuple[str | None, int | None] | None:
    """Host and port of an address, the usual ports taken as none; None where there is no telling."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname:
        return ("", -1)
    return parts.hostname, None if port in (80, 443) else port
