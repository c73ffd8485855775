"""All entries of the city that are likely one venue, most likely first; kept until a description changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

import numpy as np

from outreach.figures.arrays import Bools
from outreach.figures.lookup import ABSENT
from outreach.rules.duplicates import Compared, Sign, Verdict, judged, metres_between
from outreach.rules.phones import phone_keys
from outreach.services.city import City
from outreach.services.duplicates.blocks import pairs_to_compare
from outreach.services.likeness import compared_addresses, compared_names, compared_numbers
from outreach.store.duplicates import Keyed, all_keyed, phones, stamp
from outreach.store.engine import Engine, reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two entries (ids, the lower first) that are likely one venue, and why."""

    one: int
    other: int
    verdict: Verdict

    @property
    def needs_phone(self) -> bool:
        """Whether the phone is among the signs."""
        return Sign.PHONE in self.verdict.signs


_lock = threading.Lock()
_kept: WeakKeyDictionary[Engine, tuple[object, tuple[Candidate, ...]]] = WeakKeyDictionary()


def listed_on(city: City, day: date) -> Bools:
    """By venue number, whether any scheme's list has it on a day; what was merged away is on none."""
    columns = city.figures.columns()
    listed: Bools = np.zeros(columns.size, dtype=bool)
    for scheme_id in city.reference().schemes:
        codes = city.figures.positions(scheme_id, day).codes
        listed[: len(codes)] |= codes[: len(listed)] != ABSENT
    return listed


def candidates(city: City, day: date) -> tuple[Candidate, ...]:
    """Pairs of venues listed on a day, the likeliest first; those kept apart are still among them."""
    found, listed = _found(city), listed_on(city, day)
    size = len(listed)
    return tuple(c for c in found if c.other < size and listed[c.one] and listed[c.other])


def _found(city: City) -> tuple[Candidate, ...]:
    """Pairs among all venues; sought anew only after a description or a contact changed."""
    with reading(city.engine) as connection:
        now = stamp(connection)
        with _lock:
            known = _kept.get(city.engine)
        if known is not None and known[0] == now:
            return known[1]
        venues = list(all_keyed(connection))
        numbers = {i: phone_keys(text) for i, text in phones(connection).items()}
    found = found_among(venues, numbers)
    with _lock:
        _kept[city.engine] = now, found
    return found


def found_among(venues: Sequence[Keyed], phones: Mapping[int, frozenset[str]]) -> tuple[Candidate, ...]:
    """Pairs among these venues, the likeliest first; `phones` are phone keys by venue id."""
    found = []
    for one, other in pairs_to_compare(venues, phones):
        verdict = judged(_compared(venues[one], venues[other], phones))
        if verdict is not None:
            found.append(Candidate(venues[one].id, venues[other].id, verdict))
    return tuple(sorted(found, key=lambda c: (-c.verdict.score, c.one, c.other)))


def _compared(one: Keyed, other: Keyed, phones: Mapping[int, frozenset[str]]) -> Compared:
    nobody: frozenset[str] = frozenset()
    return Compared(
        compared_names(one.name_key, other.name_key),
        compared_addresses(one.address_key, other.address_key),
        compared_numbers(one.tax_id, other.tax_id),
        not phones.get(one.id, nobody).isdisjoint(phones.get(other.id, nobody)),
        _metres(one, other),
    )


def _metres(one: Keyed, other: Keyed) -> float | None:
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return None
    return metres_between((one.lon, one.lat), (other.lon, other.lat))
