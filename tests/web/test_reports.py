"""POST /report: anybody reports an error on the public map, and is led back to the map with a short word."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette

from outreach.rules.vocabulary import Participation
from outreach.services.error_reports import LONGEST_REPORT, MOST_OPEN, open_error_reports
from outreach.services.who import Role
from outreach.store.error_reports import ReportRow
from outreach.store.people_tables import sign_in_attempts
from outreach.web import opened, reports
from tests.support.builders import COMMERCE, SmallCity, of_agency, set_up_url, small_city
from tests.support.databases import Databases
from tests.support.visitor import FORM, Reply, Visitor

NOW = datetime(2021, 10, 25, 4, 0, tzinfo=UTC)
TODAY = date(2021, 10, 25)
VILLAGE = "map?scheme=mycode&place=63000030041&venue=1"


@pytest.fixture
def small(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallCity]:
    url = set_up_url(sqlite_databases)
    small = small_city(url)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    yield small
    opened.city().engine.dispose()


@pytest.fixture
def visitor(small: SmallCity) -> Visitor:
    return Visitor(Starlette(routes=reports.routes(lambda: NOW)))


def _send(visitor: Visitor, venue: object, kind: str = "closed", words: str = "", **more: str) -> Reply:
    return visitor.post("/report", {"venue": str(venue), "kind": kind, "words": words, **more})


def _told(reply: Reply) -> dict[str, str]:
    assert reply.status == 303
    assert urlsplit(reply.location).path == "map"
    return {name: values[-1] for name, values in parse_qs(urlsplit(reply.location).query).items()}


def _queue(small: SmallCity) -> tuple[ReportRow, ...]:
    return open_error_reports(small.city, of_agency(small, Role.OFFICER, COMMERCE), today=TODAY)


def test_a_report_without_a_session_is_in_the_agencys_queue_and_the_panel_is_closed(
    small: SmallCity, visitor: Visitor
) -> None:
    reply = _send(visitor, small.joined, "moved", "搬到對面，洽 0912-345-678", next=VILLAGE)
    assert _told(reply) == {"scheme": "mycode", "place": "63000030041", "done": "reported"}
    assert reply.headers["cache-control"] == "no-store"
    assert visitor.cookies == {}
    (found,) = _queue(small)
    assert (found.venue_id, found.kind, found.words) == (small.joined, "moved", "搬到對面，洽 〔已遮蔽〕")


@pytest.mark.parametrize("venue", ["", "0", "-1", "x", "٣", "9" * 9, "9" * 30, "1.0", "1 OR 1=1", "<b>"])
def test_a_forged_number_of_a_venue_is_refused_and_not_repeated(
    small: SmallCity, visitor: Visitor, venue: str
) -> None:
    assert _told(_send(visitor, venue, next="map?place=63000030")) == {
        "place": "63000030",
        "problem": "place",
    }
    assert _queue(small) == ()


def test_a_venue_that_the_public_does_not_see_takes_no_report(small: SmallCity, visitor: Visitor) -> None:
    for venue in (small.contacted, small.untouched):
        assert _told(_send(visitor, venue)) == {"problem": "place"}
    assert _queue(small) == ()


@pytest.mark.parametrize(
    ("kind", "words"), [("", ""), ("stolen", ""), ("other", " "), ("closed", "長" * (LONGEST_REPORT + 1))]
)
def test_what_is_no_report_leads_back_to_the_open_panel(
    small: SmallCity, visitor: Visitor, kind: str, words: str
) -> None:
    reply = _send(visitor, small.joined, kind, words, next=VILLAGE)
    assert _told(reply) == {
        "scheme": "mycode",
        "place": "63000030041",
        "venue": "1",
        "problem": "words",
    }
    assert _queue(small) == ()


def test_a_venue_reported_often_enough_takes_no_more(small: SmallCity) -> None:
    app = Starlette(routes=reports.routes(lambda: NOW))
    codes = [
        _told(_send(Visitor(app, f"192.0.2.{at}"), small.joined)).get("problem")
        for at in range(MOST_OPEN + 1)
    ]
    assert codes == [None] * MOST_OPEN + ["many"]
    assert len(_queue(small)) == MOST_OPEN


def test_a_thousand_reports_of_one_address_within_an_hour_do_not_flood_an_agencys_queue(
    small: SmallCity,
) -> None:
    venues = [
        small.joined,
        *(small.clerk.list_venue(f"店家{at}", stage=Participation.JOINED) for at in range(30)),
    ]
    clock = [NOW]
    app = Starlette(routes=reports.routes(lambda: clock[0]))
    sender, taken = Visitor(app), 0
    for at in range(1_000):
        clock[0] = NOW + timedelta(seconds=3.6 * at)
        told = _told(_send(sender, venues[at % len(venues)], words=f"第{at}次"))
        assert told in ({"done": "reported"}, {"problem": "many"})
        taken += "done" in told
    # Five at once; then each waits twice as long as the one before, up to a quarter of an hour.
    assert 5 < taken < 20
    assert len(_queue(small)) == taken
    # Nothing is kept of what was not taken but one count; a neighbour is heard.
    with small.city.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sign_in_attempts)).scalar_one() == 1
    assert _told(_send(Visitor(app, "192.0.2.8"), small.singing)) == {"done": "reported"}


def test_a_neighbourhood_of_ipv6_counts_as_one_sender(small: SmallCity) -> None:
    app = Starlette(routes=reports.routes(lambda: NOW))
    venues = (small.joined, small.singing)
    codes = [
        _told(_send(Visitor(app, f"2001:db8::{at + 1:x}"), venues[at % 2])).get("problem") for at in range(7)
    ]
    assert codes[:5] == [None] * 5
    assert codes[-1] == "many"
    assert _told(_send(Visitor(app, "2001:db8:1::1"), small.singing)) == {"done": "reported"}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": None},
        {"sec_fetch_site": "cross-site"},
    ],
)
def test_another_site_reports_nothing(
    small: SmallCity, visitor: Visitor, headers: dict[str, str | None]
) -> None:
    assert visitor.post("/report", {"venue": str(small.joined), "kind": "closed"}, **headers).status == 403
    assert _queue(small) == ()


@pytest.mark.parametrize(
    "next_", ["", "//evil.example", "https://evil.example", "venues?venue=1", "../people", "?x=1", "x" * 2000]
)
def test_only_the_map_is_gone_back_to(small: SmallCity, visitor: Visitor, next_: str) -> None:
    assert _send(visitor, small.joined, next=next_).location == "map?done=reported"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"venue=1&venue=2", FORM),
        (b"venue=" + b"1" * 20_000, FORM),
        (b"venue=%ff", FORM),
        (b"{}", "application/json"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(
    small: SmallCity, visitor: Visitor, body: bytes, kind: str
) -> None:
    assert _told(visitor.send("POST", "/report", body, content_type=kind)) == {"problem": "form"}
    assert _queue(small) == ()


def test_nothing_that_was_typed_is_in_the_address_or_the_log(
    small: SmallCity, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for kind in ("closed", "stolen"):
        reply = _send(visitor, small.joined, kind, "secret words", next=VILLAGE)
        assert "secret" not in reply.location
    assert "secret" not in caplog.text
    assert visitor.address not in caplog.text


def test_without_a_database_the_report_is_not_taken_and_nothing_internal_is_told(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("OUTREACH_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3")
        reply = _send(visitor, 1)
    assert reply.status == 503
    assert "nowhere" not in reply.text
