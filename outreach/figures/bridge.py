"""增減原因 over all venues: `rules.bridge` applied by a table generated from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from outreach.figures.arrays import Codes, Int32, Int64
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Positions, Where
from outreach.figures.schemes import first_level
from outreach.rules.bridge import Effect, Part, effect, part_of, weight
from outreach.rules.vocabulary import Standing

#: Each subordinate agency's parent, by id.
Parents = Mapping[int, int]
PARTS: tuple[Part, ...] = tuple(Part)
#: The code of "no part", and of a venue outside the group or off the list.
NO_PART = len(PARTS)
_OFF = len(STANDINGS)
_STATES: tuple[Standing | None, ...] = (*STANDINGS, None)


@dataclass(frozen=True, slots=True)
class PartFigure:
    """What one part adds to population, eligible and completed, and how many venues it stands for."""

    part: Part
    effect: Effect
    venues: int


@dataclass(frozen=True, slots=True)
class Bridge:
    """Parts by group id and over all groups; for each, effects sum to the later minus the earlier figures."""

    rows: Mapping[int, tuple[PartFigure, ...]]
    total: tuple[PartFigure, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Every venue's contributions, one entry a (venue, group, part); arrays of one length."""

    venue: Int64
    group: Int32
    part: npt.NDArray[np.int64]
    effects: Int64
    """Shape (n, 3): population, eligible, completed."""


@cache
def _tables() -> tuple[Int64, Int64, Int64]:
    """Part codes and effects by (before, after), and weights by state."""
    size = len(_STATES)
    parts = np.full((size, size), NO_PART, dtype=np.int64)
    effects = np.zeros((size, size, 3), dtype=np.int64)
    for i, before in enumerate(_STATES):
        for j, after in enumerate(_STATES):
            part, change = part_of(before, after), effect(before, after)
            parts[i, j] = NO_PART if part is None else PARTS.index(part)
            effects[i, j] = (change.population, change.eligible, change.completed)
    weights = np.array(
        [[w.population, w.eligible, w.completed] for w in map(weight, _STATES)], dtype=np.int64
    )
    return parts, effects, weights


@cache
def _state_of() -> Codes:
    """State codes by standing code."""
    states = np.full(256, _OFF, dtype=np.uint8)
    states[: len(STANDINGS)] = np.arange(len(STANDINGS), dtype=np.uint8)
    return states


def _states(positions: Positions, where: Where, size: int) -> Codes:
    """State codes by venue id: standing codes, `_OFF` where off the list or outside the filter."""
    states = np.full(size, _OFF, dtype=np.uint8)
    own = _state_of().take(positions.codes)
    states[: len(own)] = np.where(positions.selected(where), own, np.uint8(_OFF)) if where else own
    return states


def _groups(positions: Positions, by: Dimension | None, size: int, parents: Parents) -> Int32:
    groups = np.zeros(size, dtype=np.int32)
    if by is not None:
        own = positions.dimension(by)
        groups[: len(own)] = own if not parents else tops(int(own.max(initial=0)), parents)[own]
    return groups


def tops(highest: int, parents: Parents) -> Int32:
    """The first-level agency above each agency, by id."""
    above = np.arange(highest + 1, dtype=np.int32)
    known = dict(parents)
    for agency in known:
        if agency <= highest:
            above[agency] = first_level(agency, known)
    return above


def steps(
    reported: Positions,
    before: Positions,
    after: Positions,
    by: Dimension | None,
    where: Where = (),
    parents: tuple[Parents, Parents, Parents] = ({}, {}, {}),
) -> Steps:
    """What every venue contributes between two days.

    `reported` is the earlier day as it was known then, `before` the same day as known with `after`
    (the very same object where nothing was corrected in between). A filter that a venue enters or
    leaves while it stays listed counts as a move. With `parents` of the three, groups are agencies of the
    first level, and whoever comes to stand under another has its venues moved.
    """
    size = max(len(p.codes) for p in (reported, before, after))
    parts, effects, weights = _tables()
    found: list[tuple[Int64, Int32, Int64, Int64]] = []

    def add(venue: Int64, group: Int32, part: Int64 | Part, change: Int64) -> None:
        codes = np.full(len(venue), PARTS.index(part), np.int64) if isinstance(part, Part) else part
        if len(venue):
            found.append((venue, group[venue], codes, change))

    s1, g1 = _states(before, where, size), _groups(before, by, size, parents[1])
    s2, g2 = _states(after, where, size), _groups(after, by, size, parents[2])
    if reported is not before:
        s0, g0 = _states(reported, where, size), _groups(reported, by, size, parents[0])
        same_group = np.flatnonzero((s0 != s1) & ((g0 == g1) | (s0 == _OFF) | (s1 == _OFF)))
        group = np.where(s1 == _OFF, g0, g1)
        change = weights[s1[same_group]] - weights[s0[same_group]]
        matters = change.any(axis=1)
        add(same_group[matters], group, Part.CORRECTED, change[matters])
        elsewhere = np.flatnonzero((g0 != g1) & (s0 != _OFF) & (s1 != _OFF))
        add(elsewhere, g0, Part.CORRECTED, -weights[s0[elsewhere]])
        add(elsewhere, g1, Part.CORRECTED, weights[s1[elsewhere]])
    # Moves: between groups, or across the edge of the filter while on the list on both days.
    listed = (_states(before, (), size), _states(after, (), size)) if where else (s1, s2)
    crossed = (listed[0] != _OFF) & (listed[1] != _OFF) & ((s1 == _OFF) != (s2 == _OFF))
    moved = ((g1 != g2) & (s1 != _OFF) & (s2 != _OFF)) | crossed
    out = np.flatnonzero(moved & (s1 != _OFF))
    add(out, g1, Part.MOVED_OUT, -weights[s1[out]])
    arrived = np.flatnonzero(moved & (s2 != _OFF))
    # Across the filter's edge the earlier standing is the one outside the filter.
    earlier = np.where(s1 == _OFF, listed[0], s1)
    add(arrived, g2, Part.MOVED_IN, weights[earlier[arrived]])
    start = np.where(moved, np.where(s2 == _OFF, _OFF, earlier), s1)
    group = np.where(s2 == _OFF, g1, g2).astype(np.int32)
    # Who stands as before has no part.
    told = np.flatnonzero(start != s2)
    told = told[parts[start[told], s2[told]] != NO_PART]
    add(told, group, parts[start[told], s2[told]], effects[start[told], s2[told]])
    if not found:
        nothing = np.empty(0, np.int64)
        return Steps(nothing, nothing.astype(np.int32), nothing, nothing.reshape(0, 3))
    return Steps(*(np.concatenate(column) for column in zip(*found, strict=True)))


def bridged(found: Steps) -> Bridge:
    """Parts summed by group and over all."""
    groups, at = np.unique(found.group, return_inverse=True)
    size = len(groups) * NO_PART
    slot = at * NO_PART + found.part
    # A venue enters a part of a group at most once; over all groups a correction may name it twice.
    venues = np.bincount(slot, minlength=size).reshape(-1, NO_PART)
    # Whole numbers far below 2**53: floats hold them exactly.
    effects = np.stack(
        [np.bincount(slot, found.effects[:, n], minlength=size) for n in range(3)], axis=-1
    ).reshape(-1, NO_PART, 3)
    rows = {
        group: _figures(own, change)
        for group, own, change in zip(
            groups.tolist(), venues.tolist(), effects.astype(np.int64).tolist(), strict=True
        )
    }
    once = venues.sum(axis=0)
    once[_CORRECTED] = len(np.unique(found.venue[found.part == _CORRECTED]))
    return Bridge(rows, _figures(once.tolist(), effects.sum(axis=0).astype(np.int64).tolist()))


_CORRECTED = PARTS.index(Part.CORRECTED)


def _figures(venues: list[int], effects: list[list[int]]) -> tuple[PartFigure, ...]:
    """The parts that any venue stands for, in their order."""
    return tuple(
        PartFigure(part, Effect(*change), count)
        for part, count, change in zip(PARTS, venues, effects, strict=True)
        if count
    )
