"""Telephone numbers made comparable: 「(02)2345-6789」 and 「+886 2 2345 6789 #12」 are one.

Only compared, never shown: what comes out of here goes into no message, address or log.
"""

from __future__ import annotations

import re
import unicodedata

#: Digits without which a number says nothing: a local number of Taipei has eight.
SHORTEST = 8
_EXTENSION = re.compile(r"(?:#|分機|轉|ext\.?|x)\s*\d+", re.IGNORECASE)
_BETWEEN = re.compile(r"[、,;/|\n]|或|及|和")


def phone_keys(text: str) -> frozenset[str]:
    """The numbers that a cell holds, in digits with their area code as written; extensions do not matter."""
    plain = _EXTENSION.sub("", unicodedata.normalize("NFKC", text))
    found = (_digits(piece) for piece in _BETWEEN.split(plain))
    return frozenset(digits for digits in found if len(digits) >= SHORTEST)


def _digits(text: str) -> str:
    digits = "".join(c for c in text if c.isdecimal())
    if digits.startswith("886"):
        digits = "0" + digits.removeprefix("886").removeprefix("0")
    # Eight digits that begin with no 0 are a number of Taipei itself.
    return "02" + digits if len(digits) == SHORTEST and not digits.startswith("0") else digits
