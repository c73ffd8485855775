"""Every edition can be counted anew from the facts at its number, whatever was recorded afterwards."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.services.check import check
from outreach.services.city import City
from outreach.services.meetings import (
    Edition,
    edition,
    edition_members,
    edition_venues,
    freeze,
    meetings,
    open_meeting,
    recompute,
    then_and_now,
)
from outreach.services.meetings.refusals import NothingChanged
from outreach.store import meeting_tables
from outreach.store.engine import writing
from tests.services.meetings.conftest import Chamber
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, FIRST_DAY, MANAGER, MYCODE, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.random_city import DAYS, RandomHistory

#: When the city of chance is over: its days, and a day more.
_OVER = datetime(2021, 12, 1, tzinfo=UTC)


def _editions(city: City) -> list[Edition]:
    return [
        edition(city, MANAGER, meeting.number, one.edition)
        for meeting in meetings(city, MANAGER)
        for one in meeting.editions
    ]


def _hold(random: Random, clerk: Clerk, number: int) -> None:
    """Open a meeting about days of chance, or freeze an earlier one again."""
    lists = [(MYCODE, ()), (BEAR_VOUCHER, ()), (MYCODE, (Kind.SHOP,)), (MYCODE, (Kind.CITY_VENUE,))]
    days = [FIRST_DAY + timedelta(days=random.randrange(-2, DAYS)) for _ in lists]
    items = [(scheme, kinds, day) for (scheme, kinds), day in zip(lists, days, strict=True)]
    open_meeting(clerk.city, MANAGER, number, FIRST_DAY, items, now=_OVER)
    freeze(clerk.city, MANAGER, number, now=_OVER)


@pytest.fixture(scope="module")
def sqlite_databases_forever(_sqlite: Databases) -> Databases:
    """SQLite databases for all examples of a property; dropped with the run."""
    return _sqlite


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_a_meeting_frozen_at_any_moment_recomputes_to_the_digit_after_all_later_corrections(
    sqlite_databases_forever: Databases, seed: int
) -> None:
    _frozen_and_corrected(sqlite_databases_forever, seed)


@pytest.mark.parametrize("seed", [213, 214])
def test_editions_recompute_on_either_engine(databases: Databases, seed: int) -> None:
    _frozen_and_corrected(databases, seed)


def _frozen_and_corrected(databases: Databases, seed: int) -> None:
    """Five meetings in a history of chance, with corrections in between and after."""
    random = Random(seed)
    history = RandomHistory.begun(set_up_url(databases), seed)
    city = history.clerk.city
    frozen: list[Edition] = []
    for number in range(1, 6):
        history.go_on(random.randrange(1, 12))
        _hold(random, history.clerk, number)
        earlier = random.randrange(1, number + 1)
        try:
            freeze(city, MANAGER, earlier, "更正", now=_OVER)
        except NothingChanged:
            assert then_and_now(city, MANAGER, earlier, MYCODE).corrections == ()
        frozen = _editions(city)
    history.go_on(20)
    told = recompute(city, MANAGER)
    assert len(told) == len(frozen) >= 5
    assert [one for one in told if not one.agrees] == []
    kept = {(e.meeting.number, e.head.edition): e.items for e in frozen}
    assert {(e.meeting.number, e.head.edition): e.items for e in _editions(city)} == kept
    for number in range(1, 6):
        _corrections_explain(city, number)
    for number in (1, 5):
        _numbers_open_to_what_they_count(city, number)
    city.engine.dispose()


def _numbers_open_to_what_they_count(city: City, number: int) -> None:
    """Behind each line of an edition stand as many venues as it counts, all told as they were known then."""
    for one in edition(city, MANAGER, number).items:
        asked = (city, MANAGER, number, one.item.scheme, one.item.kinds)
        every = edition_venues(*asked, page_size=None).listed.members
        assert tuple(member.venue.id for member in every) == edition_members(*asked)
        assert Tally.of(Counter(member.why.standing for member in every)) == one.total
        assert sum((bureau.figure.tally for bureau in one.bureaus), Tally()) == one.total
        for bureau in one.bureaus:
            of = bureau.figure.key or "-"
            assert edition_venues(*asked, of=of, page_size=1).listed.total == bureau.figure.tally.population


def _corrections_explain(city: City, number: int) -> None:
    """What the listed corrections did to each venue leads from the figures then to those of today."""
    told = then_and_now(city, MANAGER, number, MYCODE)
    counts = {name: getattr(told.then, name) for name in ("population", "eligible", "completed")}
    for correction in told.corrections:
        assert correction.change is not None
        assert correction.moved == len(correction.venues)
        for _venue, before, after in correction.venues:
            for standing, sign in ((before, -1), (after, 1)):
                if standing is not None:
                    tally = Tally.of({standing: 1})
                    counts = {name: n + sign * getattr(tally, name) for name, n in counts.items()}
    assert counts == {name: getattr(told.now, name) for name in counts}


def test_check_names_an_edition_whose_figures_or_venues_were_meddled_with(chamber: Chamber) -> None:
    city = chamber.small.city
    chamber.open()
    chamber.freeze()
    chamber.small.clerk.say(chamber.small.contacted, Facet.PARTICIPATION, Participation.JOINED)
    assert check(city, ADMINISTRATOR) == []
    with writing(city.engine) as connection:
        connection.execute(
            sa.update(meeting_tables.edition_figures)
            .where(meeting_tables.edition_figures.c.line == 0)
            .values(completed=9)
        )
    (broken,) = check(city, ADMINISTRATOR)
    assert (
        str(broken) == "會議版次須與依事實重算者相同（1 處不符：第213次會議第1版（台北通 myCode+ 的總計））"
    )
    with writing(city.engine) as connection:
        connection.execute(sa.update(meeting_tables.edition_members).values(gaps=[4]))
    (again,) = recompute(city, MANAGER)
    assert again.differs == ("台北通 myCode+ 的總計、店家",)
