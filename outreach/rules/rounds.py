"""A reporting round (填報): how an agency stands in it, from the steps taken, and what may follow.

Steps are never changed; how an agency stands is what its steps, in order, make of 未填報. A deadline
is a day: what is handed in on it is in time, what comes later is taken and marked late.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.rules.vocabulary import Kind


class Step(StrEnum):
    """What people do in a round: 送出, 撤回, 核定, 退回."""

    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"


class State(StrEnum):
    """How an agency stands in a round: 未填報, 已送出, 已核定, 退回."""

    NOT_SUBMITTED = "not_submitted"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"


#: Those of whom nothing lies with the approver or is confirmed: 未填報機關.
NOT_REPORTED = frozenset({State.NOT_SUBMITTED, State.SENT_BACK})

#: By state: the steps that may follow, and how the agency stands after each.
_AFTER: Mapping[State, Mapping[Step, State]] = {
    State.NOT_SUBMITTED: {Step.SUBMITTED: State.SUBMITTED},
    State.SUBMITTED: {
        Step.WITHDRAWN: State.NOT_SUBMITTED,
        Step.CONFIRMED: State.CONFIRMED,
        Step.SENT_BACK: State.SENT_BACK,
    },
    # An approver may still find a mistake; only then the list is open again.
    State.CONFIRMED: {Step.SENT_BACK: State.SENT_BACK},
    State.SENT_BACK: {Step.SUBMITTED: State.SUBMITTED},
}


def may_follow(state: State, step: Step) -> bool:
    """Whether a step may be taken by an agency that stands so.

    1. who has not reported, or was sent back, submits;
    2. what was submitted is withdrawn, confirmed or sent back;
    3. what was confirmed can be sent back, and nothing else.
    """
    return step in _AFTER[state]


def state_after(steps: Iterable[Step]) -> State:
    """How an agency stands after its steps, in order; a step that may not follow is passed over."""
    state = State.NOT_SUBMITTED
    for step in steps:
        state = _AFTER[state].get(step, state)
    return state


def days_left(deadline: date, today: date) -> int:
    """Days until the deadline: 0 on the day itself, negative once it is past."""
    return (deadline - today).days


def is_late(deadline: date, handed_in: date) -> bool:
    """Whether a list was handed in after the deadline; the day itself is in time."""
    return handed_in > deadline


@dataclass(frozen=True, slots=True)
class Item:
    """What a round asks for: a scheme (its id) and the kinds of venue meant; no kinds means all."""

    scheme_id: int
    kinds: frozenset[Kind] = frozenset()

    def holds(self, other: Item) -> bool:
        """Whether every venue that another item asks about is asked about here."""
        return self.scheme_id == other.scheme_id and _all(self.kinds) >= _all(other.kinds)


def _all(kinds: Set[Kind]) -> Set[Kind]:
    return kinds or frozenset(Kind)


def covers(before: Iterable[Item], now: Iterable[Item]) -> bool:
    """Whether a list confirmed in one round can be compared with what another asks: it held all of it."""
    earlier = tuple(before)
    return all(any(one.holds(item) for one in earlier) for item in now)
