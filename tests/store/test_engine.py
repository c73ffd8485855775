"""How the database is opened, and what its two kinds of transaction promise."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from outreach.rules.vocabulary import Facet, Kind
from outreach.store.engine import (
    BUSY_TIMEOUT_MS,
    Engine,
    building,
    default_url,
    demonstration_url,
    one_look,
    open_engine,
    reading,
    writing,
)
from outreach.store.feed import current_seq
from outreach.store.posting import NewFact, open_change
from outreach.store.settings import read_setting, write_setting
from outreach.store.tables import changes, counter, facts, settings
from tests.support.builders import BEGINNING, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.writers import run_writers


def _pragma(engine: Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def _path(engine: Engine) -> Path:
    return Path(str(engine.url.database))


# ---- SQLite as it is opened


def test_readers_never_wait_for_a_writer_since_there_is_a_write_ahead_log(sqlite_url: str) -> None:
    assert _pragma(open_engine(sqlite_url), "journal_mode") == "wal"


def test_what_was_acknowledged_survives_a_power_cut(sqlite_url: str) -> None:
    full = 2
    assert _pragma(open_engine(sqlite_url), "synchronous") == full


def test_references_are_enforced_and_a_writer_waits_its_turn(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    assert _pragma(engine, "foreign_keys") == 1
    assert _pragma(engine, "busy_timeout") == BUSY_TIMEOUT_MS


def test_every_connection_of_the_pool_is_opened_the_same_way(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as first, engine.connect() as second:
        found = [c.exec_driver_sql("PRAGMA synchronous").scalar() for c in (first, second)]
    assert found == [2, 2]


def test_a_folder_that_is_missing_is_made_for_a_new_database(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new/folder/city.sqlite3")
    with engine.connect():
        pass
    assert (tmp_path / "new" / "folder" / "city.sqlite3").exists()
    engine.dispose()


def test_a_plain_postgresql_address_is_opened_by_the_driver_that_is_installed(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url.replace("postgresql+psycopg://", "postgresql://"))
    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT 7")).scalar() == 7
    engine.dispose()


def test_the_environment_names_the_database_and_else_it_is_the_demonstrations_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE_URL", "sqlite:///elsewhere.sqlite3")
    assert default_url() == "sqlite:///elsewhere.sqlite3"
    monkeypatch.delenv("OUTREACH_DATABASE_URL")
    assert default_url() == demonstration_url()
    assert default_url().endswith("/var/demonstration.sqlite3")


# ---- writing


def test_a_writer_holds_the_lock_before_its_first_word(sqlite_databases: Databases) -> None:
    """BEGIN IMMEDIATE: a transaction that became a writer only later would fail, whatever the timeout."""
    engine = open_engine(set_up_url(sqlite_databases))
    with (
        closing(sqlite3.connect(_path(engine), timeout=0, isolation_level=None)) as other,
        writing(engine),
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")
    engine.dispose()


def test_a_reader_does_not_hold_writers_up(sqlite_databases: Databases) -> None:
    engine = open_engine(set_up_url(sqlite_databases))
    with (
        closing(sqlite3.connect(_path(engine), timeout=0, isolation_level=None)) as other,
        reading(engine) as c,
    ):
        assert current_seq(c) == 3
        other.execute("BEGIN IMMEDIATE")
        other.execute("COMMIT")
    engine.dispose()


def test_a_writer_on_postgresql_holds_the_counter_before_its_first_word(
    postgresql_databases: Databases,
) -> None:
    engine = open_engine(set_up_url(postgresql_databases))
    with writing(engine), engine.connect() as other, pytest.raises(sa.exc.OperationalError, match="lock"):
        other.execute(sa.select(counter.c.seq).with_for_update(nowait=True))
    engine.dispose()


def _write_and_fail(engine: Engine, fact: NewFact) -> None:
    with writing(engine) as connection:
        change = open_change(connection, kind="edit", actor="王小明", summary="異動", now=BEGINNING)
        change.facts([fact])
        raise ZeroDivisionError


def test_nothing_half_done_is_left_by_an_exception(engine: Engine, clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    with reading(engine) as connection:
        before = current_seq(connection)
    with pytest.raises(ZeroDivisionError):
        _write_and_fail(engine, clerk.fact(venue, Facet.KIND, Kind.CITY_VENUE))
    with reading(engine) as connection:
        assert current_seq(connection) == before
        assert connection.execute(sa.select(sa.func.count()).select_from(facts)).scalar() == 0
        actors = set(connection.execute(sa.select(changes.c.summary)).scalars())
    assert "異動" not in actors


def test_the_numbers_of_a_change_that_failed_are_given_to_the_next(engine: Engine, clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    of_nobody = 999
    with pytest.raises(sa.exc.IntegrityError):
        clerk.record([clerk.fact(v, Facet.KIND, Kind.CITY_VENUE) for v in (venue, of_nobody)])
    clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    with reading(engine) as connection:
        assert list(connection.execute(sa.select(facts.c.seq)).scalars()) == [4]
        assert list(connection.execute(sa.select(changes.c.id).order_by(changes.c.id)).scalars()) == [1, 2, 3]


def test_nothing_half_done_is_left_by_a_process_that_is_killed(
    url: str, engine: Engine, clerk: Clerk
) -> None:
    clerk.describe("甜圈坊")
    assert run_writers(url, ["承辦"], changes=3, facts=4, kill=True) == [-signal.SIGKILL]
    with reading(engine) as connection:
        assert current_seq(connection) == 3 + 2 * 4
        assert connection.execute(sa.select(sa.func.count()).select_from(facts)).scalar() == 2 * 4
        assert list(connection.execute(sa.select(changes.c.last_seq)).scalars())[-2:] == [7, 11]
    # Who comes next is not kept waiting by the dead one's lock.
    assert run_writers(url, ["代理"], changes=1, facts=1) == [0]


# ---- reading


def test_a_reader_sees_one_moment_however_long_it_looks(engine: Engine, clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    with reading(engine) as connection:
        first = current_seq(connection)
        clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
        assert current_seq(connection) == first
        assert connection.execute(sa.select(facts)).all() == []
    with reading(engine) as connection:
        assert current_seq(connection) == first + 1


def test_what_a_reader_writes_by_mistake_is_not_kept(engine: Engine) -> None:
    with reading(engine) as connection:
        before = connection.execute(sa.select(settings)).all()
        connection.execute(sa.insert(settings).values(name="mistake", value="1"))
    with reading(engine) as connection:
        assert connection.execute(sa.select(settings)).all() == before


# ---- building


def _build_and_fail(engine: Engine) -> None:
    with building(engine) as connection:
        connection.execute(sa.text("CREATE TABLE half (n INTEGER)"))
        raise ZeroDivisionError


def test_tables_made_in_a_transaction_that_fails_are_gone(database_url: str) -> None:
    engine = open_engine(database_url)
    with pytest.raises(ZeroDivisionError):
        _build_and_fail(engine)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_one_look_sees_one_state_however_often_it_reads_and_the_next_one_sees_what_was_written(
    databases: Databases,
) -> None:
    engine = open_engine(set_up_url(databases))

    def said() -> str | None:
        with reading(engine) as connection:
            return read_setting(connection, "said")

    with one_look(engine):
        assert said() is None
        with writing(engine) as connection:
            write_setting(connection, "said", "yes")
        assert said() is None
    assert said() == "yes"
    with one_look(engine):
        assert said() == "yes"
    engine.dispose()


def test_within_one_look_and_looks_within_it_a_database_is_asked_once_and_another_one_by_itself(
    databases: Databases,
) -> None:
    engine, other = (open_engine(set_up_url(databases)) for _ in range(2))
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with writing(other) as connection:
        write_setting(connection, "said", "there")
    with one_look(engine):
        for _ in range(3):
            with one_look(engine), reading(engine) as connection:
                assert read_setting(connection, "said") is None
                assert read_setting(connection, "told") is None
            with reading(other) as connection:
                assert read_setting(connection, "said") == "there"
    assert sum("SELECT" in statement for statement in asked) == 1
    engine.dispose()
    other.dispose()


def test_twenty_who_hold_a_connection_are_given_a_second_one(databases: Databases) -> None:
    engine = open_engine(set_up_url(databases))
    with ExitStack() as held:
        for _ in range(20):
            held.enter_context(reading(engine)).execute(sa.select(1))
        with reading(engine) as connection:
            assert connection.execute(sa.select(1)).scalar() == 1
    engine.dispose()
