"""Settings of the database itself, by name."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from outreach.store.engine import once
from outreach.store.tables import settings

#: Set on a database whose venues and statuses are invented.
DEMONSTRATION = "demonstration"


def read_setting(connection: sa.Connection, name: str) -> str | None:
    """A setting's value, or None where it was never set."""
    return _every(connection).get(name)


def read_settings(connection: sa.Connection, names: Collection[str]) -> dict[str, str]:
    """Several settings at once; those never set are left out."""
    found = _every(connection)
    return {name: found[name] for name in names if name in found}


def _every(connection: sa.Connection) -> dict[str, str]:
    """All of them, a dozen short rows: a page asks for one after the other."""

    def ask() -> dict[str, str]:
        return {row.name: row.value for row in connection.execute(sa.select(settings))}

    return once(connection, "settings", ask)


def write_setting(connection: sa.Connection, name: str, value: str) -> None:
    """Set a setting, new or not."""
    connection.execute(sa.delete(settings).where(settings.c.name == name))
    connection.execute(sa.insert(settings).values(name=name, value=value))
