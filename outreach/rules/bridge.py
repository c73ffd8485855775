"""增減原因: why a figure changed between two days, in parts that sum exactly.

The change of one venue is explained in the order corrected → moved → listed or delisted → excluded,
counted again, joined or left. A mover takes its earlier standing along, so that over the whole city
moves cancel and the other parts are the same whatever the rows are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outreach.rules.vocabulary import Standing


class Part(StrEnum):
    """The kinds of reason for which population, denominator or numerator change."""

    JOINED = "joined"
    LEFT = "left"
    EXCLUDED_OFFICE_ONLY = "excluded_office_only"
    EXCLUDED_CLOSED = "excluded_closed"
    EXCLUDED_SUSPENDED = "excluded_suspended"
    EXCLUDED_NOT_REOPENED = "excluded_not_reopened"
    COUNTED_AGAIN = "counted_again"
    LISTED = "listed"
    DELISTED = "delisted"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Effect:
    """What one venue adds to population, eligible and completed (each −1, 0 or +1)."""

    population: int
    eligible: int
    completed: int

    @property
    def outstanding(self) -> int:
        """What it adds to those still missing."""
        return self.eligible - self.completed

    def __sub__(self, other: Effect) -> Effect:
        return Effect(
            self.population - other.population,
            self.eligible - other.eligible,
            self.completed - other.completed,
        )


NOTHING = Effect(0, 0, 0)


def weight(standing: Standing | None) -> Effect:
    """What a venue of this standing counts for; None is a venue that is not on the list."""
    if standing is None:
        return NOTHING
    return Effect(1, int(standing.eligible), int(standing is Standing.COMPLETED))


def effect(before: Standing | None, after: Standing | None) -> Effect:
    """What a group's figures gain when a venue goes from one standing to another."""
    return weight(after) - weight(before)


def part_of(before: Standing | None, after: Standing | None) -> Part | None:
    """The reason why one venue of a group counts differently, or None where it does not.

    1. on the list only afterwards: listed; only before: delisted;
    2. from the denominator out of it: excluded, by the later reason;
    3. from an exclusion into the denominator: counted again;
    4. within the denominator: joined or left;
    5. from one exclusion to another changes neither population, denominator nor numerator: no part.
    """
    if before is after:
        return None
    if before is None:
        return Part.LISTED
    if after is None:
        return Part.DELISTED
    if after.exclusion is not None:
        return Part(after.value) if before.eligible else None
    if not before.eligible:
        return Part.COUNTED_AGAIN
    return Part.JOINED if after is Standing.COMPLETED else Part.LEFT
