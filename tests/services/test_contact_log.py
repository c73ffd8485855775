"""The contact log: what is recorded of an attempt, what follows, who sees it and who takes it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.check import check
from outreach.services.contact_coverage import Attempts, contact_coverage
from outreach.services.contact_log import (
    Logged,
    Next,
    due_follow_ups,
    entries_of,
    log_contact,
    mark_done,
    take_back,
    withdraw,
)
from outreach.services.contact_refusals import (
    ContactInFuture,
    NextTooEarly,
    NextWithoutDay,
    NoSuchEntry,
    NotOnTheList,
    NotOwnEntry,
    UnknownContactWord,
    WordsTooLong,
)
from outreach.services.coverage import coverage
from outreach.services.privacy import privacy_record
from outreach.services.reach import OutOfReach
from outreach.services.undo import undo
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.changes import latest_changes
from outreach.store.engine import reading
from tests.support.accounts import Office
from tests.support.builders import (
    ADMINISTRATOR,
    BEAR_VOUCHER,
    MANAGER,
    MYCODE,
    PUBLIC,
    Clerk,
    SmallCity,
    small_city,
)

TODAY = date(2021, 10, 20)
#: Agencies by their numbers, as a city that is set up gives them.
COM, CUL = 2, 3
SECRET = "店長姓林，下午三點後在"


@pytest.fixture
def small(office: Office) -> SmallCity:
    """The small city with five accounts, on SQLite."""
    return _with_venues(office)


@pytest.fixture
def each(either: Office) -> SmallCity:
    """The same on each engine in turn."""
    return _with_venues(either)


def _with_venues(office: Office) -> SmallCity:
    small = small_city(office.city.engine.url.render_as_string(hide_password=False))
    small.clerk.now = datetime(2021, 10, 20, 1, 0, tzinfo=UTC)
    return small


@pytest.fixture
def li() -> Who:
    """李承辦 of 商業處."""
    return Who("李承辦", Role.OFFICER, 1, COM)


@pytest.fixture
def zhou() -> Who:
    """周核定 of 商業處."""
    return Who("周核定", Role.APPROVER, 2, COM)


@pytest.fixture
def lin() -> Who:
    """林承辦 of 文化局."""
    return Who("林承辦", Role.OFFICER, 3, CUL)


def log(small: SmallCity, who: Who, venue: int, outcome: str = "reached", **more: Any) -> Logged:
    told = {"scheme": MYCODE, "on_day": TODAY, "way": "visit", **more}
    return log_contact(small.city, who, venue, outcome=outcome, now=small.clerk.tick(), today=TODAY, **told)


def entries(small: SmallCity, who: Who, venue: int) -> Any:
    return entries_of(small.city, who, venue, now=small.clerk.tick(), today=TODAY)


def stage(small: SmallCity, venue: int, scheme: str = "台北通 myCode+") -> str:
    for line in venue_history(small.city, ADMINISTRATOR, venue, today=TODAY).lines:
        if line.fact.facet is Facet.PARTICIPATION and line.scheme == scheme and line.fact.voided_by is None:
            return line.value
    return "not_contacted"


def completed(small: SmallCity) -> int:
    return coverage(small.city, ADMINISTRATOR, MYCODE, TODAY).total.completed


# ---- what is recorded


def test_an_attempt_stands_in_the_venues_log_with_who_when_how_and_what_came_of_it(
    each: SmallCity, li: Who
) -> None:
    log(each, li, each.contacted, "will_think", note=SECRET, way="phone")
    (entry,) = entries(each, li, each.contacted)
    assert (entry.way, entry.outcome, entry.row.note) == ("phone", "will_think", SECRET)
    assert (entry.row.on_day, entry.row.recorded_by, entry.row.recorded_user_id) == (TODAY, "李承辦", 1)
    assert entry.own
    assert not entry.withdrawn


def test_a_venue_that_joined_at_a_visit_counts_at_once_and_the_entry_names_the_change(
    small: SmallCity, li: Who
) -> None:
    before = completed(small)
    logged = log(small, li, small.contacted, "joined")
    assert completed(small) == before + 1
    (entry,) = entries(small, li, small.contacted)
    assert (entry.row.change_id, logged.advanced) == (logged.change_id, (MYCODE,))
    with reading(small.city.engine) as connection:
        (newest,) = latest_changes(connection, 1)
    assert (newest.id, newest.actor, newest.user_id) == (logged.change_id, "李承辦", 1)
    assert newest.summary == "聯繫紀錄：訪視，已加入"


def test_words_about_people_never_stand_in_the_change(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, "joined", note=SECRET, then=Next("打給店長", TODAY))
    with reading(small.city.engine) as connection:
        (newest,) = latest_changes(connection, 1)
    assert "店長" not in newest.summary + newest.source
    assert all(
        "店長" not in line.fact.remark
        for line in venue_history(small.city, li, small.contacted, today=TODAY).lines
    )


@pytest.mark.parametrize("outcome", ["not_in", "reached", "will_think"])
def test_an_attempt_takes_no_venue_back(small: SmallCity, li: Who, outcome: str) -> None:
    assert log(small, li, small.joined, outcome) == Logged(1, None)
    assert stage(small, small.joined) == "joined"


def test_an_outcome_can_be_noted_without_advancing_the_venue(small: SmallCity, li: Who) -> None:
    assert log(small, li, small.contacted, "joined", advance=False).change_id is None
    assert stage(small, small.contacted) == "contacted"


def test_an_attempt_about_all_schemes_advances_each_on_whose_list_the_venue_stands(
    small: SmallCity, li: Who
) -> None:
    facts = [
        small.clerk.fact(small.contacted, Facet.LISTING, "listed", scheme=BEAR_VOUCHER),
        small.clerk.fact(small.contacted, Facet.PARTICIPATION, "joined", scheme=BEAR_VOUCHER),
    ]
    small.clerk.record(facts)
    both = log(small, li, small.contacted, "agreed", scheme=None)
    assert both.advanced == (MYCODE,)
    assert (stage(small, small.contacted), stage(small, small.contacted, "台北熊好券")) == (
        "agreed",
        "joined",
    )
    (entry,) = entries(small, li, small.contacted)
    assert entry.scheme == ""


def test_an_outcome_takes_effect_on_the_day_of_the_attempt(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, "joined", on_day=date(2021, 10, 12))
    found = [
        coverage(small.city, ADMINISTRATOR, MYCODE, date(2021, 10, d)).total.completed for d in (11, 12, 20)
    ]
    assert found == [2, 3, 3]


def test_an_attempt_told_late_leaves_what_came_after_it(small: SmallCity, li: Who) -> None:
    small.clerk.say(small.contacted, Facet.PARTICIPATION, Participation.JOINED, date(2021, 10, 15))
    log(small, li, small.contacted, "declined", on_day=date(2021, 10, 12))
    assert completed(small) == 3


def test_a_deputy_is_recorded_as_one(small: SmallCity) -> None:
    deputy = Who("周核定（代理李承辦）", Role.OFFICER, 2, COM)
    log(small, deputy, small.contacted)
    (entry,) = entries(small, deputy, small.contacted)
    assert (entry.row.recorded_by, entry.row.recorded_user_id) == ("周核定（代理李承辦）", 2)


def test_a_city_with_a_log_breaks_no_law(small: SmallCity, li: Who) -> None:
    taken = log(small, li, small.contacted, "joined")
    take_back(small.city, li, taken.entry_id, now=small.clerk.tick(), today=TODAY)
    log(small, li, small.contacted, "agreed")
    assert check(small.city, ADMINISTRATOR) == []


# ---- what is taken back


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


# ---- follow-ups


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


# ---- who may


def test_another_agencys_officer_neither_writes_nor_reads(small: SmallCity, li: Who, lin: Who) -> None:
    logged = log(small, li, small.contacted, then=Next("再去一次", TODAY))
    with pytest.raises(OutOfReach):
        log(small, lin, small.contacted, "joined")
    with pytest.raises(OutOfReach):
        entries(small, lin, small.contacted)
    for take in (withdraw, take_back, mark_done):
        with pytest.raises(NoSuchEntry):
            take(small.city, lin, logged.entry_id, now=small.clerk.tick(), today=TODAY)
    assert stage(small, small.contacted) == "contacted"


@pytest.mark.parametrize("who", [PUBLIC, MANAGER])
def test_who_may_not_change_writes_nothing(small: SmallCity, who: Who) -> None:
    with pytest.raises(NotAllowed):
        log(small, who, small.contacted, "joined")
    assert entries(small, ADMINISTRATOR, small.contacted) == ()


def test_the_public_reads_nothing(small: SmallCity) -> None:
    with pytest.raises(NotAllowed):
        entries(small, PUBLIC, small.contacted)
    with pytest.raises(NotAllowed):
        due_follow_ups(small.city, PUBLIC, today=TODAY)


def test_a_managers_look_is_recorded_and_an_officers_is_not(small: SmallCity, li: Who) -> None:
    log(small, li, small.contacted, note=SECRET)
    entries(small, li, small.contacted)
    entries(small, MANAGER, small.joined)
    assert privacy_record(small.city, ADMINISTRATOR) == ()
    entries(small, MANAGER, small.contacted)
    (look,) = privacy_record(small.city, ADMINISTRATOR)
    assert (look.what, look.venue_id, look.by) == ("look", small.contacted, "陳管考")


@pytest.mark.parametrize("venue", [0, -1, 999, 10**30])
def test_a_number_that_is_no_venues_is_refused(small: SmallCity, li: Who, venue: int) -> None:
    for who in (li, ADMINISTRATOR):
        with pytest.raises(OutOfReach):
            log(small, who, venue)
        with pytest.raises(OutOfReach):
            entries(small, who, venue)


# ---- what is refused, and then nothing was written


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"on_day": TODAY + timedelta(days=1)}, ContactInFuture),
        ({"then": Next("再去", TODAY - timedelta(days=1))}, NextTooEarly),
        ({"then": Next(not_before=TODAY - timedelta(days=1))}, NextTooEarly),
        ({"then": Next("再去")}, NextWithoutDay),
        ({"note": "字" * 501}, WordsTooLong),
        ({"then": Next("字" * 201, TODAY)}, WordsTooLong),
        ({"way": "pigeon"}, UnknownContactWord),
        ({"outcome": "married"}, UnknownContactWord),
        ({"scheme": BEAR_VOUCHER}, NotOnTheList),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    small: SmallCity, li: Who, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        log(small, li, small.contacted, **{"outcome": "joined", **more})
    assert entries(small, li, small.contacted) == ()
    assert stage(small, small.contacted) == "contacted"


def test_a_note_that_is_too_long_is_not_repeated(small: SmallCity, li: Who) -> None:
    with pytest.raises(WordsTooLong) as refused:
        log(small, li, small.contacted, note=SECRET * 50)
    assert SECRET not in str(refused.value)


def test_a_note_keeps_what_people_type_but_the_character_that_no_database_keeps(
    each: SmallCity, li: Who
) -> None:
    log(each, li, each.contacted, note=" =1+1\x00<b>峯</b> ")
    (entry,) = entries(each, li, each.contacted)
    assert entry.row.note == "=1+1<b>峯</b>"


# ---- the coverage of contacts


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
