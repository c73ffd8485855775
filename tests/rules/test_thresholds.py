"""Who has reached the target, who is on the review list, whose base is small, and in which order."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.rate import Tally, Thresholds, rate_text, review_order
from outreach.rules.vocabulary import Exclusion

USUAL = Thresholds()
#: Target 80 %, review at 50 % or less, bases under 5 are small: a scheme with settings of its own.
OWN = Thresholds(target=Fraction(4, 5), review=Fraction(1, 2), small_base=5)

tallies = st.builds(Tally, completed=st.integers(0, 5_000), outstanding=st.integers(0, 5_000))


def share(completed: int, eligible: int) -> Tally:
    return Tally(completed=completed, outstanding=eligible - completed)


REVIEW = [
    # completed, eligible, on the list of 90%以下
    (9, 10, True),
    (90, 100, True),
    (9_000, 10_000, True),
    (9_001, 10_000, False),
    (89, 100, True),
    (91, 100, False),
    (10, 11, False),  # 90.90 %
    (270_001, 300_000, False),  # prints 90.00 and is yet above the threshold
    (0, 1, True),
    (1, 1, False),
]


@pytest.mark.parametrize(("completed", "eligible", "listed"), REVIEW)
def test_the_review_list_includes_ninety_percent_itself_and_nothing_above(
    completed: int, eligible: int, listed: bool
) -> None:
    assert USUAL.to_review(share(completed, eligible)) is listed


def test_a_rate_that_only_prints_as_ninety_is_not_on_the_review_list() -> None:
    assert rate_text(270_001, 300_000) == "90.00"
    assert not USUAL.to_review(share(270_001, 300_000))


@given(tallies)
def test_the_target_is_reached_exactly_where_completed_equals_eligible(tally: Tally) -> None:
    assert USUAL.reached(tally) == (tally.eligible > 0 and tally.completed == tally.eligible)


@given(tallies)
def test_nobody_is_both_at_the_target_and_on_the_review_list(tally: Tally) -> None:
    assert not (USUAL.reached(tally) and USUAL.to_review(tally))


def test_without_a_denominator_a_group_is_neither_praised_nor_pressed_nor_small() -> None:
    only_excluded = Tally(excluded={**dict.fromkeys(Exclusion, 0), Exclusion.CLOSED: 12})
    for thresholds in (USUAL, OWN):
        for tally in (Tally(), only_excluded):
            assert not thresholds.reached(tally)
            assert not thresholds.to_review(tally)
            assert not thresholds.small(tally)


@pytest.mark.parametrize(("eligible", "small"), [(1, True), (29, True), (30, False), (31, False)])
def test_a_base_below_thirty_is_marked_small(eligible: int, small: bool) -> None:
    assert USUAL.small(share(0, eligible)) is small
    assert USUAL.small(share(eligible, eligible)) is small


def test_a_scheme_can_set_its_own_thresholds() -> None:
    assert OWN.reached(share(4, 5))
    assert not OWN.reached(share(799, 1000))
    assert OWN.to_review(share(1, 2))
    assert not OWN.to_review(share(501, 1000))
    assert OWN.small(share(0, 4))
    assert not OWN.small(share(0, 5))


def test_the_review_list_begins_with_most_outstanding_venues_and_then_the_lowest_rate() -> None:
    many = share(900, 1000)  # 100 outstanding, 90.00 %
    few_low = share(1, 6)  # 5 outstanding, 16.66 %
    few_high = share(45, 50)  # 5 outstanding, 90.00 %
    one = share(0, 1)  # 1 outstanding, 0.00 %
    assert sorted([few_high, one, many, few_low], key=review_order) == [many, few_low, few_high, one]


@given(st.lists(tallies.filter(lambda t: t.eligible > 0), max_size=8))
def test_the_review_order_compares_outstanding_first_and_exact_rates_second(groups: list[Tally]) -> None:
    in_order = sorted(groups, key=review_order)
    for before, after in itertools.pairwise(in_order):
        assert before.outstanding >= after.outstanding
        if before.outstanding == after.outstanding:
            assert before.completed * after.eligible <= after.completed * before.eligible


def test_a_group_without_a_denominator_comes_last_in_the_review_order() -> None:
    for group in (share(9, 10), share(5, 5)):
        assert review_order(group) <= review_order(Tally())
