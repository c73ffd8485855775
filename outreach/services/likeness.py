"""How alike two names or two addresses are: the one measure for imports and for duplicates."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from outreach.rules.duplicates import Likeness
from outreach.rules.matching import digits_of

#: Likeness (0 to 100) from which two names at one address, or two addresses of one name, are likely one.
LIKELY_NAME = 85
LIKELY_ADDRESS = 90


def contradict(one: str, other: str) -> bool:
    """Whether both are told and differ."""
    return bool(one) and bool(other) and one != other


def alike(one: str, other: str, threshold: int) -> bool:
    """Whether two keys differ, but nearly not, and in no digit."""
    return (
        one != other
        and ratio(one, other, score_cutoff=threshold) >= threshold
        and digits_of(one) == digits_of(other)
    )


def house_and_rest(address_key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The numbers of an address up to its house number, and those behind it (floor, room)."""
    house, sign, rest = address_key.rpartition("號")
    return (digits_of(house), digits_of(rest)) if sign else (digits_of(address_key), ())


def compared_names(one: str, other: str) -> Likeness:
    """Two name keys."""
    if one == other:
        return Likeness.SAME
    if digits_of(one) != digits_of(other):
        return Likeness.CONTRADICTING
    likely = ratio(one, other, score_cutoff=LIKELY_NAME) >= LIKELY_NAME
    return Likeness.ALIKE if likely else Likeness.OTHER


def compared_addresses(one: str, other: str) -> Likeness:
    """Two address keys; a floor that only one of them tells does not contradict, another floor does."""
    if not one or not other:
        return Likeness.MISSING
    if one == other:
        return Likeness.SAME
    (house, rest), (other_house, other_rest) = house_and_rest(one), house_and_rest(other)
    if house != other_house or (rest and other_rest and rest != other_rest):
        return Likeness.CONTRADICTING
    likely = ratio(one, other, score_cutoff=LIKELY_ADDRESS) >= LIKELY_ADDRESS
    return Likeness.ALIKE if likely else Likeness.OTHER


def compared_numbers(one: str, other: str) -> Likeness:
    """Two tax numbers."""
    if not one or not other:
        return Likeness.MISSING
    return Likeness.SAME if one == other else Likeness.CONTRADICTING
