"""/healthz: whether the program can answer."""

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from outreach.web import health, opened
from tests.support.asgi import get
from tests.support.builders import set_up_url
from tests.support.databases import Databases


@pytest.fixture
def served() -> ASGIApp:
    return Starlette(routes=health.routes())


def test_a_database_that_is_set_up_is_well(
    served: ASGIApp, databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", set_up_url(databases))
    answer = get(served, "/healthz")
    assert (answer.status, answer.json()) == (200, {"status": "ok"})


def test_a_database_without_tables_is_not_set_up(
    served: ASGIApp, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", database_url)
    answer = get(served, "/healthz")
    assert (answer.status, answer.json()) == (503, {"status": "not set up"})


def test_a_database_that_cannot_be_reached_is_told_so_and_the_answer_says_nothing_of_it(
    served: ASGIApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:9/nothing")
    answer = get(served, "/healthz")
    assert answer.status == 503
    assert answer.json()["status"] == "no database"
    assert "secret" not in answer.text


def test_pages_and_routes_share_one_open_city(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", set_up_url(databases))
    first = opened.city()
    assert opened.city() is first
    monkeypatch.setenv("OUTREACH_DATABASE_URL", set_up_url(databases))
    assert opened.city() is not first
