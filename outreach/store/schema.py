"""Bringing a database's schema up to date, by Alembic from the first migration on."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from outreach.rules.refusals import Refusal

MIGRATIONS = Path(__file__).with_name("migrations")


class DatabaseNotSetUp(Refusal):
    """The database has no tables yet, or those of an earlier version."""

    template = "資料庫尚未建立或版本不符；請先執行 python -m outreach setup（示範資料請加 --demo）。"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def upgrade(engine: sa.Engine) -> None:
    """Create or upgrade every table; repeats without effect."""
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def is_set_up(engine: sa.Engine) -> bool:
    """Whether the tables are there and of this version."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def require(engine: sa.Engine) -> None:
    """Refuse a database that `setup` has not made or upgraded."""
    if not is_set_up(engine):
        raise DatabaseNotSetUp
