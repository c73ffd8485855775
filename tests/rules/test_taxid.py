"""The tax id rule in force, with a case on either side of each of its edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.taxid import (
    LeadingZeroLost,
    NotEightDigits,
    TaxIdRefused,
    WrongChecksum,
    is_tax_id,
    parse_tax_id,
)

DIGITS = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("04595257", True),  # 0+8+5+18→9+5+4+20→2+7 = 40
        ("04595252", True),  # 35: divisible by 5, not by 10
        ("04595253", False),  # 36, and no 7 in the seventh place
        ("12345675", True),  # 39, and 40 by the seventh digit's 7
        ("12345676", True),  # 40
        ("12345677", False),  # 41
        ("12345674", False),  # 38
        ("1234567", False),
        ("123456755", False),
        ("１２３４５６７５", False),  # a key is ASCII; reading is parse_tax_id's
        ("", False),
    ],
)
def test_a_number_is_valid_when_its_sum_is_divisible_by_five_or_with_a_seventh_seven_its_sum_plus_one(
    number: str, valid: bool
) -> None:
    assert is_tax_id(number) is valid


@given(DIGITS)
def test_of_ten_last_digits_two_are_valid_or_four_where_the_seventh_is_seven(digits: str) -> None:
    valid = sum(is_tax_id(digits[:7] + last) for last in "0123456789")
    assert valid == (4 if digits[6] == "7" else 2)


@given(DIGITS.filter(is_tax_id), st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_that_does_not_move_the_sum_by_five_is_found(digits: str, at: int, by: int) -> None:
    wrong = digits[:at] + str((int(digits[at]) + by) % 10) + digits[at + 1 :]
    weights = (1, 2, 1, 2, 1, 2, 4, 1)

    def total(number: str) -> int:
        return sum(sum(map(int, str(int(d) * w))) for d, w in zip(number, weights, strict=True))

    if "7" not in (digits[6], wrong[6]) and (total(digits) - total(wrong)) % 5:
        assert not is_tax_id(wrong)


@given(DIGITS.filter(is_tax_id))
def test_full_width_digits_and_spaces_around_read_as_the_same_number(digits: str) -> None:
    wide = digits.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert parse_tax_id(f"　{wide} ") == digits


def test_seven_digits_that_lost_their_zero_say_so() -> None:
    with pytest.raises(LeadingZeroLost, match=r"開頭的0可能被試算表吃掉.*04595257"):
        parse_tax_id("4595257")


@pytest.mark.parametrize("text", ["4595258", "123", "ABCDEFGH", "04595257-1", "", "無"])
def test_what_is_not_eight_digits_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(NotEightDigits, match="須為8位數字，例如 12345675") as refused:
        parse_tax_id(text)
    assert f"『{text}』" in str(refused.value)


def test_a_wrong_sum_is_refused_with_the_number_read() -> None:
    with pytest.raises(WrongChecksum, match=r"『04595258』.*檢查碼不符"):
        parse_tax_id("04595258")


def test_the_example_in_the_refusals_is_itself_valid() -> None:
    assert parse_tax_id("12345675") == "12345675"
    assert issubclass(WrongChecksum, TaxIdRefused)
