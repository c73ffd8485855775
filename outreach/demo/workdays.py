"""When an office of the city works: working days of autumn 2021, and moments within office hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from outreach.demo.model import FIRST_DAY, LAST_DAY
from outreach.rules.dates import TAIPEI

#: Mid-autumn with its bridge day, and the day off for National Day; the Saturday worked in exchange.
HOLIDAYS = frozenset({date(2021, 9, 20), date(2021, 9, 21), date(2021, 10, 11)})
WORKED_SATURDAYS = frozenset({date(2021, 9, 11)})

DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Whether offices are open on the day."""
    return day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in HOLIDAYS)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + DAY * n for n in range((last - first).days + 1)]


WORKDAYS: tuple[date, ...] = tuple(day for day in days_between(FIRST_DAY, LAST_DAY) if is_workday(day))


def next_workday(day: date) -> date:
    """The day itself where offices are open, else the next on which they are."""
    while not is_workday(day):
        day += DAY
    return day


def moment(day: date, hour: int, minute: int, second: int = 0) -> datetime:
    """A moment of Taipei's clock, in UTC."""
    return datetime.combine(day, time(hour, minute, second), TAIPEI).astimezone(UTC)


def office_moment(rng: Random, day: date, morning: bool) -> datetime:
    """A moment within office hours; `morning` keeps it before lunch, otherwise it is after."""
    minutes = rng.randrange(9 * 60 + 20, 12 * 60) if morning else rng.randrange(13 * 60 + 30, 17 * 60 + 20)
    return moment(day, minutes // 60, minutes % 60, rng.randrange(60))


class Cadence:
    """On which days an office enters what it learnt: the larger its list, the more often."""

    def __init__(self, venues: int) -> None:
        steps: tuple[tuple[int, tuple[int, ...]], ...] = (
            (600, (0, 1, 2, 3, 4)),
            (100, (0, 2, 4)),
            (25, (1, 4)),
        )
        weekdays = next((days for least, days in steps if venues >= least), (4,))
        self._days = frozenset(d for d in WORKDAYS if d.weekday() in weekdays or d in WORKED_SATURDAYS)

    def on_or_after(self, day: date) -> date:
        """The first day on which the office enters things, or the demonstration's last day."""
        while day not in self._days and day < LAST_DAY:
            day += DAY
        return min(day, LAST_DAY)
