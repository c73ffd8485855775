"""Which part of a rate's rise is owed to exclusions."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.bridge import Effect, Part, effect
from outreach.rules.honesty import EXCLUSIONS, hundredths, rise
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing

OUT, AGAIN = Part.EXCLUDED_CLOSED, Part.COUNTED_AGAIN


def test_81_to_95_percent_of_which_11_points_are_exclusions() -> None:
    # 12 of the 19 missing were excluded, 3 joined: 81/100 → 84/88.
    found = rise((81, 100), (84, 88), {OUT: Effect(0, -12, 0), Part.JOINED: Effect(0, 0, 3)})
    assert found is not None
    assert hundredths(found.change) == 1445
    assert found.by_exclusions is not None
    assert hundredths(found.by_exclusions) == 1104
    assert found.mostly_by_exclusions


@pytest.mark.parametrize(
    ("after", "parts", "mostly"),
    [
        # A rise of 20 points by joining alone.
        ((70, 100), {Part.JOINED: Effect(0, 0, 20)}, False),
        # Exactly half of the rise is not most of it: 50/100 → 60/80, of which 12.5 of 25 points.
        ((60, 80), {OUT: Effect(0, -20, 0), Part.JOINED: Effect(0, 0, 10)}, False),
        ((59, 80), {OUT: Effect(0, -20, 0), Part.JOINED: Effect(0, 0, 9)}, True),
        # Exclusions of joined venues lower a rate; what rises all the same rose by joining.
        ((50, 90), {OUT: Effect(0, -10, -10), Part.JOINED: Effect(0, 0, 10)}, False),
        # It fell.
        ((40, 90), {OUT: Effect(0, -10, 0), Part.LEFT: Effect(0, 0, -10)}, False),
    ],
)
def test_a_rise_is_called_so_where_more_than_half_of_it_is_owed_to_exclusions(
    after: tuple[int, int], parts: dict[Part, Effect], mostly: bool
) -> None:
    found = rise((50, 100), after, parts)
    assert found is not None
    assert found.mostly_by_exclusions is mostly


def test_without_a_denominator_on_either_day_nothing_is_said_of_a_rise() -> None:
    assert rise((0, 0), (3, 4), {}) is None
    assert rise((3, 4), (0, 0), {OUT: Effect(0, -4, -3)}) is None


def test_more_excluded_than_there_was_cannot_be_told_apart() -> None:
    found = rise((1, 2), (2, 3), {OUT: Effect(0, -2, 0)})
    assert found is not None
    assert found.by_exclusions is None
    assert not found.mostly_by_exclusions


def test_points_are_cut_toward_zero() -> None:
    assert [hundredths(Fraction(n, 3)) for n in (2, -2)] == [6666, -6666]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Standing)), st.sampled_from(list(Standing))), min_size=1, max_size=40
    )
)
def test_where_only_exclusions_happened_the_whole_change_is_owed_to_them(
    venues: list[tuple[Standing, Standing]],
) -> None:
    """Venues that stay as they were, or leave the denominator, or come back into it."""
    moved = [(a, b) if a.eligible != b.eligible else (a, a) for a, b in venues]
    before, after = (
        Tally.of({s: [pair[end] for pair in moved].count(s) for s in Standing}) for end in (0, 1)
    )
    changes = [effect(a, b) for a, b in moved if a is not b]
    total = Effect(0, sum(c.eligible for c in changes), sum(c.completed for c in changes))
    found = rise((before.completed, before.eligible), (after.completed, after.eligible), {AGAIN: total})
    if found is None:
        assert not before.eligible or not after.eligible
        return
    assert found.by_exclusions == found.change
    assert AGAIN in EXCLUSIONS
