"""How much of a rate's rise is owed to venues leaving the denominator, not to venues joining.

Points are percentage points as exact fractions of a whole (Fraction(11, 100) is 11 points).

1. The points owed to exclusions are what the rate would have changed by had nothing happened but exclusions:
   the rate of the earlier figures with the bridge's parts 新列毋須納入 (each reason) and 恢復納入母數 added,
   less the earlier rate.
2. Where those parts take more from the earlier figures than they hold (venues that came from elsewhere and
   were excluded on arrival), or leave no denominator, that cannot be said: None.
3. A rate rose mostly by exclusions where it rose, and more than half of the rise is owed to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from outreach.rules.bridge import Effect, Part

#: The parts that move venues out of the denominator, and back into it.
EXCLUSIONS = frozenset(
    {
        Part.EXCLUDED_OFFICE_ONLY,
        Part.EXCLUDED_CLOSED,
        Part.EXCLUDED_SUSPENDED,
        Part.EXCLUDED_NOT_REOPENED,
        Part.COUNTED_AGAIN,
    }
)


@dataclass(frozen=True, slots=True)
class Rise:
    """A rate's change between two days in points, and the part owed to exclusions (None: cannot be said)."""

    change: Fraction
    by_exclusions: Fraction | None

    @property
    def mostly_by_exclusions(self) -> bool:
        """Whether the rate rose, and more than half of that by exclusions."""
        return self.change > 0 and self.by_exclusions is not None and 2 * self.by_exclusions > self.change


def rise(before: tuple[int, int], after: tuple[int, int], parts: Mapping[Part, Effect]) -> Rise | None:
    """The change between two (completed, eligible) whose bridge is `parts`; None where either has no rate."""
    if not before[1] or not after[1]:
        return None
    earlier = Fraction(*before)
    effects = [effect for part, effect in parts.items() if part in EXCLUSIONS]
    completed = before[0] + sum(effect.completed for effect in effects)
    eligible = before[1] + sum(effect.eligible for effect in effects)
    possible = eligible > 0 and 0 <= completed <= eligible
    return Rise(Fraction(*after) - earlier, Fraction(completed, eligible) - earlier if possible else None)


def hundredths(points: Fraction) -> int:
    """Points in hundredths, cut toward zero: 11.045 points are 1104."""
    return int(points * 10000)
