"""What tests of services begin with."""

from collections.abc import Iterator

import pytest

from tests.support.accounts import Office, office_url
from tests.support.builders import Clerk, SmallCity, set_up_url, small_city_in
from tests.support.databases import Databases


@pytest.fixture
def clerk(sqlite_databases: Databases) -> Clerk:
    """A clerk over an SQLite database that is set up and holds no venue."""
    return Clerk.of(set_up_url(sqlite_databases))


@pytest.fixture
def small(sqlite_databases: Databases) -> SmallCity:
    """The small city, on SQLite."""
    return small_city_in(sqlite_databases)


@pytest.fixture
def office(sqlite_databases: Databases) -> Iterator[Office]:
    """Five people with accounts, on SQLite."""
    found = Office.of(office_url(sqlite_databases))
    yield found
    found.city.engine.dispose()


@pytest.fixture
def either(databases: Databases) -> Iterator[Office]:
    """Five people with accounts, on each engine in turn."""
    found = Office.of(office_url(databases))
    yield found
    found.city.engine.dispose()
