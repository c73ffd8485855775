"""增減(百分點): how far a rate moved between two tallies, in hundredths of a percentage point.

It is the difference of the exact rates, cut toward zero like every rate here; so it says nothing that did not
happen, and may differ by 0.01 from what a reader gets who subtracts two printed rates.
"""

from __future__ import annotations

from outreach.rules.rate import Tally


def points_between(before: Tally, after: Tally) -> int | None:
    """Hundredths of a percentage point from one rate to the other, cut; None where either has no rate."""
    if not before.eligible or not after.eligible:
        return None
    difference = after.completed * before.eligible - before.completed * after.eligible
    size = 10000 * abs(difference) // (before.eligible * after.eligible)
    return size if difference >= 0 else -size


def points_text(points: int) -> str:
    """The difference as papers print it: +3.20, −1.70, 0.00."""
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{sign}{abs(points) // 100}.{abs(points) % 100:02d}"
