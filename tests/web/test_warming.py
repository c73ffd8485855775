"""What is read while the program starts."""

import asyncio
import threading
from datetime import timedelta

import pytest

from outreach.services import city as cities
from outreach.services.mapping import Question
from outreach.services.points import point_columns
from outreach.web import opened, points, warming
from outreach.web.signing_in import PUBLIC
from tests.support.databases import Databases
from tests.support.finding_city import finding_city


async def _start() -> None:
    async with warming.lifespan(None):
        for thread in threading.enumerate():
            if thread.name == "warming":
                thread.join(timeout=60)


def test_what_the_first_reader_of_the_map_asks_for_is_there_when_the_program_has_started(
    sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", finding_city(sqlite_databases)[0])
    monkeypatch.setenv(warming.SWITCH, "yes")
    asyncio.run(_start())
    city = opened.city()
    known = point_columns(city)
    monkeypatch.setattr(points, "points_sought", None)  # nothing may be made anew
    scheme = next(iter(city.reference().schemes.values())).code  # which pages open with
    day = cities.opening_day(city, cities.today())
    question = Question(scheme, day, cities.known_at(city, None))
    assert points.kept_body(city, PUBLIC, question, today=day).plain.startswith(points.MAGIC)
    assert point_columns(city) is known
    earlier = Question(scheme, question.as_of - timedelta(1), question.known_at)
    with pytest.raises(TypeError):
        points.kept_body(city, PUBLIC, earlier, today=day)


def test_a_database_that_is_not_set_up_does_not_keep_the_program_from_starting(
    sqlite_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", sqlite_databases.empty())
    monkeypatch.setenv(warming.SWITCH, "yes")
    asyncio.run(_start())
