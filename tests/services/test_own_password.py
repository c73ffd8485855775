"""Another password: for the old one, or by a link that works once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import (
    AccountRefusal,
    NameOrPasswordWrong,
    NotSignedIn,
    OldPasswordWrong,
    PasswordIsName,
    PasswordTooShort,
    PasswordUnchanged,
    ResetLinkUnusable,
    TooManyAttempts,
)
from outreach.services.naming import Unknown
from outreach.services.own_password import change_password, link_works, reset_password
from outreach.services.people import AccountClosed, close_account, make_reset_link, open_account
from outreach.services.signing_in import Origin, SignedIn
from outreach.services.who import NotAllowed, Role, Who
from outreach.store.engine import reading
from outreach.store.people_tables import reset_links
from tests.support.accounts import ELSEWHERE, HOME, PASSWORD, WRONG, Office
from tests.support.builders import ADMINISTRATOR, MANAGER, OFFICER, PUBLIC

NEW = "umbrella under the eaves"


def _change(office: Office, token: str, old: str, new: str) -> SignedIn:
    who = office.who(token)
    assert who is not None
    return change_password(office.city, who, old, new, Origin(HOME.address, token=token), now=office.now)


def test_a_new_password_takes_the_place_of_the_old_one_and_every_other_session_ends(either: Office) -> None:
    here, there, other = either.enter("li"), either.enter("li"), either.enter("zhou")
    began = _change(either, here.token, PASSWORD, NEW)
    assert [either.who(t) is None for t in (here.token, there.token, began.token, other.token)] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(NameOrPasswordWrong):
        either.enter("li", PASSWORD)
    assert either.who(either.enter("li", NEW).token) is not None


def test_browsers_that_knew_the_old_password_are_known_no_more(office: Office) -> None:
    here = office.enter("li")
    office.later(seconds=1)
    began = _change(office, here.token, PASSWORD, NEW)
    for _ in range(5):
        with pytest.raises(NameOrPasswordWrong):
            office.enter("li", WRONG, ELSEWHERE)
    with pytest.raises(TooManyAttempts):
        office.enter("li", NEW, Origin(HOME.address, here.device))
    office.enter("li", NEW, Origin(HOME.address, began.device))


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (WRONG, NEW, OldPasswordWrong),
        ("", NEW, OldPasswordWrong),
        (PASSWORD, PASSWORD, PasswordUnchanged),
        (PASSWORD, "short", PasswordTooShort),
        (PASSWORD, "李承辦李承辦李承辦李承辦", PasswordIsName),
    ],
)
def test_a_change_that_is_refused_changes_nothing(
    office: Office, old: str, new: str, refusal: type[Refusal]
) -> None:
    token = office.enter("li").token
    with pytest.raises(refusal):
        _change(office, token, old, new)
    assert office.who(token) is not None
    assert office.enter("li", PASSWORD).token


def test_whoever_finds_an_open_session_does_not_guess_the_password_at_leisure(office: Office) -> None:
    token = office.enter("li").token
    became: list[type[AccountRefusal]] = []
    for n in range(20):
        with pytest.raises(AccountRefusal) as refused:
            _change(office, token, f"{WRONG} {n}", NEW)
        became.append(type(refused.value))
    assert became == [OldPasswordWrong] * 5 + [TooManyAttempts] * 15
    office.later(seconds=2)
    assert _change(office, token, PASSWORD, NEW).token


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, ADMINISTRATOR, Who("無人", Role.ADMINISTRATOR, 999)])
def test_who_has_no_account_has_no_password_to_change(office: Office, who: Who) -> None:
    with pytest.raises(NotSignedIn):
        change_password(office.city, who, PASSWORD, NEW, HOME, now=office.now)


def test_a_link_sets_a_password_signs_in_and_works_once(either: Office) -> None:
    session = either.enter("li").token
    link = make_reset_link(either.city, ADMINISTRATOR, "li", now=either.now)
    assert link_works(either.city, link, now=either.now)
    began = reset_password(either.city, link, NEW, HOME, now=either.now)
    who = either.who(began.token)
    assert who is not None
    assert who.user == either.user("li")
    assert either.who(session) is None
    assert not link_works(either.city, link, now=either.now)
    with pytest.raises(ResetLinkUnusable):
        reset_password(either.city, link, "another umbrella here", HOME, now=either.now)
    assert either.enter("li", NEW).token
    assert either.outcomes()[-3:] == ["link_made", "password_reset", "signed_in"]


def test_a_link_used_by_two_at_once_is_used_by_one(either: Office) -> None:
    link = make_reset_link(either.city, ADMINISTRATOR, "li", now=either.now)

    def use(number: int) -> str:
        try:
            reset_password(either.city, link, f"{NEW} {number}", HOME, now=either.now)
        except ResetLinkUnusable:
            return "refused"
        return "used"

    with ThreadPoolExecutor(4) as pool:
        became = list(pool.map(use, range(4)))
    assert sorted(became) == ["refused", "refused", "refused", "used"]


def test_a_link_lasts_a_day(office: Office) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    office.later(hours=23, minutes=59, seconds=59)
    assert link_works(office.city, link, now=office.now)
    office.later(seconds=1)
    assert not link_works(office.city, link, now=office.now)
    with pytest.raises(ResetLinkUnusable):
        reset_password(office.city, link, NEW, HOME, now=office.now)


def test_a_password_that_is_refused_leaves_the_link_usable(office: Office) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    with pytest.raises(PasswordTooShort):
        reset_password(office.city, link, "short", HOME, now=office.now)
    assert reset_password(office.city, link, NEW, HOME, now=office.now).token


def test_a_second_link_takes_the_place_of_the_first_and_nobody_elses(office: Office) -> None:
    first = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    other = make_reset_link(office.city, ADMINISTRATOR, "zhou", now=office.now)
    second = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    assert [link_works(office.city, link, now=office.now) for link in (first, other, second)] == [
        False,
        True,
        True,
    ]


def test_changing_the_password_oneself_ends_a_link_that_lies_about(office: Office) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    _change(office, office.enter("li").token, PASSWORD, NEW)
    assert not link_works(office.city, link, now=office.now)


def test_a_link_lets_the_rightful_person_in_whom_guessing_has_made_wait(office: Office) -> None:
    for _ in range(5):
        with pytest.raises(NameOrPasswordWrong):
            office.enter("li", WRONG, ELSEWHERE)
    with pytest.raises(TooManyAttempts):
        office.enter("li")
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    reset_password(office.city, link, NEW, HOME, now=office.now)
    assert office.enter("li", NEW).token


def test_a_link_for_an_account_closed_since_opens_nothing(office: Office) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    close_account(office.city, ADMINISTRATOR, "li", now=office.now)
    with pytest.raises(ResetLinkUnusable):
        reset_password(office.city, link, NEW, HOME, now=office.now)
    with pytest.raises(AccountClosed):
        make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    open_account(office.city, ADMINISTRATOR, "li", now=office.now)
    assert not link_works(office.city, link, now=office.now)


def test_a_link_opened_in_somebody_elses_browser_ends_that_session(office: Office) -> None:
    other = office.enter("zhou").token
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    reset_password(office.city, link, NEW, Origin(HOME.address, token=other), now=office.now)
    assert office.who(other) is None


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, MANAGER])
def test_only_an_administrator_makes_links(office: Office, who: Who) -> None:
    with pytest.raises(NotAllowed):
        make_reset_link(office.city, who, "li", now=office.now)


def test_a_link_for_nobody_is_refused_by_name(office: Office) -> None:
    with pytest.raises(Unknown, match="nobody"):
        make_reset_link(office.city, ADMINISTRATOR, "nobody", now=office.now)


def test_only_the_hash_of_a_link_is_stored(office: Office) -> None:
    link = make_reset_link(office.city, ADMINISTRATOR, "li", now=office.now)
    with reading(office.city.engine) as connection:
        stored = connection.execute(sa.select(reset_links.c.token_hash)).scalar_one()
    assert len(stored) == 64
    assert link not in stored
