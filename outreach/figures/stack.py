"""Reading one day off a facet's facts.

Most venues have one fact of a facet, so the first fact of every venue lies in an array by venue id, which
is compared and multiplied as a whole; only the later facts are gathered row by row. That is several times
as fast as gathering all rows. Nothing here indexes by a mask of booleans: unless the mask is almost all
one value, numpy takes ten times as long over that as over the positions that are true.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach.figures.arrays import LAST_DAY, NEVER, Bools, Int32, Int64, Values, narrowed


def starts_of_runs(sorted_ids: Int32 | Int64) -> Int64:
    """The position of the first row of each id."""
    if not len(sorted_ids):
        return np.empty(0, dtype=np.int64)
    return np.append(0, np.flatnonzero(sorted_ids[1:] != sorted_ids[:-1]) + 1)


def ends_of_runs(sorted_ids: Int32 | Int64) -> Int64:
    """The position of the last row of each id."""
    if not len(sorted_ids):
        return np.empty(0, dtype=np.int64)
    return np.append(np.flatnonzero(sorted_ids[1:] != sorted_ids[:-1]), len(sorted_ids) - 1)


@dataclass(frozen=True, slots=True)
class Voided:
    """Where voided rows stand in an array, and the number that voided each."""

    place: Int32 | Int64
    at: Int64

    def strike(self, mask: Bools, seq: int | None) -> None:
        """Take out of a mask what is void as known at a number (None: now)."""
        if len(self.place):
            mask[self.place if seq is None else self.place[self.at <= seq]] = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Facts by position: `day` counted from the stack's first, and a value of 0 on that day says nothing."""

    day: Values
    seq: Values
    value: Values
    void: Voided

    def counting(self, day: int, seq: int | None) -> Bools:
        """Which of them have begun on a day and count at a number (None: now)."""
        mask: Bools = self.day <= day
        if seq is not None:
            mask &= self.seq <= seq
        self.void.strike(mask, seq)
        return mask


@dataclass(frozen=True, slots=True)
class Stack:
    """A track's facts: `first` has the first of each venue by venue id, `later` all others in the track's
    order, each about the venue in `venue`. Days are counted from `base`.
    """

    base: int
    first: Rows
    venue: Int32
    later: Rows

    @classmethod
    def of(cls, venue: Int32, day: Int32, seq: Int64, value: Int32, void: Int64) -> Stack:
        """From a track's columns, sorted by (venue, day, number)."""
        size = int(venue[-1]) + 1 if len(venue) else 0
        base = int(day.min(initial=LAST_DAY))
        days, seqs, values = narrowed(day - base), narrowed(seq), narrowed(value)
        starts = starts_of_runs(venue)
        follows = np.ones(len(venue), dtype=bool)
        follows[starts] = False
        rows, owner = np.flatnonzero(follows), venue[starts]

        def by_venue(column: Values) -> Values:
            spread = np.zeros(size, dtype=column.dtype)
            spread[owner] = column[starts]
            return spread

        struck = np.flatnonzero(void != NEVER)
        first, later = struck[~follows[struck]], struck[follows[struck]]
        return cls(
            base,
            Rows(by_venue(days), by_venue(seqs), by_venue(values), Voided(venue[first], void[first])),
            venue[rows],
            Rows(days[rows], seqs[rows], values[rows], Voided(np.searchsorted(rows, later), void[later])),
        )

    def at(self, day: int, seq: int | None, size: int) -> Values:
        """The value that holds on a day as known at a number (None: now), by venue id.

        The result has `size` entries, no fewer than `first`; 0 stands where nothing is stated.
        """
        held = np.zeros(size, dtype=self.first.value.dtype)
        first = self.first.counting(day - self.base, seq)
        np.multiply(self.first.value, first.view(np.uint8), out=held[: len(first)])
        rows = np.flatnonzero(self.later.counting(day - self.base, seq))
        # numpy promises nothing about repeated indices in an assignment: keep each venue's last row.
        rows = rows[ends_of_runs(self.venue[rows])]
        held[self.venue[rows]] = self.later.value[rows]
        return held
