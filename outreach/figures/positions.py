"""Where every venue stands under a scheme on a day, as known at a number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from outreach.figures.arrays import Bools, Codes, Int32, Int64, Values
from outreach.figures.columns import Columns
from outreach.figures.lookup import ABSENT, STANDING_CODES, standing_table, table_index
from outreach.figures.orders import held_on, known_orders
from outreach.figures.schemes import settings_at
from outreach.rules.vocabulary import SHUT, Facet, Listing, Standing
from outreach.store.codes import number_of

LISTED = number_of(Facet.LISTING, Listing.LISTED)


class Dimension(StrEnum):
    """What figures are broken down or filtered by; values are ids (of `kind`: stored numbers)."""

    AGENCY = "agency"
    DISTRICT = "district"
    VILLAGE = "village"
    SECTOR = "sector"
    CATEGORY = "category"
    KIND = "kind"


#: The facet whose facts say a dimension.
FACET_OF: dict[Dimension, Facet] = {
    Dimension.AGENCY: Facet.AGENCY,
    Dimension.DISTRICT: Facet.PLACE,
    Dimension.VILLAGE: Facet.PLACE,
    Dimension.SECTOR: Facet.SECTOR,
    Dimension.CATEGORY: Facet.CATEGORY,
    Dimension.KIND: Facet.KIND,
}

#: Conditions that must all hold: (dimension, id).
Where = tuple[tuple[Dimension, int], ...]


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """By place id: its district, and itself where it is a village (0 otherwise)."""

    district: Int32
    village: Int32

    @classmethod
    def of(cls, district_of: Mapping[int, int | None]) -> PlaceTable:
        """From each place's district id; None marks a district itself."""
        size = max(district_of, default=0) + 1
        district, village = np.zeros(size, np.int32), np.zeros(size, np.int32)
        for place, parent in district_of.items():
            district[place] = parent or place
            village[place] = place if parent else 0
        return cls(district, village)


@dataclass(frozen=True)
class Positions:
    """Standing codes by venue id (`ABSENT` off the list), and dimensions as they are asked for.

    `open_joined` says which listed venues joined and are open; a scheme may count others as completed, too.
    """

    columns: Columns
    places: PlaceTable
    scheme_id: int
    day: int
    seq: int | None
    codes: Codes
    open_joined: Bools
    _dimensions: dict[Dimension, Int32] = field(default_factory=dict)

    def dimension(self, dimension: Dimension) -> Int32:
        """The id that each venue has in a dimension on that day, by venue id; 0 for none."""
        known = self._dimensions.get(dimension)
        if known is None:
            stated = self.columns.track(FACET_OF[dimension], self.scheme_id).at(
                self.day, self.seq, self.columns.size
            )
            known = translated(dimension, stated, self.places)
            self._dimensions[dimension] = known
        return known

    def standing_in(self, standings: Collection[Standing]) -> Bools:
        """Which venues stand in one of some standings, by venue id."""
        chosen = np.zeros(1 << 8, dtype=np.bool_)  # a code is a byte
        chosen[[STANDING_CODES[standing] for standing in standings]] = True
        return chosen.take(self.codes)

    def only(self, shown: Bools) -> Positions:
        """The same with nobody on the list but those `shown`, by venue id."""
        return replace(self, codes=np.where(shown, self.codes, np.uint8(ABSENT)))

    def with_others(self, mine: Bools, others: Positions) -> Positions:
        """Each venue as it stands here where it is `mine` (by venue id), all others as in `others`."""
        size = min(len(self.codes), len(others.codes))  # whoever one of them does not know is on no list
        mine = mine[:size]
        return replace(
            self,
            codes=np.where(mine, self.codes[:size], others.codes[:size]),
            open_joined=np.where(mine, self.open_joined[:size], others.open_joined[:size]),
            _dimensions={
                each: np.where(mine, self.dimension(each)[:size], others.dimension(each)[:size])
                for each in Dimension
            },
        )

    def selected(self, where: Where) -> Bools:
        """Which venues are on the list and meet every condition, by venue id."""
        mask: Bools = self.codes != ABSENT
        for dimension, value in where:
            mask &= self.dimension(dimension) == value
        return mask


def translated(dimension: Dimension, stated: Values, places: PlaceTable) -> Int32:
    """Stated facet values as ids of a dimension: places become districts or villages."""
    if dimension in (Dimension.DISTRICT, Dimension.VILLAGE):
        ids = places.district if dimension is Dimension.DISTRICT else places.village
        return ids.take(stated)
    return stated.astype(np.int32, copy=False)


def merged_away(columns: Columns, seq: int | None) -> Int64:
    """Ids of venues that a merge known at a number has taken off every list."""
    voided = columns.void_of_change
    limit = columns.seq if seq is None else seq
    return np.array(
        [
            m.loser_id
            for m in columns.statements.merges
            if m.seq <= limit and voided.get(m.change_id, limit + 1) > limit
        ],
        dtype=np.int64,
    )


def positions_at(
    columns: Columns, places: PlaceTable, scheme_id: int, day: int, seq: int | None
) -> Positions:
    """Every venue's standing on a day (ordinal) as known at a number (None: now)."""

    def stated(facet: Facet) -> Values:
        return columns.track(facet, scheme_id).at(day, seq, columns.size)

    held = held_on(known_orders(columns, seq), day)
    shut = None if held is None else held.of(stated(Facet.SECTOR), stated(Facet.APPROVAL))
    index = table_index(stated, shut)
    applies = settings_at(columns, scheme_id, day, seq).exclusions
    codes = standing_table(applies).take(index)
    gone = merged_away(columns, seq)
    codes[gone[gone < columns.size]] = ABSENT
    open_joined: Bools = codes == STANDING_CODES[Standing.COMPLETED]
    if not applies >= SHUT:
        open_joined &= standing_table(applies | SHUT).take(index) == STANDING_CODES[Standing.COMPLETED]
    return Positions(columns, places, scheme_id, day, seq, codes, open_joined)
