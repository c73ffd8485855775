"""Every route of the program, asked by every role with a real session: what opens, and what leaks to whom.

A route that is in none of the tables below fails the first test. What a route of figures or venues tells is
the services' affair, and is asked here through the cookie that a browser would bring.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route

from outreach import web
from outreach.services.looking import look_as
from outreach.services.signing_in import Origin, sign_in
from outreach.store.desk_tables import error_reports
from outreach.store.engine import writing
from outreach.store.people_tables import sign_in_attempts
from outreach.web import opened
from outreach.web.signing_in import DEVICE, SESSION
from tests.services.authorisation import town as towns
from tests.services.authorisation.town import WALKERS, town
from tests.services.authorisation.written import Watch
from tests.support.accounts import PASSWORD
from tests.support.databases import Databases
from tests.support.visitor import Reply, Visitor

PUBLIC = "the public"
#: Whoever has a session of the town; of no agency there is nobody with an account.
SIGNED_IN = [name for name, who in WALKERS.items() if who.user is not None]
EVERYBODY = [PUBLIC, *SIGNED_IN]
LOOKING = [name for name in SIGNED_IN if WALKERS[name].looking]
OUTSIDERS = {
    PUBLIC,
    "an approver of the bureau above",
    "another agency's officer",
    "another agency's approver",
    "an administrator looking as another agency's officer",
}
ELSEWHERE = "http://elsewhere.example"
_DAY = "scheme=mycode&day=2021-10-20"
_FIGURES = f"/layers/figures.json?{_DAY}&layer=outstanding"
_WEEKS = f"/layers/weeks.json?{_DAY}&layer=outstanding"
_VENUES = f"/layers/venues.json?{_DAY}&village={towns.VILLAGE}"
_POINTS = f"/layers/points.bin?{_DAY}"
_NEW = "pineapple cake on platform two"


@dataclass(frozen=True, slots=True)
class Opened:
    """An address of a route, and its status for whoever is signed in; for the public, where it differs."""

    address: str
    status: int
    public: int | None = None


#: What is fetched: by route, each kind of address that it takes.
FETCHED: Mapping[str, tuple[Opened, ...]] = {
    "/healthz": (Opened("/healthz", 200),),
    "/assets": (
        Opened("/assets/style.css", 200),
        Opened("/assets/nothing.css", 404),
        Opened("/assets/../app.py", 404),
        Opened("/assets/..%2fapp.py", 404),
    ),
    "/layers/figures.json": (
        Opened(_FIGURES, 200),
        Opened(f"{_FIGURES}&kind=shop", 200),
        Opened(f"{_FIGURES}&agency=COM", 200, 403),
        Opened(f"{_FIGURES}&agency=CUL", 200, 403),
        Opened(f"{_FIGURES}&sector=ktv", 200, 403),
        Opened(f"{_FIGURES}&category=C", 200, 403),
        Opened(f"{_FIGURES}&district={towns.DISTRICT}", 200, 403),
        Opened(f"{_FIGURES}&village={towns.VILLAGE}", 400),
        Opened(f"/layers/figures.json?{_DAY}&layer=change", 200),
        Opened(f"/layers/figures.json?{_DAY}&layer=change&district={towns.DISTRICT}", 200, 403),
        Opened(f"/layers/figures.json?{_DAY}&layer=joined_change&district={towns.DISTRICT}", 200),
    ),
    "/layers/weeks.json": (
        Opened(_WEEKS, 200),
        Opened(f"{_WEEKS}&agency=COM", 200, 403),
        Opened(f"{_WEEKS}&district={towns.DISTRICT}", 200, 403),
        Opened(f"{_WEEKS}&village={towns.VILLAGE}", 400),
    ),
    "/layers/venues.json": (
        Opened(_VENUES, 200),
        Opened(f"{_VENUES}&agency=COM", 200, 403),
        Opened(f"/layers/venues.json?{_DAY}", 400),
    ),
    "/layers/points.bin": (
        Opened(_POINTS, 200),
        Opened(f"{_POINTS}&district={towns.DISTRICT}&village={towns.VILLAGE}&kind=shop&sector=ktv", 200),
        Opened(f"{_POINTS}&q=%E9%9A%B1%E5%AF%86", 200),
        Opened(f"{_POINTS}&agency=COM", 200, 403),
        Opened(f"{_POINTS}&category=C", 200, 403),
        Opened(f"{_POINTS}&voucher=nothing", 404),
        Opened(f"{_POINTS}&layer=rate", 400),
    ),
    "/layers/{name}.geojson": (
        Opened("/layers/districts.geojson", 200),
        Opened("/layers/villages.geojson", 200),
        Opened("/layers/venues.geojson", 404),
    ),
    "/open-data": (Opened("/open-data", 200), Opened("/open-data?agency=COM", 400)),
    "/open-data/coverage.json": (
        Opened("/open-data/coverage.json", 200),
        Opened("/open-data/coverage.json?by=agency", 400),
    ),
    "/open-data/coverage.csv": (Opened("/open-data/coverage.csv", 200),),
    "/open-data/venues.json": (
        Opened("/open-data/venues.json", 200),
        Opened("/open-data/venues.json?agency=COM", 400),
    ),
    "/open-data/venues.csv": (Opened("/open-data/venues.csv", 200),),
    "/open-data/venues.geojson": (Opened("/open-data/venues.geojson", 200),),
    "/open-data/{name:path}": (Opened("/open-data/people.csv", 404), Opened("/open-data/../people", 404)),
    "/data/coverage.json": (
        Opened("/data/coverage.json?scheme=mycode&by=agency", 200, 401),
        Opened(f"/data/coverage.json?scheme=mycode&where=village%3D{towns.VILLAGE}", 200, 401),
        Opened("/data/coverage.json", 400, 401),
    ),
    "/vendor/map/map.js": (Opened("/vendor/map/map.js", 200),),
    "/vendor/leaflet": (
        Opened("/vendor/leaflet/leaflet.css", 200),
        Opened("/vendor/leaflet/../assets.py", 404),
    ),
    "/vendor/map": (Opened("/vendor/map/layers.css", 200), Opened("/vendor/map/../assets.py", 404)),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A form, and of whom it is taken; everybody else is led to the sign-in page, which says why not."""

    form: Mapping[str, str]
    taken: frozenset[str]


_IN_OWN_PLACE = frozenset(name for name in SIGNED_IN if name not in LOOKING)
#: What is sent by the pages' own forms.
SENT: Mapping[str, Sent] = {
    "/auth/sign-in": Sent({"account": "li", "password": PASSWORD}, frozenset(EVERYBODY)),
    "/auth/sign-out": Sent({}, frozenset(EVERYBODY)),
    "/auth/sign-out-everywhere": Sent({}, _IN_OWN_PLACE),
    "/auth/password": Sent({"present": PASSWORD, "fresh": _NEW, "again": _NEW}, _IN_OWN_PLACE),
    "/auth/reset": Sent({"link": "nonsense", "fresh": _NEW, "again": _NEW}, frozenset()),
    "/auth/acting": Sent({"principal": "2"}, frozenset()),
    "/auth/look": Sent({"eyes": "officer", "agency": "COM"}, frozenset({"an administrator"})),
    "/report": Sent({"venue": str(towns.SHOWN), "kind": "closed"}, frozenset({PUBLIC, *_IN_OWN_PLACE})),
}
#: What counts attempts, or makes the secret that keys them, though it refuses.
_COUNTS = {"settings", "sign_in_attempts", "attempts", "account_events"}


@dataclass
class Door:
    """The whole application over a town of its own, and browsers that have signed in."""

    app: Starlette
    watch: Watch

    def browser(self, walker: str) -> Visitor:
        """A browser in which somebody is signed in, or nobody."""
        who, city = WALKERS[walker], opened.city()
        visitor = Visitor(self.app)
        if who.user is not None:
            now, name = datetime.now(UTC), towns.PEOPLE[who.user - 1][0]
            began = sign_in(city, name, PASSWORD, Origin("192.0.2.7"), now=now)
            visitor.cookies = {SESSION: began.token, DEVICE: began.device}
            if who.looking:
                look_as(city, began.who, began.token, who.role, who.agency, now=now)
        self.watch.settle()
        return visitor


@pytest.fixture
def door(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    found = town(sqlite_databases)
    found.city.engine.dispose()
    monkeypatch.setenv("OUTREACH_DATABASE_URL", found.url)
    watch = Watch(found.url)
    yield Door(Starlette(routes=web.routes(), middleware=web.middleware()), watch)
    watch.close()
    opened.city().engine.dispose()


def _every_route(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """Each route with its methods; a folder of files is one route."""
    for route in routes:
        if isinstance(route, Mount):
            if route.routes:
                yield from _every_route(list(route.routes), prefix + route.path)
            else:
                yield prefix + route.path, {"GET"}
        else:
            assert isinstance(route, Route), f"{route} is of a kind that this test does not know"
            yield prefix + route.path, set(route.methods or ()) - {"HEAD"}


def test_every_route_is_in_a_table_under_the_method_that_it_takes() -> None:
    found = dict(_every_route(web.routes()))
    missing = found.keys() - FETCHED.keys() - SENT.keys()
    assert not missing, f"say in tests/web/test_every_route.py what these answer to whom: {sorted(missing)}"
    assert {path for path, methods in found.items() if methods == {"GET"}} == set(FETCHED)
    assert {path for path, methods in found.items() if methods == {"POST"}} == set(SENT)


_ADDRESSES = [opened_ for each in FETCHED.values() for opened_ in each]


@pytest.mark.parametrize("asked", _ADDRESSES, ids=[asked.address for asked in _ADDRESSES])
def test_each_role_gets_from_an_address_its_status_and_nothing_of_anothers_venues(
    door: Door, asked: Opened
) -> None:
    wrong = []
    for walker in EVERYBODY:
        browser = door.browser(walker)
        reply = browser.send("GET", asked.address, b"", accept_encoding="identity")
        status = asked.public if walker == PUBLIC and asked.public is not None else asked.status
        if reply.status != status:
            wrong.append(f"{walker}: {reply.status} instead of {status}: {reply.text[:200]}")
        if walker in OUTSIDERS and _leaks(reply):
            wrong.append(f"{walker} is told {_leaks(reply)}")
        if door.watch.tables():
            wrong.append(f"{walker}: fetching wrote into {sorted(door.watch.tables())}")
    assert not wrong, f"{asked.address}:\n" + "\n".join(wrong)


def _leaks(reply: Reply) -> list[str]:
    whole = f"{reply.headers}{reply.text}"
    return [word for word in towns.EVERYTHING if word in whole]


def test_the_map_names_to_each_role_the_own_venues_and_of_others_those_that_joined(door: Door) -> None:
    hidden, theirs, nobodys = {"隱密牛肉麵小吃館", "隱密倉庫"}, {"小書房"}, {"無主小店"}
    wider = {
        "an officer of the venue's agency": hidden,
        "an approver of the venue's agency": hidden,
        "an administrator looking as the venue's officer": hidden,
        "an officer of the bureau above": hidden,
        "another agency's officer": theirs,
        "another agency's approver": theirs,
        "an administrator looking as another agency's officer": theirs,
        "a manager": hidden | theirs | nobodys,
        "an administrator": hidden | theirs | nobodys,
    }
    for walker in EVERYBODY:
        told = json.loads(door.browser(walker).send("GET", _VENUES, b"").text)
        names = {venue["name"] for venue in told["venues"]}
        assert names == {"甜圈坊"} | wider.get(walker, set()), walker


@pytest.mark.parametrize("cookie", ["", "nonsense", "x" * 10_000, "'; DROP TABLE sessions; --"])
def test_a_cookie_that_is_no_session_is_the_publics(door: Door, cookie: str) -> None:
    browser = Visitor(door.app, cookies={SESSION: cookie})
    assert browser.send("GET", f"{_FIGURES}&agency=COM", b"").status == 403


def test_a_cookie_replayed_after_sign_out_is_the_publics(door: Door) -> None:
    browser = door.browser("an officer of the venue's agency")
    kept = dict(browser.cookies)
    assert browser.send("GET", f"{_FIGURES}&agency=COM", b"").status == 200
    browser.post("/auth/sign-out")
    browser.cookies = kept
    assert browser.send("GET", f"{_FIGURES}&agency=COM", b"").status == 403
    assert not _leaks(browser.send("GET", _VENUES, b""))


@pytest.mark.parametrize("path", SENT)
@pytest.mark.parametrize("origin", [ELSEWHERE, "null", None])
def test_what_another_site_makes_a_browser_send_is_refused_whoever_is_signed_in(
    door: Door, path: str, origin: str | None
) -> None:
    for walker in (PUBLIC, "an officer of the venue's agency", "an administrator"):
        browser = door.browser(walker)
        kept = dict(browser.cookies)
        reply = browser.post(path, SENT[path].form, origin=origin)
        assert reply.status == 403, walker
        assert not door.watch.tables(), walker
        assert browser.cookies == kept


@pytest.mark.parametrize("path", SENT)
def test_a_form_is_taken_of_whom_the_table_says_and_of_nobody_else(door: Door, path: str) -> None:
    wrong = []
    for walker in EVERYBODY:
        found = _sent(door, walker, path)
        if isinstance(found, str):
            wrong.append(f"{walker}: {found}")
        if path == "/auth/password" and walker in _IN_OWN_PLACE:
            # The next in the table may be the same person; the account's password is the old one again.
            _back_to_the_old_password(door, walker)
        if path == "/report":
            # A venue and a sender's address have a few reports and no more; the next walker begins anew.
            _forget_reports()
    assert not wrong, f"{path}:\n" + "\n".join(wrong)


def _sent(door: Door, walker: str, path: str) -> str | None:
    """What went wrong when somebody sent the form of a route; None where it went as the table says."""
    reply = door.browser(walker).post(path, SENT[path].form)
    if reply.status != 303:
        return f"{reply.status}: {reply.text[:200]}"
    target = urlsplit(reply.location)
    problem = parse_qs(target.query).get("problem")
    if target.scheme or target.netloc:
        return f"is sent elsewhere: {reply.location}"
    if walker in SENT[path].taken:
        return f"is refused: {problem}" if problem else None
    if not problem:
        return f"is not refused, but led to {reply.location}"
    left = door.watch.tables() - _COUNTS
    return f"leaves something in {sorted(left)}" if left else None


def _back_to_the_old_password(door: Door, walker: str) -> None:
    who = WALKERS[walker]
    assert who.user is not None
    name = towns.PEOPLE[who.user - 1][0]
    browser = Visitor(door.app)
    browser.post("/auth/sign-in", {"account": name, "password": _NEW})
    form = {"present": _NEW, "fresh": PASSWORD, "again": PASSWORD}
    assert "problem" not in browser.post("/auth/password", form).location


def _forget_reports() -> None:
    with writing(opened.city().engine) as connection:
        connection.execute(sa.delete(error_reports))
        connection.execute(sa.delete(sign_in_attempts))


@pytest.mark.parametrize("path", [*FETCHED, *SENT])
def test_a_method_that_a_route_does_not_take_is_refused_to_an_administrator_too(
    door: Door, path: str
) -> None:
    browser = door.browser("an administrator")
    address = FETCHED[path][0].address if path in FETCHED else path
    own = dict(_every_route(web.routes()))[path]
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - own:
        assert browser.send(method, address, b"").status == 405, method
    assert not door.watch.tables()
