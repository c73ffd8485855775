"""The contact log: what is recorded of an attempt, what follows from it, and who may."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.check import check
from outreach.services.contact_entries import due_follow_ups, mark_done, take_back, withdraw
from outreach.services.contact_log import Logged, Next
from outreach.services.contact_refusals import (
    ContactInFuture,
    NextTooEarly,
    NextWithoutDay,
    NoSuchEntry,
    NotOnTheList,
    UnknownContactWord,
    WordsTooLong,
)
from outreach.services.coverage import coverage
from outreach.services.reach import OutOfReach
from outreach.services.venues import venue_history
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.changes import latest_changes
from outreach.store.engine import reading
from tests.support.builders import ADMINISTRATOR, BEAR_VOUCHER, MANAGER, MYCODE, PUBLIC, SmallCity
from tests.support.contacts import COM, TODAY, entries, log, stage

SECRET = "店長姓林，下午三點後在"


def completed(small: SmallCity) -> int:
    return coverage(small.city, ADMINISTRATOR, MYCODE, TODAY).total.completed


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


@pytest.mark.parametrize("venue", [0, -1, 999, 10**30])
def test_a_number_that_is_no_venues_is_refused(small: SmallCity, li: Who, venue: int) -> None:
    for who in (li, ADMINISTRATOR):
        with pytest.raises(OutOfReach):
            log(small, who, venue)
        with pytest.raises(OutOfReach):
            entries(small, who, venue)


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
