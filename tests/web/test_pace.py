"""Ten thousand requests for the map's layers: answered right, bounded in memory, and held back by address."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from geodata import boundaries
from geodata.boundaries import VILLAGES, BoundaryUnusable, boundary_file
from outreach.figures.figures import KEPT
from outreach.figures.positions import Dimension
from outreach.services.coverage import coverage
from outreach.web import asking, layers, opened, points
from outreach.web.pace import Pace, for_maps
from tests.support.builders import ADMINISTRATOR, MYCODE
from tests.support.databases import Databases
from tests.support.map_city import LONGMEN, MapCity, map_city

BURST = 200


@pytest.fixture
def found(sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch) -> MapCity:
    url, city = map_city(sqlite_databases)
    monkeypatch.setenv("OUTREACH_DATABASE_URL", url)
    monkeypatch.setattr(asking, "who_requests", lambda _request: ADMINISTRATOR)
    return city


Reply = tuple[int, dict[bytes, bytes], bytes]


async def _ask(app: Starlette, address: str, host: str) -> Reply:
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
        "client": (host, 1),
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent)


def _ask_all(app: Starlette, addresses: Sequence[str], host: str) -> list[Reply]:
    async def all_of_them() -> list[Reply]:
        found: list[Reply] = []
        for at in range(0, len(addresses), 20):
            found += await asyncio.gather(*(_ask(app, each, host) for each in addresses[at : at + 20]))
        return found

    return asyncio.run(all_of_them())


def _addresses(many: int) -> list[str]:
    """Figures, venues and points of many days; every other address is one of what was looked for."""
    told = []
    for at in range(many):
        day = date(2021, 10, 1) + timedelta(days=at % 97)
        asked = {"scheme": MYCODE, "day": day.isoformat()}
        kind = at % 4
        if kind == 0:
            told.append(f"/layers/figures.json?{urlencode({**asked, 'layer': 'outstanding'})}")
        elif kind == 1:
            told.append(f"/layers/venues.json?{urlencode({**asked, 'village': LONGMEN})}")
        else:
            sought = {"q": f"店{at}"} if kind == 2 else {}
            told.append(f"/layers/points.bin?{urlencode({**asked, **sought})}")
    return told


class Stopped(Pace):
    """A pace by a clock of the test's: how fast this computer is decides nothing."""

    at = 1_000.0

    def wait(self, address: str, now: float) -> int:
        return super().wait(address, self.at)


def test_ten_thousand_requests_of_one_address_are_answered_right_or_held_back_and_fill_no_memory(
    found: MapCity,
) -> None:
    pace = Stopped(burst=BURST, a_minute=600)
    app = Starlette(routes=[*layers.routes(pace), *points.routes(pace)])
    addresses = _addresses(10_000)
    replies = _ask_all(app, addresses, "192.0.2.7")
    assert Counter(status for status, _, _ in replies) == {200: BURST, 429: 10_000 - BURST}
    bodies: dict[str, set[bytes]] = {}
    for address, (status, headers, body) in zip(addresses, replies, strict=True):
        if status == 200:
            bodies.setdefault(address, set()).add(body)
        else:
            assert headers[b"retry-after"] == b"1"
            assert json.loads(body)["problem"].startswith(
                "地圖資料的請求次數太多，這一次沒有回答；請等 1 秒再試"
            )
    # One address, one answer; and the figures are the tables' own.
    assert {len(each) for each in bodies.values()} == {1}
    for address, (body,) in bodies.items():
        if "figures" in address:
            day = date.fromisoformat(address.partition("day=")[2][:10])
            rows = coverage(found.city, ADMINISTRATOR, MYCODE, day, by=Dimension.DISTRICT).rows
            told = {code: area["label"] for code, area in json.loads(body)["areas"].items()}
            counted = {row.key: str(row.tally.outstanding) for row in rows if row.key}
            assert told == dict.fromkeys(told, "—") | counted
    # What is kept for the next asker has its bounds, however much was asked.
    assert len(opened.city().figures._kept) <= KEPT
    shelves = points._kept[opened.city().engine]
    assert len(shelves.all.bodies) <= shelves.all.room < len(bodies)
    assert len(shelves.searches.bodies) <= shelves.searches.room
    assert pace.remembered == 1
    # Who waits is answered again; a neighbour never was held back.
    english = _ask_all(app, [addresses[0] + "&lang=en"], "192.0.2.7")[0]
    assert json.loads(english[2])["problem"].startswith("The map's data was asked for too often")
    assert _ask_all(app, addresses[:1], "192.0.2.8")[0][0] == 200
    pace.at += 1
    assert _ask_all(app, addresses[:1], "192.0.2.7")[0][0] == 200


def test_a_hall_full_of_people_who_play_the_weeks_behind_one_address_meet_no_limit() -> None:
    pace = for_maps()
    # Sixty people, each with a frame every second and what a drill-down fetches, for ten minutes.
    for second in range(600):
        for _ in range(60):
            assert pace.wait("192.0.2.7", float(second)) == 0
    # All of them open the map at one moment, from the cold.
    assert [pace.wait("192.0.2.7", 700.0) for _ in range(60 * 12)] == [0] * 720


def test_boundaries_that_no_map_may_be_drawn_from_stop_the_program_before_anybody_opens_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = boundaries.boundary_bytes(VILLAGES)
    boundary_file.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(boundaries, "boundary_bytes", lambda _name: whole.replace(b"121.5", b"1.5"))
        with pytest.raises(BoundaryUnusable, match="界線檔 districts"):
            layers.routes()
    boundary_file.cache_clear()
    assert layers.routes()
