"""Every row of one database into another of the same schema, whichever engine either runs on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from outreach.rules.refusals import Refusal
from outreach.store.bulk import insert_rows
from outreach.store.schema import VERSION_TABLE
from outreach.store.tables import metadata

_BATCH = 10_000

#: What an engine raises where a row has no room or refers to nothing.
DOES_NOT_FIT = (sa.exc.DataError, sa.exc.IntegrityError, psycopg.DataError, psycopg.IntegrityError)
#: Told how many rows of how many are done.
Copied = Callable[[int, int], None]


class DatabaseNotEmpty(Refusal):
    """There is something in the database that was to be filled."""

    template = (
        "資料庫不是空的（{what}），還原只寫入空的資料庫；請改用空的資料庫，"
        "例如 OUTREACH_DATABASE_URL=sqlite:///restored.sqlite3。"
    )


def must_be_empty(connection: sa.Connection) -> None:
    """Refuse a database that holds a row of ours or a table that is none of ours."""
    names = set(sa.inspect(connection).get_table_names())
    foreign = names - metadata.tables.keys() - {VERSION_TABLE}
    if foreign:
        raise DatabaseNotEmpty(what=f"已有資料表 {'、'.join(sorted(foreign)[:3])}")
    # The counter's one row comes with the tables.
    for name in sorted(names & metadata.tables.keys() - {"counter"}):
        if connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1)).first():
            raise DatabaseNotEmpty(what=f"資料表 {name} 已有資料")


def _plain(table: sa.Table) -> sa.TableClause:
    """The table with days and moments as the numbers they are stored as, whatever these may be."""
    return sa.table(
        table.name,
        *(
            sa.column(c.name, c.type.impl_instance if isinstance(c.type, TypeDecorator) else c.type)
            for c in table.columns
        ),
    )


def _order(table: sa.Table) -> list[str]:
    """Columns to read by, so that a row that refers to another of its table comes after it."""
    own = [c.name for c in table.columns for key in c.foreign_keys if key.column.table is table]
    return [*own, *(c.name for c in table.primary_key)]


def copy_rows(source: sa.Connection, target: sa.Connection, copied: Copied) -> None:
    """Every row of every table; what migrations put into the target's tables makes way."""
    tables = metadata.sorted_tables
    for table in reversed(tables):
        target.execute(sa.delete(table))
    total = sum(count_rows(source, t) for t in tables)
    done = 0
    for table in tables:
        plain = _plain(table)
        rows = source.execute(
            sa.select(plain).order_by(*(plain.c[name].nulls_first() for name in _order(table))),
            execution_options={"yield_per": _BATCH},
        )
        for batch in rows.mappings().partitions():
            _insert(target, plain, [dict(row) for row in batch])
            done += len(batch)
            copied(done, total)
        if target.dialect.name == "postgresql":
            _move_sequence(target, table)
            # Without knowing how many rows there are, PostgreSQL plans as if there were none.
            target.execute(sa.text(f"ANALYZE {table.name}"))


def _insert(target: sa.Connection, table: sa.TableClause, rows: list[dict[str, Any]]) -> None:
    """Rows as they are; into PostgreSQL by COPY, which takes a tenth of the time of INSERT."""
    if target.dialect.name != "postgresql":
        target.execute(sa.insert(table), rows)
        return
    columns = list(table.c)
    as_text = {c.name for c in columns if isinstance(c.type, sa.JSON)}
    names = [c.name for c in columns]
    stored = ([json.dumps(row[n]) if n in as_text else row[n] for n in names] for row in rows)
    insert_rows(target, table, names, stored)


def count_rows(connection: sa.Connection, table: sa.Table) -> int:
    """How many rows a table has."""
    return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def _move_sequence(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL's own numbering of a table go on behind the rows that brought their numbers."""
    column = table.autoincrement_column
    if column is not None:
        last = connection.execute(sa.select(sa.func.max(column))).scalar()
        sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(sa.select(sa.func.setval(sequence, last or 1, last is not None)))
