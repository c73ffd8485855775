"""A small OpenID Connect service on this computer: discovery, authorization code with PKCE, keys, sign-out.

Its sign-in page is a list of people; a click on one is the proof of who it is. Tokens are signed (RS256) with
a key made for the test. It checks what a client must get right: redirect address, secret, verifier, one use
of a code.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qsl, unquote, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "outreach", "a secret for the test only"
_LASTS = 300


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an authorization request asked for, kept under its code."""

    person: str
    redirect_uri: str
    nonce: str
    challenge: str


@dataclass
class Provider:
    """A running service; `people` are claims by subject, which a test may change while it runs."""

    url: str
    people: dict[str, Mapping[str, object]]
    signed_out: list[str] = field(default_factory=list)
    _codes: dict[str, _Asked] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "test", "use": "sig"}))

    def secrets_toml(self, redirect_uri: str, ours: str) -> str:
        """The file of secrets for a program at `redirect_uri`, followed by our own section."""
        return (
            f'[auth]\nredirect_uri = "{redirect_uri}"\ncookie_secret = "{secrets.token_hex(32)}"\n'
            f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{self.url}/.well-known/openid-configuration"\n\n{ours}'
        )

    def app(self) -> Starlette:
        """The service as an application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._discovery),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
                Route("/leave", self._leave),
            ]
        )

    async def _discovery(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "end_session_endpoint": f"{self.url}/leave",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        if asked["client_id"] != CLIENT or "openid" not in asked["scope"].split():
            return PlainTextResponse("not a client of ours", status_code=400)
        person = asked.get("person")
        if person is None:
            links = "".join(
                f'<li><a href="?{escape(urlencode({**asked, "person": subject}))}">{escape(subject)}</a></li>'
                for subject in self.people
            )
            denied = urlencode({"error": "access_denied", "state": asked["state"]})
            deny = f'<a href="{escape(asked["redirect_uri"])}?{escape(denied)}">cancel</a>'
            return HTMLResponse(f"<!doctype html><title>city accounts</title><ul>{links}</ul>{deny}")
        code = secrets.token_urlsafe()
        self._codes[code] = _Asked(
            person, asked["redirect_uri"], asked.get("nonce", ""), asked.get("code_challenge", "")
        )
        told = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{told}", status_code=302)

    async def _token(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or not _is_client(request.headers.get("authorization", "")):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if form.get("redirect_uri") != asked.redirect_uri or challenge != asked.challenge:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        now = int(time.time())
        claims = {
            **self.people[asked.person],
            "iss": self.url,
            "sub": asked.person,
            "aud": CLIENT,
            "iat": now,
            "exp": now + _LASTS,
            "nonce": asked.nonce,
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self._key)
        return JSONResponse(
            {"access_token": "x", "token_type": "Bearer", "expires_in": _LASTS, "id_token": token}
        )

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _leave(self, request: Request) -> Response:
        hint = jwt.decode(request.query_params["id_token_hint"], self._key, algorithms=["RS256"])
        self.signed_out.append(str(hint.claims["sub"]))
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], status_code=302)


def _is_client(authorization: str) -> bool:
    kind, _, coded = authorization.partition(" ")
    name, _, secret = base64.b64decode(coded).decode().partition(":")
    return (kind.lower(), unquote(name), unquote(secret)) == ("basic", CLIENT, SECRET)


@contextmanager
def providing(people: dict[str, Mapping[str, object]]) -> Iterator[Provider]:
    """Run a service with these people (claims by subject) until the block ends."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        provider = Provider(f"http://127.0.0.1:{listening.getsockname()[1]}", people)
        server = uvicorn.Server(uvicorn.Config(provider.app(), log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield provider
        finally:
            server.should_exit = True
            thread.join(timeout=10)
