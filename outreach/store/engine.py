"""Opening the database, and the two kinds of transaction.

SQLite runs in WAL with `synchronous=FULL`: readers never wait, and what was acknowledged survives a
power cut. Every writing transaction begins with BEGIN IMMEDIATE (a deferred one that turns into a
writer fails with "database is locked" whatever the timeout); on PostgreSQL the counter row's lock
does the same, so that what a writer read is still true when it posts.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from outreach.rules.refusals import Refusal
from outreach.store.tables import counter

T = TypeVar("T")
#: What the layers above hold of a database; they never look inside.
Engine = sa.Engine
Connection = sa.Connection

BUSY_TIMEOUT_MS = 30_000
_WRITES = "outreach_writes"
#: Connections to a server beyond the five that are kept. Whoever holds one may ask for a second: with few,
#: those who hold all would wait for one another.
_BEYOND = 45
#: The number of the advisory lock under which PostgreSQL's tables are made.
_BUILDING = 0x6F757472


class NotADatabaseUrl(Refusal, ValueError):
    """The URL is none, or of a database that the program does not know; it is not repeated (passwords)."""

    template = (
        "OUTREACH_DATABASE_URL 不是可用的資料庫網址；請用 SQLite 或 PostgreSQL，"
        "例如 sqlite:////srv/outreach/outreach.sqlite3。"
    )


def default_url() -> str:
    """The database that `OUTREACH_DATABASE_URL` names, else the demonstration's own SQLite file."""
    return os.environ.get("OUTREACH_DATABASE_URL") or demonstration_url()


def demonstration_url() -> str:
    """The demonstration's SQLite file, in `var/` beside the program."""
    return f"sqlite:///{Path(__file__).resolve().parents[2] / 'var' / 'demonstration.sqlite3'}"


def open_engine(url: str) -> sa.Engine:
    """Open the database at an SQLAlchemy URL (`sqlite:///…` or `postgresql://…`).

    Raises `NotADatabaseUrl`; whether anything answers there is seen when it is first used.
    """
    try:
        parsed = sa.make_url(url)
        backend = parsed.get_backend_name()
    except sa.exc.ArgumentError as error:
        raise NotADatabaseUrl from error
    if backend not in ("sqlite", "postgresql"):
        raise NotADatabaseUrl
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        return sa.create_engine(parsed, pool_pre_ping=True, max_overflow=_BEYOND)
    pool = {}
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        pool["max_overflow"] = -1  # one more is a handle on a file
    engine = sa.create_engine(parsed, **pool)
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN is switched off; `_begin_sqlite` sends the one we want.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """A look that a thread keeps open, and what was asked in it."""

    engine: sa.Engine
    connection: sa.Connection
    told: dict[Hashable, Any] = field(default_factory=dict)


_look: ContextVar[_Look | None] = ContextVar("look", default=None)


@contextmanager
def one_look(engine: sa.Engine) -> Iterator[None]:
    """Let every `reading` of a database see one state of it until the block ends, and ask `once` only once.

    For what reads much and writes nothing: what others write meanwhile, or the block itself, is not seen.
    A look within a look is the same one.
    """
    look = _look.get()
    if look is not None and look.engine is engine:
        yield
        return
    with reading(engine) as connection:
        token = _look.set(_Look(engine, connection))
        try:
            yield
        finally:
            _look.reset(token)


def once(connection: sa.Connection, key: Hashable, ask: Callable[[], T]) -> T:
    """What a question answers; within `one_look` it is asked once under a key."""
    look = _look.get()
    if look is None or look.connection is not connection:
        return ask()
    if key not in look.told:
        look.told[key] = ask()
    found: T = look.told[key]
    return found


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent look at the database; anything written by mistake is rolled back."""
    look = _look.get()
    if look is not None and look.engine is engine:
        yield look.connection
        return
    isolation = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    # Closing rolls back.
    with engine.connect().execution_options(**isolation) as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One writing transaction, alone among writers; leaving by an exception rolls it back."""
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if engine.dialect.name != "sqlite":
            connection.execute(sa.select(counter.c.seq).with_for_update())
        yield connection


@contextmanager
def writing_if_free(engine: sa.Engine) -> Iterator[sa.Connection | None]:
    """A short writing transaction beside the facts, or None at once where SQLite has a writer already.

    For what need not be written now and must not keep a reader waiting; it takes no number, so on
    PostgreSQL it leaves the counter row to others.
    """
    with engine.connect().execution_options(**{_WRITES: True}) as connection:
        transaction = connection.begin() if engine.dialect.name != "sqlite" else _begin_at_once(connection)
        if transaction is None:
            yield None
            return
        with transaction:
            yield connection


def _begin_at_once(connection: sa.Connection) -> sa.RootTransaction | None:
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        return connection.begin()
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return None
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


@contextmanager
def building(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that may create tables, alone among such; leaving by an exception leaves none.

    Unlike `writing` it asks nothing of the counter row, which may not be there yet.
    """
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        if engine.dialect.name != "sqlite":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_BUILDING)))
        yield connection
