"""A backup is the whole database in one file, and starting again from it gives the same figures."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from outreach.figures.positions import Dimension
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.backup import BackupExists, backup, restore
from outreach.services.check import check
from outreach.services.city import City, open_city
from outreach.services.coverage import coverage
from outreach.services.undo import CannotUndo, undo
from outreach.services.who import NotAllowed
from outreach.store import schema
from outreach.store.changes import latest_changes
from outreach.store.copying import DatabaseNotEmpty
from outreach.store.engine import open_engine, reading, writing
from outreach.store.posting import open_change
from outreach.store.snapshot import (
    BackupDamaged,
    BackupDoesNotFit,
    BackupTooNew,
    CannotReadBackup,
    CannotWriteBackup,
    NotABackup,
)
from outreach.store.tables import metadata
from outreach.store.venues import described, edit_venue
from tests.support.builders import (
    ADMINISTRATOR,
    FIRST_DAY,
    MANAGER,
    MYCODE,
    Clerk,
    SmallCity,
    set_up_url,
    small_city,
)
from tests.support.databases import Databases
from tests.support.random_city import random_city
from tests.support.shared import ROOT

NOW = datetime(2021, 11, 30, 3, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "outreach.backup"


@pytest.fixture
def kept(small: SmallCity, file: Path) -> Path:
    """A backup of the small city."""
    backup(small.city, ADMINISTRATOR, file, now=NOW)
    return file


def _rows(city: City) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database but the change that says that it was restored."""
    with reading(city.engine) as connection:
        found = {
            name: [tuple(map(str, row)) for row in connection.execute(sa.select(table))]
            for name, table in metadata.tables.items()
        }
    found["changes"] = [row for row in found["changes"] if row[1] != "restore"]
    return {name: sorted(rows) for name, rows in found.items()}


def _figures(city: City) -> list[Any]:
    """Figures of both schemes by every dimension, on several days, as known now and before."""
    seq = city.figures.columns().seq
    return [
        city.figures.coverage(scheme.id, FIRST_DAY.replace(day=day), by, (), known)
        for scheme in city.reference().schemes.values()
        for day in (1, 10, 20, 31)
        for by in Dimension
        for known in (seq // 2, seq)
    ]


@pytest.mark.parametrize("other", ["sqlite", "postgresql"])
def test_figures_and_every_row_are_the_same_after_moving_to_either_engine(
    request: pytest.FixtureRequest, databases: Databases, other: str, file: Path
) -> None:
    city = random_city(databases, 213)
    kept = backup(city, ADMINISTRATOR, file, now=NOW)
    target: Databases = request.getfixturevalue(f"{other}_databases")
    url = target.empty()
    assert restore(url, ADMINISTRATOR, file, now=NOW) == kept
    restored = open_city(url)
    assert _rows(restored) == _rows(city)
    assert _figures(restored) == _figures(city)
    assert check(restored, ADMINISTRATOR) == []
    city.engine.dispose()
    restored.engine.dispose()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_city_of_chance_is_the_same_after_a_round_trip(
    sqlite_databases: Databases, file: Path, seed: int
) -> None:
    city = random_city(sqlite_databases, seed)
    backup(city, ADMINISTRATOR, file, now=NOW)
    url = sqlite_databases.empty()
    restore(url, ADMINISTRATOR, file, now=NOW)
    restored = open_city(url)
    assert _rows(restored) == _rows(city)
    assert _figures(restored) == _figures(city)


def test_a_restored_database_is_written_to_as_any_other(
    databases: Databases, sqlite_databases: Databases, file: Path
) -> None:
    """Numbers that an engine gives rows by itself go on behind those that came with the backup."""
    backup(random_city(sqlite_databases, 1), ADMINISTRATOR, file, now=NOW)
    url = databases.empty()
    restore(url, ADMINISTRATOR, file, now=NOW)
    clerk = Clerk.of(url)
    clerk.now = NOW
    before = coverage(clerk.city, ADMINISTRATOR, MYCODE, FIRST_DAY).total
    venue = clerk.list_venue("新開的店", stage=Participation.JOINED)
    with writing(clerk.city.engine) as connection:
        edited = described(connection, [venue])[venue]
        change = open_change(connection, kind="edit", actor="王小明", summary="更名", now=clerk.tick())
        edit_venue(connection, change, edited, {"name": "改名的店"}, {"name_key": "改名的店"})
    after = coverage(clerk.city, ADMINISTRATOR, MYCODE, FIRST_DAY).total
    assert (after.population, after.completed) == (before.population + 1, before.completed + 1)
    assert check(clerk.city, ADMINISTRATOR) == []
    clerk.city.engine.dispose()


def test_a_restored_database_says_who_restored_what(kept: Path, sqlite_url: str) -> None:
    restore(sqlite_url, ADMINISTRATOR, kept, now=NOW)
    city = open_city(sqlite_url)
    with reading(city.engine) as connection:
        (newest,) = latest_changes(connection, 1)
    assert (newest.kind, newest.actor, newest.source) == ("restore", ADMINISTRATOR.name, kept.name)
    assert "2021-11-30 03:00 UTC 由 王小明 製作" in newest.summary
    with pytest.raises(CannotUndo):
        undo(city, ADMINISTRATOR, newest.id, now=NOW)


def test_a_backup_is_its_owners_only_and_says_that_it_holds_contacts(
    sqlite_databases: Databases, file: Path
) -> None:
    city = random_city(sqlite_databases, 1)
    before = os.umask(0)
    try:
        kept = backup(city, ADMINISTRATOR, file, now=NOW)
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    assert "含聯絡資料 3 筆" in kept.notice
    assert "0600" in kept.notice
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_a_backup_made_while_others_write_is_one_moment_of_the_city(
    databases: Databases, sqlite_url: str, file: Path
) -> None:
    """Each change states two facts at once; a backup in which the two disagree was not one moment."""
    small = small_city(set_up_url(databases))
    stop = threading.Event()
    recorded: list[int] = []

    def write() -> None:
        stages = (Participation.JOINED, Participation.DECLINED)
        while not stop.is_set():
            word = stages[len(recorded) % 2]
            both = [
                small.clerk.fact(v, Facet.PARTICIPATION, word, remark=f"第{len(recorded)}次")
                for v in (small.contacted, small.untouched)
            ]
            recorded.append(small.clerk.record(both))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(recorded) < 3:
            assert writer.is_alive()
        during = len(recorded)
        backup(small.city, ADMINISTRATOR, file, now=NOW)
        assert len(recorded) > during, "nobody wrote while the backup was made"
    finally:
        stop.set()
        writer.join()
    restore(sqlite_url, ADMINISTRATOR, file, now=NOW)
    restored = open_city(sqlite_url)
    assert check(restored, ADMINISTRATOR) == []
    seq = restored.figures.columns().seq
    then = coverage(small.city, ADMINISTRATOR, MYCODE, FIRST_DAY, known_at=seq).total
    assert coverage(restored, ADMINISTRATOR, MYCODE, FIRST_DAY).total == then
    assert then.completed in (2, 4)
    small.city.engine.dispose()


def test_a_backup_never_takes_the_place_of_another_file(small: SmallCity, file: Path) -> None:
    file.write_text("another file")
    with pytest.raises(BackupExists, match=r"outreach-20211130-0300\.backup"):
        backup(small.city, ADMINISTRATOR, file, now=NOW)
    assert file.read_text() == "another file"


def test_a_folder_that_is_not_there_is_refused_in_a_sentence(small: SmallCity, tmp_path: Path) -> None:
    with pytest.raises(CannotWriteBackup, match="無法寫入備份檔"):
        backup(small.city, ADMINISTRATOR, tmp_path / "missing" / "outreach.backup", now=NOW)


@contextmanager
def _files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does to whoever writes: the rest of a file cannot be written."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_no_half_a_backup(small: SmallCity, file: Path) -> None:
    with _files_no_larger_than(64 * 1024), pytest.raises(CannotWriteBackup):
        backup(small.city, ADMINISTRATOR, file, now=NOW)
    assert list(file.parent.iterdir()) == []


def test_only_an_administrator_makes_or_restores_a_backup(
    small: SmallCity, kept: Path, sqlite_url: str
) -> None:
    with pytest.raises(NotAllowed):
        backup(small.city, MANAGER, kept.with_name("other.backup"), now=NOW)
    with pytest.raises(NotAllowed):
        restore(sqlite_url, MANAGER, kept, now=NOW)
    assert not kept.with_name("other.backup").exists()


def test_a_file_that_is_missing_is_refused(sqlite_url: str, file: Path) -> None:
    with pytest.raises(CannotReadBackup, match=r"outreach\.backup"):
        restore(sqlite_url, ADMINISTRATOR, file, now=NOW)


def test_a_folder_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(CannotReadBackup):
        restore(sqlite_url, ADMINISTRATOR, tmp_path, now=NOW)


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 200, bytes(100)])
def test_a_file_that_is_no_backup_is_refused(sqlite_url: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(NotABackup, match="python -m outreach backup"):
        restore(sqlite_url, ADMINISTRATOR, file, now=NOW)


def test_a_live_databases_own_file_is_no_backup(small: SmallCity, sqlite_url: str) -> None:
    own = Path(str(small.city.engine.url.database))
    with pytest.raises(NotABackup):
        restore(sqlite_url, ADMINISTRATOR, own, now=NOW)


def test_a_backup_that_was_cut_short_is_refused(kept: Path, sqlite_url: str) -> None:
    with kept.open("r+b") as file:
        file.truncate(kept.stat().st_size // 2)
    with pytest.raises(BackupDamaged):
        restore(sqlite_url, ADMINISTRATOR, kept, now=NOW)
    assert sa.inspect(open_engine(sqlite_url)).get_table_names() == []


def test_a_single_letter_that_changed_is_found(kept: Path, sqlite_url: str) -> None:
    content = kept.read_bytes()
    assert "小書房".encode() in content
    kept.write_bytes(content.replace("小書房".encode(), "小書店".encode()))
    with pytest.raises(BackupDamaged, match="檢查碼不符"):
        restore(sqlite_url, ADMINISTRATOR, kept, now=NOW)


def test_a_backup_of_a_later_format_is_refused(kept: Path, sqlite_url: str) -> None:
    with closing(sqlite3.connect(kept)) as raw:
        raw.execute("PRAGMA user_version = 2")
    with pytest.raises(BackupTooNew, match="格式 2"):
        restore(sqlite_url, ADMINISTRATOR, kept, now=NOW)


LATER = '''
"""A migration of a later version."""

from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.execute("UPDATE agencies SET short_name = short_name || '（新）'")


def downgrade() -> None:
    op.execute("UPDATE agencies SET short_name = replace(short_name, '（新）', '')")
'''


@pytest.fixture
def later_version(tmp_path: Path) -> Path:
    """The migrations of a version that has one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, folder)
    (folder / "versions" / "9999_later.py").write_text(LATER.format(head=schema.head()), encoding="utf-8")
    return folder


def test_a_backup_of_an_earlier_version_is_upgraded_with_what_is_in_it(
    databases: Databases, kept: Path, later_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", later_version)
    url = databases.empty()
    restore(url, ADMINISTRATOR, kept, now=NOW)
    city = open_city(url)
    assert {a.short_name for a in city.reference().agencies.values()} == {
        "產業局（新）",
        "商業處（新）",
        "文化局（新）",
    }
    assert kept.read_bytes() == before
    city.engine.dispose()


def test_a_backup_of_a_later_version_is_refused_by_name(
    small: SmallCity, sqlite_url: str, file: Path, later_version: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", later_version)
        backup(small.city, ADMINISTRATOR, file, now=NOW)
    with pytest.raises(BackupTooNew, match="9999"):
        restore(sqlite_url, ADMINISTRATOR, file, now=NOW)


def test_a_database_that_holds_anything_is_not_restored_to(databases: Databases, kept: Path) -> None:
    url = set_up_url(databases)
    city = open_city(url)
    before = _rows(city)
    with pytest.raises(DatabaseNotEmpty, match="OUTREACH_DATABASE_URL="):
        restore(url, ADMINISTRATOR, kept, now=NOW)
    assert _rows(city) == before
    city.engine.dispose()


def test_a_database_of_another_program_is_not_restored_to(database_url: str, kept: Path) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE payroll (id INTEGER)"))
    with pytest.raises(DatabaseNotEmpty, match="payroll"):
        restore(database_url, ADMINISTRATOR, kept, now=NOW)
    assert sa.inspect(engine).get_table_names() == ["payroll"]
    engine.dispose()


def test_tables_without_a_row_may_be_restored_to(database_url: str, kept: Path) -> None:
    engine = open_engine(database_url)
    schema.upgrade(engine)
    restore(database_url, ADMINISTRATOR, kept, now=NOW)
    city = open_city(database_url)
    assert coverage(city, ADMINISTRATOR, MYCODE, FIRST_DAY).total.population == 4
    city.engine.dispose()
    engine.dispose()


def test_a_value_that_postgresql_has_no_room_for_restores_nothing(
    small: SmallCity, file: Path, postgresql_url: str
) -> None:
    with small.city.engine.begin() as connection:
        connection.execute(sa.text("UPDATE venues SET name = :name WHERE id = 1"), {"name": "店" * 201})
    backup(small.city, ADMINISTRATOR, file, now=NOW)
    with pytest.raises(BackupDoesNotFit):
        restore(postgresql_url, ADMINISTRATOR, file, now=NOW)
    engine = open_engine(postgresql_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from outreach.services.backup import restore
from outreach.services.who import Role, Who

def progress(share, what):
    if share > 0.9:
        os.kill(os.getpid(), signal.SIGKILL)

who = Who("王小明", Role.ADMINISTRATOR)
restore(sys.argv[1], who, Path(sys.argv[2]), now=datetime.now(UTC), progress=progress)
"""


def test_a_restore_that_is_killed_leaves_an_empty_database(database_url: str, kept: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, database_url, str(kept)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    engine = open_engine(database_url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    restore(database_url, ADMINISTRATOR, kept, now=NOW)


def test_a_backup_tells_how_far_it_is(small: SmallCity, file: Path) -> None:
    told: list[float] = []
    backup(small.city, ADMINISTRATOR, file, now=NOW, progress=lambda share, _what: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1.0
