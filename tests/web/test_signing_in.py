"""/auth/…: forms in, redirects to our own pages out."""

import asyncio
import logging
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import streamlit as st
from hypothesis import given, strategies
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from outreach import web
from outreach.services.deputies import appoint_deputy
from outreach.services.people import make_reset_link
from outreach.services.who import Role
from outreach.web import opened, signing_in
from outreach.web.forms import own_page
from outreach.web.signing_in import DEVICE, PUBLIC, SESSION, asked_by, neighbourhood
from tests.support.accounts import HOME, PASSWORD, WRONG, Office, office_url
from tests.support.builders import ADMINISTRATOR, FIRST_DAY
from tests.support.databases import Databases
from tests.support.visitor import FORM, Reply, Visitor

NEW = "umbrella under the eaves"
BASE = "http://outreach.example/auth/sign-in"


@pytest.fixture
def office(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    url = office_url(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    office = Office(opened.city())
    yield office
    office.city.engine.dispose()


@pytest.fixture
def served(office: Office) -> ASGIApp:
    return Starlette(routes=signing_in.routes(lambda: office.now))


@pytest.fixture
def visitor(served: ASGIApp) -> Visitor:
    return Visitor(served)


def _enter(visitor: Visitor, name: str = "li", password: str = PASSWORD, **more: str) -> Reply:
    return visitor.post("/auth/sign-in", {"account": name, "password": password, **more})


def _told(reply: Reply) -> dict[str, str]:
    """What the address of the page says that the browser is sent to."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(reply.location).query).items()}


def test_a_right_password_leads_to_the_page_asked_for_with_a_cookie_no_script_reads(
    visitor: Visitor, office: Office
) -> None:
    reply = _enter(visitor, next="map?district=%E5%A4%A7%E5%AE%89%E5%8D%80&as_of=2021-10-14")
    assert reply.status == 303
    assert reply.location == "../map?district=%E5%A4%A7%E5%AE%89%E5%8D%80&as_of=2021-10-14"
    assert reply.headers["cache-control"] == "no-store"
    for name in (SESSION, DEVICE):
        cookie = reply.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
        assert not cookie["secure"]
    assert reply.cookies[SESSION]["max-age"] == ""
    who = office.who(visitor.cookies[SESSION])
    assert who is not None
    assert who.user == office.user("li")


def test_behind_https_cookies_are_never_sent_in_the_clear(served: ASGIApp) -> None:
    reply = _enter(Visitor(served, scheme="https"))
    assert reply.cookies[SESSION]["secure"]
    assert reply.cookies[DEVICE]["secure"]


@pytest.mark.parametrize(("name", "password"), [("li", WRONG), ("nobody", PASSWORD), ("nobody", WRONG)])
def test_a_wrong_name_or_password_leads_back_with_a_code_and_nothing_of_what_was_typed(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, name: str, password: str
) -> None:
    caplog.set_level(logging.DEBUG)
    reply = _enter(visitor, name, password, next="board")
    assert reply.status == 303
    assert _told(reply) == {"problem": "wrong", "next": "board"}
    assert visitor.cookies == {}
    for typed in (name, password):
        assert typed not in reply.location
        assert typed not in caplog.text


def test_too_many_tries_say_so_whether_the_name_exists_or_not(visitor: Visitor) -> None:
    for name in ("li", "nobody"):
        told = [_told(_enter(visitor, name, WRONG))["problem"] for _ in range(7)]
        assert told == ["wrong"] * 5 + ["wait"] * 2


def test_who_signs_out_is_nobody_even_with_the_cookie_again(visitor: Visitor, office: Office) -> None:
    _enter(visitor)
    kept = visitor.cookies[SESSION]
    assert _told(visitor.post("/auth/sign-out")) == {"done": "out"}
    assert SESSION not in visitor.cookies
    assert office.who(kept) is None
    visitor.cookies[SESSION] = kept
    assert _told(visitor.post("/auth/password", {"present": PASSWORD, "fresh": NEW, "again": NEW})) == {
        "problem": "expired"
    }


def test_signing_out_everywhere_ends_the_other_browsers_session_too(served: ASGIApp, office: Office) -> None:
    here, there = Visitor(served), Visitor(served, "198.51.100.9")
    _enter(here)
    _enter(there)
    assert _told(here.post("/auth/sign-out-everywhere")) == {"done": "everywhere"}
    assert office.who(there.cookies[SESSION]) is None
    assert _told(here.post("/auth/sign-out-everywhere")) == {"problem": "expired"}


def test_signing_in_twice_in_a_browser_leaves_one_session(visitor: Visitor, office: Office) -> None:
    _enter(visitor)
    first = visitor.cookies[SESSION]
    _enter(visitor, "zhou")
    assert office.who(first) is None
    assert office.who(visitor.cookies[SESSION]) is not None


def test_a_known_browser_gets_in_while_others_guess(served: ASGIApp) -> None:
    known, other = Visitor(served), Visitor(served, "198.51.100.9")
    _enter(known)
    known.post("/auth/sign-out")
    for _ in range(10):
        _enter(other, password=WRONG)
    assert _told(_enter(other)) == {"problem": "wait"}
    _enter(known)
    assert SESSION in known.cookies


def test_a_password_is_changed_with_the_old_one_and_the_session_goes_on(
    visitor: Visitor, office: Office
) -> None:
    _enter(visitor)
    before = visitor.cookies[SESSION]
    form = {"present": PASSWORD, "fresh": NEW, "again": NEW}
    assert _told(visitor.post("/auth/password", {**form, "present": WRONG})) == {"problem": "old"}
    assert _told(visitor.post("/auth/password", {**form, "again": "other"})) == {"problem": "differ"}
    assert _told(visitor.post("/auth/password", {**form, "fresh": "a", "again": "a"})) == {"problem": "short"}
    assert office.who(before) is not None
    assert _told(visitor.post("/auth/password", form)) == {"done": "password"}
    assert office.who(before) is None
    assert office.who(visitor.cookies[SESSION]) is not None


def test_a_link_sets_a_password_once_and_a_refused_one_can_be_tried_again(
    visitor: Visitor, office: Office
) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    refused = visitor.post("/auth/reset", {"link": link, "fresh": "short", "again": "short"})
    assert _told(refused) == {"problem": "short", "link": link}
    assert _told(visitor.post("/auth/reset", {"link": link, "fresh": NEW, "again": NEW})) == {
        "done": "password"
    }
    assert office.who(visitor.cookies[SESSION]) is not None
    again = visitor.post("/auth/reset", {"link": link, "fresh": NEW, "again": NEW})
    assert _told(again)["problem"] == "link"


def test_a_deputy_switches_to_the_other_place_and_back(visitor: Visitor, office: Office) -> None:
    appoint_deputy(office.city, ADMINISTRATOR, "lin", "zhou", FIRST_DAY, office.now.date(), now=office.now)
    _enter(visitor, "lin")
    token = visitor.cookies[SESSION]
    assert _told(visitor.post("/auth/acting", {"principal": str(office.user("zhou"))})) == {"done": "acting"}
    acting = office.who(token)
    assert acting is not None
    assert acting.name == "林承辦（代理周核定）"
    visitor.post("/auth/acting")
    own = office.who(token)
    assert own is not None
    assert own.name == "林承辦"
    for principal, problem in (
        ("4", "deputy"),
        ("999", "deputy"),
        ("x", "form"),
        ("٣", "form"),
        ("9" * 30, "form"),
    ):
        assert _told(visitor.post("/auth/acting", {"principal": principal})) == {"problem": problem}


def test_an_administrator_looks_as_an_officer_is_refused_all_else_and_ends_it(
    visitor: Visitor, office: Office
) -> None:
    _enter(visitor, "wang")
    token = visitor.cookies[SESSION]
    for form in ({"eyes": "officer"}, {"eyes": "administrator"}, {"eyes": "officer", "agency": "NOWHERE"}):
        assert _told(visitor.post("/auth/look", form)) == {"problem": "look-as"}
    assert visitor.post("/auth/look", {"eyes": "officer", "agency": "COM"}).location == "../"
    looking = office.who(token)
    assert looking is not None
    assert (looking.role, looking.looking) == (Role.OFFICER, True)
    refused = {
        "look": {"eyes": "manager"},
        "acting": {"principal": ""},
        "sign-out-everywhere": {},
        "password": {"present": PASSWORD, "fresh": NEW, "again": NEW},
    }
    for route, form in refused.items():
        assert _told(visitor.post(f"/auth/{route}", form)) == {"problem": "looking"}
    assert office.who(token) == looking
    assert _told(visitor.post("/auth/look")) == {"done": "looked"}
    own = office.who(token)
    assert own is not None
    assert (own.role, own.looking) == (Role.ADMINISTRATOR, False)


def test_an_officer_who_sends_the_form_all_the_same_looks_at_nothing(
    visitor: Visitor, office: Office
) -> None:
    _enter(visitor)
    assert _told(visitor.post("/auth/look", {"eyes": "public"})) == {"problem": "look"}
    who = office.who(visitor.cookies[SESSION])
    assert who is not None
    assert (who.role, who.looking) == (Role.OFFICER, False)


ROUTES = ("sign-in", "sign-out", "sign-out-everywhere", "password", "reset", "acting", "look")


@pytest.mark.parametrize("route", ROUTES)
def test_another_site_gets_nothing_done(visitor: Visitor, office: Office, route: str) -> None:
    _enter(visitor)
    link = make_reset_link(office.city, ADMINISTRATOR, "zhou", now=office.now)
    before = dict(visitor.cookies), office.events()
    form = {
        "account": "zhou",
        "password": PASSWORD,
        "present": PASSWORD,
        "fresh": NEW,
        "again": NEW,
        "link": link,
    }
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": None},
        {"sec_fetch_site": "cross-site"},
    ):
        assert visitor.post(f"/auth/{route}", form, **headers).status == 403
    assert (visitor.cookies, office.events()) == before


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_that_changes_something_is_not_there_for_a_link_or_a_picture(
    visitor: Visitor, route: str
) -> None:
    assert visitor.send("GET", f"/auth/{route}", b"").status == 405


def test_streamlits_own_sign_in_below_the_same_address_is_left_to_it(office: Office) -> None:
    async def login(_request: Request) -> Response:
        return PlainTextResponse("Streamlit's")

    app = Starlette(routes=[*signing_in.routes(), Route("/auth/login", login)])
    assert Visitor(app).send("GET", "/auth/login", b"").text == "Streamlit's"


@pytest.mark.parametrize("prefix", ["", "/outreach"])
def test_below_a_base_path_another_site_is_refused_and_pages_are_found(
    office: Office, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setattr(st, "get_option", lambda _name: prefix)
    monkeypatch.setattr(web, "_groups", signing_in.routes)
    visitor = Visitor(Starlette(routes=web.routes()))
    form = {"account": "li", "password": PASSWORD, "next": "map"}
    assert visitor.post(f"{prefix}/auth/sign-in", form, origin="https://evil.example").status == 403
    reply = visitor.post(f"{prefix}/auth/sign-in", form)
    assert urljoin(f"http://outreach.example{prefix}/auth/sign-in", reply.location).endswith(
        f"example{prefix}/map"
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"account=li", FORM),
        (b"account=li&password=", FORM),
        (b"account=li&account=zhou&password=x", FORM),
        (b"account=li&password=x&" + b"&".join(b"a%d=1" % n for n in range(20)), FORM),
        (b"account=li&password=" + b"x" * 20_000, FORM),
        (b"account=%ff%fe&password=x", FORM),
        (b"account=li%00&password=x", FORM),
        ("account=芒果&password=x".encode(), FORM),
        (b"account;password", FORM),
        (b'{"account": "li", "password": "x"}', "application/json"),
        (b"account=li&password=x", "text/plain"),
        (b"account=li&password=x", "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_that_is_none_of_ours_leads_back_and_is_not_counted(
    visitor: Visitor, office: Office, body: bytes, kind: str
) -> None:
    reply = visitor.send("POST", "/auth/sign-in", body, content_type=kind)
    assert (reply.status, _told(reply)) == (303, {"problem": "form"})
    assert office.outcomes() == []


def test_an_endless_form_is_not_read_to_its_end(served: ASGIApp) -> None:
    read = 0

    async def endless() -> dict[str, object]:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    async def ask() -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        headers = [(b"host", b"h"), (b"origin", b"http://h"), (b"content-type", FORM.encode())]
        scope = {
            "type": "http",
            "method": "POST",
            "scheme": "http",
            "path": "/auth/sign-in",
            "root_path": "",
            "query_string": b"",
            "headers": headers,
            "client": ("192.0.2.7", 1),
            "server": ("h", 80),
        }
        await served(scope, endless, send)  # type: ignore[arg-type]  # plain dictionaries are messages
        return sent

    assert asyncio.run(ask())[0]["status"] == 303
    assert read < 30


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "../../evil",
        "map#//evil.example",
        "map/../../x",
        "map?x=1\r\nSet-Cookie: a=b",
        "地圖",
        "?" + "x" * 2_000,
    ],
)
def test_going_on_to_anywhere_but_a_page_of_ours_leads_to_where_one_lands(
    visitor: Visitor, asked: str
) -> None:
    assert _enter(visitor, next=asked).location == "../desk"


@pytest.mark.parametrize(("name", "page"), [("li", "desk"), ("zhou", "desk"), ("chen", ""), ("wang", "")])
def test_officers_and_approvers_land_at_their_agencys_desk_others_on_the_overview(
    visitor: Visitor, name: str, page: str
) -> None:
    assert _enter(visitor, name).location == f"../{page}"


@given(
    strategies.one_of(strategies.text(max_size=60), strategies.text(alphabet="ab/\\:?#@.%-=&;", max_size=30))
)
def test_whatever_is_asked_for_the_browser_stays_on_this_host(asked: str) -> None:
    leads_to = urlsplit(urljoin(BASE, f"../{own_page(asked)}"))
    assert (leads_to.scheme, leads_to.netloc) == ("http", "outreach.example")
    assert "\\" not in leads_to.path + leads_to.query


@pytest.mark.parametrize("page", ["map", "venues?q=%E5%BA%97", "?scheme=mycode&lang=en"])
def test_pages_of_ours_are_gone_on_to(visitor: Visitor, page: str) -> None:
    assert _enter(visitor, next=page).location == f"../{page}"


def test_who_reads_english_goes_on_reading_english(visitor: Visitor) -> None:
    assert _enter(visitor, language="en", next="map?x=1").location == "../map?x=1&lang=en"
    assert _enter(visitor, language="en", next="map?lang=en").location == "../map?lang=en"
    assert _enter(visitor, password=WRONG, language="en").location == "../sign-in?problem=wrong&lang=en"
    assert _enter(visitor, language="fr", next="map").location == "../map"


@pytest.mark.parametrize(
    ("host", "counts_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a socket's path", "a socket's path"),
    ],
)
def test_one_customers_ipv6_addresses_count_as_one(host: str, counts_as: str) -> None:
    assert neighbourhood(host) == counts_as


def test_a_request_without_a_session_is_the_publics(office: Office) -> None:
    assert asked_by({}) == asked_by({SESSION: "x"}) == PUBLIC


@pytest.mark.parametrize("url", ["not set up", "postgresql://nobody:secret@127.0.0.1:9/nothing"])
def test_a_database_that_cannot_be_used_is_all_that_is_said_of_it(
    served: ASGIApp, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_url if url == "not set up" else url)
    reply = _enter(Visitor(served))
    assert reply.status == 503
    assert "資料庫目前無法使用" in reply.text
    assert "nothing" not in reply.text


def test_an_unexpected_failure_gives_a_number_and_logs_nothing_that_was_typed(
    visitor: Visitor, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with office.city.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sign_in_attempts")
    reply = _enter(visitor, "somebody", "a password that was typed")
    assert reply.status == 500
    number = reply.text.partition("編號 ")[2].partition(" ")[0]
    assert f"failure {number}" in caplog.text
    for typed in ("somebody", "a password that was typed", HOME.address):
        assert typed not in reply.text + caplog.text


def test_when_too_many_wait_the_next_is_told_so_at_once(
    served: ASGIApp, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "_WAITING", 0)
    visitor = Visitor(served)
    assert _told(_enter(visitor)) == {"problem": "busy"}
    assert office.outcomes() == []
