"""What held on a day: the latest effective date, then the higher number.

The one rule for reading a facet's facts one by one; figures/ applies the same to whole columns, and a
test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact of one facet of one venue: `value` as the facts table stores it."""

    effective_on: date
    seq: int
    value: int
    remark: str = ""


def holding(stated: Iterable[Stated], day: date) -> Stated | None:
    """The fact that holds at the end of `day` among unvoided facts of one facet; None before any."""
    begun = [s for s in stated if s.effective_on <= day]
    return max(begun, key=lambda s: (s.effective_on, s.seq)) if begun else None


def worth_recording(stated: Iterable[Stated], value: int, remark: str, day: date) -> bool:
    """Whether stating a value from a day says anything new.

    1. a value is recorded only where it differs from the one that holds on its own effective date;
    2. a venue without facts has the assumed value 0, which is never recorded by itself;
    3. a new remark on an unchanged value is recorded; an empty one says nothing.
    """
    now = holding(stated, day)
    if now is None:
        return value != 0 or remark != ""
    return value != now.value or (remark not in ("", now.remark))
