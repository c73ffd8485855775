"""View as: an administrator sees what a role sees, and nothing can be changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from outreach.services.account_refusals import LookUnusable, MayNotLook, NotSignedIn
from outreach.services.accounts import act_in_place_of, own_account
from outreach.services.deputies import appoint_deputy, dismiss_deputy
from outreach.services.looking import LOOKED_AS, look_as, look_as_oneself, look_named
from outreach.services.own_password import change_password
from outreach.services.people import (
    add_person,
    change_person,
    close_account,
    make_reset_link,
    open_account,
    people,
)
from outreach.services.signing_in import sign_out, sign_out_everywhere
from outreach.services.who import READING, OnlyLooking, Right, Role, Who
from tests.support.accounts import HOME, PASSWORD, Office
from tests.support.builders import ADMINISTRATOR, COMMERCE

NEW = "umbrella under the eaves"


def _looking(office: Office, role: str = "officer", agency: str = COMMERCE) -> tuple[str, Who]:
    """王系統's token, and who it is while looking."""
    token = office.enter("wang").token
    own = office.who(token)
    assert own is not None
    chosen, agency_id = look_named(office.city, role, agency)
    look_as(office.city, own, token, chosen, agency_id, now=office.now)
    who = office.who(token)
    assert who is not None
    return token, who


@pytest.mark.parametrize("role", LOOKED_AS)
def test_an_administrator_sees_as_a_role_under_the_own_name(either: Office, role: Role) -> None:
    _, who = _looking(either, role.value)
    assert (who.name, who.role, who.user, who.looking) == ("王系統", role, either.user("wang"), True)
    named = {a.id: a.code for a in either.city.reference().agencies.values()}
    assert named.get(who.agency or 0) == (COMMERCE if role in (Role.OFFICER, Role.APPROVER) else None)


@pytest.mark.parametrize("role", LOOKED_AS)
def test_whoever_looks_has_no_right_but_to_read(office: Office, role: Role) -> None:
    _, who = _looking(office, role.value)
    assert [right for right in Right if who.may(right) and right not in READING] == []


def test_the_look_ends_with_a_click_and_is_recorded_from_beginning_to_end(either: Office) -> None:
    token, who = _looking(either)
    look_as_oneself(either.city, who, token, now=either.later(minutes=5))
    own = either.who(token)
    assert own is not None
    assert (own.role, own.agency, own.looking) == (Role.ADMINISTRATOR, None, False)
    look_as_oneself(either.city, own, token, now=either.now)
    assert either.outcomes() == ["signed_in", "looking_officer", "looking_ended"]
    assert {event.user_id for event in either.events()[-2:]} == {either.user("wang")}


def test_another_browser_of_the_same_administrator_does_not_look(office: Office) -> None:
    _looking(office)
    other = office.who(office.enter("wang").token)
    assert other is not None
    assert not other.looking


ACTIONS: dict[str, Callable[[Office, Who, str], object]] = {
    "another password": lambda o, w, _: change_password(o.city, w, PASSWORD, NEW, HOME, now=o.now),
    "out everywhere": lambda o, w, _: sign_out_everywhere(o.city, w, now=o.now),
    "another's place": lambda o, w, t: act_in_place_of(o.city, w, t, o.user("zhou"), now=o.now),
    "the own place": lambda o, w, t: act_in_place_of(o.city, w, t, None, now=o.now),
    "another look": lambda o, w, t: look_as(o.city, w, t, Role.MANAGER, None, now=o.now),
    "a new person": lambda o, w, _: add_person(o.city, w, "new.one", Role.MANAGER, now=o.now),
    "another role": lambda o, w, _: change_person(o.city, w, "li", role=Role.MANAGER, now=o.now),
    "closing": lambda o, w, _: close_account(o.city, w, "li", now=o.now),
    "opening": lambda o, w, _: open_account(o.city, w, "li", now=o.now),
    "a link": lambda o, w, _: make_reset_link(o.city, w, "li", now=o.now),
    "a deputy": lambda o, w, _: appoint_deputy(
        o.city, w, "lin", "li", date(2021, 10, 4), date(2021, 10, 9), now=o.now
    ),
    "a deputy's end": lambda o, w, _: dismiss_deputy(o.city, w, 1, now=o.now),
    "reading who there is": lambda o, w, _: people(o.city, w),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_while_looking_nothing_can_be_done_with_any_account(office: Office, action: str) -> None:
    appoint_deputy(
        office.city, ADMINISTRATOR, "wang", "zhou", date(2021, 10, 4), date(2021, 10, 9), now=office.now
    )
    token, who = _looking(office)
    before = office.events(), people(office.city, ADMINISTRATOR)
    with pytest.raises(OnlyLooking):
        ACTIONS[action](office, who, token)
    assert (office.events(), people(office.city, ADMINISTRATOR)) == before
    assert office.who(token) == who


def test_while_looking_one_can_sign_out(office: Office) -> None:
    token, _ = _looking(office)
    sign_out(office.city, token, now=office.now)
    assert office.who(token) is None


@pytest.mark.parametrize("name", ["li", "zhou", "chen"])
def test_nobody_but_an_administrator_looks(office: Office, name: str) -> None:
    token = office.enter(name).token
    who = office.who(token)
    assert who is not None
    with pytest.raises(MayNotLook):
        look_as(office.city, who, token, Role.PUBLIC, None, now=office.now)


def test_neither_an_administrators_deputy_nor_an_administrator_acting_for_another_looks(
    office: Office,
) -> None:
    for deputy, principal in (("li", "wang"), ("wang", "zhou")):
        appoint_deputy(
            office.city,
            ADMINISTRATOR,
            deputy,
            principal,
            date(2021, 10, 4),
            date(2021, 10, 9),
            now=office.now,
        )
        token = office.enter(deputy).token
        own = office.who(token)
        assert own is not None
        act_in_place_of(office.city, own, token, office.user(principal), now=office.now)
        acting = office.who(token)
        assert acting is not None
        for who in (acting, own):
            with pytest.raises(MayNotLook):
                look_as(office.city, who, token, Role.PUBLIC, None, now=office.now)


def test_an_administrator_who_is_one_no_more_is_an_officer_and_not_a_looker(office: Office) -> None:
    add_person(office.city, ADMINISTRATOR, "second", Role.ADMINISTRATOR, password=NEW, now=office.now)
    token, _ = _looking(office, "manager")
    change_person(office.city, ADMINISTRATOR, "wang", role=Role.OFFICER, agency=COMMERCE, now=office.now)
    who = office.who(token)
    assert who is not None
    assert (who.role, who.looking) == (Role.OFFICER, False)


@pytest.mark.parametrize(
    ("role", "agency"),
    [("administrator", ""), ("nobody", ""), ("", COMMERCE), ("officer", "NOWHERE"), ("public", "NOWHERE")],
)
def test_a_role_or_agency_that_is_none_is_refused(office: Office, role: str, agency: str) -> None:
    with pytest.raises(LookUnusable):
        look_named(office.city, role, agency)


@pytest.mark.parametrize("agency", [None, 0, 999])
def test_an_officers_eyes_need_an_agency_that_exists(office: Office, agency: int | None) -> None:
    token = office.enter("wang").token
    own = office.who(token)
    assert own is not None
    with pytest.raises(LookUnusable):
        look_as(office.city, own, token, Role.OFFICER, agency, now=office.now)
    assert office.who(token) == own


def test_nobody_turns_anothers_session_into_a_look(office: Office) -> None:
    own = office.who(office.enter("wang").token)
    assert own is not None
    for token in (office.enter("li").token, "no session"):
        with pytest.raises(NotSignedIn):
            look_as(office.city, own, token, Role.PUBLIC, None, now=office.now)
        with pytest.raises(NotSignedIn):
            look_as_oneself(office.city, own, token, now=office.now)


def test_the_account_behind_a_look_is_the_administrators_own(office: Office) -> None:
    _, who = _looking(office, "public")
    assert own_account(office.city, who).name == "wang"
