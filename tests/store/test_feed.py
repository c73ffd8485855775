"""The change feed gives every fact once, in order, and the same on both engines."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from outreach.rules.orders import SectorOrder
from outreach.rules.vocabulary import Facet, Kind, Listing, Participation
from outreach.store.codes import FACET_NUMBERS
from outreach.store.engine import reading, writing
from outreach.store.feed import change_ends_after, current_seq, facts_after, statements
from outreach.store.posting import NewFact, open_change
from outreach.store.reference import put_order
from tests.support.builders import FIRST_DAY, MYCODE, Clerk, small_city

Read = tuple[int, int, int, int, int, int]


def _read(clerk: Clerk, after: int, upto: int) -> list[Read]:
    """Facts as seq, venue, scheme, facet number, value, day, taken apart by hand."""
    with reading(clerk.city.engine) as connection:
        packed = facts_after(connection, after, upto)
    assert packed.who.dtype == packed.when.dtype == np.int64
    return [
        (
            when >> 22,
            who >> 34,
            who >> 26 & 0xFF,
            who >> 22 & 0xF,
            who & 0x3FFFFF,
            when & 0x3FFFFF,
        )
        for who, when in zip(packed.who.tolist(), packed.when.tolist(), strict=True)
    ]


def test_a_fact_is_packed_so_that_every_part_can_be_taken_out_again(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    last_day = date(9999, 12, 31)
    clerk.record(
        [
            NewFact(venue, Facet.LISTING, 1, FIRST_DAY, clerk.scheme(MYCODE)),
            NewFact(venue, Facet.APPROVAL, 2**22 - 1, last_day),
            NewFact(venue, Facet.AGENCY, 0, date.min),
        ]
    )
    assert _read(clerk, 3, 6) == [
        (4, venue, clerk.scheme(MYCODE), FACET_NUMBERS[Facet.LISTING], 1, FIRST_DAY.toordinal()),
        (5, venue, 0, FACET_NUMBERS[Facet.APPROVAL], 2**22 - 1, last_day.toordinal()),
        (6, venue, 0, FACET_NUMBERS[Facet.AGENCY], 0, 1),
    ]


@pytest.mark.parametrize(("after", "upto"), [(0, 100), (4, 9), (9, 9), (20, 100)])
def test_what_is_asked_for_is_after_one_number_and_up_to_another(url: str, after: int, upto: int) -> None:
    small = small_city(url)
    everything = _read(small.clerk, 0, 1_000)
    assert [f[0] for f in everything] == list(range(4, 21))
    assert _read(small.clerk, after, upto) == [f for f in everything if after < f[0] <= upto]
    small.city.engine.dispose()


def test_an_empty_database_feeds_nothing(clerk: Clerk) -> None:
    assert _read(clerk, 0, 100) == []
    with reading(clerk.city.engine) as connection:
        assert current_seq(connection) == 3
        assert statements(connection).orders == ()


def test_changes_are_told_with_the_last_number_of_each(clerk: Clerk) -> None:
    venue = clerk.describe("甜圈坊")[0]
    clerk.say(venue, Facet.KIND, Kind.CITY_VENUE)
    clerk.record([])
    clerk.say(venue, Facet.LISTING, Listing.LISTED)
    with reading(clerk.city.engine) as connection:
        assert change_ends_after(connection, 0).tolist() == [[1, 2], [2, 3], [3, 4], [4, 4], [5, 5]]
        assert change_ends_after(connection, 4).tolist() == [[5, 5]]
        assert change_ends_after(connection, 5).shape == (0, 2)


def test_an_order_is_told_with_each_of_its_statements(clerk: Clerk) -> None:
    sector = clerk.value(Facet.SECTOR, "ktv")
    reopened = date(2021, 10, 5)
    with writing(clerk.city.engine) as connection:
        order = put_order(connection, sector, FIRST_DAY)
        change = open_change(connection, kind="order", actor="王小明", summary="公告", now=clerk.tick())
        change.order(order, None, False, "第1號公告")
        change.order(put_order(connection, sector, FIRST_DAY), reopened, True, "第2號公告")
    with reading(clerk.city.engine) as connection:
        told = statements(connection).orders
    assert [(t.seq, t.change_id) for t in told] == [(4, change.id), (5, change.id)]
    assert [t.order for t in told] == [
        SectorOrder(order, sector, FIRST_DAY, None, False, "第1號公告"),
        SectorOrder(order, sector, FIRST_DAY, reopened, True, "第2號公告"),
    ]


def test_a_process_that_tops_up_has_what_one_that_reads_everything_has(url: str) -> None:
    small = small_city(url)
    kept = small.city.figures
    for word in (Participation.AGREED, Participation.JOINED, Participation.WITHDRAWN):
        kept.columns()
        small.clerk.say(small.untouched, Facet.PARTICIPATION, word)
    fresh = Clerk.of(url)
    for key, track in fresh.city.figures.columns().tracks.items():
        own = kept.columns().tracks[key]
        for name in ("venue", "day", "seq", "value", "void"):
            assert np.array_equal(getattr(own, name), getattr(track, name)), (key, name)
    for clerk in (small.clerk, fresh):
        clerk.city.engine.dispose()
