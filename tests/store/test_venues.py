"""Venues: descriptions with their old values, versions, contacts, and what was told of them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from outreach.rules.history import Stated
from outreach.rules.vocabulary import Facet, Kind, Participation
from outreach.store.changes import touched_venues
from outreach.store.engine import reading, writing
from outreach.store.posting import open_change
from outreach.store.tables import contacts
from outreach.store.told import ids_by_text, told_edits, told_facts
from outreach.store.venues import (
    CHUNK,
    Venue,
    VenueChangedMeanwhile,
    add_venues,
    chunks,
    count_venues,
    described,
    edit_venue,
    histories,
    put_contacts,
    raise_versions,
)
from tests.support.builders import BEAR_VOUCHER, FIRST_DAY, MYCODE, Clerk

LATER = date(2021, 10, 20)


def _read(clerk: Clerk, venue: int) -> Venue:
    with reading(clerk.city.engine) as connection:
        return described(connection, [venue])[venue]


def _edit(clerk: Clerk, before: Venue, **new: object) -> int:
    with writing(clerk.city.engine) as connection:
        change = open_change(connection, kind="edit", actor="王小明", summary="更正", now=clerk.tick())
        edit_venue(connection, change, before, new, {})
        return change.id


def test_a_venue_is_shown_as_it_was_given(clerk: Clerk) -> None:
    venue = clerk.describe(
        "ＰＩＺＺＡ　必勝客-萬大店", address="台北市萬華區萬大路２４７號", tax_id="04595257"
    )[0]
    found = _read(clerk, venue)
    assert (found.name, found.address) == ("ＰＩＺＺＡ　必勝客-萬大店", "台北市萬華區萬大路２４７號")
    assert (found.tax_id, found.version, found.lon) == ("04595257", 1, None)


def test_ids_go_on_where_they_ended(clerk: Clerk) -> None:
    assert clerk.describe("甲", "乙") == [1, 2]
    assert clerk.describe("丙") == [3]
    with writing(clerk.city.engine) as connection:
        assert add_venues(connection, []) == []
        assert count_venues(connection) == 3


def test_an_edit_keeps_the_old_value_and_who_changed_it(clerk: Clerk) -> None:
    before = _read(clerk, clerk.describe("甜圈坊", address="示範路1號")[0])
    change = _edit(clerk, before, name="甜甜圈坊", lon=121.5, address="示範路1號")
    after = _read(clerk, before.id)
    assert (after.name, after.lon, after.version) == ("甜甜圈坊", 121.5, 2)
    with reading(clerk.city.engine) as connection:
        told = told_edits(connection, before.id)
        assert touched_venues(connection, change) == [before.id]
    assert [(t.field, t.old, t.new, t.actor) for t in told] == [
        ("name", "甜圈坊", "甜甜圈坊", "王小明"),
        ("lon", None, "121.5", "王小明"),
    ]


def test_an_edit_that_changes_nothing_leaves_the_version(clerk: Clerk) -> None:
    before = _read(clerk, clerk.describe("甜圈坊")[0])
    _edit(clerk, before, name="甜圈坊", lon=None)
    assert _read(clerk, before.id) == before


def test_two_people_who_edit_one_venue_are_not_both_heard(clerk: Clerk) -> None:
    before = _read(clerk, clerk.describe("甜圈坊")[0])
    _edit(clerk, before, name="甜甜圈坊")
    with pytest.raises(VenueChangedMeanwhile, match="目前版本 2"):
        _edit(clerk, before, name="圈圈坊")
    assert _read(clerk, before.id).name == "甜甜圈坊"


def test_a_venue_about_which_a_fact_came_is_stale_to_who_read_it_before(clerk: Clerk) -> None:
    before = _read(clerk, clerk.describe("甜圈坊")[0])
    with writing(clerk.city.engine) as connection:
        raise_versions(connection, [before.id])
    with pytest.raises(VenueChangedMeanwhile):
        _edit(clerk, before, name="甜甜圈坊")


def test_contacts_are_kept_apart_and_an_empty_text_erases_nothing(clerk: Clerk) -> None:
    first, second = clerk.describe("甜圈坊", "甜甜圈坊")
    with writing(clerk.city.engine) as connection:
        put_contacts(connection, {first: ("張三", "02-27208889"), second: ("李四", "")}, clerk.tick())
        put_contacts(connection, {first: ("王五", "")}, clerk.tick())
    with reading(clerk.city.engine) as connection:
        rows = connection.execute(sa.select(contacts).order_by(contacts.c.venue_id)).all()
    assert [(r.venue_id, r.person, r.phone) for r in rows] == [
        (first, "王五", "02-27208889"),
        (second, "李四", ""),
    ]
    assert rows[0].updated_at == clerk.now


def test_ids_are_asked_for_in_portions(clerk: Clerk) -> None:
    assert [len(c) for c in chunks(range(2 * CHUNK + 1))] == [CHUNK, CHUNK, 1]
    ids = clerk.describe("甜圈坊")
    with reading(clerk.city.engine) as connection:
        assert list(described(connection, [*range(2, CHUNK + 10), *ids])) == ids


def test_a_history_has_the_facts_of_one_scheme_and_of_none_and_no_undone_ones(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED)
    clerk.say(venue, Facet.PARTICIPATION, Participation.DECLINED, scheme=BEAR_VOUCHER)
    undone = clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    clerk.say(venue, Facet.KIND, Kind.CITY_VENUE, LATER, remark="移交")
    with writing(clerk.city.engine) as connection:
        open_change(connection, kind="undo", actor="王小明", summary="復原", now=clerk.tick()).void([undone])
    with reading(clerk.city.engine) as connection:
        found = histories(connection, [venue], clerk.scheme(MYCODE))[venue]
    assert found == {
        Facet.PARTICIPATION: [Stated(FIRST_DAY, 4, 3)],
        Facet.KIND: [Stated(LATER, 7, 1, "移交")],
    }


def test_what_was_told_comes_with_who_when_and_whether_it_was_undone(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    said = clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    with writing(clerk.city.engine) as connection:
        undo = open_change(connection, kind="undo", actor="陳管考", summary="復原", now=clerk.tick())
        undo.void([said])
    with reading(clerk.city.engine) as connection:
        (now,) = told_facts(connection, [venue], None, 5)[venue]
        (before,) = told_facts(connection, [venue], None, 4)[venue]
        assert told_facts(connection, [venue], None, 3) == {venue: []}
    assert (now.seq, now.facet, now.value, now.actor, now.voided_by) == (4, Facet.KIND, 1, "王小明", undo.id)
    assert before.voided_by is None


def test_facts_of_another_scheme_are_told_only_when_all_are_asked_for(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED, scheme=BEAR_VOUCHER)
    clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    with reading(clerk.city.engine) as connection:
        one = told_facts(connection, [venue], clerk.scheme(MYCODE), 100)[venue]
        both = told_facts(connection, [venue], None, 100)[venue]
    assert [f.facet for f in one] == [Facet.KIND]
    assert [f.facet for f in both] == [Facet.PARTICIPATION, Facet.KIND]


def test_venues_are_found_by_a_part_of_name_or_address_and_by_the_whole_tax_number(clerk: Clerk) -> None:
    first = clerk.describe("甜圈坊", address="北投區示範路1號", tax_id="04595257")[0]
    second = clerk.describe("百分之百_果汁", address="中山區示範路11號")[0]
    with reading(clerk.city.engine) as connection:
        assert ids_by_text(connection, "圈坊", "", "") == [first]
        assert ids_by_text(connection, "", "示範路1", "") == [first, second]
        assert ids_by_text(connection, "", "", "04595257") == [first]
        assert ids_by_text(connection, "", "", "0459525") == []
        assert ids_by_text(connection, "", "", "") == []


@pytest.mark.parametrize("sign", ["%", "_", "/"])
def test_a_sign_that_databases_read_as_anything_is_only_itself(clerk: Clerk, sign: str) -> None:
    clerk.describe("甜圈坊")
    with reading(clerk.city.engine) as connection:
        assert ids_by_text(connection, sign, "", "") == []
