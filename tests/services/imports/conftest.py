"""What tests of imports begin with."""

import pytest

from tests.services.imports.office import Office
from tests.support.builders import Clerk, set_up_url
from tests.support.databases import Databases


@pytest.fixture
def office(clerk: Clerk) -> Office:
    """An office over an SQLite city without venues."""
    return Office(clerk)


@pytest.fixture
def office_anywhere(databases: Databases) -> Office:
    """The same on each engine in turn."""
    return Office(Clerk.of(set_up_url(databases)))
