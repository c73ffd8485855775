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

    def ask() -> str | None:
        return connection.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar()

    return once(connection, ("setting", name), ask)


def read_settings(connection: sa.Connection, names: Collection[str]) -> dict[str, str]:
    """Several settings at once; those never set are left out."""
    rows = connection.execute(sa.select(settings).where(settings.c.name.in_(names)))
    return {row.name: row.value for row in rows}


def write_setting(connection: sa.Connection, name: str, value: str) -> None:
    """Set a setting, new or not."""
    connection.execute(sa.delete(settings).where(settings.c.name == name))
    connection.execute(sa.insert(settings).values(name=name, value=value))
