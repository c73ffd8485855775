"""The demonstration's meetings hold when somebody asks what was reported and what is known today."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from outreach.services.city import City, open_city
from outreach.services.meetings import edition, meetings, recompute, then_and_now
from tests.support.builders import MANAGER, MYCODE
from tests.support.databases import Databases
from tests.support.demonstration import demonstration_url


@pytest.fixture
def city(sqlite_databases: Databases) -> Iterator[City]:
    """The demonstration as it is shipped."""
    opened = open_city(demonstration_url(sqlite_databases))
    yield opened
    opened.engine.dispose()


def test_it_holds_three_meetings_and_one_correction(city: City) -> None:
    told = meetings(city, MANAGER)
    assert [(m.number, m.on_day, len(m.editions)) for m in told] == [
        (214, date(2021, 11, 24), 1),
        (213, date(2021, 10, 26), 2),
        (212, date(2021, 9, 23), 1),
    ]
    first, second = told[1].editions
    assert (first.note, "電子領據系統" in second.note) == ("", True)
    assert [one.agrees for one in recompute(city, MANAGER)] == [True] * 4


def test_meeting_213_stands_as_reported_though_its_day_is_known_better_by_now(city: City) -> None:
    told = then_and_now(city, MANAGER, 213, MYCODE, edition=1)
    assert told.item.as_of == date(2021, 10, 14)
    assert (told.then, told.now) == tuple(
        edition(city, MANAGER, 213, number).items[0].total for number in (1, 2)
    )
    assert told.then != told.now
    assert told.corrections
    assert then_and_now(city, MANAGER, 213, MYCODE).corrections == ()


def test_an_edition_names_who_had_not_reported_when_it_was_frozen(city: City) -> None:
    assert edition(city, MANAGER, 213).non_reporters == ("公管中心",)
    assert "商業處" in edition(city, MANAGER, 214).non_reporters
    assert edition(city, MANAGER, 212).non_reporters == ()
