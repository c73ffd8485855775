"""Inserting many rows at once, past the per-row work that SQLAlchemy does for a single one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from psycopg import IntegrityError, sql


def insert_rows(
    connection: sa.Connection,
    table: sa.TableClause,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Insert rows given as tuples in the order of `columns`, values as they are stored (days as numbers).

    SQLite takes one prepared statement for all; PostgreSQL takes COPY, a tenth of the time of INSERT.
    """
    if connection.dialect.name == "postgresql":
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        try:
            with connection.connection.cursor().copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except IntegrityError as error:
            # The same class that SQLAlchemy raises for an INSERT, on either engine.
            raise sa.exc.IntegrityError(f"COPY {table.name}", None, error) from error
        return
    named = ", ".join(table.c[name].name for name in columns)  # names of our own tables, never of data
    places = ", ".join("?" * len(columns))
    statement_text = f"INSERT INTO {table.name} ({named}) VALUES ({places})"  # noqa: S608
    connection.exec_driver_sql(statement_text, [tuple(row) for row in rows])
