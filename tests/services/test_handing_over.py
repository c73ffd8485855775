"""Handing a queue to a successor: whose it may be, to whom it may go, and what is recorded of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from outreach.rules.refusals import Refusal
from outreach.services.account_record import account_record, last_seen
from outreach.services.contact_entries import due_follow_ups, mark_done, withdraw
from outreach.services.contact_log import Next, log_contact
from outreach.services.deputies import appoint_deputy
from outreach.services.handing_over import (
    NoSuccessor,
    NotAColleague,
    NothingToHandOver,
    colleagues,
    hand_over,
    own_queue,
    queues,
)
from outreach.services.naming import Unknown
from outreach.services.people import AccountClosed, add_person, change_person, close_account
from outreach.services.who import NotAllowed, OnlyLooking, Role, Who
from tests.support.accounts import Office
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE, MANAGER, PUBLIC, SmallCity, small_city

TODAY = date(2021, 10, 20)
NOW = datetime(2021, 10, 20, 2, 0, tzinfo=UTC)
COM, CUL = 2, 3
LI, ZHOU = Who("李承辦", Role.OFFICER, 1, COM), Who("周核定", Role.APPROVER, 2, COM)
LIN = Who("林承辦", Role.OFFICER, 3, CUL)


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


def _call(small: SmallCity, who: Who) -> int:
    """An attempt with a next step; its number."""
    then = Next("再訪", TODAY)
    now = small.clerk.tick()
    return log_contact(
        small.city, who, small.contacted, None, TODAY, "phone", "not_in", now=now, today=TODAY, then=then
    ).entry_id


def _queue(small: SmallCity, who: Who) -> list[int]:
    return [entry.row.id for entry in due_follow_ups(small.city, who, today=TODAY, own=True)]


def test_an_officer_gives_the_open_follow_ups_to_a_colleague_and_the_record_says_so(each: SmallCity) -> None:
    first, second = _call(each, LI), _call(each, LI)
    others = _call(each, ZHOU)
    assert own_queue(each.city, LI) == 2
    assert hand_over(each.city, LI, "li", "zhou", now=NOW) == 2
    assert _queue(each, LI) == []
    assert sorted(_queue(each, ZHOU)) == [first, second, others]
    newest = account_record(each.city, ADMINISTRATOR)[0]
    assert (newest.outcome, newest.person, newest.other, newest.actor) == (
        "handed_over",
        "周核定",
        "李承辦",
        "李承辦",
    )
    assert (newest.at, queues(each.city, ADMINISTRATOR)) == (NOW, {2: 3})


def test_what_is_done_or_withdrawn_stays_with_whoever_did_it(small: SmallCity) -> None:
    done, taken_back, open_ = _call(small, LI), _call(small, LI), _call(small, LI)
    mark_done(small.city, LI, done, now=NOW, today=TODAY)
    withdraw(small.city, LI, taken_back, now=NOW, today=TODAY)
    assert hand_over(small.city, LI, "li", "zhou", now=NOW) == 1
    assert _queue(small, ZHOU) == [open_]


def test_an_administrator_gives_anyones_queue_to_a_successor_a_closed_accounts_too(small: SmallCity) -> None:
    _call(small, LI)
    close_account(small.city, ADMINISTRATOR, "li", now=NOW)
    assert hand_over(small.city, ADMINISTRATOR, "li", "zhou", now=NOW) == 1
    assert account_record(small.city, ADMINISTRATOR)[0].actor == ADMINISTRATOR.name


def test_who_moved_to_another_agency_leaves_behind_what_was_begun_with_the_first(small: SmallCity) -> None:
    _call(small, LI)
    change_person(small.city, ADMINISTRATOR, "li", agency=CULTURE, now=NOW)
    with pytest.raises(NothingToHandOver):
        hand_over(small.city, ADMINISTRATOR, "li", "lin", now=NOW)
    assert hand_over(small.city, ADMINISTRATOR, "li", "zhou", now=NOW) == 1


@pytest.mark.parametrize("to", ["lin", "chen", "wang", "nobody", "", "li\0"])
def test_an_officer_hands_over_within_the_own_agency_only_and_learns_nothing_of_others(
    small: SmallCity, to: str
) -> None:
    entry = _call(small, LI)
    with pytest.raises(NotAColleague) as refused:
        hand_over(small.city, LI, "li", to, now=NOW)
    assert set(refused.value.values) == {"value"}
    assert _queue(small, LI) == [entry]


def test_nobody_takes_a_queue_that_is_anothers(small: SmallCity) -> None:
    entry = _call(small, LI)
    for who in (ZHOU, LIN):
        with pytest.raises(NotAllowed):
            hand_over(small.city, who, "li", "zhou" if who is ZHOU else "lin", now=NOW)
    assert _queue(small, LI) == [entry]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (PUBLIC, NotAllowed),
        (MANAGER, NotAllowed),
        (Who("王系統", Role.OFFICER, 5, COM, looking=True), OnlyLooking),
        (Who("王系統", Role.MANAGER, 5, looking=True), OnlyLooking),
    ],
)
def test_who_may_change_nothing_hands_nothing_over(
    small: SmallCity, who: Who, refusal: type[Refusal]
) -> None:
    entry = _call(small, LI)
    with pytest.raises(refusal):
        hand_over(small.city, who, "li", "zhou", now=NOW)
    with pytest.raises(refusal):
        colleagues(small.city, who)
    assert _queue(small, LI) == [entry]


@pytest.mark.parametrize(
    ("one", "other", "refusal"),
    [
        ("li", "li", NoSuccessor),
        ("li", "chen", NoSuccessor),
        ("li", "wang", NoSuccessor),
        ("li", "nobody", Unknown),
        ("nobody", "zhou", Unknown),
        ("zhou", "li", NothingToHandOver),
    ],
)
def test_a_successor_who_is_none_or_a_queue_that_is_empty_is_refused(
    small: SmallCity, one: str, other: str, refusal: type[Refusal]
) -> None:
    entry = _call(small, LI)
    with pytest.raises(refusal):
        hand_over(small.city, ADMINISTRATOR, one, other, now=NOW)
    assert _queue(small, LI) == [entry]


def test_a_closed_account_takes_nothing_over(small: SmallCity) -> None:
    _call(small, LI)
    close_account(small.city, ADMINISTRATOR, "zhou", now=NOW)
    with pytest.raises(AccountClosed):
        hand_over(small.city, ADMINISTRATOR, "li", "zhou", now=NOW)
    with pytest.raises(NotAColleague):
        hand_over(small.city, LI, "li", "zhou", now=NOW)


def test_colleagues_are_those_of_the_own_agency_in_use_without_oneself(small: SmallCity) -> None:
    add_person(small.city, ADMINISTRATOR, "wu", Role.OFFICER, agency=COMMERCE, now=NOW)
    assert [one.name for one in colleagues(small.city, LI)] == ["wu", "zhou"]
    close_account(small.city, ADMINISTRATOR, "wu", now=NOW)
    assert [one.name for one in colleagues(small.city, LI)] == ["zhou"]
    assert colleagues(small.city, LIN) == ()
    assert colleagues(small.city, ADMINISTRATOR) == ()


def test_a_deputys_queue_is_the_deputys_own(small: SmallCity) -> None:
    _call(small, LI)
    appoint_deputy(small.city, ADMINISTRATOR, "lin", "li", TODAY, TODAY, now=NOW)
    acting = Who("林承辦（代理李承辦）", Role.OFFICER, 3, COM)
    with pytest.raises(NotAllowed):
        hand_over(small.city, acting, "li", "zhou", now=NOW)
    entry = _call(small, acting)
    assert hand_over(small.city, acting, "lin", "zhou", now=NOW) == 1
    assert _queue(small, ZHOU) == [entry]


def test_the_record_tells_the_last_fifty_entries_and_when_each_came(either: Office) -> None:
    for _ in range(30):
        either.enter("li")
        either.later(minutes=1)
    came = either.now
    either.enter("zhou")
    for _ in range(30):
        either.later(minutes=1)
        either.enter("li")
    told = account_record(either.city, ADMINISTRATOR)
    assert len(told) == 50
    assert told[0].at == either.now
    assert last_seen(either.city, ADMINISTRATOR) == {either.user("li"): either.now, either.user("zhou"): came}
    assert len(account_record(either.city, ADMINISTRATOR, 10_000)) == 50


@pytest.mark.parametrize("who", [PUBLIC, LI, ZHOU, MANAGER])
def test_nobody_but_an_administrator_reads_the_record_of_accounts(office: Office, who: Who) -> None:
    for read in (account_record, last_seen, queues):
        with pytest.raises(NotAllowed):
            read(office.city, who)
