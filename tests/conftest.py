"""Options, hypothesis profiles and database fixtures that every test may use."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.compiled import compile_once
from tests.support.databases import Databases, PostgresqlDatabases, SqliteDatabases
from tests.support.network import stay_on_this_computer

ENGINES = ("sqlite", "postgresql")

# Examples that are slow to draw tell of the machine, not of the program: no deadline, and no `too_slow`.
_CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("quick", _CALM, max_examples=50)
# A run that decides whether work lands must not depend on luck: the same examples each time.
settings.register_profile("ci", _CALM, max_examples=50, derandomize=True)
settings.register_profile("long", _CALM, max_examples=2_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--long`."""
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the hypothesis profile; keep tests off the network and away from anybody's real database."""
    if not config.getoption("--hypothesis-profile", None):
        settings.load_profile(
            "long" if config.getoption("--long") else "ci" if os.environ.get("CI") else "quick"
        )
    # A test that forgets to name its database must fail, not write into the one in use.
    os.environ["OUTREACH_DATABASE_URL"] = "sqlite:////dev/null/this-test-named-no-database.sqlite3"
    stay_on_this_computer()
    compile_once()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `long` unless it was asked for."""
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_collection_finish() -> None:
    """Leave what thousands of tests hold out of every later search for garbage, a tenth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_unconfigure() -> None:
    """Let the process end as any other; libraries complain of what is never collected."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "made-once"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory, _made_once: Path) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"), _made_once)


@pytest.fixture(scope="session")
def lasting_databases(tmp_path_factory: pytest.TempPathFactory, _made_once: Path) -> Databases:
    """SQLite for what outlives one test, such as a program that is served; nothing drops them."""
    return SqliteDatabases(tmp_path_factory.mktemp("lasting"), _made_once)


@pytest.fixture(scope="session")
def _postgresql() -> Iterator[PostgresqlDatabases]:
    server = PostgresqlDatabases()
    yield server
    server.stop()


@pytest.fixture
def sqlite_databases(_sqlite: SqliteDatabases) -> Iterator[Databases]:
    """SQLite alone: databases by `empty()` or `prepared(key, fill)`, dropped after the test."""
    yield _sqlite
    _sqlite.drop_all()


@pytest.fixture
def postgresql_databases(_postgresql: PostgresqlDatabases) -> Iterator[Databases]:
    """PostgreSQL alone: databases by `empty()` or `prepared(key, fill)`, dropped after the test."""
    yield _postgresql
    _postgresql.drop_all()


@pytest.fixture(params=ENGINES)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each engine in turn: databases by `empty()` or `prepared(key, fill)`, dropped after the test."""
    chosen = request.getfixturevalue(f"{request.param}_databases")
    assert isinstance(chosen, Databases)
    return chosen


@pytest.fixture
def database_url(databases: Databases) -> str:
    """URL of an empty database, once on SQLite and once on PostgreSQL."""
    return databases.empty()


@pytest.fixture
def sqlite_url(sqlite_databases: Databases) -> str:
    """URL of an empty SQLite database, for what does not depend on the engine."""
    return sqlite_databases.empty()


@pytest.fixture
def postgresql_url(postgresql_databases: Databases) -> str:
    """URL of an empty PostgreSQL database, for what only PostgreSQL does."""
    return postgresql_databases.empty()
