"""Two days beside each other: a group's figures on both, how far they moved, and which day is compared with.

Constraints:
1. Both days are known at the same number, so nothing that was said in between counts as a change.
2. A rate moved as `rules.points` says, like on the board and the bridge; nothing is counted here.
3. Where either day has no denominator there is no change of the rate; where neither day has a venue there is
   none of the number that joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from outreach.rules.dates import roc
from outreach.rules.points import points_between
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City, first_day
from outreach.services.meetings import meetings
from outreach.services.who import Right, Who

#: How far back the earlier day lies unless told.
USUAL = timedelta(days=28)
#: From how many hundredths of a percentage point on a change is a great one.
GREAT_POINTS = 500


class NotEarlier(Refusal, ValueError):
    """The day to compare with comes after the day that is asked about."""

    template = "讀到比較日『{value}』，晚於截止日 {as_of}；請選更早的日期，例如 {example}。"


class SameDay(Refusal, ValueError):
    """A day compared with itself."""

    template = "比較日與截止日同為 {as_of}，沒有增減可比；請選更早的日期，例如 {example}。"


class NothingYetThen(Refusal, ValueError):
    """On the day to compare with nothing was on the list."""

    template = "比較日 {value} 尚無資料，最早的資料在 {first}；請選 {first} 以後的日期，例如 {example}。"


class NothingBefore(Refusal, ValueError):
    """No day before the one that is asked about has anything on the list."""

    template = "{as_of} 以前尚無資料可比，最早的資料在 {first}；請改選較晚的截止日，例如 {example}。"


@dataclass(frozen=True, slots=True)
class Compared(Tally):
    """A group's figures on a day, and `before`: the same group's on an earlier day."""

    before: Tally = field(default_factory=Tally)

    def __add__(self, other: Tally) -> Tally:
        # Not super(): the class that `slots` makes is another than the one that super() would look for.
        now = Tally.__add__(self, other)
        if not isinstance(other, Compared):
            return now
        return Compared(now.completed, now.outstanding, now.excluded, self.before + other.before)

    @property
    def points(self) -> int | None:
        """How far the rate moved, in hundredths of a percentage point; None where a day has no rate."""
        return points_between(self.before, self)

    @property
    def joined(self) -> int | None:
        """How many more have joined than then; None where neither day has a venue."""
        if not self.population and not self.before.population:
            return None
        return self.completed - self.before.completed


def beside(now: Tally, before: Tally) -> Compared:
    """One group's figures on two days."""
    return Compared(now.completed, now.outstanding, now.excluded, before)


def all_beside(now: Mapping[str, Tally], before: Mapping[str, Tally]) -> dict[str, Tally]:
    """The same for groups by key; one that a day lacks has nothing on that day."""
    return {
        key: beside(now.get(key, Tally()), before.get(key, Tally())) for key in now.keys() | before.keys()
    }


def class_of(moved: int | None, great: int) -> int | None:
    """0 fell by more than `great`, 1 fell, 2 stayed, 3 rose, 4 rose by more than that; None without a change.

    What is classed is the figure as it is printed, so an area that reads 0.00 did not move.
    """
    if moved is None:
        return None
    size = (moved != 0) + (abs(moved) > great)
    return 2 + size if moved > 0 else 2 - size


def usual_day(city: City, who: Who, scheme: str, as_of: date) -> date:
    """The day to compare with unless told: four weeks before, or the first day that has anything."""
    who.must(Right.SEE_PUBLIC)
    first = first_day(city, scheme)
    earlier = date.min if as_of - date.min < USUAL else as_of - USUAL
    return max(earlier, first) if first is not None and first < as_of else earlier


def checked_day(city: City, who: Who, scheme: str, as_of: date, than: date) -> date:
    """The day to compare with, if it can be compared with.

    Raises `NotEarlier`, `SameDay`, `NothingYetThen` and `NothingBefore`, each with a day that can.
    """
    first = first_day(city, scheme)
    example = roc(usual_day(city, who, scheme, as_of))
    if than > as_of:
        raise NotEarlier(value=roc(than), as_of=roc(as_of), example=example)
    if than == as_of:
        raise SameDay(as_of=roc(as_of), example=example)
    if first is not None and than < first:
        if first >= as_of:
            raise NothingBefore(as_of=roc(as_of), first=roc(first), example=roc(_later(first)))
        raise NothingYetThen(value=roc(than), first=roc(first), example=example)
    return than


def _later(day: date) -> date:
    """A day that has the usual one before it; at the calendar's end the last there is."""
    return date.max if date.max - day < USUAL else day + USUAL


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting to compare with: its number, and the day that it looked at."""

    number: int
    as_of: date


def last_sitting(
    city: City, who: Who, scheme: str, as_of: date, *, kinds: Sequence[Kind] = ()
) -> Sitting | None:
    """The newest meeting that looked at a scheme on a day before `as_of`; None where there is none.

    Where it has several items of the scheme, the one about the same kinds is meant, else the first.
    """
    who.must(Right.READ_MEETINGS)
    for meeting in meetings(city, who):
        items = [item for item in meeting.items if item.scheme == scheme and item.as_of < as_of]
        same = [item for item in items if set(item.kinds or Kind) == set(kinds or Kind)]
        if items:
            return Sitting(meeting.number, (same or items)[0].as_of)
    return None
