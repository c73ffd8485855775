"""The program's figures against the oracle, which replays facts one by one, on random histories.

Each history is asked questions of every kind: as of days before, between and after its facts, and as
known at any of its numbers. A numbered history is the same in every run, and a failing one is made small
before it is shown; hypothesis adds histories that are new in each run. With `--long` there are many more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.figures.figures import Figures
from tests.figures.agreement import (
    FiguresOf,
    agree_on_bridge,
    agree_on_coverage,
    agree_on_members,
    agree_on_trend,
)
from tests.figures.columns_of import NATURAL, Scale, columns_of
from tests.support.actions import SCHEMES, History
from tests.support.histories import (
    DIMENSIONS,
    Choose,
    a_filter,
    a_history,
    a_known_at,
    a_point,
    an_as_of,
    by_dice,
    by_hypothesis,
    reduced,
)
from tests.support.oracle import Oracle

Ask = Callable[[Figures, Oracle, History, Choose], None]


def coverage_agrees(program: Figures, oracle: Oracle, history: History, choose: Choose) -> None:
    for _ in range(3):
        scheme, point, where = choose(SCHEMES), a_point(choose, history), a_filter(choose)
        for by in (None, *DIMENSIONS):
            agree_on_coverage(program, oracle, scheme, point, by)
        agree_on_coverage(program, oracle, scheme, point, choose(DIMENSIONS), where)
        agree_on_coverage(program, oracle, scheme, point, "agency", where, roll_up=True)
        agree_on_members(program, oracle, scheme, point, where)


def trends_agree(program: Figures, oracle: Oracle, history: History, choose: Choose) -> None:
    for _ in range(3):
        first, last = sorted((an_as_of(choose), an_as_of(choose)))
        by, where = choose((None, *DIMENSIONS)), a_filter(choose)
        known_at = a_known_at(choose, history)
        agree_on_trend(program, oracle, choose(SCHEMES), (first, last), known_at, by, where)


def bridges_agree(program: Figures, oracle: Oracle, history: History, choose: Choose) -> None:
    for _ in range(3):
        scheme, by, where = choose(SCHEMES), choose((None, *DIMENSIONS)), a_filter(choose)
        earlier, later = a_point(choose, history), a_point(choose, history)
        agree_on_bridge(program, oracle, scheme, earlier, later, by)
        agree_on_bridge(program, oracle, scheme, earlier, later, by, where)
        # Known at one number nothing is corrected, and whatever changed happened in between.
        agree_on_bridge(program, oracle, scheme, (earlier[0], later[1]), later, by, where)


def every_number_agrees(program: Figures, oracle: Oracle, history: History, choose: Choose) -> None:
    """Before and after each change in turn, on one day and the days around it."""
    scheme, as_of, by = choose(SCHEMES), an_as_of(choose), choose(DIMENSIONS)
    around = (as_of - timedelta(days=1), as_of + timedelta(days=1))
    numbers = sorted({number for end in history.ends for number in (end - 1, end)})
    for known_at in numbers:
        agree_on_coverage(program, oracle, scheme, (as_of, known_at), by)
        agree_on_coverage(program, oracle, scheme, (as_of, known_at), "agency", roll_up=True)
        agree_on_trend(program, oracle, scheme, around, known_at, by)
    for then, now in pairwise(numbers):
        agree_on_bridge(program, oracle, scheme, (as_of, then), (as_of, now), by)


def ask_about(history: History, choose: Choose, ask: Ask, scale: Scale = NATURAL) -> None:
    """Fill the program's columns, at once or topped up in a few steps, and ask both sides."""
    stops = [choose(range(25)) for _ in range(choose((0, 1, 3)))]
    program = FiguresOf(columns_of(history, stops, scale), scale)
    ask(program, history.oracle(), history, choose)


def ask_about_number(number: int, ask: Ask, scale: Scale = NATURAL) -> None:
    """Ask about the history of this number; one that fails is made small and asked about again."""

    def disagrees(history: History) -> bool:
        try:
            ask_about(history, by_dice(f"questions {number}"), ask, scale)
        except AssertionError:
            return True
        return False

    history = a_history(by_dice(f"history {number}"))
    if disagrees(history):
        smallest = reduced(history, disagrees)
        print(f"history {number}, made small: {smallest.actions}")  # noqa: T201 - pytest shows it
        ask_about(smallest, by_dice(f"questions {number}"), ask, scale)


#: How many numbered histories each kind of question goes through; with `--long` twenty times as many.
HISTORIES: dict[Ask, int] = {
    coverage_agrees: 250,
    trends_agree: 300,
    bridges_agree: 300,
    every_number_agrees: 100,
}


@pytest.mark.parametrize("ask", HISTORIES)
def test_figures_are_those_that_the_oracle_counts_one_by_one(ask: Ask) -> None:
    for number in range(HISTORIES[ask]):
        ask_about_number(number, ask)


@pytest.mark.parametrize("ask", HISTORIES)
def test_figures_do_not_depend_on_how_wide_ids_numbers_and_days_are(ask: Ask) -> None:
    for number in range(40):
        ask_about_number(number, ask, Scale(ids=300, days=7))


@pytest.mark.parametrize("ask", [coverage_agrees, bridges_agree])
def test_figures_do_not_depend_on_ids_that_need_more_than_two_bytes(ask: Ask) -> None:
    for number in range(3):
        ask_about_number(number, ask, Scale(ids=70_000, days=2_000))


@pytest.mark.parametrize("ask", HISTORIES)
@settings(max_examples=30)
@given(st.data())
def test_figures_are_the_oracles_for_histories_that_no_run_has_seen_before(
    ask: Ask, data: st.DataObject
) -> None:
    choose = by_hypothesis(data.draw)
    ask_about(a_history(choose), choose, ask)


@pytest.mark.long
@pytest.mark.parametrize("portion", range(20))
@pytest.mark.parametrize("ask", HISTORIES)
def test_figures_are_the_oracles_for_thousands_of_histories(ask: Ask, portion: int) -> None:
    size = HISTORIES[ask]
    for number in range(size * portion, size * (portion + 1)):
        ask_about_number(number, ask)
