"""The door plates of a database as far as they were asked for, kept for the next who asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

import numpy as np

from geodata.doorplate_matching import StreetPlates, village_index
from geodata.doorplate_names import StreetNames
from outreach.store.doorplates import StreetColumns, loaded, plates_of, street_ids
from outreach.store.engine import Connection
from outreach.store.reference import read_reference

#: Streets kept; all of the city's take some 10 MB.
_STREETS = 1_000
#: Loads kept: one for each database that a process works on, and the one before while it is replaced.
_LOADS = 4


class Plates:
    """One load of plates; share it among all threads of a process."""

    def __init__(self, connection: Connection) -> None:
        self._ids = street_ids(connection)
        self.names = StreetNames(self._ids)
        places = read_reference(connection).places
        self._villages = np.full(max(places, default=0) + 1, -1, dtype=np.int64)
        for place in places.values():
            self._villages[place.id] = village_index().get(place.code, -1)
        self._kept: OrderedDict[str, StreetPlates] = OrderedDict()
        self._lock = Lock()

    def streets(self, connection: Connection, names: Iterable[str]) -> dict[str, StreetPlates]:
        """The plates of some streets by name; those not kept are read, one query each."""
        with self._lock:
            found = {name: self._kept[name] for name in names if name in self._kept}
        missing = sorted(set(names) - found.keys())
        read = plates_of(connection, [self._ids[name] for name in missing])
        found |= {name: self._with_villages(name, read[self._ids[name]]) for name in missing}
        with self._lock:
            for name, plates in found.items():
                self._kept[name] = plates
                self._kept.move_to_end(name)
            while len(self._kept) > _STREETS:
                self._kept.popitem(last=False)
        return found

    def _with_villages(self, name: str, read: StreetColumns) -> StreetPlates:
        return StreetPlates(name, read.house, read.lon, read.lat, self._villages[read.village_id])


_kept: OrderedDict[str, Plates] = OrderedDict()
_lock = Lock()


def plates_within(connection: Connection) -> Plates | None:
    """The plates that a connection sees; None where none were loaded."""
    name = loaded(connection)
    if name is None:
        return None
    with _lock:
        found = _kept.get(name)
    if found is None:
        found = Plates(connection)
    with _lock:
        _kept[name] = found
        _kept.move_to_end(name)
        while len(_kept) > _LOADS:
            _kept.popitem(last=False)
    return found


def forget() -> None:
    """Keep nothing; the next who asks reads anew."""
    with _lock:
        _kept.clear()
