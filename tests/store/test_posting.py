"""Changes and the numbers they draw: gapless, in order, with a time that never goes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from outreach.rules.vocabulary import Facet, Kind, Operating, Participation
from outreach.store.changes import described_changes, latest_changes, seq_at
from outreach.store.engine import reading, writing
from outreach.store.feed import current_seq, statements
from outreach.store.posting import NewFact, open_change
from outreach.store.reference import put_order
from outreach.store.tables import SEQUENCED, changes, facts
from tests.support.builders import BEGINNING, FIRST_DAY, MYCODE, Clerk

NOON = datetime(2021, 10, 1, 4, 0, tzinfo=UTC)


def _recorded(clerk: Clerk) -> list[datetime]:
    with reading(clerk.city.engine) as connection:
        return list(connection.execute(sa.select(changes.c.recorded_at).order_by(changes.c.id)).scalars())


def _seq(clerk: Clerk) -> int:
    with reading(clerk.city.engine) as connection:
        return current_seq(connection)


def test_facts_are_numbered_in_the_order_in_which_they_are_given(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    words = [Operating.SUSPENDED, Operating.CLOSED, Operating.OPEN]
    clerk.record([clerk.fact(venue, Facet.OPERATING, w, remark="現場訪查") for w in words])
    with reading(clerk.city.engine) as connection:
        found = connection.execute(sa.select(facts.c.seq, facts.c.value).order_by(facts.c.seq)).all()
    assert found == [(4, 1), (5, 2), (6, 0)]


def test_a_fact_is_kept_as_it_was_said(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    said = clerk.fact(venue, Facet.OPERATING, Operating.SUSPENDED, remark="整修中，預定11月復業")
    clerk.record([said])
    with reading(clerk.city.engine) as connection:
        row = connection.execute(sa.select(facts)).one()
    assert (row.venue_id, row.scheme_id, row.value, row.effective_on) == (venue, None, 1, FIRST_DAY)
    assert (row.remark, row.review_on) == ("整修中，預定11月復業", date(2021, 10, 31))


def test_a_facet_that_a_venue_has_once_belongs_to_no_scheme(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    clerk.record([NewFact(venue, Facet.KIND, 1, FIRST_DAY, scheme_id=clerk.scheme(MYCODE))])
    clerk.say(venue, Facet.PARTICIPATION, Participation.JOINED)
    with reading(clerk.city.engine) as connection:
        schemes = list(connection.execute(sa.select(facts.c.scheme_id).order_by(facts.c.seq)).scalars())
    assert schemes == [None, clerk.scheme(MYCODE)]


def test_everything_dated_draws_from_one_counter(clerk: Clerk) -> None:
    first, second = clerk.describe("甜圈坊", "甜甜圈坊")
    undone = clerk.say(first, Facet.KIND, Kind.CITY_VENUE)
    with writing(clerk.city.engine) as connection:
        order = put_order(connection, 1, FIRST_DAY)
        change = open_change(connection, kind="mixed", actor="王小明", summary="各種", now=clerk.tick())
        change.order(order, None, False, "府公告")
        change.parent(3, 1, FIRST_DAY)
        change.scheme(1, {}, FIRST_DAY)
        change.merge(first, second)
        change.void([undone])
        change.facts([clerk.fact(second, Facet.KIND, Kind.CITY_VENUE)])
        assert change.last_seq == 10
    with reading(clerk.city.engine) as connection:
        found = statements(connection)
        numbers = [s for t in SEQUENCED for s in connection.execute(sa.select(t.c.seq)).scalars()]
        assert sorted(numbers) == list(range(1, 11))
        assert current_seq(connection) == 10
        assert described_changes(connection, [change.id])[change.id].last_seq == 10
    assert [found.orders[-1].seq, found.parents[-1].seq, found.schemes[-1].seq] == [5, 6, 7]
    assert [found.merges[-1].seq, found.voids[-1].seq] == [8, 9]


def test_a_change_that_says_nothing_takes_no_number(clerk: Clerk) -> None:
    before = _seq(clerk)
    change = clerk.record([])
    assert _seq(clerk) == before
    with reading(clerk.city.engine) as connection:
        assert described_changes(connection, [change])[change].last_seq == before


def test_recorded_time_never_goes_back_when_the_clock_does(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    said = [Kind.CITY_VENUE, Kind.SHOP, Kind.CITY_VENUE]
    for word, now in zip(said, (NOON, NOON - timedelta(hours=3), NOON + timedelta(hours=1)), strict=True):
        clerk.record([clerk.fact(venue, Facet.KIND, word)], now=now)
    assert _recorded(clerk)[-3:] == [NOON, NOON, NOON + timedelta(hours=1)]


def test_a_moment_is_the_same_whichever_zone_it_was_told_in(clerk: Clerk) -> None:
    clerk.record([], now=NOON.astimezone(timezone(timedelta(hours=8))).replace(microsecond=123456))
    assert _recorded(clerk)[-1] == NOON.replace(microsecond=123456)
    assert _recorded(clerk)[-1].tzinfo is UTC


@pytest.mark.parametrize(
    ("after", "known"), [(-1, 3), (0, 4), (1, 4), (3_599, 4), (3_600, 5), (10_000_000, 5)]
)
def test_a_moment_names_the_last_number_recorded_by_then(clerk: Clerk, after: int, known: int) -> None:
    venue = clerk.describe("甜圈坊")[0]
    clerk.record([clerk.fact(venue, Facet.KIND, Kind.CITY_VENUE)], now=NOON)
    clerk.record([clerk.fact(venue, Facet.KIND, Kind.SHOP)], now=NOON + timedelta(hours=1))
    with reading(clerk.city.engine) as connection:
        assert seq_at(connection, NOON + timedelta(seconds=after)) == known


def test_before_the_first_change_nothing_was_known(clerk: Clerk) -> None:
    with reading(clerk.city.engine) as connection:
        assert seq_at(connection, BEGINNING - timedelta(seconds=1)) == 0


def test_the_newest_changes_come_first_with_who_and_why(clerk: Clerk) -> None:
    venue = clerk.list_venue("甜圈坊")
    edit = clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    with reading(clerk.city.engine) as connection:
        newest, listed = latest_changes(connection, 2)
        (imported,) = latest_changes(connection, 5, kind="import")
    assert (newest.id, newest.kind, newest.actor, newest.voided_by) == (edit, "edit", "王小明", None)
    assert listed == imported


@pytest.mark.parametrize(
    "fact",
    [
        NewFact(999, Facet.KIND, 1, FIRST_DAY),
        NewFact(1, Facet.LISTING, 1, FIRST_DAY, scheme_id=99),
        NewFact(1, Facet.AGENCY, -1, FIRST_DAY),
        NewFact(1, Facet.AGENCY, 2**22, FIRST_DAY),
    ],
)
def test_a_fact_that_cannot_be_counted_is_not_kept(clerk: Clerk, fact: NewFact) -> None:
    clerk.describe("甜圈坊")
    before = _seq(clerk)
    with pytest.raises(sa.exc.IntegrityError):
        clerk.record([fact])
    assert _seq(clerk) == before
