"""The check of a company's tax id number (統一編號).

Rule in force: the eight digits are multiplied by 1 2 1 2 1 2 4 1, the digits of every product are summed, and
the sum is divisible by 5; where the seventh digit is 7 (7 x 4 = 28, 2 + 8 = 10, which may count as 1 or as 0)
the sum plus one may be divisible instead. Source: the Ministry of Finance's rule for 統一編號, which formerly
asked for 10 instead of 5; published validators that still do refuse valid numbers.
"""

from __future__ import annotations

import re
import unicodedata

from outreach.rules.refusals import Refusal

_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)
#: For each of the eight places: digit → the sum of its product's digits.
_SUMS = tuple({str(digit): sum(divmod(digit * weight, 10)) for digit in range(10)} for weight in _WEIGHTS)
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_SEVEN_DIGITS = re.compile(r"[0-9]{7}")


class TaxIdRefused(Refusal, ValueError):
    """Base of what can be wrong with a tax id."""


class NotEightDigits(TaxIdRefused):
    """The text is not eight digits."""

    template = "讀到『{value}』，統一編號須為8位數字，例如 12345675。"


class LeadingZeroLost(TaxIdRefused):
    """Seven digits that would be a tax id with a zero before them: a spreadsheet took it for a number."""

    template = (
        "讀到『{value}』，統一編號須為8位數字；開頭的0可能被試算表吃掉，請以文字格式填寫，例如 0{value}。"
    )


class WrongChecksum(TaxIdRefused):
    """Eight digits whose sum is not divisible."""

    template = "讀到『{value}』，統一編號的檢查碼不符；請核對8位數字，例如 12345675。"


def is_tax_id(digits: str) -> bool:
    """Whether `digits` is exactly eight ASCII digits that pass the check."""
    if not _EIGHT_DIGITS.fullmatch(digits):
        return False
    total = sum([sums[digit] for sums, digit in zip(_SUMS, digits, strict=True)])
    return total % 5 == 0 or (digits[6] == "7" and (total + 1) % 5 == 0)


def parse_tax_id(text: str) -> str:
    """The tax id as eight ASCII digits; full-width digits and surrounding spaces are accepted.

    Raises `LeadingZeroLost`, `NotEightDigits` or `WrongChecksum`, each a `TaxIdRefused`.
    """
    digits = unicodedata.normalize("NFKC", text).strip()
    if _SEVEN_DIGITS.fullmatch(digits) and is_tax_id("0" + digits):
        raise LeadingZeroLost(value=digits)
    if not _EIGHT_DIGITS.fullmatch(digits):
        raise NotEightDigits(value=text.strip())
    if not is_tax_id(digits):
        raise WrongChecksum(value=digits)
    return digits
