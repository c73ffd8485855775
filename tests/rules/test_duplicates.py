"""When two entries are likely one venue: one case for each constraint of the rule."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.duplicates import IN_WORDS, Compared, Likeness, Sign, judged, metres_between
from outreach.rules.phones import phone_keys

SAME, ALIKE, OTHER, MISSING, CONTRADICTING = (
    Likeness.SAME,
    Likeness.ALIKE,
    Likeness.OTHER,
    Likeness.MISSING,
    Likeness.CONTRADICTING,
)


def test_one_name_at_one_address_is_the_likeliest_of_all() -> None:
    best = judged(Compared(SAME, SAME, SAME, phone=True, metres=0))
    assert best is not None
    for name, address, tax in product((SAME, ALIKE, OTHER), (SAME, ALIKE, OTHER, MISSING), (SAME, MISSING)):
        other = judged(Compared(name, address, tax))
        assert other is None or other.score <= best.score


@pytest.mark.parametrize("tax", [SAME, MISSING])
def test_a_digit_that_differs_in_name_or_house_number_is_never_a_duplicate(tax: Likeness) -> None:
    assert judged(Compared(CONTRADICTING, SAME, tax, phone=True, metres=0)) is None
    assert judged(Compared(SAME, CONTRADICTING, tax, phone=True, metres=0)) is None


def test_an_address_shared_by_a_whole_market_is_no_duplicate() -> None:
    assert judged(Compared(OTHER, SAME, MISSING, metres=0)) is None


def test_a_chains_tax_number_is_no_duplicate() -> None:
    assert judged(Compared(SAME, OTHER, SAME)) is None
    assert judged(Compared(OTHER, OTHER, SAME)) is None
    assert judged(Compared(OTHER, MISSING, SAME)) is None


def test_another_name_counts_only_with_tax_number_or_phone_at_the_same_address() -> None:
    assert judged(Compared(OTHER, SAME, SAME)) is not None
    assert judged(Compared(OTHER, SAME, MISSING, phone=True)) is not None
    assert judged(Compared(OTHER, ALIKE, SAME, phone=True)) is None


def test_two_tax_numbers_are_two_venues_unless_name_and_address_are_one() -> None:
    assert judged(Compared(SAME, ALIKE, CONTRADICTING)) is None
    assert judged(Compared(SAME, SAME, CONTRADICTING)) is not None


def test_one_name_at_other_addresses_counts_up_to_a_hundred_metres() -> None:
    assert judged(Compared(SAME, OTHER, MISSING, metres=100)) is not None
    assert judged(Compared(SAME, OTHER, MISSING, metres=100.1)) is None
    assert judged(Compared(ALIKE, OTHER, MISSING, metres=50)) is not None
    assert judged(Compared(ALIKE, OTHER, MISSING, metres=51)) is None


def test_the_signs_say_what_speaks_for_it_and_no_number() -> None:
    verdict = judged(Compared(ALIKE, MISSING, SAME, phone=True))
    assert verdict is not None
    assert verdict.signs == (Sign.LIKE_NAME, Sign.NO_ADDRESS, Sign.TAX, Sign.PHONE)
    assert not any(c.isdigit() for sign in Sign for c in IN_WORDS[sign])


likenesses = st.sampled_from(Likeness)


@given(likenesses, likenesses, st.sampled_from([SAME, MISSING, CONTRADICTING]), st.booleans())
def test_a_further_sign_never_makes_a_pair_less_likely(
    name: Likeness, address: Likeness, tax: Likeness, phone: bool
) -> None:
    less, more = judged(Compared(name, address, tax, phone)), judged(Compared(name, address, tax, True, 10))
    if less is not None:
        assert more is not None
        assert more.score >= less.score


def test_a_thousandth_of_a_degree_is_a_hundred_metres() -> None:
    assert 100 < metres_between((121.5, 25.04), (121.501, 25.04)) < 102
    assert 111 < metres_between((121.5, 25.04), (121.5, 25.041)) < 112


@pytest.mark.parametrize(
    "written",
    ["(02)0345-6789", "02 0345 6789 #12", "+886 2 0345 6789", "０２－０３４５－６７８９", "0203456789轉3"],
)
def test_one_telephone_number_in_many_spellings_is_one(written: str) -> None:
    assert phone_keys(written) == {"0203456789"}


def test_a_cell_may_hold_several_numbers_and_what_is_too_short_is_none() -> None:
    assert phone_keys("02-0345-6789、0900-000-111") == {"0203456789", "0900000111"}
    assert phone_keys("23456789") == {"0223456789"}
    assert phone_keys("1999") == frozenset()
    assert phone_keys("") == frozenset()
