"""Why figures changed between two days: parts that sum exactly, each opening to its venues."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.rules.vocabulary import Facet, Listing, Operating, Participation
from outreach.services.bridge import BridgeRow, BridgeTable, bridge
from outreach.services.bridge_list import bridge_list
from outreach.services.orders import state_order
from outreach.services.trend import RangeRefused
from outreach.services.who import (
    NotAllowed,
    Role,
)
from tests.support.builders import (
    ADMINISTRATOR,
    COMMERCE,
    CULTURE,
    FIRST_DAY,
    MYCODE,
    PUBLIC,
    SmallCity,
    of_agency,
)
from tests.support.databases import Databases
from tests.support.random_city import random_city

FROM, DAY, TO = date(2021, 10, 5), date(2021, 10, 14), date(2021, 10, 26)
Parts = dict[str, tuple[int, int, int, int]]


def _parts(row: BridgeRow) -> Parts:
    """Population, eligible, completed and venues of each part."""
    return {
        p.part.value: (p.effect.population, p.effect.eligible, p.effect.completed, p.venues)
        for p in row.parts
    }


def _ask(small: SmallCity, by: Dimension | None = None, *where: str) -> BridgeTable:
    return bridge(small.city, ADMINISTRATOR, MYCODE, FROM, TO, by=by, where=where)


def _row(table: BridgeTable, key: str) -> Parts:
    return _parts(next(r for r in table.rows if r.key == key))


def test_nothing_said_nothing_to_explain(small: SmallCity) -> None:
    table = _ask(small)
    assert table.total.parts == ()
    assert table.total.before == table.total.after


def test_one_joined_one_left_one_closed(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    small.clerk.say(small.joined, Facet.PARTICIPATION, Participation.WITHDRAWN, DAY)
    small.clerk.say(small.singing, Facet.OPERATING, Operating.CLOSED, DAY, remark="歇業")
    table = _ask(small)
    assert _parts(table.total) == {
        "joined": (0, 0, 1, 1),
        "left": (0, 0, -1, 1),
        "excluded_closed": (0, -1, -1, 1),
    }
    assert (table.total.before.completed, table.total.after.completed) == (2, 1)


def test_a_sector_that_reopens_counts_again(small: SmallCity) -> None:
    state_order(
        small.city,
        ADMINISTRATOR,
        "ktv",
        FIRST_DAY,
        document="府公告",
        reopened_on=DAY,
        now=small.clerk.tick(),
    )
    assert _parts(_ask(small).total) == {"counted_again": (0, 1, 1, 1)}


def test_listed_and_delisted(small: SmallCity) -> None:
    small.clerk.list_venue("新開的店", stage=Participation.JOINED, day=DAY)
    small.clerk.say(small.untouched, Facet.LISTING, Listing.DELISTED, DAY)
    table = _ask(small, Dimension.AGENCY)
    assert _row(table, COMMERCE) == {"listed": (1, 1, 1, 1)}
    assert _row(table, CULTURE) == {"delisted": (-1, -1, 0, 1)}


def test_a_mover_takes_its_earlier_standing_along_and_moves_cancel_over_the_city(small: SmallCity) -> None:
    small.clerk.say(small.contacted, Facet.AGENCY, CULTURE, DAY)
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)
    table = _ask(small, Dimension.AGENCY)
    assert _row(table, COMMERCE) == {"moved_out": (-1, -1, 0, 1)}
    assert _row(table, CULTURE) == {"moved_in": (1, 1, 0, 1), "joined": (0, 0, 1, 1)}
    moves = [(e[:3]) for p, e in _parts(table.total).items() if p.startswith("moved")]
    assert [sum(column) for column in zip(*moves, strict=True)] == [0, 0, 0]
    assert _parts(_ask(small).total) == {"joined": (0, 0, 1, 1)}


def test_a_filter_that_a_venue_enters_is_a_move(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, DAY)
    assert _parts(_ask(small, None, "agency=文化局").total) == {"moved_in": (1, 1, 1, 1)}


@pytest.mark.parametrize("by", [None, *Dimension])
@pytest.mark.parametrize(("first", "last"), [(-1, 10), (5, 30), (20, 60)])
def test_the_parts_of_each_row_sum_to_its_change_in_a_city_of_chance(
    databases: Databases, by: Dimension | None, first: int, last: int
) -> None:
    city = random_city(databases, 213)
    days = FIRST_DAY + timedelta(days=first), FIRST_DAY + timedelta(days=last)
    table = bridge(city, ADMINISTRATOR, MYCODE, *days, by=by)
    for row in (*table.rows, table.total):
        for name in ("population", "eligible", "completed"):
            change = getattr(row.after, name) - getattr(row.before, name)
            assert sum(getattr(p.effect, name) for p in row.parts) == change, (row.key, name)
    city.engine.dispose()


@pytest.mark.parametrize("by", [None, Dimension.AGENCY])
def test_each_part_opens_to_as_many_venues_as_it_stands_for(
    sqlite_databases: Databases, by: Dimension | None
) -> None:
    city = random_city(sqlite_databases, 213)
    days = FIRST_DAY + timedelta(days=5), FIRST_DAY + timedelta(days=40)
    table = bridge(city, ADMINISTRATOR, MYCODE, *days, by=by)
    assert table.total.parts
    for row in (*table.rows, table.total):
        group = None if row is table.total else row.id
        for part in row.parts:
            opened = bridge_list(
                city, ADMINISTRATOR, MYCODE, *days, part.part, by=by, group=group, page_size=None
            )
            found = [each.venue_id for each in opened.venues]
            assert len(found) == opened.total == part.venues
            assert found == sorted(set(found))


def test_the_venues_behind_a_part_are_those_that_did_it(small: SmallCity) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, DAY)

    def joined(group: int | None) -> list[int]:
        by = None if group is None else Dimension.AGENCY
        page = bridge_list(small.city, ADMINISTRATOR, MYCODE, FROM, TO, Part.JOINED, by=by, group=group)
        return [each.venue_id for each in page.venues]

    culture = next(a.id for a in small.clerk.reference.agencies.values() if a.code == CULTURE)
    assert joined(None) == [small.contacted, small.untouched]
    assert joined(culture) == [small.untouched]


def test_what_was_recorded_later_does_not_change_a_bridge_as_known_before(small: SmallCity) -> None:
    before = small.city.figures.columns().seq
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, DAY)
    table = bridge(small.city, ADMINISTRATOR, MYCODE, FROM, TO, known_at=before)
    assert (table.total.parts, table.known_at) == ((), before)


def test_two_days_in_the_wrong_order_are_refused(small: SmallCity) -> None:
    with pytest.raises(RangeRefused):
        bridge(small.city, ADMINISTRATOR, MYCODE, TO, FROM)


def test_a_day_and_itself_differ_in_nothing(small: SmallCity) -> None:
    assert bridge(small.city, ADMINISTRATOR, MYCODE, DAY, DAY).total.parts == ()


def test_bridges_are_for_who_may_see_figures_and_their_venues_for_who_may_see_venues(
    small: SmallCity,
) -> None:
    assert bridge(small.city, PUBLIC, MYCODE, FROM, TO, by=Dimension.DISTRICT).total.after.population
    with pytest.raises(NotAllowed):
        bridge(small.city, PUBLIC, MYCODE, FROM, TO, by=Dimension.AGENCY)
    with pytest.raises(NotAllowed):
        bridge_list(small.city, PUBLIC, MYCODE, FROM, TO, Part.JOINED)


def test_an_officer_opens_a_part_to_the_own_venues_and_a_move_from_both_ends(small: SmallCity) -> None:
    small.clerk.say(small.joined, Facet.AGENCY, CULTURE, TO)
    culture = of_agency(small, Role.OFFICER, CULTURE)
    asked = small.city, culture, MYCODE, FROM, TO
    moved = bridge_list(*asked, Part.MOVED_IN, by=Dimension.AGENCY)
    assert [each.venue_id for each in moved.venues] == [small.joined]
    assert bridge_list(*asked, Part.LISTED).venues == ()
