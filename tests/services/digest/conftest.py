"""Five agencies with a venue each, and a mailbox for each and for the managers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.rules.vocabulary import Participation
from outreach.services.city import City
from outreach.services.digest import (
    Digest,
    MailSettings,
    Outcome,
    To,
    prepare,
    send,
    set_mailbox,
    take_down,
)
from outreach.store.engine import open_engine, writing
from outreach.store.reference import put_agency
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, INDUSTRY, MANAGER, Clerk, set_up_database
from tests.support.databases import Databases
from tests.support.smtp import MailServer

#: A Wednesday: the last whole week is that of Monday 2021-10-04.
TODAY = date(2021, 10, 13)
WEEK = date(2021, 10, 4)
AGENCIES = (COMMERCE, CULTURE, "EDU", INDUSTRY, "LAB")


def address_of(code: str) -> str:
    """The mailbox of an agency."""
    return f"{code.lower()}@agency.example"


@dataclass
class Bureau:
    """The city whose digests are written, and the clock on the wall."""

    clerk: Clerk
    now: datetime = field(default=datetime(2021, 10, 13, 1, 0, tzinfo=UTC))

    @property
    def city(self) -> City:
        """What services are asked about."""
        return self.clerk.city

    def clock(self) -> datetime:
        """Every look at the clock is a second later."""
        self.now += timedelta(seconds=1)
        return self.now

    def due(self, today: date = TODAY, to: To = To.AGENCIES, *, mailed: bool = True) -> tuple[Digest, ...]:
        """The digests that are due."""
        return prepare(self.city, MANAGER, to, today=today, mailed=mailed)

    def run(self, server: MailServer, today: date = TODAY, to: To = To.AGENCIES) -> tuple[Outcome, ...]:
        """One whole run with a mail server."""
        found = self.due(today, to)
        ids = take_down(self.city, MANAGER, found, now=self.clock())
        pairs = list(zip(ids, found, strict=True))
        return send(self.city, MANAGER, pairs, settings_of(server), clock=self.clock)


def settings_of(server: MailServer) -> MailSettings:
    """How the server is reached."""
    return MailSettings("127.0.0.1", server.port, "none", "", "", "outreach@city.example", 10)


def _fill(url: str) -> None:
    set_up_database(url)
    engine = open_engine(url)
    with writing(engine) as connection:
        put_agency(connection, "EDU", "臺北市政府教育局", "教育局")
        put_agency(connection, "LAB", "臺北市政府勞動局", "勞動局")
    engine.dispose()
    clerk = Clerk.of(url)
    for code in AGENCIES:
        stage = Participation.JOINED if code == COMMERCE else Participation.CONTACTED
        clerk.list_venue(f"{code}館", agency=code, stage=stage)
    for code in (*AGENCIES, "managers"):
        set_mailbox(clerk.city, ADMINISTRATOR, code, address_of(code), now=clerk.now)
    clerk.city.engine.dispose()


def _bureau(databases: Databases) -> Iterator[Bureau]:
    clerk = Clerk.of(databases.prepared("five agencies with mailboxes", _fill))
    clerk.now = datetime(2021, 10, 5, 1, 0, tzinfo=UTC)
    yield Bureau(clerk)
    clerk.city.engine.dispose()


@pytest.fixture
def bureau(sqlite_databases: Databases) -> Iterator[Bureau]:
    """The city, on SQLite."""
    yield from _bureau(sqlite_databases)


@pytest.fixture
def either(databases: Databases) -> Iterator[Bureau]:
    """The city, on each engine in turn."""
    yield from _bureau(databases)
