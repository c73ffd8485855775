"""The order in which a story is told: rows, the changes that they are told in, and what is left out.

Rows say when they are effective and in which change they were told. `told_in_order` puts them in the
order of telling and leaves out what the rules would not have recorded.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.reference import FIRST_DAY, LAST_DAY
from outreach.rules.history import Stated, worth_recording

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

START, END = FIRST_DAY.toordinal(), LAST_DAY.toordinal()
IMPORT, EDIT, WRONG_EDIT, WRONG_IMPORT, ORDER, UNDO_EDIT, UNDO_IMPORT = range(7)
#: What a row of the story is, where it is no fact.
VOID_ROW, ORDER_ROW = -1, -2
_LAST_TYPE = 1 << 3


class Rows(NamedTuple):
    """Rows of the story; arrays of one length.

    `facet` is a facet's number, or VOID_ROW (`value` is then the batch to void) or ORDER_ROW (`value`
    is then the statement's place in `orders()`); `scheme` is 0 where the facet has none; `batch` names
    the change, and sorts by the day of telling.
    """

    batch: Ints
    venue: Ints
    scheme: Ints
    facet: Ints
    value: Ints
    day: Ints

    def only(self, chosen: Bools | Ints) -> Rows:
        """Some of the rows."""
        return Rows(*(column[chosen] for column in self))


def batch_of(day: Ints, kind: Ints | int, who: Ints | int) -> Ints:
    """The name of a change: told on a day (from START on), its kind, and the agency or venue it is about."""
    return ((day - START) << 36) | (np.asarray(kind) << 32) | who


def kind_of(batch: Ints) -> Ints:
    """The kind of each change."""
    return (batch >> 32) & (_LAST_TYPE - 1)


def day_told(batch: Ints) -> Ints:
    """The day (ordinal) on which each change was told."""
    return (batch >> 36) + START


def told_in_order(pieces: list[Rows]) -> Rows:
    """All rows in the order in which they were told, without those that said nothing new."""
    rows = Rows(*(np.concatenate(column).astype(np.int64) for column in zip(*pieces, strict=True)))
    rows = rows.only(np.lexsort((rows.facet, rows.scheme, rows.venue, rows.batch)))
    rows = rows.only(_worth_recording(rows))
    # A change of which nothing is left is no change, and cannot be undone.
    void = rows.facet == VOID_ROW
    return rows.only(~void | np.isin(rows.value, rows.batch[~void]))


def _worth_recording(rows: Rows) -> Bools:
    """Whether each row says anything new, by `rules.history`, as known when it was told."""
    track = (rows.scheme << 5) | (rows.facet + 2)
    order = np.lexsort((np.arange(len(track)), rows.venue, track))
    same = np.zeros(len(order), dtype=bool)
    same[1:] = (np.diff(track[order]) == 0) & (np.diff(rows.venue[order]) == 0)
    value, day = rows.value[order], rows.day[order]
    before = np.where(same, np.roll(value, 1), 0)
    worth = (value != before) | (rows.facet[order] < 0)
    # Told in the order of their days, each row is compared with the one before it, unless that one said
    # nothing itself; everything else is told apart fact by fact.
    odd = same & ((np.roll(day, 1) > day) | ~np.roll(worth, 1))
    odd &= rows.facet[order] >= 0
    edges = np.append(np.flatnonzero(~same), len(order))
    uneven = np.unique(np.searchsorted(edges, np.flatnonzero(odd), side="right") - 1)
    for start, stop in ((edges[g], edges[g + 1]) for g in uneven):
        told: list[Stated] = []
        for at in range(start, stop):
            on = date.fromordinal(int(day[at]))
            worth[at] = worth_recording(told, int(value[at]), "", on)
            if worth[at]:
                told.append(Stated(on, at, int(value[at])))
    result = np.ones(len(order), dtype=bool)
    result[order] = worth
    return result


def changes_of(rows: Rows) -> list[tuple[int, int]]:
    """(start, stop) of every change in the rows."""
    edges = np.flatnonzero(np.diff(rows.batch, prepend=-1))
    return list(pairwise([*edges.tolist(), len(rows.batch)]))
