"""What was found where rows break a law, and how a law is asked: by a question whose answer must be empty.

What the engine itself enforces (keys, columns that may not be null) is asked again elsewhere, because a
file can be damaged, a constraint switched off, a row changed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

#: How many of the rows that break a law are shown.
SHOWN = 3
#: What a person may type that looks like nothing.
BLANKS = " \t\r\n\u3000\u00a0"

Query = sa.Select[Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Rows that break one law: how many, and some of them by column."""

    law: str
    count: int
    examples: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, law: str, rows: Sequence[Mapping[str, Any]]) -> Finding:
        """From all the rows that break the law."""
        return cls(law, len(rows), tuple(rows[:SHOWN]))


def asked(connection: sa.Connection, laws: Mapping[str, Query]) -> list[Finding]:
    """The laws whose questions have an answer."""
    found = (_asked(connection, law, query) for law, query in laws.items())
    return [f for f in found if f is not None]


def _asked(connection: sa.Connection, law: str, query: Query) -> Finding | None:
    rows = connection.execute(query.limit(SHOWN + 1)).mappings().all()
    if not rows:
        return None
    count = len(rows)
    if count > SHOWN:
        count = connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one()
    return Finding(law, count, tuple(dict(r) for r in rows[:SHOWN]))


def stored_number(column: sa.Column[Any]) -> sa.ColumnElement[int]:
    """A day or moment as the number it is stored as, whatever that may be."""
    return sa.type_coerce(column, sa.BigInteger)
