"""What the contact log holds: next actions that fall due, what is taken back, who looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.services.contact_entries import due_follow_ups, mark_done, take_back, withdraw
from outreach.services.contact_log import Next
from outreach.services.contact_refusals import NoSuchEntry, NotOwnEntry
from outreach.services.privacy import privacy_record
from outreach.services.undo import undo
from outreach.services.who import Who
from tests.support.builders import ADMINISTRATOR, MANAGER, SmallCity
from tests.support.contacts import TODAY, entries, log, stage

SECRET = "店長姓林，下午三點後在"


def test_taking_back_an_entry_undoes_what_it_advanced_and_leaves_it_marked(each: SmallCity, li: Who) -> None:
    logged = log(each, li, each.contacted, "joined")
    take_back(each.city, li, logged.entry_id, now=each.clerk.tick(), today=TODAY)
    assert stage(each, each.contacted) == "contacted"
    (entry,) = entries(each, li, each.contacted)
    assert entry.withdrawn
    assert entry.row.change_undone


def test_taking_back_twice_is_as_good_as_once(small: SmallCity, li: Who) -> None:
    logged = log(small, li, small.contacted, "joined")
    for _ in range(2):
        take_back(small.city, li, logged.entry_id, now=small.clerk.tick(), today=TODAY)
    assert stage(small, small.contacted) == "contacted"


def test_an_undone_change_leaves_the_attempt_which_was_made(small: SmallCity, li: Who) -> None:
    logged = log(small, li, small.contacted, "joined")
    assert logged.change_id is not None
    undo(small.city, li, logged.change_id, now=small.clerk.tick())
    (entry,) = entries(small, li, small.contacted)
    assert entry.row.change_undone
    assert not entry.withdrawn
    take_back(small.city, li, logged.entry_id, now=small.clerk.tick(), today=TODAY)


def test_a_withdrawn_entry_leaves_what_it_advanced(small: SmallCity, li: Who) -> None:
    logged = log(small, li, small.contacted, "joined")
    withdraw(small.city, li, logged.entry_id, now=small.clerk.tick(), today=TODAY)
    assert stage(small, small.contacted) == "joined"


def test_nobody_withdraws_a_colleagues_entry(small: SmallCity, li: Who, zhou: Who) -> None:
    logged = log(small, li, small.contacted, note=SECRET)
    for take in (withdraw, take_back):
        with pytest.raises(NotOwnEntry, match="李承辦") as refused:
            take(small.city, zhou, logged.entry_id, now=small.clerk.tick(), today=TODAY)
        assert SECRET not in str(refused.value)
    (entry,) = entries(small, li, small.contacted)
    assert not entry.withdrawn


@pytest.mark.parametrize("number", [0, -1, 999, 10**30])
def test_an_entry_that_never_was_is_refused(small: SmallCity, li: Who, number: int) -> None:
    for take in (withdraw, take_back, mark_done):
        with pytest.raises(NoSuchEntry):
            take(small.city, li, number, now=small.clerk.tick(), today=TODAY)


def test_a_next_action_falls_due_on_its_day_and_is_overdue_after_it(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, then=Next("再去一次", TODAY))
    for day, due, overdue in ((-1, 0, False), (0, 1, False), (1, 1, True)):
        found = due_follow_ups(small.city, li, today=TODAY + timedelta(days=day))
        assert [entry.overdue(TODAY + timedelta(days=day)) for entry in found] == [overdue] * due


def test_own_follow_ups_are_the_own_ones_and_the_agencys_are_everybodys(
    small: SmallCity, li: Who, zhou: Who, lin: Who
) -> None:
    log(small, li, small.contacted, then=Next("再去一次", TODAY))
    log(small, zhou, small.joined, then=Next("送海報", TODAY))
    log(small, lin, small.untouched, then=Next("回電", TODAY))

    def due(who: Who, own: bool = False) -> list[str]:
        return [entry.row.next_action for entry in due_follow_ups(small.city, who, today=TODAY, own=own)]

    assert due(li) == ["再去一次", "送海報"]
    assert due(li, own=True) == ["再去一次"]
    assert due(lin) == ["回電"]
    assert due(MANAGER) == due(ADMINISTRATOR) == []


def test_a_follow_up_is_done_when_marked_or_when_the_venue_is_reached(each: SmallCity, li: Who) -> None:
    first = log(each, li, each.contacted, then=Next("再去一次", TODAY))
    log(each, li, each.contacted, "not_in")
    assert len(due_follow_ups(each.city, li, today=TODAY)) == 1
    log(each, li, each.contacted, "reached")
    assert due_follow_ups(each.city, li, today=TODAY) == ()
    second = log(each, li, each.joined, then=Next("送海報", TODAY))
    mark_done(each.city, li, second.entry_id, now=each.clerk.tick(), today=TODAY)
    mark_done(each.city, li, first.entry_id, now=each.clerk.tick(), today=TODAY)
    assert due_follow_ups(each.city, li, today=TODAY) == ()


def test_a_withdrawn_entry_asks_for_nothing_more(small: SmallCity, li: Who) -> None:
    logged = log(small, li, small.contacted, then=Next("再去一次", TODAY))
    withdraw(small.city, li, logged.entry_id, now=small.clerk.tick(), today=TODAY)
    assert due_follow_ups(small.city, li, today=TODAY) == ()


def test_a_managers_look_is_recorded_and_an_officers_is_not(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, note=SECRET)
    entries(small, li, small.contacted)
    entries(small, MANAGER, small.joined)
    assert privacy_record(small.city, ADMINISTRATOR) == ()
    entries(small, MANAGER, small.contacted)
    (look,) = privacy_record(small.city, ADMINISTRATOR)
    assert (look.what, look.venue_id, look.by) == ("look", small.contacted, "陳管考")
