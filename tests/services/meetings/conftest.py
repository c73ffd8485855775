"""The small city with a manager who holds meetings, and a clock that a test moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from outreach.rules.vocabulary import Kind
from outreach.services.meetings import EditionHead, Meeting, freeze, open_meeting
from tests.support.builders import MANAGER, MYCODE, SmallCity

AS_OF, MEETING_DAY = date(2021, 10, 14), date(2021, 10, 26)


@dataclass
class Chamber:
    """The small city and its meetings."""

    small: SmallCity

    def open(
        self, number: int = 213, as_of: date = AS_OF, scheme: str = MYCODE, kinds: tuple[Kind, ...] = ()
    ) -> Meeting:
        """Open a meeting about one list."""
        items = [(scheme, kinds, as_of)]
        return open_meeting(self.small.city, MANAGER, number, MEETING_DAY, items, now=self.small.clerk.tick())

    def freeze(self, number: int = 213, note: str = "") -> EditionHead:
        """Freeze a meeting's figures."""
        return freeze(self.small.city, MANAGER, number, note, now=self.small.clerk.tick())


@pytest.fixture
def chamber(small: SmallCity) -> Chamber:
    """Meetings over the small city, in the afternoon of 26 October."""
    small.clerk.now = datetime(2021, 10, 26, 6, 0, tzinfo=UTC)
    return Chamber(small)
