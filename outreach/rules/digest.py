"""The weekly digest (每週摘要): which weeks are due, and how one that was written stands.

A week runs from Monday to Sunday and is named by its Monday. Its digest is due once it is over. Weeks that
were missed are told in one digest, the newest one's, and never again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class State(StrEnum):
    """How a digest stands: 已產生, 未送達, 不確定, 已寄出."""

    WRITTEN = "written"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Due:
    """The digest of a week (its Monday) that speaks of everything since `covers_from` (a Monday)."""

    week: date
    covers_from: date

    @property
    def last_day(self) -> date:
        """The Sunday on which its figures stand."""
        return self.week + WEEK - timedelta(days=1)

    @property
    def day_before(self) -> date:
        """The Sunday before, on which the figures compared with stood."""
        return self.covers_from - timedelta(days=1)

    @property
    def weeks(self) -> int:
        """How many weeks it speaks of."""
        return (self.week - self.covers_from) // WEEK + 1


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def last_whole_week(today: date) -> date:
    """The Monday of the newest week that is over: on a Monday, the week that ended yesterday."""
    return monday_of(today) - WEEK


def due(today: date, newest: Due | None, *, arrived: bool = True) -> Due | None:
    """The digest that is due, given the newest one that there is; None where that is of the last week.

    1. Nothing was ever written: the last whole week alone.
    2. The newest arrived (or nobody knows that it did not): from the week after it on.
    3. The newest did not arrive: what it spoke of is told again with the weeks after it.
    """
    week = last_whole_week(today)
    if newest is None:
        return Due(week, week)
    if newest.week >= week:
        return None
    return Due(week, newest.week + WEEK if arrived else newest.covers_from)


def state_of(sending_at: datetime | None, sent_at: datetime | None, failure: str) -> State:
    """How a digest stands.

    It is marked as sending before it is handed over. Whoever finds it so without a word of how that ended
    cannot know whether it arrived, so it is not sent again by itself.
    """
    if sent_at is not None:
        return State.SENT
    if sending_at is not None:
        return State.UNCERTAIN
    return State.REFUSED if failure else State.WRITTEN


def may_send(state: State) -> bool:
    """Whether a digest is sent without anybody asking for it: only where it certainly did not arrive."""
    return state in (State.WRITTEN, State.REFUSED)
