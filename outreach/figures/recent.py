"""Which changes said something of which venues, among the latest; from the columns, without asking SQL."""

from __future__ import annotations

import numpy as np

from outreach.figures.arrays import Bools
from outreach.figures.columns import Columns


def touched_lately(columns: Columns, venues: Bools | None, changes: int) -> dict[int, int]:
    """How many of some venues (by number; None: all) each of the last `changes` changes said something of.

    Newest change first; those that said nothing of them are left out.
    """
    if not len(columns.change_ids):
        return {}
    first = max(len(columns.change_ids) - changes, 0)
    after = int(columns.change_ends[first - 1]) if first else 0
    pairs = []
    for track in columns.tracks.values():
        rows = np.flatnonzero(track.seq > after)
        venue = track.venue[rows].astype(np.int64)
        if venues is not None:
            kept = np.flatnonzero((venue < len(venues)) & venues[np.minimum(venue, len(venues) - 1)])
            rows, venue = rows[kept], venue[kept]
        at = np.searchsorted(columns.change_ends, track.seq[rows], side="left")
        pairs.append(at.astype(np.int64) << 32 | venue)
    both = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, dtype=np.int64)
    at, counts = np.unique(both >> 32, return_counts=True)
    found = {int(columns.change_ids[i]): int(n) for i, n in zip(at, counts, strict=True)}
    return dict(sorted(found.items(), reverse=True))
