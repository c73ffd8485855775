"""增減(百分點) is the difference of exact rates, cut toward zero, and needs a rate on both sides."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.points import points_between, points_text
from outreach.rules.rate import Tally, basis_points

tallies = st.builds(Tally, st.integers(0, 400), st.integers(0, 400))


def test_a_fall_is_cut_toward_nothing_like_a_rise() -> None:
    third, whole = Tally(1, 2), Tally(3, 0)
    assert points_between(third, whole) == 6666
    assert points_between(whole, third) == -6666
    assert [points_text(p) for p in (6666, -6666, 7, -7, 0)] == ["+66.66", "−66.66", "+0.07", "−0.07", "0.00"]


def test_the_difference_is_of_exact_rates_and_may_be_a_hundredth_off_the_printed_ones() -> None:
    # 66.66 % and 33.33 % are printed, 33.33 apart; exactly they are a third apart, cut 33.33.
    assert points_between(Tally(1, 2), Tally(2, 1)) == 3333
    # 14.28 % and 42.85 %: readers get 28.57, and two sevenths are 28.57.
    assert points_between(Tally(1, 6), Tally(3, 4)) == 2857
    # 16.66 % and 50.00 %: readers get 33.34, but nobody rose by more than 33.33.
    assert points_between(Tally(1, 5), Tally(3, 3)) == 3333


def test_without_a_denominator_on_either_side_there_is_no_difference() -> None:
    assert points_between(Tally(), Tally(1, 1)) is None
    assert points_between(Tally(1, 1), Tally()) is None


@given(tallies, tallies)
def test_it_never_says_more_than_happened_and_is_within_a_hundredth_of_the_printed_rates(
    before: Tally, after: Tally
) -> None:
    points = points_between(before, after)
    if points is None:
        assert not (before.eligible and after.eligible)
        return
    exact = 10000 * (Fraction(after.completed, after.eligible) - Fraction(before.completed, before.eligible))
    assert abs(points) <= abs(exact) < abs(points) + 1
    assert points * exact >= 0
    late, early = (basis_points(t.completed, t.eligible) for t in (after, before))
    assert late is not None
    assert early is not None
    assert abs(points - (late - early)) <= 1
