"""Editions of a meeting's figures: what is frozen, and when another edition has anything to say.

An edition is frozen once and never changed; a correction makes the next one. Both hold the same items, so
that whatever differs between two editions differs because something was recorded in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind, Standing

#: Rises whenever the rules of the denominator count the same facts otherwise than before.
RULE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Item:
    """What a meeting looks at: a scheme (its id), kinds of venue (none means all), and the day counted."""

    scheme_id: int
    kinds: frozenset[Kind]
    as_of: date

    @property
    def every_kind(self) -> bool:
        """Whether the item asks about all kinds of venue."""
        return not self.kinds or self.kinds == frozenset(Kind)

    def same_list(self, other: Item) -> bool:
        """Whether two items ask about the same venues, be it on different days."""
        if self.scheme_id != other.scheme_id:
            return False
        return (self.every_kind and other.every_kind) or self.kinds == other.kinds


@dataclass(frozen=True, slots=True)
class Frozen:
    """One item's figures: the total, tallies by agency id (0: no agency), and venue ids by standing.

    Laws: agencies sum to the total; as many venues stand behind each standing as the total counts. Figures
    from paper keep neither law and have no members. Standings without a venue are left out.
    """

    total: Tally
    agencies: Mapping[int, Tally]
    members: Mapping[Standing, tuple[int, ...]]


def twice(items: Iterable[Item]) -> bool:
    """Whether any two items ask about the same list."""
    seen: list[Item] = []
    for item in items:
        if any(item.same_list(other) for other in seen):
            return True
        seen.append(item)
    return False


def out_of_sequence(number: int, newest: int | None) -> bool:
    """Whether a meeting's number does not follow those before: each is larger than the newest."""
    return number < 1 or (newest is not None and number <= newest)


def differences(kept: Frozen, counted: Frozen) -> Iterator[str]:
    """In what a kept item differs from the same item counted anew, in words; nothing where it does not."""
    if kept.total != counted.total:
        yield "總計"
    if dict(kept.agencies) != dict(counted.agencies):
        yield "機關"
    if dict(kept.members) != dict(counted.members):
        yield "店家"


def to_gaps(ids: Iterable[int]) -> list[int]:
    """Ascending ids as the first one and the distance to each next, a third as long when written out."""
    return [later - before for before, later in pairwise((0, *ids))]


def from_gaps(gaps: Iterable[int]) -> tuple[int, ...]:
    """The ids that `to_gaps` made shorter."""
    return tuple(accumulate(gaps))
