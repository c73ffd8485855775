"""Opening a database, the day on which pages open, and what a number or a moment names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.rules.dates import NotATime
from outreach.rules.vocabulary import Facet, Kind, Listing
from outreach.services.city import first_day, known_at, open_city, opening_day, today
from outreach.services.coverage import coverage
from outreach.services.naming import Unknown
from outreach.store.engine import writing
from outreach.store.schema import DatabaseNotSetUp
from outreach.store.settings import DEMONSTRATION, write_setting
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, FIRST_DAY, MYCODE, Clerk, SmallCity

LAST = date(2021, 11, 24)


def test_a_database_that_nobody_set_up_is_refused(sqlite_url: str) -> None:
    with pytest.raises(DatabaseNotSetUp, match="python -m outreach setup"):
        open_city(sqlite_url)


def test_the_environments_database_is_opened_when_none_is_named(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", str(clerk.city.engine.url))
    assert len(open_city().reference().agencies) == 3


def test_a_demonstration_says_that_it_is_one(clerk: Clerk) -> None:
    assert not clerk.city.is_demonstration()
    with writing(clerk.city.engine) as connection:
        write_setting(connection, DEMONSTRATION, "1")
    assert clerk.city.is_demonstration()


# ---- days


@pytest.mark.parametrize(("days", "opens"), [(0, 0), (59, 59), (60, 60), (61, 0), (1_000, 0)])
def test_pages_open_on_today_and_once_that_is_long_past_on_the_last_day_of_the_facts(
    small: SmallCity, days: int, opens: int
) -> None:
    small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE, LAST)
    assert opening_day(small.city, LAST + timedelta(days=days)) == LAST + timedelta(days=opens)


def test_an_announced_day_to_come_is_not_where_pages_open(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE, LAST)
    assert opening_day(small.city, FIRST_DAY + timedelta(days=3)) == FIRST_DAY + timedelta(days=3)


def test_pages_of_an_empty_city_open_on_today(clerk: Clerk) -> None:
    assert opening_day(clerk.city, LAST) == LAST


def test_a_schemes_first_day_is_that_of_its_first_listing(small: SmallCity) -> None:
    assert first_day(small.city, MYCODE) == FIRST_DAY
    assert first_day(small.city, BEAR_VOUCHER) is None
    earlier = FIRST_DAY - timedelta(days=10)
    small.clerk.say(small.joined, Facet.KIND, Kind.CITY_VENUE, earlier - timedelta(days=1))
    small.clerk.say(small.joined, Facet.LISTING, Listing.LISTED, earlier)
    assert first_day(small.city, MYCODE) == earlier
    with pytest.raises(Unknown):
        first_day(small.city, "no-such-scheme")


@pytest.mark.parametrize(("hour", "day"), [(15, 26), (16, 27)])
def test_the_citys_day_begins_at_midnight_in_taipei(hour: int, day: int) -> None:
    assert today(datetime(2021, 10, 26, hour, 0, tzinfo=UTC)) == date(2021, 10, day)


# ---- what was known when


@pytest.mark.parametrize(
    ("text", "seq"), [(None, 20), ("", 20), ("  ", 20), ("7", 7), ("0", 0), (" 12 ", 12), ("999999", 20)]
)
def test_a_number_is_itself_and_never_above_the_present_one(
    small: SmallCity, text: str | None, seq: int
) -> None:
    assert known_at(small.city, text) == seq


@pytest.mark.parametrize(
    ("text", "seq"),
    [
        ("2021-09-30T10:01:00+08:00", 7),
        ("2021-09-30T10:00:59+08:00", 3),
        ("2021-09-30T10:01", 7),
        ("2021-09-30T02:02Z", 11),
        ("2021-09-29", 0),
        ("2021-09-30", 20),
        ("110/09/30", 20),
        ("110年9月29日", 0),
    ],
)
def test_a_moment_is_taipeis_unless_it_names_a_zone_and_a_day_includes_its_end(
    small: SmallCity, text: str, seq: int
) -> None:
    """The venues were recorded at 10:01, 10:02, 10:03 and 10:04 in Taipei."""
    assert known_at(small.city, text) == seq


@pytest.mark.parametrize("text", ["昨天", "-1", "1.5", "²", "2021-13-01", "25:00"])
def test_what_is_neither_a_number_nor_a_time_is_refused_with_both_forms(small: SmallCity, text: str) -> None:
    with pytest.raises(NotATime, match="序號（例如 1250）或時間"):
        known_at(small.city, text)


def test_figures_as_known_at_a_moment_are_what_was_known_then(small: SmallCity) -> None:
    def population(moment: str) -> int:
        return coverage(small.city, ADMINISTRATOR, MYCODE, FIRST_DAY, known_at=moment).total.population

    assert [population(f"2021-09-30T10:0{m}") for m in range(6)] == [0, 1, 2, 3, 4, 4]
