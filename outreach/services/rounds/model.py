"""What services say of rounds: rounds, steps, figures handed in, what changed, and agencies by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.bridge import PartFigure
from outreach.rules.rate import Tally
from outreach.rules.rounds import NOT_REPORTED, State, Step
from outreach.rules.vocabulary import Kind
from outreach.services.changes import RecordedChange


@dataclass(frozen=True, slots=True)
class RoundItem:
    """A scheme and the kinds of venue that a round asks about; no kinds means all."""

    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One round as people speak of it; `closed_at` is None while it is open."""

    id: int
    name: str
    as_of: date
    deadline: date
    opened_by: str
    opened_at: datetime
    closed_by: str | None
    closed_at: datetime | None
    items: tuple[RoundItem, ...]

    @property
    def open(self) -> bool:
        """Whether lists are still taken."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class TakenStep:
    """One step of an agency: who, when, with which words, and whether it came after the deadline."""

    id: int
    step: Step
    by: str
    at: datetime
    words: str
    seq: int
    nothing_changed: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Since:
    """What a list is compared with: the last one confirmed, or where none was, the round before.

    `at` is when that list was handed in (of a round never confirmed: when the round ended or began).
    """

    round_name: str
    as_of: date
    seq: int
    at: datetime
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The agency's figures for one scheme and kinds; `open` says they are shown without a rate.

    `handed_in` are the figures as known when the list was submitted (None before), `present` as known
    now; `before` those of the list compared with, `parts` the bridge from it to the ones that count.
    """

    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]
    open: bool
    handed_in: Tally | None
    present: Tally
    before: Tally | None
    parts: tuple[PartFigure, ...]

    @property
    def counted(self) -> Tally:
        """The figures that the round counts: those handed in, else those of now."""
        return self.present if self.handed_in is None else self.handed_in

    @property
    def differs(self) -> bool:
        """Whether the figures of now are no longer those handed in."""
        return self.handed_in is not None and self.handed_in != self.present


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """One change that said something about the agency's list; `venues` 0 where it stated a rule."""

    change: RecordedChange
    venues: int


@dataclass(frozen=True, slots=True)
class AgencyRound:
    """How one agency stands in a round, with what it handed in and what changed before.

    `seq` is the number up to which `changes` were looked at; `changed_since` counts the changes that
    came after the list was handed in.
    """

    round: Round
    agency: int
    agency_code: str
    agency_name: str
    state: State
    steps: tuple[TakenStep, ...]
    lines: tuple[Line, ...]
    since: Since | None
    changes: tuple[ChangeSince, ...]
    seq: int
    changed_since: int

    @property
    def submission(self) -> TakenStep | None:
        """What lies with the approver or was confirmed; None where nothing does."""
        if self.state not in (State.SUBMITTED, State.CONFIRMED):
            return None
        return next(step for step in reversed(self.steps) if step.step is Step.SUBMITTED)

    @property
    def asked(self) -> bool:
        """Whether the agency has anything on the lists that the round asks about."""
        return any(line.counted.population or line.present.population for line in self.lines)

    @property
    def unchanged(self) -> bool:
        """Whether neither a change nor the passing of days touched the list since it was last confirmed."""
        if self.since is None or not self.since.confirmed:
            return False
        return not self.changes and not any(line.parts for line in self.lines)


@dataclass(frozen=True, slots=True)
class AgencyStanding:
    """One agency in a manager's table; `last` is None where it has not done anything."""

    agency: int
    code: str
    name: str
    state: State
    late: bool
    last: TakenStep | None

    @property
    def not_reported(self) -> bool:
        """未填報: nothing of it lies with its approver or is confirmed."""
        return self.state in NOT_REPORTED


@dataclass(frozen=True, slots=True)
class OpenRound:
    """The round that waits for an agency; `days_left` is negative once the deadline is past."""

    id: int
    name: str
    as_of: date
    deadline: date
    days_left: int
    state: State


@dataclass(frozen=True, slots=True)
class Confirmation:
    """When an agency's list was last confirmed, by whom, for which round and day."""

    at: datetime
    by: str
    round_name: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Taken:
    """How an agency stands after a step; `new` is False where the same step lay there already."""

    state: State
    new: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: its words, by whom, when."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """How often an agency was reminded in a round, and the latest reminder."""

    times: int
    latest: Reminder
