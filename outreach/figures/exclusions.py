"""What keeps each excluded venue outside the denominator, and since when: told for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.arrays import NEVER, Bools, Int64
from outreach.figures.lookup import STANDING_CODES
from outreach.figures.orders import known_orders
from outreach.figures.positions import Positions
from outreach.figures.stack import ends_of_runs
from outreach.figures.track import Track
from outreach.rules.orders import in_force
from outreach.rules.vocabulary import Facet, Operating, Standing
from outreach.store.codes import number_of

#: Exclusions that are looked at again on a review day.
FOR_A_TIME = (Standing.EXCLUDED_SUSPENDED, Standing.EXCLUDED_NOT_REOPENED)
_SUSPENDED = number_of(Facet.OPERATING, Operating.SUSPENDED)
_OWN = number_of(Facet.OPERATING, Operating.NOT_REOPENED)


@dataclass(frozen=True, slots=True)
class Decided:
    """By venue id, what decided: the day (ordinal) from which it holds, and the fact's number.

    Both are 0 where the venue is not excluded; the number is 0 also where a sector's order decided.
    """

    since: Int64
    fact: Int64


def decided(positions: Positions) -> Decided:
    """What excludes each venue that is excluded at these positions."""
    codes = positions.codes
    since, fact = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)

    def at(standing: Standing) -> Bools:
        found: Bools = codes == STANDING_CODES[standing]
        return found

    operating = positions.columns.track(Facet.OPERATING, 0)
    day, number, value = _holding(operating, positions)
    not_reopened = at(Standing.EXCLUDED_NOT_REOPENED)
    by_order = not_reopened & (value != _OWN)
    own = at(Standing.EXCLUDED_CLOSED) | at(Standing.EXCLUDED_SUSPENDED) | (not_reopened & ~by_order)
    since[own], fact[own] = day[own], number[own]
    day, number, _ = _holding(positions.columns.track(Facet.PREMISES, 0), positions)
    office = at(Standing.EXCLUDED_OFFICE_ONLY)
    since[office], fact[office] = day[office], number[office]
    since[by_order] = _shut_since(positions)[by_order]
    return Decided(since, fact)


def for_a_time(several: Sequence[Positions]) -> Int64:
    """By venue id, the number of its own fact that excludes it for a time under any of several schemes.

    The positions are of one day and known at one number; 0 where none does, and where an order alone does.
    """
    # Somebody may have added venues between asking for one scheme and the next.
    size = min(len(positions.codes) for positions in several)
    mask = np.logical_or.reduce([positions.standing_in(FOR_A_TIME)[:size] for positions in several])
    some = several[0]
    _, number, value = _holding(some.columns.track(Facet.OPERATING, 0), some)
    for_a_time = (value[:size] == _SUSPENDED) | (value[:size] == _OWN)
    found: Int64 = np.where(mask & for_a_time, number[:size], 0)
    return found


def _holding(track: Track, positions: Positions) -> tuple[Int64, Int64, Int64]:
    """By venue id, the day, number and value of the fact that holds; 0 where nothing is stated."""
    seq = positions.seq
    counts = track.void == NEVER if seq is None else (track.seq <= seq) & (track.void > seq)
    rows = np.flatnonzero(counts & (track.day <= positions.day))
    rows = rows[ends_of_runs(track.venue[rows])]
    size = len(positions.codes)
    day, number, value = (np.zeros(size, np.int64) for _ in range(3))
    venue = track.venue[rows]
    day[venue], number[venue], value[venue] = track.day[rows], track.seq[rows], track.value[rows]
    return day, number, value


def _shut_since(positions: Positions) -> Int64:
    """By venue id, the first day of the order that decides about its sector; 0 where there is none."""
    orders, on = known_orders(positions.columns, positions.seq), date.fromordinal(positions.day)
    sectors = positions.columns.track(Facet.SECTOR, 0).at(positions.day, positions.seq, len(positions.codes))
    begun = np.zeros(int(sectors.max(initial=0)) + 1, np.int64)
    for sector in {order.sector_id for order in orders}:
        order = in_force(orders, sector, on)
        if order is not None and sector < len(begun):
            begun[sector] = order.suspended_from.toordinal()
    found: Int64 = begun.take(sectors)
    return found
