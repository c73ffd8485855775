"""Searching many short texts for a piece of one: as one long text, which takes a millisecond or two.

A database would read every row for that, once for the list beside the map and once for the map.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from outreach.figures.arrays import Int64

#: From so many places on it is quicker to ask every text by itself than to go from place to place.
_COMMON = 60_000
#: Answers that are kept; each is as long as there are texts at most.
_ASKED_KEPT = 8
#: Stands between two texts; matching keys hold no white space.
_END = "\n"
#: So many texts that are another by now are looked through one by one; beyond, the long text is made anew.
_MOST_LATER = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Texts by number; `later` holds those that are new or another since the long text was made.

    `asked` keeps the last answers: the list, its next page and the map itself ask for the same piece.
    """

    whole: str = ""
    ids: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    begins: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    later: Mapping[int, str] = field(default_factory=dict)
    asked: dict[str, Int64] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]]) -> Texts:
        """From texts without white space, by number."""
        pairs = dict(texts)
        lengths = np.fromiter(map(len, pairs.values()), dtype=np.int64, count=len(pairs))
        begins = np.cumsum(lengths + len(_END)) - lengths - len(_END)
        return cls(_END.join(pairs.values()), np.fromiter(pairs, np.int64, count=len(pairs)), begins)

    def then(self, changed: Iterable[tuple[int, str]]) -> Texts:
        """These texts with others added, or in the place of those of the same number."""
        later = {**self.later, **dict(changed)}
        if len(later) <= _MOST_LATER:
            return Texts(self.whole, self.ids, self.begins, later)
        known = zip(self.ids.tolist(), self.whole.split(_END), strict=True) if len(self.ids) else ()
        return Texts.of(chain(known, later.items()))

    def holding(self, piece: str) -> Int64:
        """Numbers of the texts that hold a piece, ascending; none for an empty piece."""
        if not piece:
            return np.empty(0, np.int64)
        known = self.asked.get(piece)
        if known is None:
            known = self._sought(piece)
            if len(self.asked) >= _ASKED_KEPT:
                self.asked.clear()
            self.asked[piece] = known
        return known

    def _sought(self, piece: str) -> Int64:
        first = self.ids[self._lines_holding(piece)]
        if not self.later:
            return np.sort(first)
        stale = np.fromiter(self.later, dtype=np.int64, count=len(self.later))
        fresh = np.array([i for i, text in self.later.items() if piece in text], dtype=np.int64)
        return np.union1d(np.setdiff1d(first, stale), fresh)

    def _lines_holding(self, piece: str) -> Int64:
        """Which texts of the long one hold a piece, by their place in it."""
        if self.whole.count(piece) > _COMMON:
            held = [at for at, text in enumerate(self.whole.split(_END)) if piece in text]
            return np.array(held, dtype=np.int64)
        places = [found.start() for found in re.finditer(re.escape(piece), self.whole)]
        after = np.searchsorted(self.begins, np.array(places, dtype=np.int64), side="right")
        return np.unique(after - 1)
