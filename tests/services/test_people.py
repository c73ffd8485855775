"""Administrators look after accounts."""

from collections.abc import Callable
from datetime import date

import pytest

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import NameOrPasswordWrong, PasswordIsName
from outreach.services.deputies import appoint_deputy, dismiss_deputy, standing_deputies
from outreach.services.naming import Unknown
from outreach.services.people import (
    AgencyNeeded,
    LastAdministrator,
    NameTaken,
    NameUnusable,
    RoleUnusable,
    add_person,
    change_person,
    close_account,
    make_reset_link,
    open_account,
    people,
    role_named,
)
from outreach.services.who import NotAllowed, Role, Who
from tests.support.accounts import PASSWORD, Office
from tests.support.builders import ADMINISTRATOR, MANAGER, OFFICER, PUBLIC

APPROVER = Who("周核定", Role.APPROVER)
DAY = date(2021, 10, 4)


def test_an_account_is_added_with_role_agency_and_the_name_that_records_say(office: Office) -> None:
    made = add_person(
        office.city,
        ADMINISTRATOR,
        " ｈｕａｎｇ ",
        Role.OFFICER,
        display_name="黃承辦",
        agency="文化局",
        password=PASSWORD,
        now=office.now,
    )
    assert (made.name, made.display_name, made.role, made.active) == ("huang", "黃承辦", Role.OFFICER, True)
    assert made in people(office.city, ADMINISTRATOR)
    who = office.who(office.enter("huang").token)
    assert who is not None
    assert (who.name, who.agency) == ("黃承辦", made.agency)


def test_without_a_password_nobody_gets_in(office: Office) -> None:
    made = add_person(office.city, ADMINISTRATOR, "huang", Role.MANAGER, now=office.now)
    assert not made.has_password
    for password in ("", " ", PASSWORD):
        with pytest.raises(NameOrPasswordWrong):
            office.enter("huang", password)


@pytest.mark.parametrize(
    ("name", "shown", "refusal"),
    [
        ("h", "黃承辦", NameUnusable),
        ("", "黃承辦", NameUnusable),
        ("huang mei", "黃承辦", NameUnusable),
        ("x" * 41, "黃承辦", NameUnusable),
        ("ΐ" * 40, "黃承辦", NameUnusable),
        ("<script>", "黃承辦", NameUnusable),
        ("a\0b", "黃承辦", NameUnusable),
        ("huang", "甲（代理乙）", NameUnusable),
        ("huang", "甲(代理乙)", NameUnusable),
        ("huang", "黃\u202e辦", NameUnusable),
        ("huang", "黃\n辦", NameUnusable),
        ("huang", "黃" * 31, NameUnusable),
        ("LI", "黃承辦", NameTaken),
        ("huang", "李承辦", NameTaken),
    ],
)
def test_a_name_that_is_none_is_taken_or_could_be_mistaken_is_refused(
    office: Office, name: str, shown: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add_person(office.city, ADMINISTRATOR, name, Role.MANAGER, display_name=shown, now=office.now)
    assert len(people(office.city, ADMINISTRATOR)) == 5


def test_an_officer_or_approver_needs_an_agency_and_it_must_exist(office: Office) -> None:
    for role in (Role.OFFICER, Role.APPROVER):
        with pytest.raises(AgencyNeeded):
            add_person(office.city, ADMINISTRATOR, "huang", role, now=office.now)
        with pytest.raises(AgencyNeeded):
            change_person(office.city, ADMINISTRATOR, "chen", role=role, now=office.now)
    with pytest.raises(Unknown, match="沒有的局"):
        add_person(office.city, ADMINISTRATOR, "huang", Role.OFFICER, agency="沒有的局", now=office.now)
    with pytest.raises(AgencyNeeded):
        change_person(office.city, ADMINISTRATOR, "li", agency="", now=office.now)


def test_the_public_has_no_account_and_a_role_is_known_by_code_or_word(office: Office) -> None:
    with pytest.raises(RoleUnusable):
        add_person(office.city, ADMINISTRATOR, "huang", Role.PUBLIC, now=office.now)
    with pytest.raises(RoleUnusable):
        change_person(office.city, ADMINISTRATOR, "li", role=Role.PUBLIC, now=office.now)
    assert role_named(" officer ") is role_named("機關承辦人") is Role.OFFICER
    for text in ("public", "boss", ""):
        with pytest.raises(RoleUnusable):
            role_named(text)


def test_a_password_that_is_the_name_is_refused_when_an_administrator_sets_it_too(office: Office) -> None:
    with pytest.raises(PasswordIsName):
        add_person(
            office.city, ADMINISTRATOR, "huang-mei", Role.MANAGER, password="huang-mei2021", now=office.now
        )


def test_the_last_administrator_who_can_sign_in_is_kept(office: Office) -> None:
    add_person(office.city, ADMINISTRATOR, "second", Role.ADMINISTRATOR, now=office.now)
    with pytest.raises(LastAdministrator):
        close_account(office.city, ADMINISTRATOR, "wang", now=office.now)
    with pytest.raises(LastAdministrator):
        change_person(office.city, ADMINISTRATOR, "wang", role=Role.MANAGER, now=office.now)
    add_person(office.city, ADMINISTRATOR, "third", Role.ADMINISTRATOR, password=PASSWORD, now=office.now)
    close_account(office.city, ADMINISTRATOR, "wang", now=office.now)
    assert [a.name for a in people(office.city, ADMINISTRATOR) if not a.active] == ["wang"]


def test_what_was_done_with_an_account_is_recorded_with_who_did_it(office: Office) -> None:
    made = add_person(office.city, ADMINISTRATOR, "huang", Role.MANAGER, now=office.now)
    change_person(office.city, ADMINISTRATOR, "huang", role=Role.OFFICER, agency="CUL", now=office.now)
    make_reset_link(office.city, ADMINISTRATOR, "huang", now=office.now)
    close_account(office.city, ADMINISTRATOR, "huang", now=office.now)
    open_account(office.city, ADMINISTRATOR, "huang", now=office.now)
    told = [(e.outcome, e.actor) for e in office.events() if e.user_id == made.id]
    done = ("added", "changed", "link_made", "closed", "opened")
    assert told == [(outcome, ADMINISTRATOR.name) for outcome in done]


ACTIONS: dict[str, Callable[[Office, Who], object]] = {
    "people": lambda o, w: people(o.city, w),
    "add": lambda o, w: add_person(o.city, w, "huang", Role.MANAGER, now=o.now),
    "change": lambda o, w: change_person(o.city, w, "li", role=Role.ADMINISTRATOR, now=o.now),
    "close": lambda o, w: close_account(o.city, w, "li", now=o.now),
    "open": lambda o, w: open_account(o.city, w, "li", now=o.now),
    "link": lambda o, w: make_reset_link(o.city, w, "wang", now=o.now),
    "deputy": lambda o, w: appoint_deputy(o.city, w, "li", "wang", DAY, DAY, now=o.now),
    "dismiss": lambda o, w: dismiss_deputy(o.city, w, 1, now=o.now),
    "deputies": lambda o, w: standing_deputies(o.city, w, now=o.now),
}


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, APPROVER, MANAGER], ids=lambda who: who.role.value)
def test_nobody_but_an_administrator_looks_after_accounts(office: Office, who: Who) -> None:
    before = people(office.city, ADMINISTRATOR), office.events()
    for action in ACTIONS.values():
        with pytest.raises(NotAllowed):
            action(office, who)
    assert (people(office.city, ADMINISTRATOR), office.events()) == before
