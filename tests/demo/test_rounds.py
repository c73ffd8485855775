"""填報的示範: two rounds whose every step may follow the one before, and whom the open one waits for."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from outreach.demo.agencies import COMMERCE
from outreach.demo.model import LAST_DAY
from outreach.demo.rounds import DemoRound, demo_rounds
from outreach.rules.dates import today_in_taipei
from outreach.rules.rounds import State, Step, is_late, may_follow, state_after

FIRST, OPEN = demo_rounds()


def taken(told: DemoRound) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = defaultdict(list)
    for step in told.steps:
        found[step.agency].append(step.step)
    return found


@pytest.mark.parametrize("told", [FIRST, OPEN], ids=lambda told: told.name)
def test_every_step_may_follow_the_one_before_and_lies_within_the_round(told: DemoRound) -> None:
    for steps in taken(told).values():
        for n, step in enumerate(steps):
            assert may_follow(state_after(steps[:n]), step)
    for one in told.steps:
        assert told.opened_at < one.at
        assert told.closed_at is None or one.at < told.closed_at
        assert today_in_taipei(one.at) < LAST_DAY


def test_the_open_round_waits_for_commerce_and_most_others_are_confirmed() -> None:
    steps = taken(OPEN)
    assert COMMERCE not in steps
    states = Counter(state_after(own) for own in steps.values())
    assert states == {State.CONFIRMED: 36, State.SUBMITTED: 4, State.SENT_BACK: 1}
    assert all(step.words for step in OPEN.steps if step.step is Step.SENT_BACK)


def test_in_the_round_that_is_over_all_were_confirmed_but_one_and_two_were_late() -> None:
    steps = taken(FIRST)
    assert len(steps) == 43
    assert {state_after(own) for own in steps.values()} == {State.CONFIRMED}
    late = {s.agency for s in FIRST.steps if is_late(FIRST.deadline, today_in_taipei(s.at))}
    assert late == {"tourism", "parking"}
