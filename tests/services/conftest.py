"""What tests of services begin with."""

import pytest

from tests.support.builders import Clerk, SmallCity, set_up_url, small_city
from tests.support.databases import Databases


@pytest.fixture
def clerk(sqlite_databases: Databases) -> Clerk:
    """A clerk over an SQLite database that is set up and holds no venue."""
    return Clerk.of(set_up_url(sqlite_databases))


@pytest.fixture
def small(sqlite_databases: Databases) -> SmallCity:
    """The small city, on SQLite."""
    return small_city(set_up_url(sqlite_databases))
