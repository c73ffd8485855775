"""The change feed: everything sequenced after a number, as packed integers for figures/.

A fact is read as two 64-bit integers, because building Python objects row by row is what makes a cold
start slow: `who = venue << 34 | scheme << 26 | facet << 22 | value` and
`when = seq << 22 | effective day number`. `figures.columns` takes them apart.
"""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from outreach.rules.orders import SectorOrder
from outreach.store.engine import once
from outreach.store.tables import (
    agency_parents,
    changes,
    counter,
    merges,
    order_statements,
    scheme_statements,
    sector_orders,
    voids,
)

Ints = npt.NDArray[np.int64]


class Packed(NamedTuple):
    """Facts after a number, in the order of their numbers; two int64 arrays of one length."""

    who: Ints
    when: Ints


_SELECT = """
SELECT (CAST(venue_id AS BIGINT) << 34) | (CAST(COALESCE(scheme_id, 0) AS BIGINT) << 26)
       | (CAST(facet AS BIGINT) << 22) | value,
       (seq << 22) | effective_on
FROM facts
"""


_LAST_NUMBER = sa.select(counter.c.seq)


def current_seq(connection: sa.Connection) -> int:
    """The last number given out; 0 in an empty database."""
    return once(connection, "last number", lambda: int(connection.execute(_LAST_NUMBER).scalar_one()))


def facts_after(connection: sa.Connection, seq: int, upto: int) -> Packed:
    """Facts with seq < number ≤ upto."""
    if connection.dialect.name == "postgresql":
        return _copied(connection, seq, upto)
    cursor = connection.connection.cursor()
    rows = cursor.execute(f"{_SELECT} WHERE seq > ? AND seq <= ? ORDER BY seq", (seq, upto))
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    cursor.close()
    pairs = flat.reshape(-1, 2)
    return Packed(np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]))


#: One row of PostgreSQL's binary COPY with two bigint columns that are never null.
_COPY_ROW = np.dtype([("n", ">i2"), ("l1", ">i4"), ("who", ">i8"), ("l2", ">i4"), ("when", ">i8")])
_COPY_HEADER, _COPY_TRAILER = 19, 2


def _copied(connection: sa.Connection, seq: int, upto: int) -> Packed:
    cursor = connection.connection.cursor()
    statement = (
        f"COPY ({_SELECT} WHERE seq > {seq:d} AND seq <= {upto:d} ORDER BY seq) TO STDOUT (FORMAT binary)"
    )
    with cursor.copy(statement) as copy:
        data = b"".join(bytes(block) for block in copy)
    rows = np.frombuffer(data[_COPY_HEADER : len(data) - _COPY_TRAILER], dtype=_COPY_ROW)
    return Packed(rows["who"].astype(np.int64), rows["when"].astype(np.int64))


def change_ends_after(connection: sa.Connection, change_id: int) -> Ints:
    """(n, 2) array of change id and its last number, in order, for changes after one id."""
    rows = connection.execute(
        sa.select(changes.c.id, changes.c.last_seq).where(changes.c.id > change_id).order_by(changes.c.id)
    ).all()
    return np.array([tuple(r) for r in rows], dtype=np.int64).reshape(-1, 2)


class Void(NamedTuple):
    """From `seq` on, no fact of the voided change counts."""

    seq: int
    voided_change_id: int


class ParentStatement(NamedTuple):
    """An agency's parent (None: first level) from a day number on."""

    seq: int
    change_id: int
    agency_id: int
    parent_id: int | None
    effective_on: int


class OrderStatement(NamedTuple):
    """An order as stated with one number; `order` carries identity and text."""

    seq: int
    change_id: int
    order: SectorOrder


class SchemeStatement(NamedTuple):
    """A scheme's settings in full from a day number on; see `rules.schemes`."""

    seq: int
    change_id: int
    scheme_id: int
    settings: dict[str, object]
    effective_on: int


class Merge(NamedTuple):
    """From `seq` on, the loser is out of every population."""

    seq: int
    change_id: int
    loser_id: int
    winner_id: int


class Statements(NamedTuple):
    """All that is dated and sequenced besides venues' facts; small enough to be read whole."""

    voids: tuple[Void, ...]
    parents: tuple[ParentStatement, ...]
    orders: tuple[OrderStatement, ...]
    schemes: tuple[SchemeStatement, ...]
    merges: tuple[Merge, ...]

    def then(self, later: Statements) -> Statements:
        """These statements and those of higher numbers."""
        return Statements(
            self.voids + later.voids,
            self.parents + later.parents,
            self.orders + later.orders,
            self.schemes + later.schemes,
            self.merges + later.merges,
        )


def statements(connection: sa.Connection, after: int = 0) -> Statements:
    """Every void, parent, order, scheme and merge statement with a number above `after`, in their order."""

    def rows(table: sa.Table) -> sa.CursorResult[Any]:
        return connection.execute(sa.select(table).where(table.c.seq > after).order_by(table.c.seq))

    ordered = (
        sa.select(
            order_statements.c.seq,
            order_statements.c.change_id,
            sector_orders.c.id,
            sector_orders.c.sector_id,
            sector_orders.c.suspended_from,
            order_statements.c.reopened_on,
            order_statements.c.by_application,
            order_statements.c.document,
        )
        .join(sector_orders)
        .where(order_statements.c.seq > after)
        .order_by(order_statements.c.seq)
    )
    return Statements(
        tuple(Void(r.seq, r.voided_change_id) for r in rows(voids)),
        tuple(
            ParentStatement(r.seq, r.change_id, r.agency_id, r.parent_id, r.effective_on.toordinal())
            for r in rows(agency_parents)
        ),
        tuple(OrderStatement(r[0], r[1], SectorOrder(*r[2:])) for r in connection.execute(ordered)),
        tuple(
            SchemeStatement(r.seq, r.change_id, r.scheme_id, r.settings, r.effective_on.toordinal())
            for r in rows(scheme_statements)
        ),
        tuple(Merge(r.seq, r.change_id, r.loser_id, r.winner_id) for r in rows(merges)),
    )
