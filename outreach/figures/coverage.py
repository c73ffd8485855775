"""Coverage: tallies of every group of a dimension, and their total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach.figures.arrays import Codes, Int64
from outreach.figures.lookup import ABSENT, STANDING_CODES, STANDINGS
from outreach.figures.positions import Dimension, Positions, Where
from outreach.figures.schemes import first_level
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Standing

#: Counts by standing: shape (…, number of standings).
N = len(STANDINGS)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tallies by group id (0: no agency, district …) and over all of them; rows sum to the total."""

    rows: dict[int, Tally]
    total: Tally


_COMPLETED, _OUTSTANDING = STANDING_CODES[Standing.COMPLETED], STANDING_CODES[Standing.OUTSTANDING]
_EXCLUDED = {reason: STANDING_CODES[Standing(f"excluded_{reason}")] for reason in Exclusion}


def tally(counts: Int64) -> Tally:
    """A tally from one row of counts in the order of `STANDINGS`."""
    numbers = counts.tolist()
    excluded = {reason: numbers[code] for reason, code in _EXCLUDED.items()}
    return Tally(numbers[_COMPLETED], numbers[_OUTSTANDING], excluded)


#: Counted in rows of eight, a power of two; venues off the list fall on the last, which is dropped.
_SHIFT, _SLOT = 3, np.uint8(7)
assert N <= _SLOT == ABSENT & _SLOT


def slots_counted(groups: Int64, codes: Codes, size: int) -> Int64:
    """Counts of shape (`size` or more, standings), from group ids and standing codes of one length."""
    # As wide as `bincount` wants it, or it would copy.
    index = groups << _SHIFT
    index |= codes & _SLOT
    counts = np.bincount(index, minlength=size << _SHIFT)
    missing = -len(counts) % (1 << _SHIFT)
    return np.pad(counts, (0, missing)).reshape(-1, 1 << _SHIFT)[:, :N]


def counted(positions: Positions, by: Dimension | None, where: Where = ()) -> Int64:
    """Counts of shape (groups, standings); group ids index the rows, one row where `by` is None."""
    codes = positions.codes
    groups = np.zeros(len(codes), np.int64) if by is None else positions.dimension(by).astype(np.int64)
    if where:
        rows = np.flatnonzero(positions.selected(where))
        codes, groups = codes[rows], groups[rows]
    return slots_counted(groups, codes, 1)


def as_coverage(counts: Int64) -> Coverage:
    """Tallies of every group that has a venue, and of all together."""
    told = np.flatnonzero(counts.any(axis=1))
    rows = dict(zip(told.tolist(), map(tally, counts[told]), strict=True))
    return Coverage(rows, tally(counts.sum(axis=0)))


def rolled_up(coverage: Coverage, parents: dict[int, int]) -> Coverage:
    """Agencies' tallies added to those of the first level: a bureau over itself and its subordinates."""
    rows: dict[int, Tally] = {}
    for agency, own in coverage.rows.items():
        top = first_level(agency, parents)
        rows[top] = rows[top] + own if top in rows else own
    return Coverage(rows, coverage.total)
