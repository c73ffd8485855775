"""What held on a day, and which statements say anything new."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.history import Stated, holding, worth_recording
from outreach.rules.standing import standing
from outreach.rules.vocabulary import Operating, Participation, Premises, Standing
from tests.rules.numbered import numbers_in

FIRST = date(2021, 10, 1)
ONE_DAY = timedelta(days=1)

days = st.dates(FIRST, FIRST + timedelta(days=6))
remarks = st.sampled_from(["", "停電", "裝修"])


@st.composite
def facets(draw: st.DrawFn) -> list[Stated]:
    """A few facts of one facet, with backdated ones and several on one day; each number once."""
    drawn = draw(st.lists(st.tuples(days, st.integers(0, 2), remarks), max_size=6))
    facts = [Stated(day, seq, value, remark) for seq, (day, value, remark) in enumerate(drawn, start=1)]
    return draw(st.permutations(facts))


def test_a_value_holds_from_its_effective_date_until_a_later_one_begins() -> None:
    stated = [Stated(FIRST + 5 * ONE_DAY, 2, 1), Stated(FIRST, 1, 2)]
    values = [holding(stated, FIRST + n * ONE_DAY) for n in (-1, 0, 1, 4, 5, 6)]
    assert [fact and fact.value for fact in values] == [None, 2, 2, 2, 1, 1]


def test_of_two_statements_for_one_day_the_later_number_holds_in_whatever_sequence_they_are_read() -> None:
    first, second = Stated(FIRST, 3, 1), Stated(FIRST, 8, 2)
    assert holding([first, second], FIRST) == holding([second, first], FIRST) == second


def test_a_backdated_statement_does_not_disturb_what_is_dated_later() -> None:
    known = Stated(FIRST + 5 * ONE_DAY, 1, 1)
    told_later = Stated(FIRST, 9, 2)
    assert holding([known, told_later], FIRST + 4 * ONE_DAY) == told_later
    assert holding([known, told_later], FIRST + 5 * ONE_DAY) == known


@given(facets(), days)
def test_no_fact_that_has_begun_comes_after_the_one_that_holds(stated: list[Stated], day: date) -> None:
    now = holding(stated, day)
    begun = [s for s in stated if s.effective_on <= day]
    assert (now is None) == (not begun)
    if now is not None:
        assert now in begun
        assert all((s.effective_on, s.seq) <= (now.effective_on, now.seq) for s in begun)


@given(facets(), days, st.integers(0, 2), remarks)
def test_a_value_is_recorded_exactly_where_it_or_its_remark_differs_on_its_own_effective_date(
    stated: list[Stated], day: date, value: int, remark: str
) -> None:
    now = holding(stated, day)
    assumed = (0, "") if now is None else (now.value, now.remark)
    expected = value != assumed[0] or (remark != "" and remark != assumed[1])
    assert worth_recording(stated, value, remark, day) == expected


@given(facets(), days, st.integers(0, 2), remarks)
def test_stating_the_same_twice_records_nothing_the_second_time(
    stated: list[Stated], day: date, value: int, remark: str
) -> None:
    if worth_recording(stated, value, remark, day):
        stated = [*stated, Stated(day, 100, value, remark)]
    assert not worth_recording(stated, value, remark, day)


#: 條, what is known, the value, its remark, recorded?
SAYS_SOMETHING_NEW = [
    (1, [Stated(FIRST, 1, 1)], 2, "", True),
    (1, [Stated(FIRST, 1, 1)], 1, "", False),
    (1, [Stated(FIRST, 1, 1)], 0, "", True),
    # a fact dated later says nothing about this day
    (1, [Stated(FIRST + ONE_DAY, 1, 1)], 1, "", True),
    (2, [], 0, "", False),
    (2, [], 1, "", True),
    (2, [Stated(FIRST + ONE_DAY, 1, 1)], 0, "", False),
    (3, [], 0, "停電", True),
    (3, [Stated(FIRST, 1, 1, "裝修")], 1, "停電", True),
    (3, [Stated(FIRST, 1, 1, "停電")], 1, "停電", False),
    (3, [Stated(FIRST, 1, 1, "停電")], 1, "", False),
]


@pytest.mark.parametrize(("number", "known", "value", "remark", "recorded"), SAYS_SOMETHING_NEW)
def test_only_what_says_something_new_is_recorded(
    number: int, known: list[Stated], value: int, remark: str, recorded: bool
) -> None:
    assert worth_recording(known, value, remark, FIRST) is recorded


def test_the_table_has_a_case_for_every_numbered_condition_of_recording() -> None:
    assert {row[0] for row in SAYS_SOMETHING_NEW} == numbers_in(worth_recording)


def test_a_listed_venue_without_any_other_fact_is_open_public_and_not_contacted() -> None:
    """The assumed value of every facet is the first word of its list, which is stored as 0."""
    assumed = next(iter(Premises)), next(iter(Operating)), next(iter(Participation))
    assert assumed == (Premises.PUBLIC, Operating.OPEN, Participation.NOT_CONTACTED)
    assert standing(assumed[0], assumed[1], False, assumed[2]) is Standing.OUTSTANDING
