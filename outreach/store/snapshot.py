"""A whole database in one file, the same from SQLite and PostgreSQL, so that either can be filled from it.

The file is itself an SQLite database of this program's schema, with one table more that says when and
by whom it was made and holds a digest of everything else. It contains contact persons and phones.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from outreach.rules.refusals import Refusal
from outreach.store.copying import DOES_NOT_FIT, Copied, copy_rows, count_rows, must_be_empty
from outreach.store.schema import head, known_revisions, upgrade_within
from outreach.store.tables import metadata

#: SQLite's `application_id` of such a file: 「OUTB」.
APPLICATION_ID = 0x4F555442
FORMAT = 1
_ABOUT = "backup_about"
#: Bytes at the beginning of every SQLite file; `user_version` stands at 60, `application_id` at 68.
_HEADER_SIZE = 100
_DISK_REFUSES = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)


class CannotWriteBackup(Refusal):
    """The file could not be written."""

    template = (
        "無法寫入備份檔『{path}』（{reason}）；請指定可寫入且空間足夠的資料夾，例如 ./outreach.backup。"
    )


class CannotReadBackup(Refusal):
    """The file is not there, or not ours to read."""

    template = "無法讀取備份檔『{path}』（{reason}）；請確認路徑，例如 ./outreach.backup。"


class NotABackup(Refusal, ValueError):
    """The file was not made by `backup`."""

    template = (
        "『{path}』不是本程式的備份檔；請用 python -m outreach backup 產生的檔案，例如 outreach.backup。"
    )


class BackupDamaged(Refusal, ValueError):
    """The file's content is not what was written."""

    template = "備份檔『{path}』已損毀（{what}），不能還原；請改用另一份備份，例如前一日的備份。"


class BackupTooNew(Refusal, ValueError):
    """A later version of the program made the file."""

    template = (
        "備份檔『{path}』由較新版的程式製作（版本 {found}，本程式只認得到 {known}）；"
        "請先更新程式，例如取得最新版後再還原。"
    )


class BackupDoesNotFit(Refusal, ValueError):
    """The backup holds a value for which the database has no room."""

    template = (
        "備份檔『{path}』有資料庫放不下的值（{what}），沒有還原任何資料；"
        "請改還原至 SQLite，例如 OUTREACH_DATABASE_URL=sqlite:///restored.sqlite3。"
    )


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself; `seq` is the last number in it, `contacts` counts people in it."""

    revision: str
    made_at: datetime
    made_by: str
    seq: int
    venues: int
    facts: int
    contacts: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A backup that was found sound, at this program's own revision."""

    path: Path
    about: About
    engine: sa.Engine


# ---- making a backup


def write_backup(
    source: sa.Connection, path: Path, *, made_by: str, made_at: datetime, copied: Copied
) -> About:
    """Copy everything that one reading transaction sees into a new file, readable by its owner only.

    The file appears under its name when it is complete and on the disk. Raises `CannotWriteBackup`.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".backup-", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            about = _written(part, source, made_by, made_at, copied)
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWriteBackup(path=path, reason=error.strerror or error) from error
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", None) not in _DISK_REFUSES:
            raise
        raise CannotWriteBackup(path=path, reason=error.orig) from error
    with suppress(OSError):  # some systems cannot open a folder; there the name waits for the next flush
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    return about


def _written(part: Path, source: sa.Connection, made_by: str, made_at: datetime, copied: Copied) -> About:
    engine = _file_engine(part)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade_within(connection)
            copy_rows(source, connection, copied)
            about = _about(connection, made_by, made_at)
    finally:
        engine.dispose()
    _seal(part, about)
    return about


def _file_engine(path: Path, *, read_only: bool = False) -> sa.Engine:
    """An engine on a file that nobody else uses: no write-ahead log is left beside it."""

    def connect() -> sqlite3.Connection:
        mode = "?mode=ro&immutable=1" if read_only else "?mode=rw"
        connection = sqlite3.connect(f"file:{quote(str(path))}{mode}", uri=True, check_same_thread=False)
        # The driver's own BEGIN is switched off, so that tables and rows are one transaction.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=MEMORY")
        connection.execute("PRAGMA synchronous=OFF")
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.NullPool)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _about(connection: sa.Connection, made_by: str, made_at: datetime) -> About:
    tables = metadata.tables
    seq = connection.execute(sa.select(tables["counter"].c.seq)).scalar_one()
    counts = (count_rows(connection, tables[name]) for name in ("venues", "facts", "contacts"))
    return About(head(), made_at, made_by, seq, *counts)


def _seal(path: Path, about: About) -> None:
    """Mark the file as a backup, with what it says of itself and the digest of everything in it."""
    with closing(sqlite3.connect(path)) as raw:
        told = {
            "revision": about.revision,
            "made_at": about.made_at.isoformat(),
            "made_by": about.made_by,
            "seq": about.seq,
            "venues": about.venues,
            "facts": about.facts,
            "contacts": about.contacts,
        }
        raw.execute(f"CREATE TABLE {_ABOUT} (told TEXT NOT NULL, digest TEXT NOT NULL)")
        text = json.dumps(told, ensure_ascii=False)
        raw.execute(f"INSERT INTO {_ABOUT} VALUES (?, ?)", (text, _digest(raw, text)))  # noqa: S608
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        raw.execute(f"PRAGMA user_version = {FORMAT}")
        raw.commit()


def _digest(raw: sqlite3.Connection, told: str) -> str:
    """SHA-256 of every table's definition and rows, and of what the backup says of itself."""
    found = hashlib.sha256(told.encode())
    tables = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> ? ORDER BY name", (_ABOUT,)
    ).fetchall()
    for name, definition in tables:
        found.update(f"{name}\n{definition}\n".encode())
        keys = raw.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (name,))
        order = ", ".join(f'"{key}"' for (key,) in keys)
        for row in raw.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):  # noqa: S608  # its own names
            found.update(repr(row).encode())
    return found.hexdigest()


# ---- using one


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A backup for reading; one that an earlier version made is upgraded in a copy of its own.

    Raises `CannotReadBackup`, `NotABackup`, `BackupTooNew` and `BackupDamaged`.
    """
    about = _inspected(path)
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        current = path
        if about.revision != head():
            current = Path(folder, "upgraded.sqlite3")
            shutil.copyfile(path, current)
            upgraded = _file_engine(current)
            with upgraded.connect() as connection, connection.begin():
                upgrade_within(connection)
            upgraded.dispose()
        engine = _file_engine(current, read_only=True)
        try:
            yield Opened(path, about, engine)
        finally:
            engine.dispose()


def _inspected(path: Path) -> About:
    """What the file says of itself, once it has been found to be a sound backup that can be read."""
    try:
        with path.open("rb") as file:  # says what is wrong with a file in plainer words than SQLite does
            header = file.read(_HEADER_SIZE)
    except OSError as error:
        raise CannotReadBackup(path=path, reason=error.strerror or error) from error
    found, application = int.from_bytes(header[60:64]), int.from_bytes(header[68:72])
    if len(header) < _HEADER_SIZE or application != APPLICATION_ID:
        raise NotABackup(path=path)
    if found > FORMAT:
        raise BackupTooNew(path=path, found=f"格式 {found}", known=f"格式 {FORMAT}")
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as raw:
        try:
            told, digest = raw.execute(f"SELECT told, digest FROM {_ABOUT}").fetchone()  # noqa: S608
            sound = _digest(raw, told) == digest
        except (sqlite3.DatabaseError, TypeError, ValueError) as damage:
            raise BackupDamaged(path=path, what=f"{damage}") from None
    if not sound:
        raise BackupDamaged(path=path, what="內容與製作時的檢查碼不符")
    return _read_about(path, json.loads(told))


def _read_about(path: Path, told: dict[str, Any]) -> About:
    if told["revision"] not in known_revisions():
        raise BackupTooNew(path=path, found=told["revision"], known=head())
    return About(**{**told, "made_at": datetime.fromisoformat(told["made_at"])})


def fill_from(backup: Opened, target: sa.Connection, copied: Copied) -> None:
    """Create every table in an empty database and fill it, inside the caller's transaction.

    Raises `DatabaseNotEmpty` and `BackupDoesNotFit`.
    """
    must_be_empty(target)
    upgrade_within(target)
    try:
        with backup.engine.connect() as source:
            copy_rows(source, target, copied)
    except DOES_NOT_FIT as error:
        what = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise BackupDoesNotFit(path=backup.path, what=what) from error
