"""What tests of the store begin with: a database that is set up, once on each engine."""

from collections.abc import Iterator

import pytest

from outreach.store.engine import Engine, open_engine
from tests.support.builders import Clerk, set_up_url
from tests.support.databases import Databases


@pytest.fixture
def url(databases: Databases) -> str:
    """URL of a database that is set up and holds no venue."""
    return set_up_url(databases)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The database at `url`, as the program opens it."""
    opened = open_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture
def clerk(url: str) -> Iterator[Clerk]:
    """A clerk who records in the database at `url`."""
    found = Clerk.of(url)
    yield found
    found.city.engine.dispose()
