"""兩方案均落後: which agencies stand on the review list of several schemes at once.

1. An agency is behind in a list where its rate is at or below the list's own review threshold, as an exact
   fraction; without a denominator it is behind nowhere.
2. It is named where it is behind in two lists or more.
3. Order: most outstanding venues over the lists in which it is behind, then the lowest rate of those sums.

What has no agency (id 0) is nobody's and never named. The tallies may be today's or a meeting's edition's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach.rules.rate import Tally, Thresholds, review_order

#: Lists in which an agency must be behind to be named.
SEVERAL = 2
USUAL = Thresholds()


@dataclass(frozen=True, slots=True)
class ReviewedList:
    """One scheme's figures by agency (id), and the thresholds that hold for it."""

    tallies: Mapping[int, Tally]
    thresholds: Thresholds = USUAL


@dataclass(frozen=True, slots=True)
class Behind:
    """An agency (id) and its tally in each list, in the order of the lists; None where it is not behind."""

    agency: int
    tallies: tuple[Tally | None, ...]

    @property
    def together(self) -> Tally:
        """The sum over the lists in which the agency is behind."""
        return sum((tally for tally in self.tallies if tally is not None), Tally())


def behind_in_several(lists: Sequence[ReviewedList]) -> tuple[Behind, ...]:
    """Agencies behind in two of the lists or more, those with most outstanding venues first."""
    agencies = {agency for one in lists for agency in one.tallies if agency}
    found = [Behind(agency, tuple(_behind(one, agency) for one in lists)) for agency in agencies]
    named = [each for each in found if sum(t is not None for t in each.tallies) >= SEVERAL]
    return tuple(sorted(named, key=lambda each: (*review_order(each.together), each.agency)))


def _behind(one: ReviewedList, agency: int) -> Tally | None:
    tally = one.tallies.get(agency, Tally())
    return tally if one.thresholds.to_review(tally) else None
