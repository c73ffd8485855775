"""Where Streamlit's own sign-in ends and our session begins: what it signed, and what it did not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from secrets import token_urlsafe
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from outreach.services.people import close_account, people
from outreach.services.who import Role
from outreach.web import opened, outside, signing_in
from outreach.web.outside import OutsideSignIn, providers
from outreach.web.signing_in import SESSION
from tests.support.accounts import PEOPLE, Office, office_url
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases
from tests.support.visitor import Reply, Visitor

CALLBACK = "/oauth2callback?code=x&state=y"
OURS: dict[str, object] = {"roles": {"app-officer": "officer"}, "agency_claim": "unit"}
ZHANG: Mapping[str, Any] = {
    "iss": "https://idp.example",
    "sub": "1001",
    "name": "張承辦",
    "roles": ["app-officer"],
    "unit": "COM",
}


@pytest.fixture
def office(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    url = office_url(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    monkeypatch.setattr(outside, "_section", lambda name: OURS if name == "outreach_sign_in" else {})
    office = Office(opened.city())
    yield office
    office.city.engine.dispose()


def _signed(secret: str, name: str, value: str) -> bytes:
    return create_signed_value(secret, name, value)


def _served(
    office: Office, claims: Mapping[str, Any] | None, secret: str | None = None, base: str = ""
) -> ASGIApp:
    """An application that answers the callback as Streamlit does, signing with its secret or another."""
    key = get_cookie_secret() if secret is None else secret

    async def callback(_request: Request) -> Response:
        answer = RedirectResponse("/", status_code=302)
        if claims is not None:
            set_cookie_with_chunks(
                lambda name, value: answer.set_cookie(name, _signed(key, name, value).decode()),
                lambda name, value: _signed(key, name, value),
                USER_COOKIE_NAME,
                {**claims, "is_logged_in": True, "origin": "http://outreach.example", "provider": "default"},
                cookie_attr_size=60,
            )
        return answer

    routes = [
        *signing_in.routes(lambda: office.now),
        Route(f"{base}/oauth2callback", callback),
        Route("/x", callback),
    ]
    return OutsideSignIn(Starlette(routes=routes), lambda: office.now)


def _back(app: ASGIApp, path: str = CALLBACK, scheme: str = "http") -> tuple[Visitor, Reply]:
    visitor = Visitor(app, scheme=scheme)
    return visitor, visitor.send("GET", path, b"")


def _nobody(office: Office, visitor: Visitor) -> None:
    assert SESSION not in visitor.cookies
    assert len(people(office.city, ADMINISTRATOR)) == len(PEOPLE)


def test_whom_streamlit_names_gets_a_session_of_ours(office: Office) -> None:
    visitor, reply = _back(_served(office, ZHANG))
    assert (reply.status, reply.location, reply.headers["cache-control"]) == (302, "/desk", "no-store")
    who = office.who(visitor.cookies[SESSION])
    assert who is not None
    assert (who.name, who.role) == ("張承辦", Role.OFFICER)
    cookie = reply.cookies[SESSION]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "lax", "")


def test_behind_https_the_session_is_never_sent_in_the_clear(office: Office) -> None:
    _, reply = _back(_served(office, ZHANG), scheme="https")
    assert reply.cookies[SESSION]["secure"]


def test_claims_too_long_for_one_cookie_are_put_together(office: Office) -> None:
    many = [token_urlsafe(40) for _ in range(150)]
    visitor, reply = _back(_served(office, {**ZHANG, "roles": [*many, "app-officer"]}))
    assert f"{USER_COOKIE_NAME}_1" in reply.cookies
    assert office.who(visitor.cookies[SESSION]) is not None


def test_what_streamlit_did_not_sign_lets_nobody_in(office: Office) -> None:
    visitor, reply = _back(_served(office, ZHANG, secret="another secret altogether"))
    assert reply.location == "/sign-in?problem=outside"
    _nobody(office, visitor)


def test_a_cookie_that_the_browser_brings_is_not_asked(office: Office) -> None:
    """Only the answer of a finished sign-in counts: the cookie lasts thirty days, a session does not."""
    first, _ = _back(_served(office, ZHANG))
    kept = {name: value for name, value in first.cookies.items() if name != SESSION}
    again = Visitor(_served(office, None), cookies=kept)
    assert again.send("GET", CALLBACK, b"").location == "/sign-in?problem=outside"
    assert SESSION not in again.cookies


def test_no_other_address_begins_a_session(office: Office) -> None:
    visitor, reply = _back(_served(office, ZHANG), "/x")
    assert reply.location == "/"
    _nobody(office, visitor)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"roles": ["other"]}, "outside-role"),
        ({"unit": "NOWHERE"}, "outside-agency"),
        ({"sub": ""}, "outside"),
    ],
)
def test_who_is_refused_keeps_no_cookie_and_reads_why(
    office: Office, changed: Mapping[str, Any], code: str
) -> None:
    visitor, reply = _back(_served(office, {**ZHANG, **changed}))
    assert reply.location == f"/sign-in?problem={code}"
    assert visitor.cookies == {}
    _nobody(office, visitor)


def test_a_closed_account_reads_that_it_is_closed(office: Office) -> None:
    _back(_served(office, ZHANG))
    [name] = {one.name for one in people(office.city, ADMINISTRATOR) if one.outside}
    close_account(office.city, ADMINISTRATOR, name, now=office.now)
    visitor, reply = _back(_served(office, ZHANG))
    assert reply.location == "/sign-in?problem=outside-closed"
    assert visitor.cookies == {}


def test_without_our_own_settings_nobody_comes_in(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_section", lambda _name: {})
    visitor, reply = _back(_served(office, ZHANG))
    assert reply.location == "/sign-in?problem=outside-set"
    _nobody(office, visitor)


@pytest.mark.parametrize(
    ("query", "told"), [("", "done=out"), ("?error=access_denied&state=y", "problem=outside")]
)
def test_coming_back_without_anybody_is_signing_out_or_a_sign_in_that_came_to_nothing(
    office: Office, query: str, told: str
) -> None:
    _, reply = _back(_served(office, None), f"/oauth2callback{query}")
    assert reply.location == f"/sign-in?{told}"


def test_below_a_base_path_it_is_the_callback_there(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "_base", lambda: "/outreach")
    visitor, _ = _back(_served(office, ZHANG))
    _nobody(office, visitor)
    _, reply = _back(_served(office, {**ZHANG, "roles": []}, base="/outreach"), f"/outreach{CALLBACK}")
    assert reply.location == "/outreach/sign-in?problem=outside-role"


def test_a_failure_gives_nobody_a_session_and_says_nothing_of_it(office: Office) -> None:
    with office.city.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE account_events")
    visitor, reply = _back(_served(office, ZHANG))
    assert reply.location == "/sign-in?problem=outside"
    assert visitor.cookies == {}


def test_signing_out_leads_on_to_signing_out_there(office: Office) -> None:
    visitor, _ = _back(_served(office, ZHANG))
    token = visitor.cookies[SESSION]
    reply = visitor.post("/auth/sign-out")
    assert reply.location == "../auth/logout"
    assert office.who(token) is None


@pytest.mark.parametrize(
    ("section", "offered"),
    [
        ({}, ()),
        ({"redirect_uri": "r", "cookie_secret": "c"}, ()),
        ({"client_id": "i", "client_secret": "s", "server_metadata_url": "u"}, ()),
        (
            {
                "redirect_uri": "r",
                "cookie_secret": "c",
                "client_id": "i",
                "client_secret": "s",
                "server_metadata_url": "u",
            },
            (None,),
        ),
        (
            {
                "redirect_uri": "r",
                "cookie_secret": "c",
                "entra": {"client_id": "i", "client_secret": "s", "server_metadata_url": "u"},
                "half": {"client_id": "i"},
            },
            ("entra",),
        ),
    ],
)
def test_a_city_sign_in_is_offered_only_where_it_is_set_up(
    monkeypatch: pytest.MonkeyPatch, section: Mapping[str, object], offered: tuple[str | None, ...]
) -> None:
    monkeypatch.setattr(outside, "_section", lambda _name: section)
    assert providers() == offered
