"""Bringing a database's schema up to date, by Alembic from the first migration on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from outreach.rules.refusals import Refusal
from outreach.store.engine import building

MIGRATIONS = Path(__file__).with_name("migrations")
#: Where Alembic keeps a database's revision.
VERSION_TABLE = "alembic_version"


class DatabaseNotSetUp(Refusal):
    """The database has no tables yet, or those of an earlier version."""

    template = "資料庫尚未建立或版本不符；請先執行 python -m outreach setup（示範資料請加 --demo）。"


class DatabaseTooNew(Refusal):
    """A later version of the program made or upgraded the database."""

    template = (
        "資料庫的版本是 {revision}，本程式只認得到 {head}；請先更新程式，例如取得最新版後再執行 bin/run。"
    )


class DatabaseUnreachable(Refusal):
    """Nothing answers at the database's address, or it does not let us in."""

    template = (
        "無法連線資料庫 {database}；請確認 OUTREACH_DATABASE_URL、伺服器與帳號，"
        "例如 sqlite:////srv/outreach/outreach.sqlite3。"
    )


def _config(folder: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config


@cache
def _line(folder: Path) -> tuple[str, frozenset[str]]:
    """The newest revision of a folder of migrations, and all of them; every opened database asks."""
    script = ScriptDirectory.from_config(_config(folder))
    found = script.get_current_head()
    assert found is not None
    return found, frozenset(r.revision for r in script.walk_revisions())


def head() -> str:
    """The revision that this version of the program works with."""
    return _line(MIGRATIONS)[0]


def known_revisions() -> frozenset[str]:
    """Every revision from which this version of the program can upgrade, and its own."""
    return _line(MIGRATIONS)[1]


def revision_of(connection: sa.Connection) -> str | None:
    """The revision of the database's tables; None where there are none of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: sa.Engine) -> None:
    """Create or upgrade every table; repeats without effect. Raises `DatabaseTooNew`."""
    if is_set_up(engine):
        return
    with building(engine) as connection:
        upgrade_within(connection)


def upgrade_within(connection: sa.Connection) -> None:
    """The same inside a transaction of the caller's, which decides whether it happened."""
    revision = revision_of(connection)
    if revision is not None and revision not in known_revisions():
        raise DatabaseTooNew(revision=revision, head=head())
    config = _config(MIGRATIONS)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def found_revision(engine: sa.Engine) -> str | None:
    """The same from an engine, for the first look at a database. Raises `DatabaseUnreachable`."""
    try:
        with engine.connect() as connection:
            return revision_of(connection)
    except sa.exc.OperationalError as error:
        # The URL may carry a password, and the driver's words may carry the URL.
        raise DatabaseUnreachable(database=engine.url.render_as_string(hide_password=True)) from error


def is_set_up(engine: sa.Engine) -> bool:
    """Whether the tables are there and of this version. Raises `DatabaseUnreachable`."""
    return found_revision(engine) == head()


def require(engine: sa.Engine) -> None:
    """Refuse a database that `setup` has not made or upgraded, or that a later version made.

    Raises `DatabaseNotSetUp`, `DatabaseTooNew` and `DatabaseUnreachable`.
    """
    revision = found_revision(engine)
    if revision == head():
        return
    if revision is None or revision in known_revisions():
        raise DatabaseNotSetUp
    raise DatabaseTooNew(revision=revision, head=head())
