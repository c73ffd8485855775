"""Rounds, their steps, and the changes that touch a list, as both engines keep them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from outreach.rules.rounds import Item, Step
from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.services.orders import state_order
from outreach.services.undo import undo
from outreach.store.changes import current_seq
from outreach.store.engine import reading, writing
from outreach.store.posting import open_change
from outreach.store.rounds import add_round, add_step, all_rounds, end_round, round_by_id, steps_taken
from outreach.store.touching import changes_by_rule, changes_touching, edits_touching
from outreach.store.venues import described, edit_venue
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, SmallCity, set_up_url, small_city
from tests.support.databases import Databases

NOW = datetime(2021, 10, 18, 2, 3, 4, 567, tzinfo=UTC)
DAY = date(2021, 10, 12)


def opened(city: SmallCity) -> int:
    items = [Item(city.clerk.scheme(MYCODE), frozenset({Kind.SHOP, Kind.CITY_VENUE}))]
    with writing(city.city.engine) as connection:
        return add_round(
            connection,
            name="第213次",
            as_of=DAY,
            deadline=date(2021, 10, 20),
            items=items,
            by="陳管考",
            user=None,
            now=NOW,
        )


def test_a_round_is_read_as_it_was_written(databases: Databases) -> None:
    city = small_city(set_up_url(databases))
    number = opened(city)
    with reading(city.city.engine) as connection:
        (row,) = all_rounds(connection)
        assert round_by_id(connection, number + 1) is None
    assert (row.id, row.as_of, row.deadline, row.opened_at, row.closed_at) == (
        number,
        DAY,
        date(2021, 10, 20),
        NOW,
        None,
    )
    assert row.items == (Item(city.clerk.scheme(MYCODE), frozenset(Kind)),)
    with writing(city.city.engine) as connection:
        end_round(connection, number, by="陳管考", user=None, now=NOW + timedelta(days=1))
    with reading(city.city.engine) as connection:
        ended = round_by_id(connection, number)
    assert ended is not None
    assert ended.closed_at == NOW + timedelta(days=1)
    city.city.engine.dispose()


def test_steps_are_read_in_order_and_by_whose_they_are(databases: Databases) -> None:
    city = small_city(set_up_url(databases))
    number, agency = opened(city), city.clerk.value(Facet.AGENCY, COMMERCE)
    with writing(city.city.engine) as connection:
        for step, words in ((Step.SUBMITTED, ""), (Step.SENT_BACK, "補備註")):
            add_step(
                connection,
                round_id=number,
                agency_id=agency,
                step=step,
                seq=7,
                now=NOW,
                by="誰",
                user=None,
                words=words,
            )
    with reading(city.city.engine) as connection:
        taken = steps_taken(connection, round_id=number, agency_id=agency)
        assert steps_taken(connection, agency_id=agency + 1) == []
        assert [row.step for row in steps_taken(connection, step=Step.SENT_BACK)] == [Step.SENT_BACK]
    assert [(row.step, row.seq, row.words, row.at) for row in taken] == [
        (Step.SUBMITTED, 7, "", NOW),
        (Step.SENT_BACK, 7, "補備註", NOW),
    ]
    city.city.engine.dispose()


def test_whatever_says_something_of_a_venue_touches_it(databases: Databases) -> None:
    city = small_city(set_up_url(databases))
    clerk, scheme = city.clerk, city.clerk.scheme(MYCODE)
    early = clerk.say(city.joined, Facet.PARTICIPATION, Participation.CONTACTED, DAY)
    with reading(city.city.engine) as connection:
        start = current_seq(connection)
    said = clerk.say(city.contacted, Facet.PARTICIPATION, Participation.AGREED, DAY)
    clerk.say(city.untouched, Facet.PARTICIPATION, Participation.AGREED, DAY)
    undone = undo(city.city, ADMINISTRATOR, early, now=clerk.tick()).change_id
    with writing(city.city.engine) as connection:
        change = open_change(connection, kind="merge", actor="甲", summary="合併", now=clerk.tick())
        change.merge(city.singing, city.joined)
    with reading(city.city.engine) as connection:
        ids, until = [city.joined, city.contacted], current_seq(connection)
        assert changes_touching(connection, ids, [scheme], start, until) == {
            said: {city.contacted},
            undone: {city.joined},
            change.id: {city.joined},
        }
        assert changes_touching(connection, ids, [scheme], until, until) == {}
        assert changes_touching(connection, ids, [scheme + 1], start, until) == {change.id: {city.joined}}
    city.city.engine.dispose()


def test_an_order_and_its_undoing_touch_no_venue_and_still_count(databases: Databases) -> None:
    city = small_city(set_up_url(databases))
    clerk, sector = city.clerk, city.clerk.value(Facet.SECTOR, "ktv")
    with reading(city.city.engine) as connection:
        start = current_seq(connection)
    state_order(city.city, ADMINISTRATOR, "ktv", DAY, document="第1號", now=clerk.tick())
    with reading(city.city.engine) as connection:
        middle = current_seq(connection)
        (stated,) = changes_by_rule(connection, [sector], [], start, middle)
        assert changes_by_rule(connection, [sector + 1], [], start, middle) == set()
    undone = undo(city.city, ADMINISTRATOR, stated, now=clerk.tick()).change_id
    with reading(city.city.engine) as connection:
        assert changes_by_rule(connection, [sector], [], middle, current_seq(connection)) == {undone}
    city.city.engine.dispose()


def test_another_name_is_found_by_its_moment(databases: Databases) -> None:
    city = small_city(set_up_url(databases))
    with writing(city.city.engine) as connection:
        before = described(connection, [city.joined])[city.joined]
        now = city.clerk.tick()
        change = open_change(connection, kind="edit", actor="甲", summary="更名", now=now)
        edit_venue(connection, change, before, {"name": "新甜圈坊"}, {"name_key": "新甜圈坊"})
    with reading(city.city.engine) as connection:
        ids = [city.joined, city.contacted]
        assert edits_touching(connection, ids, now - timedelta(seconds=1)) == {change.id: {city.joined}}
        assert edits_touching(connection, ids, now) == {}
    city.city.engine.dispose()
