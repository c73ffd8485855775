"""A view knows whether anything was recorded after it, and whether its moment has come at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.newer import Newer, lies_ahead, newer
from tests.support.builders import MANAGER, SmallCity


def test_changes_after_a_number_are_counted_as_whole_changes(small: SmallCity) -> None:
    known = small.city.figures.columns().seq
    assert newer(small.city, MANAGER, known) == Newer(known, 0)
    fact = small.clerk.fact
    small.clerk.record(
        [fact(v, Facet.PARTICIPATION, Participation.AGREED) for v in (small.contacted, small.untouched)]
    )
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    assert newer(small.city, MANAGER, known) == Newer(known + 3, 2)
    assert newer(small.city, MANAGER, known + 2) == Newer(known + 3, 1)
    assert newer(small.city, MANAGER, known + 99) == Newer(known + 3, 0)


@pytest.mark.parametrize(("hours", "ahead"), [(-1, False), (0, False), (1, True)])
def test_a_moment_lies_ahead_when_the_clock_has_not_reached_it(
    small: SmallCity, hours: int, *, ahead: bool
) -> None:
    now = small.clerk.now
    asked = (now + timedelta(hours=hours)).isoformat()
    assert lies_ahead(small.city, MANAGER, asked, now=now) is ahead


def test_a_number_lies_ahead_when_nothing_has_it_yet(small: SmallCity) -> None:
    known = small.city.figures.columns().seq
    told = [
        lies_ahead(small.city, MANAGER, text, now=small.clerk.now) for text in (str(known), f"{known + 1}")
    ]
    assert told == [False, True]
    assert not lies_ahead(small.city, MANAGER, " ", now=small.clerk.now)
