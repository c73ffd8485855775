"""The small city with meetings 212 to 214, and a manager who tracks what the earlier ones concluded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from outreach.rules.tracking import Decision
from outreach.rules.vocabulary import Kind
from outreach.services.meetings import freeze, open_meeting
from outreach.services.tracking import (
    Deciding,
    Progress,
    TrackedLine,
    decide,
    open_item,
    report,
    tracked,
)
from outreach.services.who import Who
from tests.support.builders import INDUSTRY, MANAGER, MYCODE, SmallCity

#: As-of days by meeting.
DAYS = {212: date(2021, 10, 5), 213: date(2021, 10, 14), 214: date(2021, 10, 25)}
CONCLUSION = "請各機關督促轄管店家張貼，並列管至全數完成。"


@dataclass
class Board:
    """The small city and what its meetings track."""

    small: SmallCity

    def hold(self, number: int) -> None:
        """Open a meeting about everything under myCode+, and freeze it."""
        items = [(MYCODE, (), DAYS[number])]
        tick = self.small.clerk.tick
        open_meeting(self.small.city, MANAGER, number, DAYS[number], items, now=tick())
        freeze(self.small.city, MANAGER, number, now=tick())

    def track(
        self,
        number: int = 212,
        *,
        lead: tuple[str, ...] = (INDUSTRY,),
        assisting: tuple[str, ...] = (),
        scheme: str = MYCODE,
        kinds: tuple[Kind, ...] = (),
        conclusion: str = CONCLUSION,
        sequence: int | None = None,
        times_before: int = 0,
    ) -> str:
        """Track a conclusion; its number as text."""
        now = self.small.clerk.tick()
        return str(
            open_item(
                self.small.city,
                MANAGER,
                number,
                conclusion,
                lead,
                assisting,
                sequence=sequence,
                scheme=scheme,
                kinds=kinds,
                times_before=times_before,
                now=now,
            )
        )

    def report(
        self,
        number: int,
        item: str,
        words: str,
        due_on: date | None = None,
        *,
        agency: str = INDUSTRY,
        who: Who = MANAGER,
    ) -> int:
        """Report progress to a meeting."""
        told = [Progress(item, agency, words, due_on)]
        return report(self.small.city, who, number, told, now=self.small.clerk.tick())

    def decide(
        self, number: int, item: str, decision: Decision, words: str = "", *, agency: str = INDUSTRY
    ) -> int:
        """Record what a meeting decided."""
        told = [Deciding(item, agency, decision, words)]
        return decide(self.small.city, MANAGER, number, told, now=self.small.clerk.tick())

    def lines(self, number: int, edition: int | None = None) -> dict[tuple[str, str], TrackedLine]:
        """What a meeting reads, by item and agency (short name)."""
        found = tracked(self.small.city, MANAGER, number, edition=edition)
        return {(str(one.item.number), one.name): one for one in found}

    def line(self, number: int, item: str, agency: str = "產業局") -> TrackedLine:
        """One line of a meeting."""
        return self.lines(number)[item, agency]


@pytest.fixture
def board(small: SmallCity) -> Board:
    """Meetings 212, 213 and 214 over the small city; nothing is tracked yet."""
    small.clerk.now = datetime(2021, 10, 26, 6, 0, tzinfo=UTC)
    found = Board(small)
    for number in DAYS:
        found.hold(number)
    return found
