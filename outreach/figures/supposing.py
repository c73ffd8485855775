"""What if: figures with orders that nobody has stated, counted by the same rule beside the present ones.

The supposed statements are put after all that stand in a copy of the columns, and every venue is judged again
as if they had been recorded. Nothing is written, and there is no second way of counting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outreach.figures.arrays import Bools, Codes, Int32
from outreach.figures.columns import Columns
from outreach.figures.coverage import Coverage, as_coverage, counted, rolled_up
from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.positions import LISTED, Dimension, Positions, Where, merged_away
from outreach.figures.schemes import first_level
from outreach.rules.orders import SectorOrder
from outreach.rules.vocabulary import Facet
from outreach.store.feed import OrderStatement

_ELIGIBLE = np.zeros(ABSENT + 1, dtype=np.bool_)
_ELIGIBLE[[code for code, standing in enumerate(STANDINGS) if standing.eligible]] = True


@dataclass(frozen=True, slots=True)
class Crossing:
    """Venues that come into a denominator, and those that leave it."""

    entering: int = 0
    leaving: int = 0

    def __add__(self, other: Crossing) -> Crossing:
        return Crossing(self.entering + other.entering, self.leaving + other.leaving)


@dataclass(frozen=True, slots=True)
class Supposed:
    """Figures by group as they are and as they would be, and who crosses over; rows sum to totals."""

    before: Coverage
    after: Coverage
    crossing: Mapping[int, Crossing]

    def rolled_up(self, parents: dict[int, int]) -> Supposed:
        """Agencies' figures added to those of the first level."""
        crossing: dict[int, Crossing] = {}
        for agency, own in self.crossing.items():
            top = first_level(agency, parents)
            crossing[top] = crossing.get(top, Crossing()) + own
        return Supposed(rolled_up(self.before, parents), rolled_up(self.after, parents), crossing)


def next_order_id(columns: Columns) -> int:
    """An id that no order has; no venue's approval answers it."""
    return max((stated.order.id for stated in columns.statements.orders), default=0) + 1


def with_orders(columns: Columns, orders: Sequence[SectorOrder]) -> Columns:
    """A copy of the columns in which these orders are the last thing stated; the columns stay as they are."""
    seq = columns.seq
    change = int(columns.change_ids[-1]) if len(columns.change_ids) else 0
    stated = tuple(
        OrderStatement(seq + number, change + number, order) for number, order in enumerate(orders, start=1)
    )
    statements = columns.statements._replace(orders=columns.statements.orders + stated)
    return replace(columns, seq=seq + len(stated), statements=statements)


def compared(before: Positions, after: Positions, by: Dimension, where: Where) -> Supposed:
    """Both counts by a dimension that no order changes, and who crosses over between them."""
    groups, chosen = before.dimension(by), before.selected(where)
    was, becomes = _ELIGIBLE.take(before.codes), _ELIGIBLE.take(after.codes)
    entering = _by_group(groups, chosen & ~was & becomes)
    leaving = _by_group(groups, chosen & was & ~becomes)
    crossing = {g: Crossing(entering.get(g, 0), leaving.get(g, 0)) for g in entering.keys() | leaving.keys()}
    return Supposed(as_coverage(counted(before, by, where)), as_coverage(counted(after, by, where)), crossing)


def _by_group(groups: Int32, mask: Bools) -> dict[int, int]:
    ids, counts = np.unique(groups[mask], return_counts=True)
    return dict(zip(ids.tolist(), counts.tolist(), strict=True))


def approvals(columns: Columns, order: SectorOrder, day: int, listed: Codes | None = None) -> tuple[int, int]:
    """How many venues of an order's sector have its approval on a day, and how many there are.

    Counted are venues on at least one scheme's list that are merged into no other; `listed` may be what
    `listed_anywhere` tells of the same day.
    """
    here = listed_anywhere(columns, day) if listed is None else listed
    rows = columns.track(Facet.SECTOR, 0).at(day, None, columns.size) == order.sector_id
    rows = rows & here.astype(np.bool_)
    approved = columns.track(Facet.APPROVAL, 0).at(day, None, columns.size)[rows] == order.id
    return int(np.count_nonzero(approved)), int(np.count_nonzero(rows))


def listed_anywhere(columns: Columns, day: int) -> Codes:
    """By venue id, 1 where the venue is on some scheme's list on a day."""
    found = np.zeros(columns.size, dtype=np.uint8)
    for facet, scheme in columns.tracks:
        if facet is Facet.LISTING:
            found |= columns.track(facet, scheme).at(day, None, columns.size) == LISTED
    gone = merged_away(columns, None)
    found[gone[gone < columns.size]] = 0
    return found
