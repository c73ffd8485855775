"""Hiding what identifies a person in words that anybody typed.

Constraints:
1. E-mail addresses, national identity numbers, and runs of seven digits or more with the signs that people
   write between them (「02-2720-8889 轉 12」, 「０９１２ ３４５ ６７８」) become `HIDDEN`;
   width does not matter.
2. Shorter numbers stay: years, house numbers, counts and days are what such words are about.
3. Masked text masks to itself.
"""

from __future__ import annotations

import re

#: What stands in the place of what was hidden.
HIDDEN = "〔已遮蔽〕"

_AT = "[@＠]"
_LATIN = "A-Za-z0-9Ａ-Ｚａ-ｚ０-９_\\-"
_MAIL = re.compile(rf"[{_LATIN}.．+%]+\s?{_AT}\s?[{_LATIN}]+(?:[.．][{_LATIN}]+)+")
_IDENTITY = re.compile(r"(?<![A-Za-zＡ-Ｚａ-ｚ])[A-Za-zＡ-Ｚａ-ｚ][A-Da-d1289Ａ-Ｄ１２８９]\d{8}(?!\d)")
_BETWEEN = r"[\s\-‐–—－()（）.．·/／]{0,3}"
_DIGITS = re.compile(
    rf"[+＋(（]?\d(?:{_BETWEEN}\d){{6,}}(?:\s?(?:#|＃|轉|分機|ext\.?)\s?\d+)?", re.IGNORECASE
)
#: A day in figures is no number of a person.
_DAY = re.compile(r"\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


def mask(text: str) -> str:
    """The text without what identifies a person."""
    text = _IDENTITY.sub(HIDDEN, _MAIL.sub(HIDDEN, text))
    return _DIGITS.sub(lambda found: found[0] if _DAY.fullmatch(found[0].strip("()（） ")) else HIDDEN, text)
