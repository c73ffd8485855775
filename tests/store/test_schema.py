"""The tables as migrations make them are the tables that the program declares, on both engines."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from outreach.services.city import open_city
from outreach.store import schema
from outreach.store.engine import Engine, building, open_engine
from outreach.store.schema import DatabaseNotSetUp, DatabaseTooNew, is_set_up, require, upgrade
from outreach.store.tables import metadata
from tests.support.builders import Clerk
from tests.support.databases import Databases
from tests.support.shared import ROOT


@pytest.fixture
def upgraded(database_url: str) -> Engine:
    """An empty database, upgraded to this version."""
    engine = open_engine(database_url)
    upgrade(engine)
    return engine


def _downgrade(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with building(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def _tables(engine: Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names())


def test_upgrading_an_empty_database_makes_what_the_program_declares(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        # Defaults are left to the next test: of SQLite's, Alembic takes '' for a change.
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    upgraded.dispose()


def _constraints(engine: Engine) -> dict[str, Any]:
    """Everything about each table that Alembic's comparison passes over, too."""
    inspector = sa.inspect(engine)
    found: dict[str, Any] = {}
    for name in sorted(metadata.tables):
        found[name] = {
            "columns": [
                (c["name"], str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(name)
            ],
            "key": inspector.get_pk_constraint(name)["constrained_columns"],
            "checks": sorted(
                (str(c["name"]), "".join(c["sqltext"].split())) for c in inspector.get_check_constraints(name)
            ),
            "unique": sorted(tuple(c["column_names"]) for c in inspector.get_unique_constraints(name)),
            "foreign": sorted(
                (*c["constrained_columns"], c["referred_table"], *c["referred_columns"])
                for c in inspector.get_foreign_keys(name)
            ),
            "indexes": sorted(
                (str(i["name"]), *map(str, i["column_names"])) for i in inspector.get_indexes(name)
            ),
        }
    return found


def test_checks_defaults_and_keys_are_the_declared_ones_to_the_letter(
    databases: Databases, upgraded: Engine
) -> None:
    declared = open_engine(databases.empty())
    metadata.create_all(declared)
    assert _constraints(upgraded) == _constraints(declared)
    for engine in (upgraded, declared):
        engine.dispose()


def test_the_counter_begins_at_zero(upgraded: Engine) -> None:
    with upgraded.connect() as connection:
        assert connection.execute(sa.text("SELECT id, seq FROM counter")).all() == [(1, 0)]
    upgraded.dispose()


def test_a_second_counter_row_is_impossible(upgraded: Engine) -> None:
    with upgraded.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text("INSERT INTO counter (id, seq) VALUES (2, 0)"))
    upgraded.dispose()


def test_upgrading_twice_changes_nothing(upgraded: Engine) -> None:
    before = _constraints(upgraded)
    upgrade(upgraded)
    assert _constraints(upgraded) == before
    with upgraded.connect() as connection:
        assert connection.execute(sa.text("SELECT seq FROM counter")).all() == [(0,)]
    upgraded.dispose()


def test_upgrading_keeps_what_is_recorded(clerk: Clerk) -> None:
    clerk.list_venue("甜圈坊")
    upgrade(clerk.city.engine)
    assert clerk.city.figures.columns().seq == 6


def test_downgrading_takes_everything_away_and_upgrading_brings_it_back(upgraded: Engine) -> None:
    before = _constraints(upgraded)
    _downgrade(upgraded, "base")
    assert _tables(upgraded) == {schema.VERSION_TABLE}
    assert not is_set_up(upgraded)
    upgrade(upgraded)
    assert _constraints(upgraded) == before
    upgraded.dispose()


def test_an_empty_database_is_refused_with_the_command_that_sets_it_up(database_url: str) -> None:
    engine = open_engine(database_url)
    with pytest.raises(DatabaseNotSetUp, match="python -m outreach setup"):
        require(engine)
    engine.dispose()
    with pytest.raises(DatabaseNotSetUp):
        open_city(database_url)


def test_an_earlier_database_is_refused_until_it_is_upgraded(upgraded: Engine) -> None:
    _downgrade(upgraded, "base")
    with pytest.raises(DatabaseNotSetUp):
        require(upgraded)
    upgrade(upgraded)
    require(upgraded)
    upgraded.dispose()


def test_a_database_of_a_later_version_is_neither_opened_nor_touched(upgraded: Engine) -> None:
    with upgraded.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseTooNew, match="9999"):
        require(upgraded)
    with pytest.raises(DatabaseTooNew, match="9999"):
        upgrade(upgraded)
    with upgraded.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == "9999"
    upgraded.dispose()


BROKEN = '''
"""A migration that fails half way."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("half", sa.Column("n", sa.Integer))
    op.execute("INSERT INTO no_such_table VALUES (1)")


def downgrade() -> None:
    op.drop_table("half")
'''


def test_an_upgrade_that_fails_leaves_the_tables_as_they_were(
    upgraded: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = tmp_path / "versions"
    versions.mkdir()
    for file in (schema.MIGRATIONS / "versions").glob("*.py"):
        (versions / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (versions / "9999_broken.py").write_text(BROKEN.format(head=schema.head()), encoding="utf-8")
    env = (schema.MIGRATIONS / "env.py").read_text(encoding="utf-8")
    (tmp_path / "env.py").write_text(env, encoding="utf-8")
    before = _tables(upgraded)
    with monkeypatch.context() as later:
        later.setattr(schema, "MIGRATIONS", tmp_path)
        with pytest.raises(sa.exc.DatabaseError):
            upgrade(upgraded)
    assert _tables(upgraded) == before
    assert is_set_up(upgraded)
    upgraded.dispose()


SET_UP = """
import sys
from datetime import UTC, datetime
from outreach.services.setup import set_up
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine
sys.stdin.read()
set_up(open_engine(sys.argv[1]), Who("王小明", Role.ADMINISTRATOR), now=datetime.now(UTC))
"""


def test_two_processes_that_set_up_one_database_at_once_do_it_once(database_url: str) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", SET_UP, database_url], cwd=ROOT, stdin=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(60) for process in both] == [0, 0]
    city = open_city(database_url)
    reference = city.reference()
    assert (len(reference.schemes), len(reference.places), city.figures.columns().seq) == (2, 468, 2)
    city.engine.dispose()
