"""How many of the outstanding venues anybody tried to reach."""

from __future__ import annotations

from datetime import date

import pytest

from outreach.services.contact_coverage import Attempts, contact_coverage
from outreach.services.contact_entries import withdraw
from outreach.services.who import NotAllowed, Who
from tests.support.builders import MANAGER, MYCODE, PUBLIC, Clerk, SmallCity
from tests.support.contacts import TODAY, entries, log


def test_the_contact_coverage_counts_outstanding_venues_that_were_tried(
    each: SmallCity, li: Who, lin: Who
) -> None:
    def total() -> Attempts:
        return contact_coverage(each.city, MANAGER, MYCODE, TODAY).total

    assert total() == Attempts(2, 0)
    first = log(each, li, each.contacted, "not_in")
    log(each, li, each.contacted, "not_in")
    log(each, li, each.joined, "reached")
    assert total() == Attempts(2, 1)
    found = contact_coverage(each.city, MANAGER, MYCODE, TODAY)
    assert [(row.name, row.attempts) for row in found.rows] == [
        ("商業處", Attempts(1, 1)),
        ("文化局", Attempts(1, 0)),
    ]
    assert (found.of(-1), found.total.hundredths) == (Attempts(0, 0), 5000)
    log(each, lin, each.untouched, "reached", scheme=None)
    assert total() == Attempts(2, 2)
    second = entries(each, li, each.contacted)[0].row.id
    for entry in (first.entry_id, second):
        withdraw(each.city, li, entry, now=each.clerk.tick(), today=TODAY)
    assert total() == Attempts(2, 1)


def test_an_attempt_counts_from_its_day_on(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, "not_in", on_day=date(2021, 10, 12))
    found = [
        contact_coverage(small.city, li, MYCODE, date(2021, 10, d)).total.attempted for d in (11, 12, 13)
    ]
    assert found == [0, 1, 1]


def test_a_venue_that_was_won_leaves_both_sides_of_the_contact_coverage(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, "joined")
    assert contact_coverage(small.city, li, MYCODE, TODAY).total == Attempts(1, 0)


def test_a_city_without_venues_has_no_contact_rate(clerk: Clerk) -> None:
    found = contact_coverage(clerk.city, MANAGER, MYCODE, TODAY)
    assert (found.rows, found.total.hundredths) == ((), None)


def test_the_public_sees_no_contact_coverage(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        contact_coverage(small.city, PUBLIC, MYCODE, TODAY)
