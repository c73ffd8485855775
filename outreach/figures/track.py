"""One facet's facts (of one scheme, where it is a scheme's) as sorted columns.

Rows are sorted by (venue, effective day, number), so the fact that holds is the last qualifying row
of its venue. A track is never changed: new facts make a new track, old readers keep theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from outreach.figures.arrays import LAST_DAY, NEVER, Bools, Int32, Int64, Values
from outreach.figures.stack import Stack

__all__ = ["Int64", "Spans", "Track"]


@dataclass(frozen=True, slots=True)
class Spans:
    """Facts that count, each with the half-open span of days [day, until) in which it holds.

    Arrays of one length, sorted by (venue, day). A fact superseded on its own day is left out, so that
    on any day at most one row of a venue holds.
    """

    venue: Int32
    day: Int32
    until: Int32
    value: Int32


class VoidedNumbers(NamedTuple):
    """Ascending ranges of numbers, after < number ≤ until, each with the number that voided it.

    Arrays of one length; a range is empty where a change drew no numbers.
    """

    after: Int64
    until: Int64
    at: Int64

    def first_void(self, seq: Int64) -> Int64:
        """For each number, the one that voided it, or NEVER."""
        if not len(self.until):
            return np.full(len(seq), NEVER, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.until, seq, side="left"), len(self.until) - 1)
        within = (self.after[place] < seq) & (seq <= self.until[place])
        return np.where(within, self.at[place], NEVER)


@dataclass(frozen=True)
class Track:
    """All facts of one facet, voided ones too; `void` is the number that voided each, or NEVER."""

    venue: Int32
    day: Int32
    seq: Int64
    value: Int32
    void: Int64

    @classmethod
    def empty(cls) -> Track:
        """A facet about which nothing was ever said."""
        i32, i64 = np.empty(0, np.int32), np.empty(0, np.int64)
        return cls(i32, i32, i64, i32, i64)

    def with_facts(self, venue: Int32, day: Int32, seq: Int64, value: Int32, void: Int64) -> Track:
        """This track and facts that are all newer than its own, given in the order of their numbers.

        Inserting copies the columns of this one facet, which is why there is a track for each facet
        rather than one table of everything.
        """
        order = np.lexsort((seq, day, venue))
        venue, day, seq, value, void = venue[order], day[order], seq[order], value[order], void[order]
        if not len(self.venue):
            return Track(venue, day, seq, value, void)
        # New facts have higher numbers than all of ours: among equals they belong to the right.
        place = self._after(venue, day)
        return Track(
            np.insert(self.venue, place, venue),
            np.insert(self.day, place, day),
            np.insert(self.seq, place, seq),
            np.insert(self.value, place, value),
            np.insert(self.void, place, void),
        )

    def _after(self, venue: Int32, day: Int32) -> Int64:
        """For each venue and day, the position after the venue's last row of that day or before it."""
        first = np.searchsorted(self.venue, venue, side="left")
        place = np.searchsorted(self.venue, venue, side="right")
        while len(beyond := np.flatnonzero((place > first) & (self.day[place - 1] > day))):
            place[beyond] -= 1
        return place

    def with_voids(self, voided: VoidedNumbers) -> Track:
        """This track after changes were voided of which none was before."""
        near = np.flatnonzero((self.seq > voided.after[0]) & (self.seq <= voided.until[-1]))
        if not len(near):
            return self
        void = self.void.copy()
        void[near] = np.minimum(void[near], voided.first_void(self.seq[near]))
        return Track(self.venue, self.day, self.seq, self.value, void)

    def known(self, seq: int | None) -> Spans:
        """The facts that count at a number (None: now), as spans; the present ones are kept."""
        return self._present if seq is None else self._spans((self.seq <= seq) & (self.void > seq))

    @cached_property
    def _present(self) -> Spans:
        return self._spans(self.void == NEVER)

    def _spans(self, counts: Bools) -> Spans:
        rows = np.flatnonzero(counts)
        venue, day, value = self.venue[rows], self.day[rows], self.value[rows]
        until = np.full(len(rows), LAST_DAY, dtype=np.int32)
        if len(rows) > 1:
            same = venue[1:] == venue[:-1]
            until[:-1][same] = day[1:][same]
        kept = until > day
        if kept.all():
            return Spans(venue, day, until, value)
        return Spans(venue[kept], day[kept], until[kept], value[kept])

    def at(self, day: int, seq: int | None, size: int) -> Values:
        """The value that holds on a day as known at a number, by venue id (length `size`).

        0 where nothing is stated; the array's type is as narrow as the track's highest value allows.
        """
        return self._stack.at(day, seq, size)

    @cached_property
    def _stack(self) -> Stack:
        return Stack.of(self.venue, self.day, self.seq, self.value, self.void)
