"""The city and the people of the tests of contacts."""

from __future__ import annotations

import pytest

from outreach.services.who import Who
from tests.support.accounts import Office
from tests.support.builders import SmallCity
from tests.support.contacts import LI, LIN, ZHOU, city_of


@pytest.fixture
def small(office: Office) -> SmallCity:
    """The small city with five accounts, on SQLite."""
    return city_of(office)


@pytest.fixture
def each(either: Office) -> SmallCity:
    """The same on each engine in turn."""
    return city_of(either)


@pytest.fixture
def li() -> Who:
    """李承辦 of 商業處."""
    return LI


@pytest.fixture
def zhou() -> Who:
    """周核定 of 商業處."""
    return ZHOU


@pytest.fixture
def lin() -> Who:
    """林承辦 of 文化局."""
    return LIN
