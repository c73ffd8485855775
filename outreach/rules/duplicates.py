"""When two entries are likely one venue, how likely, and in which words.

Constraints:
1. Names, house numbers or floors that differ in a digit are never one venue's.
2. Different tax numbers are different venues, unless name and address are both the same.
3. An address alone is no sign: a market has one for hundreds. Nor is a tax number alone: a chain has one.
4. What decides is the name together with where it is; tax number, phone and distance support it, and stand in
   for an address that is missing. Another name counts only at the same address with one tax number or phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, radians

#: Metres up to which two points of one name, and of nearly one name, are the same place.
NEAR, VERY_NEAR = 100, 50
_METRES_A_DEGREE = 111_320


class Likeness(StrEnum):
    """How two texts compare."""

    SAME = "same"
    ALIKE = "alike"
    OTHER = "other"
    MISSING = "missing"
    """One of the two is not known."""
    CONTRADICTING = "contradicting"
    """A digit differs, or (of numbers) the whole."""


class Sign(StrEnum):
    """What speaks for two entries being one."""

    NAME = "name"
    LIKE_NAME = "like_name"
    ADDRESS = "address"
    LIKE_ADDRESS = "like_address"
    NO_ADDRESS = "no_address"
    TAX = "tax"
    PHONE = "phone"
    NEAR = "near"
    UNTOLD = "untold"
    """A sign that the reader may not be told: contact details of another agency's venue."""


#: What each sign says; the phone itself is never said.
IN_WORDS: Mapping[Sign, str] = {
    Sign.NAME: "名稱相同",
    Sign.LIKE_NAME: "名稱相近",
    Sign.ADDRESS: "地址相同",
    Sign.LIKE_ADDRESS: "地址相近",
    Sign.NO_ADDRESS: "其中一方沒有地址",
    Sign.TAX: "統一編號相同",
    Sign.PHONE: "電話相同",
    Sign.NEAR: "位置相近",
    Sign.UNTOLD: "其他登錄資料相符",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two entries side by side; `metres` apart, None where a point is not known."""

    name: Likeness
    address: Likeness
    tax: Likeness
    phone: bool = False
    metres: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely (0 to 100, for the order of a list) and by which signs."""

    score: int
    signs: tuple[Sign, ...]


def judged(two: Compared) -> Verdict | None:
    """Whether two entries are likely one venue; None where they are not."""
    same_name, same_address = two.name is Likeness.SAME, two.address is Likeness.SAME
    if Likeness.CONTRADICTING in (two.name, two.address):
        return None
    if two.tax is Likeness.CONTRADICTING and not (same_name and same_address):
        return None
    score = _score(two)
    if score is None:
        return None
    support = 3 * (two.tax is Likeness.SAME) + 3 * two.phone + (two.metres is not None and two.metres <= NEAR)
    return Verdict(min(score + support, 100), _signs(two))


def _score(two: Compared) -> int | None:
    """The first row that applies."""
    same, alike = two.name is Likeness.SAME, two.name is Likeness.ALIKE
    here, like_here = two.address is Likeness.SAME, two.address is Likeness.ALIKE
    unknown = two.address is Likeness.MISSING
    tax, apart = two.tax is Likeness.SAME, two.metres
    table = (
        (same and here, 90),
        (same and tax and (like_here or unknown), 85),
        (same and like_here, 80),
        (alike and here, 75),
        (same and apart is not None and apart <= NEAR, 70),
        (same and unknown, 60),
        (alike and (tax or two.phone) and (like_here or unknown), 60),
        (alike and apart is not None and apart <= VERY_NEAR, 55),
        (here and (tax or two.phone), 50),
    )
    return next((score for applies, score in table if applies), None)


def _signs(two: Compared) -> tuple[Sign, ...]:
    told = (
        (two.name is Likeness.SAME, Sign.NAME),
        (two.name is Likeness.ALIKE, Sign.LIKE_NAME),
        (two.address is Likeness.SAME, Sign.ADDRESS),
        (two.address is Likeness.ALIKE, Sign.LIKE_ADDRESS),
        (two.address is Likeness.MISSING, Sign.NO_ADDRESS),
        (two.tax is Likeness.SAME, Sign.TAX),
        (two.phone, Sign.PHONE),
        (two.metres is not None and two.metres <= NEAR and two.address is not Likeness.SAME, Sign.NEAR),
    )
    return tuple(sign for applies, sign in told if applies)


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points (lon, lat in degrees), exact enough within a city."""
    middle = radians((one[1] + other[1]) / 2)
    return hypot((one[0] - other[0]) * cos(middle), one[1] - other[1]) * _METRES_A_DEGREE
