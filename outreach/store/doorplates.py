"""Door plates: the houses of every street, put in as a whole and read a street at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from outreach.store.bulk import insert_rows
from outreach.store.settings import read_setting, write_setting
from outreach.store.tables import doorplate_streets, doorplates

Ints = npt.NDArray[np.int64]

#: The setting that names the plates now in the database; another name with every load.
LOADED = "doorplates"
_BATCH = 20_000

#: street_id, house, village_id, lon, lat; see `tables.doorplates`.
PlateRow = tuple[int, int, int, int, int]


class StreetColumns(NamedTuple):
    """The plates of one street in order of house; int64 arrays of one length.

    `village_id` is the id of a place.
    """

    house: Ints
    village_id: Ints
    lon: Ints
    lat: Ints


_COLUMNS = ("street_id", "house", "village_id", "lon", "lat")


def loaded(connection: sa.Connection) -> str | None:
    """The name of the plates in the database; None where none were ever loaded."""
    return read_setting(connection, LOADED)


def replace_plates(
    connection: sa.Connection,
    name: str,
    streets: Mapping[int, str],
    rows: Iterable[PlateRow],
    written: Callable[[int], None],
) -> None:
    """Put these plates in the place of all others, within the caller's transaction.

    `streets` are names by id; `rows` come in order of street, house and village, each once. `written` is told
    how many rows are.
    """
    connection.execute(sa.delete(doorplates))
    connection.execute(sa.delete(doorplate_streets))
    connection.execute(sa.insert(doorplate_streets), [{"id": i, "name": n} for i, n in streets.items()])
    each, done = iter(rows), 0
    while batch := list(islice(each, _BATCH)):
        insert_rows(connection, doorplates, _COLUMNS, batch)
        done += len(batch)
        written(done)
    write_setting(connection, LOADED, name)


def street_ids(connection: sa.Connection) -> dict[str, int]:
    """Every street that has plates, by its name."""
    return {r.name: r.id for r in connection.execute(sa.select(doorplate_streets))}


def plates_of(connection: sa.Connection, streets: Sequence[int]) -> dict[int, StreetColumns]:
    """The plates of some streets, one query each."""
    query = (
        sa.select(doorplates.c.house, doorplates.c.village_id, doorplates.c.lon, doorplates.c.lat)
        .where(doorplates.c.street_id == sa.bindparam("street"))
        .order_by(doorplates.c.house, doorplates.c.village_id)
    )
    found = {}
    for street in streets:
        rows = connection.execute(query, {"street": street}).all()
        table = np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 4)
        found[street] = StreetColumns(*(np.ascontiguousarray(column) for column in table.T))
    return found
