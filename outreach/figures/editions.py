"""What an edition freezes of one item, and which venues stand elsewhere when it is counted anew."""

from __future__ import annotations

import numpy as np

from outreach.figures.arrays import Bools, Int64
from outreach.figures.columns import Columns
from outreach.figures.coverage import as_coverage, slots_counted
from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.positions import Dimension, PlaceTable, Positions, positions_at
from outreach.rules.editions import Frozen, Item
from outreach.rules.vocabulary import Facet
from outreach.store.codes import number_of

#: Neither agencies nor kinds need to know where a place lies.
_NO_PLACES = PlaceTable.of({})


def item_positions(columns: Columns, item: Item, seq: int) -> Positions:
    """Where every venue stands under an item's scheme on its day, as known at a number."""
    known = None if seq >= columns.seq else seq
    return positions_at(columns, _NO_PLACES, item.scheme_id, item.as_of.toordinal(), known)


def frozen(positions: Positions, item: Item) -> Frozen:
    """The figures of an item and the venues behind them."""
    rows = np.flatnonzero(_asked(positions, item))
    codes = positions.codes[rows]
    groups = positions.dimension(Dimension.AGENCY)[rows].astype(np.int64)
    figures = as_coverage(slots_counted(groups, codes, 1))
    members = {standing: tuple(rows[codes == code].tolist()) for code, standing in enumerate(STANDINGS)}
    return Frozen(figures.total, figures.rows, {s: ids for s, ids in members.items() if ids})


def states(positions: Positions, item: Item, size: int) -> Int64:
    """By venue id up to `size`: one number for its standing and agency, the same for all off the list."""
    asked = _asked(positions, item)
    agency = positions.dimension(Dimension.AGENCY).astype(np.int64)
    state = np.full(size, ABSENT, dtype=np.int64)
    inside = np.flatnonzero(asked)
    state[inside] = positions.codes[inside] | agency[inside] << 8
    return state


def _asked(positions: Positions, item: Item) -> Bools:
    """Which venues are on the list and of a kind that the item asks about."""
    mask = positions.selected(())
    if not item.every_kind:
        kinds = [number_of(Facet.KIND, kind) for kind in item.kinds]
        mask &= np.isin(positions.dimension(Dimension.KIND), kinds)
    return mask
