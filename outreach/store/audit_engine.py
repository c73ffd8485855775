"""Laws of the database itself: a sound file, the declared tables, references to something, texts that fit."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from outreach.store.findings import Finding
from outreach.store.tables import metadata


def engine_findings(connection: sa.Connection) -> list[Finding]:
    """A file that is damaged, a table or column that is missing, a reference to nothing."""
    found: list[Finding] = []
    if connection.dialect.name == "sqlite":
        told = [str(r[0]) for r in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
        if told != ["ok"]:
            return [Finding.of("engine_integrity", [{"what": t} for t in told])]
    differences = compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), metadata
    )
    if differences:
        return [Finding.of("schema_as_declared", [{"what": _difference(d)} for d in differences])]
    dangling = [
        {"table": key.parent.table.name, "column": key.parent.name, "count": count}
        for table in metadata.sorted_tables
        for key in sorted(table.foreign_keys, key=lambda k: k.parent.name)
        if (count := _dangling(connection, key))
    ]
    if dangling:
        found.append(Finding.of("references_exist", dangling))
    return found


def _difference(difference: Any) -> str:
    """「add_table contacts」: what Alembic would have to do, with the names it would do it to."""
    step = difference[0] if isinstance(difference, list) else difference
    names = (getattr(part, "name", part) for part in step[1:])
    return " ".join([step[0], *(n for n in names if isinstance(n, str))])


def _dangling(connection: sa.Connection, key: sa.ForeignKey) -> int:
    target = key.column.table.alias("target")
    nothing = sa.select(target.c[key.column.name]).where(target.c[key.column.name] == key.parent)
    query = (
        sa.select(sa.func.count())
        .select_from(key.parent.table)
        .where(key.parent.is_not(None), ~sa.exists(nothing))
    )
    return int(connection.execute(query).scalar_one())


def text_findings(connection: sa.Connection) -> list[Finding]:
    """Texts longer than their column: SQLite does not mind, PostgreSQL could not take them over."""
    long = [
        {"table": table.name, "column": column.name, "count": count, "limit": column.type.length}
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.String) and column.type.length
        if (
            count := connection.execute(
                sa.select(sa.func.count())
                .select_from(table)
                .where(sa.func.length(column) > column.type.length)
            ).scalar_one()
        )
    ]
    return [Finding.of("texts_fit", long)] if long else []
