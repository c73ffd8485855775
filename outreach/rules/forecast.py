"""達標預估: at the pace of the last weeks, when would today's denominator be complete.

Only venues that are eligible today count, in numerator, denominator and pace alike.

1. A week's gain is how many of them went from outstanding to completed in it, less those that went back.
   Who came into the denominator complete (listed so, or counted again) was no work of that week.
2. The pace is the gain of all weeks over their days; the expected day is the first on which that pace, kept
   up, would have made up what is missing: ⌈missing × 7 × weeks ÷ gain⌉ days after today.
3. The range leaves one week out at a time: the earliest day is that of the fastest of these paces, the
   latest that of the slowest. So earliest ≤ expected ≤ latest; no latest day means that without its best
   week the pace would not do.
4. A pace of nothing or less, or one that would take more than a year, is 照此步調到不了, for the expected
   day as for the latest.
5. Nothing missing is 已達成, no denominator has no forecast, and one week alone has no range and no forecast.

It says what the pace is, not what will happen: the last venues of a list are the hardest to win.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: Weeks that make up the pace, and the days beyond which nothing is foretold.
WEEKS, MOST_DAYS = 4, 365
_FEWEST = 2


class Outlook(StrEnum):
    """What can be said."""

    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    NOT_AT_THIS_PACE = "not_at_this_pace"
    NO_DENOMINATOR = "no_denominator"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is missing, each week's gain (oldest first), and the days where the pace leads.

    `day` is there only on the way; `earliest` also where only the faster weeks would do, `latest` None where
    the slower would not.
    """

    outlook: Outlook
    missing: int
    gained: tuple[int, ...]
    day: date | None = None
    earliest: date | None = None
    latest: date | None = None

    @property
    def tenths_a_week(self) -> int:
        """The pace in tenths of a venue a week, cut toward zero."""
        whole = 10 * abs(sum(self.gained)) // max(len(self.gained), 1)
        return whole if sum(self.gained) >= 0 else -whole


def forecast(today: date, missing: int, eligible: int, gained: Sequence[int]) -> Forecast:
    """Foretell one group's day from its weekly gains, oldest week first."""
    weeks = tuple(gained)
    if not eligible:
        return Forecast(Outlook.NO_DENOMINATOR, 0, weeks)
    if not missing:
        return Forecast(Outlook.REACHED, 0, weeks)
    if len(weeks) < _FEWEST:
        return Forecast(Outlook.TOO_SOON, missing, weeks)
    gain, count = sum(weeks), len(weeks)
    day = _day(today, missing, gain, count)
    earliest = _day(today, missing, gain - min(weeks), count - 1)
    latest = _day(today, missing, gain - max(weeks), count - 1)
    outlook = Outlook.NOT_AT_THIS_PACE if day is None else Outlook.ON_THE_WAY
    return Forecast(outlook, missing, weeks, day, earliest, latest)


def _day(today: date, missing: int, gain: int, weeks: int) -> date | None:
    """The day on which a gain in so many weeks, kept up, makes up what is missing; None within no year."""
    if gain <= 0:
        return None
    days = -(-missing * 7 * weeks // gain)
    return today + timedelta(days=days) if days <= MOST_DAYS else None
