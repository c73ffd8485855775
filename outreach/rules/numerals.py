"""Numbers as they stand in Chinese names and addresses: 三, 十一, 二十二, 一○一, 廿四, 壹."""

from __future__ import annotations

import re

_DIGITS = {
    **{digit: value for value, digit in enumerate("〇一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("零壹貳參肆伍陸柒捌玖")},
    "叁": 3,
    "兩": 2,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
#: 廿 and 卅 are a digit and a ten in one character.
_PAIRS = str.maketrans({"廿": "二十", "卅": "三十"})

EVERYDAY = "〇零一二三四五六七八九十百廿卅"
"""The numerals of addresses, as characters of a regular expression's set."""

#: 百 and 千 alone are words (百貨, 千葉), and so is 兩; only behind or before a digit are they numbers.
NUMERAL = re.compile(
    "(?:[一二三四五六七八九壹貳參叁肆伍陸柒捌玖十拾廿卅]|兩(?=[百佰千仟])|[〇零](?=[〇零]*[一二三四五六七八九]))"
    "[〇零一二三四五六七八九壹貳參叁肆伍陸柒捌玖十拾百佰千仟廿卅]*"
)
"""A number in Chinese characters, after NFKC and with ○ written 〇."""


def arabic(numeral: str) -> str:
    """The Chinese number in digits without leading zeros: 十一 → 11, 一〇一 → 101, 廿四 → 24.

    A row of digits without a ten is read place by place (二〇六 → 206). Takes whatever `NUMERAL` matches.
    """
    numeral = numeral.translate(_PAIRS)
    if not any(character in _TENS for character in numeral):
        return "".join(str(_DIGITS[character]) for character in numeral).lstrip("0") or "0"
    total = pending = 0
    for character in numeral:
        if character in _TENS:
            total += (pending or 1) * _TENS[character]
            pending = 0
        else:
            pending = pending * 10 + _DIGITS[character]
    return str(total + pending)
