"""Which entries are compared at all: those that share a key, never all with all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from outreach.services.likeness import LIKELY_NAME, house_and_rest
from outreach.store.duplicates import Keyed

#: More entries than this with one key are no sign of one venue: a chain's name or tax number, a switchboard.
CHAIN, SWITCHBOARD = 5, 20
#: A tax number that more than this many share at one address is the house's, not a shop's.
HOUSE = 4
#: Entries with one key of which each is compared with each; beyond, each with the first.
ALL_WITH_ALL = 200
#: Names compared at once; a longer list is cut where sorted names differ most likely.
AT_ONCE = 2_000
#: Degrees of a cell of the grid in which neighbours are sought; more than `duplicates.NEAR` metres.
CELL = 0.001

Pair = tuple[int, int]
Key = str | tuple[str, ...] | None
Groups = Mapping[Key, list[int]]


def pairs_to_compare(venues: Sequence[Keyed], phones: Mapping[int, frozenset[str]]) -> set[Pair]:
    """Positions in `venues` of the pairs worth comparing, the lower first; `phones` are keys by venue id."""
    found: set[Pair] = set()
    houses = [house_and_rest(v.address_key)[0] if v.address_key else None for v in venues]
    names = _groups(venues, lambda v: v.name_key)
    for group in names.values():
        by_house: defaultdict[object, list[int]] = defaultdict(list)
        for at in group:
            by_house[houses[at]].append(at)
        for near in by_house.values():
            found.update(_each(near))
        if len(group) <= CHAIN and None in by_house:
            found.update(_each(group))
    for group in _groups(venues, lambda v: v.address_key).values():
        found.update(_alike(venues, group, group))
    for group in _groups(venues, _tax_and_address).values():
        if len(group) <= HOUSE:
            found.update(_each(group))
    for group in _groups(venues, lambda v: v.tax_id).values():
        if len(group) <= SWITCHBOARD:
            found.update(_each(group))
    for group in _by_phone(venues, phones).values():
        if len(group) <= SWITCHBOARD:
            found.update(_each(group))
    found.update(_neighbours(venues, houses))
    chains = {name for name, group in names.items() if len(group) > CHAIN}
    return {pair for pair in found if not _any_branch(venues, houses, pair, chains)}


def _any_branch(
    venues: Sequence[Keyed], houses: Sequence[tuple[str, ...] | None], pair: Pair, chains: Container[Key]
) -> bool:
    """Whether a chain's entry without address may be any of its branches, which says nothing of this one."""
    one, other = pair
    name = venues[one].name_key
    return None in (houses[one], houses[other]) and name == venues[other].name_key and name in chains


def _tax_and_address(venue: Keyed) -> Key:
    return (venue.tax_id, venue.address_key) if venue.tax_id and venue.address_key else None


def _groups(venues: Sequence[Keyed], key: Callable[[Keyed], Key]) -> Groups:
    """Positions by key, of the keys that several have; an empty key is none."""
    groups: defaultdict[Key, list[int]] = defaultdict(list)
    for at, venue in enumerate(venues):
        if found := key(venue):
            groups[found].append(at)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _by_phone(venues: Sequence[Keyed], phones: Mapping[int, frozenset[str]]) -> Groups:
    groups: defaultdict[Key, list[int]] = defaultdict(list)
    for at, venue in enumerate(venues):
        for number in phones.get(venue.id, ()):
            groups[number].append(at)
    return groups


def _each(group: Sequence[int]) -> Iterable[Pair]:
    if len(group) <= ALL_WITH_ALL:
        return combinations(group, 2)
    return ((group[0], other) for other in group[1:])


def _alike(venues: Sequence[Keyed], ones: Sequence[int], others: Sequence[int]) -> Iterator[Pair]:
    """Pairs, one from each list, whose names are nearly the same."""
    if len(ones) * len(others) <= 16:
        for one, other in product(ones, others):
            if one != other and ratio(venues[one].name_key, venues[other].name_key) >= LIKELY_NAME:
                yield min(one, other), max(one, other)
        return
    ones, others = (
        sorted(side, key=lambda at: venues[at].name_key) if len(side) > AT_ONCE else side
        for side in (ones, others)
    )
    for start in range(0, len(ones), AT_ONCE):
        part = ones[start : start + AT_ONCE]
        against = others if len(others) <= AT_ONCE else others[start : start + 2 * AT_ONCE]
        scores = cdist(
            [venues[at].name_key for at in part],
            [venues[at].name_key for at in against],
            scorer=ratio,
            score_cutoff=LIKELY_NAME,
            dtype=np.uint8,
        )
        for row, column in np.argwhere(scores).tolist():
            one, other = part[row], against[column]
            if one != other:
                yield min(one, other), max(one, other)


def _neighbours(venues: Sequence[Keyed], houses: Sequence[tuple[str, ...] | None]) -> Iterator[Pair]:
    """Pairs of nearly one name and one house number whose points lie in one cell of a grid or beside it."""
    cells: defaultdict[tuple[object, int, int], list[int]] = defaultdict(list)
    for at, venue in enumerate(venues):
        if venue.lon is not None and venue.lat is not None:
            cells[houses[at], int(venue.lon / CELL), int(venue.lat / CELL)].append(at)
    for (house, x, y), own in cells.items():
        yield from _alike(venues, own, own)
        for beside in ((x + 1, y), (x - 1, y + 1), (x, y + 1), (x + 1, y + 1)):
            other = cells.get((house, *beside))
            if other is not None:
                yield from _alike(venues, own, other)
