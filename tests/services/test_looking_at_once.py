"""Somebody looks at one state of the city while others write: neither keeps nor misleads the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from outreach.figures.figures import Figures
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.city import City, known_at, open_city
from outreach.services.points import point_columns
from tests.support.builders import MYCODE
from tests.support.databases import Databases
from tests.support.finding_city import describe, finding_city
from tests.support.map_city import MapCity

DAY = date(2021, 10, 20)
#: Connections that there are in the test: those that are kept open, and none beyond.
_CONNECTIONS = 5


@pytest.fixture
def found(sqlite_databases: Databases) -> MapCity:
    return finding_city(sqlite_databases)[1]


@pytest.fixture
def others() -> Iterator[ThreadPoolExecutor]:
    """Somebody else, who does not share the look."""
    with ThreadPoolExecutor(1) as somebody:
        yield somebody


def _told(figures: Figures) -> tuple[int, int, int]:
    """The last number, how many facts there are up to it, and how many statements."""
    columns = figures.columns()
    facts = sum(len(track.day) for track in columns.tracks.values())
    return columns.seq, facts, len(columns.statements.merges) + len(columns.statements.orders)


def test_what_others_record_meanwhile_is_no_part_of_the_look_and_counted_once_after_it(
    found: MapCity, others: ThreadPoolExecutor
) -> None:
    city, scheme, venue = found.city, found.clerk.scheme(MYCODE), found.ids["攤位二"]
    with city.one_look():
        seq = known_at(city, None)
        before = city.figures.positions(scheme, DAY, seq).codes.tolist()
        others.submit(found.clerk.say, venue, Facet.PARTICIPATION, Participation.JOINED).result()
        newer = others.submit(city.figures.positions, scheme, DAY).result().codes.tolist()
        # Of the next day nobody has asked yet, so nothing is kept that was counted before.
        for day in (DAY, DAY + timedelta(days=1)):
            assert city.figures.positions(scheme, day, seq).codes.tolist() == before != newer
    assert city.figures.positions(scheme, DAY).codes.tolist() == newer
    assert _told(city.figures) == _told(Figures(city.engine))


def test_descriptions_that_others_have_read_are_not_taken_back_by_an_older_look(
    found: MapCity, others: ThreadPoolExecutor
) -> None:
    city = found.city
    with city.one_look():
        point_columns(city)
        others.submit(describe, found.clerk, found.ids["攤位二"], voucher_kinds="住宿").result()
        newer = others.submit(point_columns, city).result()
        assert point_columns(city) is newer
    assert point_columns(city) is newer


def _figures(city: City) -> object:
    return city.figures.columns()


@pytest.mark.parametrize("ask", [_figures, point_columns])
def test_who_looks_is_answered_though_others_wait_for_a_connection(
    found: MapCity, ask: Callable[[City], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    city = open_city(str(found.city.engine.url))
    pool = city.engine.pool
    assert isinstance(pool, sa.QueuePool)
    monkeypatch.setattr(pool, "_max_overflow", 0)
    begun = threading.Event()

    def wait() -> object:
        begun.set()
        return ask(city)

    with ThreadPoolExecutor(2) as others, ExitStack() as held:
        with city.one_look():
            known_at(city, None)
            while pool.checkedout() < _CONNECTIONS:
                held.enter_context(city.engine.connect())
            waiting = others.submit(wait)
            begun.wait()
            threading.Event().wait(0.2)  # until it waits for a connection: none is free
            assert not waiting.done()
            looking = others.submit(copy_context().run, ask, city)
            looking.result()
            assert not waiting.done()
        held.close()
        waiting.result()
    city.engine.dispose()
