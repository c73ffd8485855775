"""The completion rate: completed over eligible, of the sums, in whole numbers only.

Floats are never used: 57/100 would print as 56.99.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from outreach.rules.vocabulary import Exclusion, Standing

#: What a page prints where nothing is eligible: no rate, neither 0 % nor 100 %.
NO_RATE = "—"
#: What a page prints where some venues joined and the cut rate would read 0.00.
BELOW_ONE_BASIS_POINT = "<0.01"


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one group of venues at one day.

    Laws: population = excluded + eligible; eligible = completed + outstanding; tallies of disjoint
    groups add up.
    """

    completed: int = 0
    outstanding: int = 0
    excluded: dict[Exclusion, int] = field(default_factory=lambda: dict.fromkeys(Exclusion, 0))

    @property
    def eligible(self) -> int:
        """母數: the denominator."""
        return self.completed + self.outstanding

    @property
    def excluded_total(self) -> int:
        """毋須納入母數, all reasons together."""
        return sum(self.excluded.values())

    @property
    def population(self) -> int:
        """提報家數: every venue on the list."""
        return self.eligible + self.excluded_total

    @property
    def rate(self) -> str | None:
        """完成率 with two decimals, cut; None without a denominator."""
        return rate_text(self.completed, self.eligible)

    @property
    def rate_with_nothing_excluded(self) -> str | None:
        """The same numerator over the whole population: shown beside the official rate."""
        return rate_text(self.completed, self.population)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.completed + other.completed,
            self.outstanding + other.outstanding,
            {reason: self.excluded[reason] + other.excluded[reason] for reason in Exclusion},
        )

    @classmethod
    def of(cls, counts: dict[Standing, int]) -> Tally:
        """Build a tally from counts by standing; what is missing counts as none."""
        return cls(
            counts.get(Standing.COMPLETED, 0),
            counts.get(Standing.OUTSTANDING, 0),
            {reason: counts.get(Standing(f"excluded_{reason}"), 0) for reason in Exclusion},
        )


def basis_points(completed: int, eligible: int) -> int | None:
    """The rate in hundredths of a percent, cut (0 to 10,000); None where nothing is eligible."""
    return None if eligible == 0 else 10000 * completed // eligible


def rate_text(completed: int, eligible: int) -> str | None:
    """The rate as a string with two decimals, cut and never rounded up; None without a denominator.

    "100.00" only where completed = eligible; 1/30000 is "0.00" here and `rate_shown` says "<0.01".
    """
    points = basis_points(completed, eligible)
    return None if points is None else f"{points // 100}.{points % 100:02d}"


def rate_shown(completed: int, eligible: int) -> str:
    """The rate as pages and papers print it: "93.10 %", "<0.01 %", or "—" where there is none."""
    text = rate_text(completed, eligible)
    if text is None:
        return NO_RATE
    if completed > 0 and text == "0.00":
        text = BELOW_ONE_BASIS_POINT
    return f"{text} %"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A scheme's settings for who is praised, who is pressed, and which bases are small.

    Fractions are exact: a rate of 0.9 is on the review list, one venue more than that is not.
    """

    target: Fraction = Fraction(1)
    review: Fraction = Fraction(9, 10)
    small_base: int = 30

    def reached(self, tally: Tally) -> bool:
        """Whether the group stands at the target; never without a denominator."""
        return tally.eligible > 0 and Fraction(tally.completed, tally.eligible) >= self.target

    def to_review(self, tally: Tally) -> bool:
        """Whether the group belongs on the review list (rate at or below the threshold)."""
        return tally.eligible > 0 and Fraction(tally.completed, tally.eligible) <= self.review

    def small(self, tally: Tally) -> bool:
        """母數較小: whether the base is too small for its rate to mean much."""
        return 0 < tally.eligible < self.small_base


def review_order(tally: Tally) -> tuple[int, Fraction]:
    """Sort key of the review list: most outstanding venues first, then the lowest rate."""
    rate = Fraction(tally.completed, tally.eligible) if tally.eligible else Fraction(1)
    return (-tally.outstanding, rate)
