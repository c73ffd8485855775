"""All that a count asks about a venue, added up in one whole number: its word.

Each facet adds a part of its own, so a word changes by what the new value adds less what the old one did,
and a running sum of such changes tells every venue's state after each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from outreach.figures.arrays import Codes, Int32, Int64
from outreach.figures.lookup import ABSENT, HELD, WEIGHTS, standing_table
from outreach.figures.orders import held_on
from outreach.figures.positions import FACET_OF, Dimension, PlaceTable, Where, translated
from outreach.rules.orders import SectorOrder
from outreach.rules.vocabulary import Exclusion, Facet

#: The place in `standing_table` fills the lowest bits of a word; the bit above it says "not merged away".
_INDEX_BITS = 8
_MOST_BITS = 63


class States(NamedTuple):
    """Standing codes (`ABSENT` off the list or where a condition is not met) and group ids, of one length."""

    code: Codes
    group: Int64


@dataclass(frozen=True, slots=True)
class Field:
    """A number within a word."""

    shift: int
    mask: int

    def of(self, word: Int64) -> Int64:
        """The field's number in each word."""
        number: Int64 = (word >> self.shift) & self.mask
        return number


@dataclass(frozen=True, slots=True)
class Layout:
    """What each value of a facet adds to a word, and where to find it again.

    From the lowest bit: the place in `standing_table`, a bit for every condition that must be met, the
    sector among those with orders (0: none of them), the order that the approval answers, the group.
    """

    adds: Mapping[Facet, Int64]
    conditions: int
    #: Ids of the sectors with orders.
    sectors: Int32
    sector: Field
    approval: Field
    group: Field
    groups: int

    @classmethod
    def of(
        cls,
        highest: Mapping[Facet, int],
        orders: Sequence[SectorOrder],
        by: Dimension | None,
        where: Where,
        places: PlaceTable,
    ) -> Layout:
        """A layout for facets with values up to `highest`.

        Raises OverflowError where ids are so large that no whole number of 63 bits holds them together.
        """
        values = {facet: np.arange(top + 1) for facet, top in highest.items()}
        adds = {facet: stated * WEIGHTS.get(facet, 0) for facet, stated in values.items()}
        used = _INDEX_BITS + 1
        for dimension, wanted in where:
            facet = FACET_OF[dimension]
            adds[facet] += (translated(dimension, values[facet], places) == wanted) * (1 << used)
            used += 1
        conditions = (1 << used) - (1 << _INDEX_BITS)

        def field(facet: Facet | None, numbers: Int64 | Int32) -> Field:
            nonlocal used
            width = int(numbers.max(initial=0)).bit_length()
            found = Field(used, (1 << width) - 1)
            used += width
            if used > _MOST_BITS:
                raise OverflowError(f"{used} bits of state for each venue; there are {_MOST_BITS}")
            if facet is not None:
                adds[facet] += numbers.astype(np.int64) << found.shift
            return found

        nothing = np.zeros(1, dtype=np.int64)
        sectors = np.array(sorted({o.sector_id for o in orders}), dtype=np.int32)
        numbered = nothing
        if orders:
            numbered = np.isin(values[Facet.SECTOR], sectors) * (
                np.searchsorted(sectors, values[Facet.SECTOR]) + 1
            )
        sector = field(Facet.SECTOR if orders else None, numbered)
        approval = field(Facet.APPROVAL if orders else None, values[Facet.APPROVAL] if orders else nothing)
        ids = nothing if by is None else translated(by, values[FACET_OF[by]], places)
        group = field(None if by is None else FACET_OF[by], ids)
        return cls(adds, conditions, sectors, sector, approval, group, int(ids.max()) + 1)

    def unmerged(self, size: int, gone: Int64) -> Int64:
        """Words of `size` venues about which nothing is known but that some were merged into others."""
        words = np.full(size, 1 << _INDEX_BITS, dtype=np.int64)
        words[gone[gone < size]] = 0
        return words

    def states(
        self,
        words: Int64,
        day: Int32,
        edges: Sequence[int],
        orders: Sequence[SectorOrder],
        applies: frozenset[Exclusion],
    ) -> States:
        """The state of each word on its day; between two of `edges`, orders hold the same sectors."""
        index = words & ((1 << _INDEX_BITS) - 1)
        sector = self.sector.of(words)
        ordered = np.flatnonzero(sector)
        regime = np.searchsorted(np.array(edges), day[ordered], side="right") - 1
        for number, edge in enumerate(edges):
            held = held_on(orders, edge)
            if held is not None:
                rows = ordered[regime == number]
                shut = held.of(self.sectors[sector[rows] - 1], self.approval.of(words[rows]))
                index[rows] += HELD * shut
        code = standing_table(applies).take(index)
        code[np.flatnonzero((words & self.conditions) != self.conditions)] = ABSENT
        return States(code, self.group.of(words))
