"""The small city with the people of a round, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from outreach.rules.rounds import State
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.rounds import AgencyRound, open_round, round_of
from outreach.services.who import Role, Who
from tests.support.builders import COMMERCE, CULTURE, INDUSTRY, MANAGER, MYCODE, SmallCity

AS_OF, DEADLINE, TODAY = date(2021, 10, 14), date(2021, 10, 20), date(2021, 10, 18)
NEXT_AS_OF, NEXT_DEADLINE = date(2021, 11, 14), date(2021, 11, 20)


@dataclass
class Hall:
    """The small city, its people by name, and the moment it is."""

    small: SmallCity
    now: datetime = field(default=datetime(2021, 10, 18, 2, 0, tzinfo=UTC))

    @property
    def city(self) -> City:
        return self.small.city

    def agency(self, code: str) -> int:
        return next(a.id for a in self.city.reference().agencies.values() if a.code == code)

    def who(self, name: str, role: Role, code: str) -> Who:
        return Who(name, role, None, self.agency(code))

    @property
    def officer(self) -> Who:
        return self.who("李承辦", Role.OFFICER, COMMERCE)

    @property
    def approver(self) -> Who:
        return self.who("周核定", Role.APPROVER, COMMERCE)

    @property
    def deputy(self) -> Who:
        return self.who("吳科長", Role.APPROVER, COMMERCE)

    @property
    def neighbour(self) -> Who:
        return self.who("林核定", Role.APPROVER, CULTURE)

    @property
    def bureau(self) -> Who:
        return self.who("何承辦", Role.OFFICER, INDUSTRY)

    def later(self, **span: float) -> datetime:
        """Let time pass (a minute unless told); the clerk records after it."""
        self.now += timedelta(**(span or {"minutes": 1}))
        self.small.clerk.now = max(self.small.clerk.now, self.now)
        return self.now

    def open(
        self,
        name: str = "第213次主任秘書會報",
        as_of: date = AS_OF,
        deadline: date = DEADLINE,
        items: Iterable[tuple[str, tuple[Kind, ...]]] = ((MYCODE, ()),),
    ) -> int:
        return open_round(self.city, MANAGER, name, as_of, deadline, tuple(items), now=self.later())

    def look(self, number: int, who: Who | None = None) -> AgencyRound:
        return round_of(self.city, who or self.officer, number, today=TODAY)

    def state(self, number: int) -> State:
        return self.look(number).state


@pytest.fixture
def hall(small: SmallCity) -> Hall:
    """The people of a round, over the small city."""
    found = Hall(small)
    small.clerk.now = found.now
    return found
