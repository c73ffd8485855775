"""What identifies a person is hidden in words that anybody typed; years and house numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.masking import HIDDEN, mask


@pytest.mark.parametrize(
    "told",
    [
        "0912345678",
        "0912-345-678",
        "０９１２ ３４５ ６７８",
        "(02)2720-8889",
        "02-27208889 轉 1234",
        "＋886 2 2720 8889#12",
        "someone@example.com",
        "ｓｏｍｅ.one＠example.com.tw",
        "A123456789",
    ],
)
def test_a_number_or_address_of_a_person_is_hidden(told: str) -> None:
    masked = mask(f"請打{told}找店長")
    assert masked == f"請打{HIDDEN}找店長"


@pytest.mark.parametrize(
    "told", ["110年10月14日歇業", "2021-10-14 起", "信義路五段7巷12號3樓", "2021年有 182 家"]
)
def test_days_house_numbers_and_counts_stay(told: str) -> None:
    assert mask(told) == told


@given(st.text(alphabet="0129-() @.ab店－０", max_size=60))
def test_masked_text_masks_to_itself_and_keeps_no_long_number(told: str) -> None:
    masked = mask(told)
    assert mask(masked) == masked
