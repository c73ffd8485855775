"""填報的狀態: what an agency may do in a round, what its approver may, and when a list is late."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rounds import Item, State, Step, covers, days_left, is_late, may_follow, state_after
from outreach.rules.vocabulary import Kind

SUBMITTED, WITHDRAWN, CONFIRMED, SENT_BACK = Step
DEADLINE = date(2021, 10, 20)
MYCODE, BEAR_VOUCHER = 1, 2


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], State.NOT_SUBMITTED),
        ([SUBMITTED], State.SUBMITTED),
        ([SUBMITTED, WITHDRAWN], State.NOT_SUBMITTED),
        ([SUBMITTED, CONFIRMED], State.CONFIRMED),
        ([SUBMITTED, SENT_BACK], State.SENT_BACK),
        ([SUBMITTED, SENT_BACK, SUBMITTED], State.SUBMITTED),
        ([SUBMITTED, SENT_BACK, SUBMITTED, CONFIRMED], State.CONFIRMED),
        ([SUBMITTED, CONFIRMED, SENT_BACK], State.SENT_BACK),
    ],
)
def test_an_agency_stands_where_its_last_step_put_it(steps: list[Step], state: State) -> None:
    assert state_after(steps) is state


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (State.NOT_SUBMITTED, {SUBMITTED}),
        (State.SUBMITTED, {WITHDRAWN, CONFIRMED, SENT_BACK}),
        (State.CONFIRMED, {SENT_BACK}),
        (State.SENT_BACK, {SUBMITTED}),
    ],
)
def test_what_may_follow_a_state_and_nothing_else(state: State, allowed: set[Step]) -> None:
    assert {step for step in Step if may_follow(state, step)} == allowed


@given(st.lists(st.sampled_from(list(Step))))
def test_nothing_is_ever_confirmed_that_was_not_submitted_after_it_was_last_open(steps: list[Step]) -> None:
    taken: list[Step] = []
    for step in steps:
        if may_follow(state_after(taken), step):
            taken.append(step)
    assert state_after(steps) is state_after(taken)
    for before, after in zip([None, *taken], taken, strict=False):
        if after is CONFIRMED:
            assert before is SUBMITTED
        if after is SUBMITTED:
            assert before in (None, WITHDRAWN, SENT_BACK)


@pytest.mark.parametrize(
    ("today", "left", "late"),
    [
        (date(2021, 10, 19), 1, False),
        (date(2021, 10, 20), 0, False),
        (date(2021, 10, 21), -1, True),
    ],
)
def test_the_day_of_the_deadline_itself_is_in_time(today: date, left: int, late: bool) -> None:
    assert days_left(DEADLINE, today) == left
    assert is_late(DEADLINE, today) is late


@pytest.mark.parametrize(
    ("before", "now", "comparable"),
    [
        ([Item(MYCODE)], [Item(MYCODE)], True),
        ([Item(MYCODE)], [Item(MYCODE, frozenset({Kind.SHOP}))], True),
        ([Item(MYCODE, frozenset({Kind.SHOP}))], [Item(MYCODE)], False),
        ([Item(MYCODE, frozenset(Kind))], [Item(MYCODE)], True),
        ([Item(MYCODE)], [Item(BEAR_VOUCHER)], False),
        ([Item(MYCODE), Item(BEAR_VOUCHER)], [Item(BEAR_VOUCHER)], True),
        ([Item(BEAR_VOUCHER)], [Item(MYCODE), Item(BEAR_VOUCHER)], False),
    ],
)
def test_a_confirmed_list_is_compared_only_where_it_held_all_that_is_asked_now(
    before: list[Item], now: list[Item], comparable: bool
) -> None:
    assert covers(before, now) is comparable
