"""Where Streamlit's `st.login` ends, one of our own sessions begins.

Streamlit takes a person to the city's sign-in service and back, verifies what it says, and answers its
callback with a signed cookie that lasts thirty days. That cookie is read once, in that answer, and then
only to sign out there: whoever it names gets a session of ours, which is shorter, ends everywhere at once,
and is what pages and routes ask.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlencode

import anyio.to_thread
import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime.secrets import AttrDict
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import AccountRefusal, OutsideUnfinished
from outreach.services.outside_claims import OutsideSettings, outside_settings
from outreach.services.outside_sign_in import sign_in_outside
from outreach.services.signing_in import Origin, SignedIn
from outreach.web.failures import record
from outreach.web.opened import city
from outreach.web.signing_in import Done, landing, origin_of, set_cookies

#: Names of sections in secrets.toml: Streamlit's, and ours beside it.
_AUTH, _SECTION = "auth", "outreach_sign_in"
_CALLBACK = "/oauth2callback"
_NEEDED = frozenset({"client_id", "client_secret", "server_metadata_url"})

Clock = Callable[[], datetime]


def providers() -> tuple[str | None, ...]:
    """What `st.login` may be called with: None for the only service, else names; empty without any."""
    auth = _section(_AUTH)
    if not {"redirect_uri", "cookie_secret"} <= auth.keys():
        return ()
    named = tuple(name for name, one in auth.items() if isinstance(one, Mapping) and one.keys() >= _NEEDED)
    return (None, *named) if auth.keys() >= _NEEDED else named


def settings() -> OutsideSettings:
    """Which role means what, from secrets.toml. Raises `OutsideNotReady`."""
    return outside_settings(_section(_SECTION))


def _section(name: str) -> Mapping[str, object]:
    found: object = st.secrets.get(name) if st.secrets.load_if_toml_exists() else None
    return found.to_dict() if isinstance(found, AttrDict) else {}


class OutsideSignIn:
    """ASGI middleware: adds our session to Streamlit's answer of a sign-in by the city's service."""

    def __init__(self, app: ASGIApp, clock: Clock | None = None) -> None:
        self._app = app
        self._clock = clock or (lambda: datetime.now(UTC))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""
        base = _base()
        if scope["type"] != "http" or scope["path"] != f"{base}{_CALLBACK}":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 <= message["status"] < 400:
                await self._exchange(scope, MutableHeaders(raw=message["headers"]), base)
            await send(message)

        await self._app(scope, receive, answer)

    async def _exchange(self, scope: Scope, headers: MutableHeaders, base: str) -> None:
        """Put our session into the answer, or lead it to the sign-in page that says why there is none."""
        headers["cache-control"] = "no-store"
        claims = _claims(headers.getlist("set-cookie"))
        request = HTTPConnection(scope)
        if claims is None:
            _lead(headers, f"{base}/sign-in", _without_claims(scope))
            return
        try:
            began = await anyio.to_thread.run_sync(partial(_begin, claims, origin_of(request), self._clock()))
        except AccountRefusal as refusal:
            _refuse(headers, base, refusal.code)
        except Refusal:
            _refuse(headers, base, OutsideUnfinished.code)
        except Exception as failure:  # noqa: BLE001 - the last place before the reader
            record(failure)
            _refuse(headers, base, OutsideUnfinished.code)
        else:
            ours = Response()
            set_cookies(ours, Done("", began), secure=request.url.scheme == "https")
            for cookie in ours.headers.getlist("set-cookie"):
                headers.append("set-cookie", cookie)
            headers["location"] = f"{base}/{landing(began.who)}"


def _begin(claims: Mapping[str, object], origin: Origin, now: datetime) -> SignedIn:
    return sign_in_outside(city(), claims, settings(), origin, now=now)


def _claims(set_cookies: list[str]) -> Mapping[str, object] | None:
    """What Streamlit's own answer says of the person; None where it names nobody."""
    jar: SimpleCookie = SimpleCookie()
    for cookie in set_cookies:
        jar.load(cookie)
    secret = get_cookie_secret()

    def decoded(name: str) -> bytes | None:
        return decode_signed_value(secret, name, jar[name].value) if name in jar else None

    whole = get_cookie_with_chunks(decoded, USER_COOKIE_NAME)
    said = json.loads(whole) if whole else None
    return said if isinstance(said, dict) else None


def _without_claims(scope: Scope) -> dict[str, str]:
    """What the sign-in page says: back from signing out there, or from a sign-in that came to nothing."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    failed = asked.keys() & {"code", "error"}
    return {"problem": OutsideUnfinished.code} if failed else {"done": "out"}


def _refuse(headers: MutableHeaders, base: str, code: str) -> None:
    """Keep Streamlit's cookies of somebody who is not let in from the browser."""
    kept = [one for one in headers.getlist("set-cookie") if not one.startswith(USER_COOKIE_NAME)]
    del headers["set-cookie"]
    for cookie in kept:
        headers.append("set-cookie", cookie)
    _lead(headers, f"{base}/sign-in", {"problem": code})


def _lead(headers: MutableHeaders, page: str, told: Mapping[str, str]) -> None:
    headers["location"] = f"{page}?{urlencode(told)}"


def _base() -> str:
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
