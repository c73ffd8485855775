"""What a digest says, of an agency or of the city, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from outreach.rules.digest import Due, State
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.rounds.model import OpenRound


class To(StrEnum):
    """For whom digests are written."""

    AGENCIES = "agencies"
    MANAGERS = "managers"


@dataclass(frozen=True, slots=True)
class Line:
    """A scheme's figures at the end of the week and on the day compared with.

    `rated` are those of the kinds with a rate, `joining` of the kinds of an open drive, of which only who
    joined is told. `whole` is the rated figure with the subordinates', None where there are none.
    """

    scheme: str
    rated_kinds: tuple[Kind, ...]
    rated: Tally
    rated_before: Tally
    open_kinds: tuple[Kind, ...]
    joining: Tally
    joining_before: Tally
    whole: Tally | None = None


@dataclass(frozen=True, slots=True)
class TrackedDue:
    """A tracked item of the agency (205-2), and the day on which it said it would be done."""

    number: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AgencyState:
    """An agency's week: figures, the open round, and how much waits; nothing of venues or people."""

    lines: tuple[Line, ...]
    round: OpenRound | None
    follow_ups: int
    reviews: int
    oldest_review: date | None
    questions: int
    tracked: tuple[TrackedDue, ...]


@dataclass(frozen=True, slots=True)
class CityLine:
    """A scheme in the managers' digest: the city's line, agencies at the target, and the review list."""

    line: Line
    reached: tuple[str, ...]
    rated: int
    to_review: tuple[tuple[str, Tally], ...]


@dataclass(frozen=True, slots=True)
class RoundMissing:
    """An open round: whom it asks, and the agencies that have not reported."""

    name: str
    deadline: date
    asked: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CityState:
    """The managers' week."""

    lines: tuple[CityLine, ...]
    rounds: tuple[RoundMissing, ...]
    reviews: int
    oldest_review: date | None
    questions: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest as it reads now; `id` is None until it was taken down, `agency` None for the managers."""

    id: int | None
    agency: int | None
    key: str
    name: str
    due: Due
    today: date
    content: AgencyState | CityState


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a digest: `failure` says why it did not, or perhaps not, arrive."""

    key: str
    name: str
    due: Due
    state: State
    failure: str
    written_at: datetime | None = None
    sent_at: datetime | None = None
