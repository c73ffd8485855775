"""The small city with a meeting before and one to make a paper of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from outreach.reports.model import Heading, Paper, Paragraph, Table
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Kind
from outreach.services.meetings import EditionHead, freeze, open_meeting
from outreach.services.papers import paper
from outreach.services.who import Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.builders import BEAR_VOUCHER, FIRST_DAY, MANAGER, MYCODE, SmallCity

#: As-of days by meeting; each is held on the day after.
DAYS = {212: date(2021, 10, 5), 213: date(2021, 10, 14)}
ITEMS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (MYCODE, ()),
    (BEAR_VOUCHER, (Kind.CITY_VENUE,)),
    (BEAR_VOUCHER, (Kind.SHOP,)),
)


@dataclass
class Press:
    """The small city, its meetings, and their papers."""

    small: SmallCity

    def hold(
        self,
        number: int,
        items: tuple[tuple[str, tuple[Kind, ...]], ...] = ITEMS[:1],
        as_of: date | None = None,
    ) -> EditionHead:
        """Open a meeting and freeze its figures."""
        day = as_of or DAYS[number]
        asked = [(scheme, kinds, day) for scheme, kinds in items]
        clerk = self.small.clerk
        open_meeting(self.small.city, MANAGER, number, DAYS[number], asked, now=clerk.tick())
        return self.freeze(number)

    def freeze(self, number: int, note: str = "") -> EditionHead:
        """Freeze a meeting's figures."""
        return freeze(self.small.city, MANAGER, number, note, now=self.small.clerk.tick())

    def open_to_shops(self, scheme: str) -> None:
        """Mark a scheme as one that shops may go on joining."""
        clerk = self.small.clerk
        settings = SchemeSettings(open_kinds=frozenset({Kind.SHOP})).as_stored()
        with writing(self.small.city.engine) as connection:
            change = open_change(
                connection, kind="scheme", actor=MANAGER.name, summary="可持續加入", now=clerk.tick()
            )
            change.scheme(clerk.scheme(scheme), settings, FIRST_DAY)

    def paper(self, number: int = 213, *, edition: int | None = None, who: Who = MANAGER) -> Paper:
        """A meeting's paper."""
        return paper(self.small.city, who, number, edition=edition)


@pytest.fixture
def press(small: SmallCity) -> Press:
    """Papers over the small city, in the afternoon of 26 October."""
    # As a clock reads: no moment is a whole second.
    small.clerk.now = datetime(2021, 10, 26, 6, 0, 0, 123456, tzinfo=UTC)
    return Press(small)


def table(told: Paper, name: str) -> Table:
    """A paper's table by its name."""
    return next(one for one in told.tables() if one.name == name)


def texts(told: Paper, name: str) -> list[list[str]]:
    """What the rows of a table print."""
    return [[cell.text for cell in row.cells] for row in table(told, name).rows]


def said(told: Paper) -> str:
    """Every heading and sentence of a paper, a line each."""
    lines = []
    for block in (*told.blocks, *told.appendix):
        if isinstance(block, Heading):
            lines.append(block.number + block.text)
        elif isinstance(block, Paragraph):
            lines.append(block.text)
    return "\n".join(lines)
