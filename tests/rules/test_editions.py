"""What an edition keeps, and which meetings and lists are the same."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.editions import Frozen, Item, differences, from_gaps, out_of_sequence, to_gaps, twice
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind, Standing

DAY, LATER = date(2021, 10, 14), date(2021, 10, 26)
SHOPS, VENUES, EVERY = frozenset({Kind.SHOP}), frozenset({Kind.CITY_VENUE}), frozenset(Kind)


@given(st.sets(st.integers(1, 2**28 - 1)).map(sorted))
def test_ids_written_as_gaps_are_read_as_they_were(ids: list[int]) -> None:
    gaps = to_gaps(ids)
    assert from_gaps(gaps) == tuple(ids)
    assert all(gap > 0 for gap in gaps)


@pytest.mark.parametrize(
    ("number", "newest", "refused"),
    [
        (1, None, False),
        (0, None, True),
        (213, 212, False),
        (220, 212, False),
        (212, 212, True),
        (9, 212, True),
    ],
)
def test_a_meetings_number_is_larger_than_the_newest(number: int, newest: int | None, refused: bool) -> None:
    assert out_of_sequence(number, newest) is refused


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Item(1, SHOPS, DAY), Item(1, SHOPS, LATER), True),
        (Item(1, frozenset(), DAY), Item(1, EVERY, DAY), True),
        (Item(1, SHOPS, DAY), Item(1, VENUES, DAY), False),
        (Item(1, SHOPS, DAY), Item(1, frozenset(), DAY), False),
        (Item(1, SHOPS, DAY), Item(2, SHOPS, DAY), False),
    ],
)
def test_a_list_is_the_same_on_another_day_and_another_with_other_kinds(
    one: Item, other: Item, same: bool
) -> None:
    assert one.same_list(other) is other.same_list(one) is same
    assert twice([one, other]) is same


def test_editions_differ_in_figures_in_agencies_or_in_venues_alone() -> None:
    kept = Frozen(Tally(1, 1), {2: Tally(1, 1)}, {Standing.COMPLETED: (5,), Standing.OUTSTANDING: (6,)})
    swapped = {Standing.COMPLETED: (6,), Standing.OUTSTANDING: (5,)}
    assert list(differences(kept, kept)) == []
    assert list(differences(kept, Frozen(kept.total, kept.agencies, swapped))) == ["店家"]
    assert list(differences(kept, Frozen(kept.total, {3: Tally(1, 1)}, kept.members))) == ["機關"]
    assert list(differences(kept, Frozen(Tally(2, 0), kept.agencies, kept.members))) == ["總計"]
