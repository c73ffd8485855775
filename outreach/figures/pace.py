"""How many of today's eligible venues each week won, by group."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from outreach.figures.arrays import Bools, Codes, Int32, Int64
from outreach.figures.lookup import ABSENT, STANDING_CODES
from outreach.figures.positions import Positions
from outreach.rules.vocabulary import Standing

_COMPLETED, _OUTSTANDING = STANDING_CODES[Standing.COMPLETED], STANDING_CODES[Standing.OUTSTANDING]


def gained(days: Sequence[Positions], groups: Int32, counted: Bools) -> Int64:
    """Venues gone from outstanding to completed between one day and the next, less those gone back.

    Shape (groups, days − 1). `groups` and `counted` say of every venue of the last day in which group it is
    and whether it is asked about; of those only the eligible ones count.
    """
    today = days[-1].codes
    asked = np.flatnonzero(counted & ((today == _COMPLETED) | (today == _OUTSTANDING)))
    own = groups[asked].astype(np.int64)
    size = int(groups.max(initial=0)) + 1
    found = np.zeros((size, len(days) - 1), dtype=np.int64)
    codes = [_codes(day, len(today))[asked] for day in days]
    for week, (before, after) in enumerate(itertools.pairwise(codes)):
        won = own[(before == _OUTSTANDING) & (after == _COMPLETED)]
        lost = own[(before == _COMPLETED) & (after == _OUTSTANDING)]
        found[:, week] = np.bincount(won, minlength=size) - np.bincount(lost, minlength=size)
    return found


def _codes(positions: Positions, size: int) -> Codes:
    """Standing codes of the first `size` venues; who was not known yet was on no list."""
    codes = positions.codes
    return np.pad(codes[:size], (0, max(size - len(codes), 0)), constant_values=ABSENT)
