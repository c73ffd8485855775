"""One page of the venues that somebody may change, in the order asked for.

Ids come from the figures and are ordered by their columns (or by names alone); only the venues of the one
page are told in full, so a list of thousands costs what a page costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from outreach.figures.arrays import Int64
from outreach.figures.lookup import STANDING_CODES
from outreach.figures.orders import known_orders
from outreach.figures.positions import Dimension, Positions
from outreach.rules.orders import in_force
from outreach.rules.vocabulary import Exclusion, Facet, Operating, Standing
from outreach.services.city import City
from outreach.services.naming import entries_of, scheme_named
from outreach.services.reach import must_reach, within_reach
from outreach.services.venues import Member, member_ids, members_by_id
from outreach.services.who import Right, Who
from outreach.store.codes import number_of, word_of
from outreach.store.engine import reading
from outreach.store.grid import Named, names
from outreach.store.reference import Named as Entry

#: Venues that may stand on one page.
PAGE_SIZES = (50, 100, 200)
#: Whoever must act comes first.
_URGENCY = {STANDING_CODES[s]: n for n, s in enumerate(dict.fromkeys((Standing.OUTSTANDING, *Standing)))}
_NOT_REOPENED = number_of(Facet.OPERATING, Operating.NOT_REOPENED)


class Sort(StrEnum):
    """By what the grid may be ordered; among equals by number, so that pages never overlap."""

    NAME = "name"
    STANDING = "standing"
    STAGE = "stage"
    SINCE = "since"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A venue as the grid shows it: words and codes as they hold on the day, "" for none.

    `category` is a code; `remark` and `since` are of what decided the standing.
    """

    id: int
    version: int
    name: str
    kind: str
    district: str
    village: str
    category: str
    participation: str
    premises: str
    operating: str
    remark: str
    since: date | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class GridPage:
    """Part of a list; `total` is how many venues the whole list has, `page` (from 1) which part this is."""

    scheme: Entry
    as_of: date
    total: int
    page: int
    rows: tuple[GridRow, ...]


def grid_ids(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    today: date,
    where: Sequence[str] = (),
    search: str = "",
    standings: Sequence[Standing] = (),
) -> list[int]:
    """Ids of the listed venues that meet the conditions and that the asker may change, ascending.

    Takes conditions as `services.venues` does. Raises `NotAllowed`, and the refusals of `naming`.
    """
    who.must(Right.CHANGE)
    found = member_ids(city, who, scheme, as_of, standings=standings, where=where, search=search)
    reached = within_reach(city, who, Right.CHANGE, found, today)
    return [i for i in found if i in reached]


def grid_rows(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    today: date,
    where: Sequence[str] = (),
    search: str = "",
    standings: Sequence[Standing] = (),
    sort: Sort = Sort.NAME,
    page: int = 1,
    page_size: int = PAGE_SIZES[1],
) -> GridPage:
    """One page (from 1; beyond the last the last) of the venues that the asker may change.

    `as_of` is the day whose values are shown, `today` the one on which the right to change is asked about.
    """
    ids = grid_ids(city, who, scheme, as_of, today=today, where=where, search=search, standings=standings)
    found = scheme_named(city.reference(), scheme)
    last = max(1, -(-len(ids) // page_size))
    page = min(max(page, 1), last)
    positions = city.figures.positions(found.id, as_of)
    ordered = _ordered(city, positions, ids, sort)
    part = ordered[(page - 1) * page_size : page * page_size]
    return GridPage(found, as_of, len(ids), page, _rows(city, who, positions, found, as_of, part))


def grid_names(city: City, who: Who, ids: Sequence[int], *, today: date) -> Mapping[int, Named]:
    """Names and versions of venues that the asker may change. Raises `OutOfReach`."""
    must_reach(city, who, Right.CHANGE, ids, today)
    with reading(city.engine) as connection:
        return names(connection, ids)


def _ordered(city: City, positions: Positions, ids: list[int], sort: Sort) -> list[int]:
    if sort is Sort.NAME:
        with reading(city.engine) as connection:
            named = names(connection, ids)
        return sorted(ids, key=lambda i: (named[i].name, i))
    at = np.array(ids, dtype=np.int64)
    told = _KEYS[sort](positions, at)
    ordered: list[int] = at[np.argsort(told, kind="stable")].tolist()
    return ordered


def _by_standing(positions: Positions, at: Int64) -> Int64:
    rank = np.zeros(256, np.int64)
    for code, place in _URGENCY.items():
        rank[code] = place
    return rank[positions.codes[at]]


def _by_stage(positions: Positions, at: Int64) -> Int64:
    return _values(positions, Facet.PARTICIPATION)[at].astype(np.int64)


def _by_district(positions: Positions, at: Int64) -> Int64:
    """By district and then village, in the order of their numbers; what has none comes last."""
    district = positions.dimension(Dimension.DISTRICT)[at].astype(np.int64)
    village = positions.dimension(Dimension.VILLAGE)[at].astype(np.int64)
    return np.where(district == 0, np.iinfo(np.int64).max, district * 1_000_000 + village)


def _by_since(positions: Positions, at: Int64) -> Int64:
    """By the day from which what decides the standing holds, the latest first; nothing stated comes last."""
    decided = np.zeros(positions.columns.size, np.int64)
    for facet, standings in _DECIDED_BY.items():
        track = positions.columns.track(facet, positions.scheme_id).known(None)
        now = (track.day <= positions.day) & (positions.day < track.until)
        day = np.zeros(positions.columns.size, np.int64)
        day[track.venue[now]] = track.day[now]
        meant = np.isin(positions.codes, [STANDING_CODES[s] for s in standings])
        decided[meant] = day[meant]
    held = STANDING_CODES[Standing.EXCLUDED_NOT_REOPENED]
    by_order = (positions.codes == held) & (_values(positions, Facet.OPERATING) != _NOT_REOPENED)
    orders, sectors = known_orders(positions.columns, None), positions.dimension(Dimension.SECTOR)
    for i in np.flatnonzero(by_order).tolist():
        order = in_force(orders, int(sectors[i]), date.fromordinal(positions.day))
        decided[i] = order.suspended_from.toordinal() if order is not None else 0
    return -decided[at]


_DECIDED_BY: Mapping[Facet, tuple[Standing, ...]] = {
    Facet.PARTICIPATION: tuple(s for s in Standing if s.eligible),
    Facet.PREMISES: (Standing.EXCLUDED_OFFICE_ONLY,),
    Facet.OPERATING: tuple(s for s in Standing if s.exclusion not in (None, Exclusion.OFFICE_ONLY)),
}
_KEYS: Mapping[Sort, Callable[[Positions, Int64], Int64]] = {
    Sort.STANDING: _by_standing,
    Sort.STAGE: _by_stage,
    Sort.SINCE: _by_since,
    Sort.DISTRICT: _by_district,
}


def _values(positions: Positions, facet: Facet) -> Int64:
    stated = positions.columns.track(facet, positions.scheme_id)
    return stated.at(positions.day, None, positions.columns.size).astype(np.int64)


def _rows(
    city: City, who: Who, positions: Positions, scheme: Entry, as_of: date, ids: Sequence[int]
) -> tuple[GridRow, ...]:
    categories = entries_of(city.reference(), Dimension.CATEGORY, scheme.id)
    category = positions.dimension(Dimension.CATEGORY)
    premises, operating = (_values(positions, f) for f in (Facet.PREMISES, Facet.OPERATING))

    def row(member: Member) -> GridRow:
        i, why = member.venue.id, member.why
        entry = categories.get(int(category[i]))
        return GridRow(
            id=i,
            version=member.venue.version,
            name=member.venue.name,
            kind=member.kind,
            district=member.district,
            village=member.village,
            category=entry.code if entry is not None else "",
            participation=why.participation,
            premises=str(word_of(Facet.PREMISES, int(premises[i]))),
            operating=str(word_of(Facet.OPERATING, int(operating[i]))),
            remark=why.remark,
            since=why.since,
            standing=why.standing,
        )

    return tuple(row(member) for member in members_by_id(city, who, scheme.code, as_of, ids))
