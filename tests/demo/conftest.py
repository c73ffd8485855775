"""The city, built once for all its tests, and what was known of it at two moments."""

import pytest

from outreach.demo.builder import build_city
from outreach.demo.model import DemoCity
from tests.demo.facts import MEETING_KNEW
from tests.demo.replay import Replay


@pytest.fixture(scope="session")
def city() -> DemoCity:
    """The demonstration as it is shipped."""
    return build_city()


@pytest.fixture(scope="session")
def now(city: DemoCity) -> Replay:
    """Everything that was ever said."""
    return Replay(city)


@pytest.fixture(scope="session")
def meeting(city: DemoCity) -> Replay:
    """What was known when the meeting of October began."""
    return Replay(city, MEETING_KNEW)
