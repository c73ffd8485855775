"""Coverage: tallies of every group of a dimension, and their total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Positions, Where
from outreach.figures.schemes import first_level
from outreach.figures.track import Int64
from outreach.rules.rate import Tally

#: Counts by standing: shape (…, number of standings).
N = len(STANDINGS)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Tallies by group id (0: no agency, district …) and over all of them; rows sum to the total."""

    rows: dict[int, Tally]
    total: Tally


def tally(counts: Int64) -> Tally:
    """A tally from one row of counts in the order of `STANDINGS`."""
    return Tally.of({s: int(n) for s, n in zip(STANDINGS, counts, strict=True)})


def counted(positions: Positions, by: Dimension | None, where: Where = ()) -> Int64:
    """Counts of shape (groups, standings); group ids index the rows, one row where `by` is None."""
    if not where:
        # Off-list venues have code 255: leaving them in costs one wide row and saves copying columns.
        return _with_absent(positions, by)
    rows = np.flatnonzero(positions.selected(where))
    index = positions.codes[rows].astype(np.int32)
    if by is not None:
        index += positions.dimension(by)[rows] * np.int32(N)
    return _shaped(np.bincount(index, minlength=N))


def _with_absent(positions: Positions, by: Dimension | None) -> Int64:
    if by is None:
        return np.bincount(positions.codes, minlength=256)[np.newaxis, :N].astype(np.int64)
    groups = positions.dimension(by)
    index = (groups << 8) | positions.codes
    counts = np.bincount(index, minlength=256)
    return _shaped256(counts)


def _shaped(counts: npt.NDArray[np.intp]) -> Int64:
    groups = -(-len(counts) // N)
    full = np.zeros(groups * N, dtype=np.int64)
    full[: len(counts)] = counts
    return full.reshape(groups, N)


def _shaped256(counts: npt.NDArray[np.intp]) -> Int64:
    groups = -(-len(counts) // 256)
    full = np.zeros(groups * 256, dtype=np.int64)
    full[: len(counts)] = counts
    return np.ascontiguousarray(full.reshape(groups, 256)[:, :N])


def as_coverage(counts: Int64) -> Coverage:
    """Tallies of every group that has a venue, and of all together."""
    rows = {int(g): tally(counts[g]) for g in np.flatnonzero(counts.sum(axis=1))}
    return Coverage(rows, tally(counts.sum(axis=0)))


def rolled_up(coverage: Coverage, parents: dict[int, int]) -> Coverage:
    """Agencies' tallies added to those of the first level: a bureau over itself and its subordinates."""
    rows: dict[int, Tally] = {}
    for agency, own in coverage.rows.items():
        top = first_level(agency, parents)
        rows[top] = rows[top] + own if top in rows else own
    return Coverage(rows, coverage.total)
