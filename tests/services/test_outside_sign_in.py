"""Signing in by the city's own service: what it says becomes an account; what it leaves out is refused."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.services.account_refusals import (
    NameOrPasswordWrong,
    OldPasswordWrong,
    OutsideAgencyUnknown,
    OutsideClosed,
    OutsideNotReady,
    OutsideRoleUnknown,
    OutsideUnfinished,
)
from outreach.services.accounts import Account, asker
from outreach.services.outside_claims import identity, outside_settings, told_texts
from outreach.services.outside_sign_in import sign_in_outside
from outreach.services.own_password import change_password
from outreach.services.people import OutsideAccount, change_person, close_account, make_reset_link, people
from outreach.services.signing_in import Origin, SignedIn, sign_in, sign_out
from outreach.services.who import Role
from tests.support.accounts import HOME, PASSWORD, PEOPLE, Office
from tests.support.builders import ADMINISTRATOR, COMMERCE, CULTURE

SECTION: Mapping[str, object] = {
    "role_claim": "roles",
    "agency_claim": "unit",
    "roles": {"app-approver": "approver", "app-officer": "officer", "app-boss": "administrator"},
    "agencies": {"商業處一科": COMMERCE},
}
SETTINGS = outside_settings(SECTION)
ZHANG: Mapping[str, object] = {
    "iss": "https://idp.example/realms/city",
    "sub": "1001",
    "name": "張承辦",
    "preferred_username": "zhang",
    "roles": ["app-officer", "default"],
    "unit": "商業處一科",
}


def _come(office: Office, origin: Origin = HOME, **changed: object) -> SignedIn:
    """Come with 張承辦's claims, some of them others (None: left out)."""
    claims = {name: value for name, value in {**ZHANG, **changed}.items() if value is not None}
    return sign_in_outside(office.city, claims, SETTINGS, origin, now=office.now)


def _account(office: Office) -> Account:
    """The one account that is not the office's own."""
    own = {person[0] for person in PEOPLE}
    [account] = [one for one in people(office.city, ADMINISTRATOR) if one.name not in own]
    return account


def _nobody_came(office: Office) -> None:
    assert len(people(office.city, ADMINISTRATOR)) == len(PEOPLE)


def test_the_first_time_makes_an_account_with_role_and_agency_and_a_session(either: Office) -> None:
    began = _come(either)
    who = either.who(began.token)
    assert who == began.who
    assert who is not None
    assert (who.name, who.role) == ("張承辦", Role.OFFICER)
    named = {a.id: a.code for a in either.city.reference().agencies.values()}
    assert who.agency is not None
    assert named[who.agency] == COMMERCE
    account = _account(either)
    assert (account.name, account.outside, account.has_password) == ("zhang", True, False)
    assert [e.outcome for e in either.events()[-2:]] == ["added", "signed_in"]


def test_each_time_takes_role_agency_and_name_anew(either: Office) -> None:
    first = _come(either).who
    either.later(hours=20)
    second = _come(either, roles="app-approver", unit=CULTURE, name="張核定").who
    assert (second.user, second.name, second.role) == (first.user, "張核定", Role.APPROVER)
    assert second.agency != first.agency
    changes = [e for e in either.events() if e.outcome == "changed"]
    assert [(e.user_id, e.actor) for e in changes] == [(first.user, "市府帳號")]


def test_the_same_claims_change_nothing(office: Office) -> None:
    _come(office)
    before = _account(office)
    _come(office)
    assert _account(office) == before
    assert "changed" not in [e.outcome for e in office.events()]


@pytest.mark.parametrize(
    "roles", [None, [], "", ["default"], "officer", "app-officer2", "APP-OFFICER", 7, {"app-officer": True}]
)
def test_an_unknown_role_is_no_entry(office: Office, roles: object) -> None:
    with pytest.raises(OutsideRoleUnknown):
        _come(office, roles=roles)
    _nobody_came(office)
    assert office.outcomes() == ["refused"]


def test_who_loses_the_role_there_gets_in_no_more_and_the_session_ends_with_its_time(office: Office) -> None:
    token = _come(office).token
    with pytest.raises(OutsideRoleUnknown):
        _come(office, Origin("192.0.2.8"), roles=[])
    assert asker(office.city, token, now=office.later(hours=13)) is None


@pytest.mark.parametrize("unit", [None, "", "不存在處", "COM2", [COMMERCE, CULTURE], 3])
def test_an_officer_of_no_agency_of_an_unknown_one_or_of_two_is_no_entry(
    office: Office, unit: object
) -> None:
    with pytest.raises(OutsideAgencyUnknown):
        _come(office, unit=unit)
    _nobody_came(office)


def test_an_officer_whose_agency_becomes_unknown_does_not_keep_the_old_one(office: Office) -> None:
    before = _come(office).who
    with pytest.raises(OutsideAgencyUnknown):
        _come(office, unit="不存在處")
    assert _account(office).agency == before.agency
    assert office.outcomes()[-1] == "refused"


def test_an_administrator_needs_no_agency(office: Office) -> None:
    assert _come(office, roles="app-boss", unit=None).who.agency is None


def test_of_several_roles_the_first_of_the_settings_counts(office: Office) -> None:
    assert _come(office, roles=["app-boss", "app-officer", "app-approver"]).who.role is Role.APPROVER


def test_a_closed_account_stays_closed_and_its_session_is_over(either: Office) -> None:
    token = _come(either).token
    close_account(either.city, ADMINISTRATOR, "zhang", now=either.now)
    assert either.who(token) is None
    with pytest.raises(OutsideClosed):
        _come(either)
    assert not _account(either).active


def test_a_session_ends_like_any_other(office: Office) -> None:
    token = _come(office).token
    sign_out(office.city, token, now=office.now)
    assert office.who(token) is None
    token = _come(office).token
    assert office.who(token) is not None
    assert asker(office.city, token, now=office.later(minutes=61)) is None


def test_the_browsers_earlier_session_ends(office: Office) -> None:
    earlier = office.enter("li").token
    _come(office, Origin("192.0.2.7", token=earlier))
    assert office.who(earlier) is None


def test_another_issuers_same_subject_is_another_person(office: Office) -> None:
    one = _come(office).who
    other = _come(office, iss="https://other.example", name="張承辦").who
    assert one.user != other.user
    assert other.name == "張承辦-2"


@pytest.mark.parametrize("name", ["李承辦", "li", "LI"])
def test_a_city_account_never_becomes_a_local_one_of_the_same_name(office: Office, name: str) -> None:
    who = _come(office, preferred_username="li", name=name).who
    assert who.user != office.user("li")
    assert _account(office).name == "li-2"
    assert office.enter("li").who.user == office.user("li")


def test_a_name_with_a_deputys_brackets_is_shown_without(office: Office) -> None:
    assert "（" not in _come(office, name="王系統（代理李承辦）\u202e").who.name


@pytest.mark.parametrize(
    "changed", [{"sub": ""}, {"sub": None}, {"iss": None}, {"iss": 5}, {"sub": "x" * 300}]
)
def test_claims_that_name_nobody_are_refused(office: Office, changed: Mapping[str, object]) -> None:
    with pytest.raises(OutsideUnfinished):
        sign_in_outside(office.city, {**ZHANG, **changed}, SETTINGS, HOME, now=office.now)
    _nobody_came(office)


def test_no_password_opens_a_city_account_and_none_can_be_set(office: Office) -> None:
    began = _come(office)
    for password in ("", PASSWORD):
        with pytest.raises(NameOrPasswordWrong):
            sign_in(office.city, "zhang", password, HOME, now=office.now)
    with pytest.raises(OutsideAccount):
        make_reset_link(office.city, ADMINISTRATOR, "zhang", now=office.now)
    with pytest.raises(OldPasswordWrong):
        change_password(office.city, began.who, "", "umbrella under the eaves", HOME, now=office.now)


def test_what_the_city_says_of_a_person_is_not_changed_here(office: Office) -> None:
    _come(office)
    with pytest.raises(OutsideAccount):
        change_person(office.city, ADMINISTRATOR, "zhang", role=Role.ADMINISTRATOR, now=office.now)
    assert _account(office).role is Role.OFFICER


@pytest.mark.parametrize(
    "section",
    [
        {},
        {"roles": {}},
        {"roles": "officer"},
        {"roles": {"x": "public"}},
        {"roles": {"x": "chief"}},
        {"roles": {"x": 1}},
        {"roles": {"x": "officer"}, "role_claim": ""},
        {"roles": {"x": "officer"}, "agencies": ["COM"]},
    ],
)
def test_settings_that_say_no_role_or_an_unknown_one_let_nobody_in(section: Mapping[str, object]) -> None:
    with pytest.raises(OutsideNotReady):
        outside_settings(section)


def test_a_claim_inside_others_is_found_by_its_path_and_one_with_dots_by_its_name() -> None:
    claims = {"resource_access": {"app": {"roles": ["a", " b ", 3, ""]}}, "https://x.example/roles": "c"}
    assert told_texts(claims, "resource_access.app.roles") == ["a", "b"]
    assert told_texts(claims, "https://x.example/roles") == ["c"]
    assert told_texts(claims, "resource_access.other.roles") == []
    assert told_texts(claims, "resource_access.app.roles.more") == []


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["iss", "sub", "roles", "unit", "name", "a"]), _VALUES, max_size=5))
def test_claims_of_any_shape_are_read_or_refused_but_never_fail(claims: Mapping[str, object]) -> None:
    for path in ("roles", "unit", "a.b.c"):
        assert all(text == text.strip() != "" for text in told_texts(claims, path))
    with suppress(OutsideUnfinished):
        assert " " in identity(claims)
