"""Deputies act for a while in another's place, and say so in the record."""

from datetime import UTC, date, datetime

import pytest

from outreach.services.account_refusals import NotDeputy, NotSignedIn
from outreach.services.accounts import act_in_place_of, own_account, replaceable
from outreach.services.deputies import (
    NoSuchDeputy,
    OwnDeputy,
    PeriodUnusable,
    appoint_deputy,
    dismiss_deputy,
    standing_deputies,
)
from outreach.services.naming import Unknown
from outreach.services.own_password import change_password
from outreach.services.people import AccountClosed, close_account
from outreach.services.who import Role, Who
from outreach.store.engine import writing
from outreach.store.posting import open_change
from tests.support.accounts import HOME, PASSWORD, Office
from tests.support.builders import ADMINISTRATOR, PUBLIC

FIRST, LAST = date(2021, 10, 5), date(2021, 10, 7)


@pytest.fixture
def office(office: Office) -> Office:
    """An office in which 林承辦 (文化局) stands in for 周核定 (商業處) from 5 to 7 October."""
    appoint_deputy(office.city, ADMINISTRATOR, "lin", "zhou", FIRST, LAST, now=office.now)
    office.now = datetime(2021, 10, 5, 1, 0, tzinfo=UTC)
    return office


def _enter(office: Office, name: str) -> tuple[str, Who]:
    token = office.enter(name).token
    who = office.who(token)
    assert who is not None
    return token, who


def _act(office: Office, token: str, name: str | None) -> Who:
    who = office.who(token)
    assert who is not None
    principal = None if name is None else office.user(name)
    act_in_place_of(office.city, who, token, principal, now=office.now)
    acting = office.who(token)
    assert acting is not None
    return acting


def test_a_deputy_has_the_role_and_agency_of_the_one_replaced_and_both_names(either: Office) -> None:
    appoint_deputy(either.city, ADMINISTRATOR, "lin", "zhou", date(2021, 10, 4), LAST, now=either.now)
    token, own = _enter(either, "lin")
    other = _enter(either, "zhou")[1]
    acting = _act(either, token, "zhou")
    assert acting == Who("林承辦（代理周核定）", Role.APPROVER, own.user, other.agency)
    assert _act(either, token, None) == own
    with writing(either.city.engine) as connection:
        # The longest two names there are fit into the record.
        longest = f"{'黃' * 30}（代理{'林' * 30}）"
        open_change(connection, kind="edit", actor=longest, summary="異動", now=either.now)


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (datetime(2021, 10, 4, 15, 59, 59, tzinfo=UTC), False),
        (datetime(2021, 10, 4, 16, 0, tzinfo=UTC), True),
        (datetime(2021, 10, 6, 3, 0, tzinfo=UTC), True),
        (datetime(2021, 10, 7, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2021, 10, 7, 16, 0, tzinfo=UTC), False),
    ],
)
def test_the_period_is_taipeis_days_the_first_and_the_last_included(
    office: Office, moment: datetime, may: bool
) -> None:
    office.now = moment
    token, who = _enter(office, "lin")
    assert bool(replaceable(office.city, who, now=office.now)) is may
    if may:
        assert _act(office, token, "zhou").role is Role.APPROVER
    else:
        with pytest.raises(NotDeputy):
            _act(office, token, "zhou")


def test_at_midnight_after_the_last_day_a_deputy_is_back_in_the_own_place_by_itself(office: Office) -> None:
    office.now = datetime(2021, 10, 7, 15, 59, 0, tzinfo=UTC)
    token, own = _enter(office, "lin")
    _act(office, token, "zhou")
    office.later(minutes=1)
    assert office.who(token) == own


def test_a_deputy_who_is_dismissed_or_whose_principal_is_closed_is_back_in_the_own_place(
    office: Office,
) -> None:
    token, own = _enter(office, "lin")
    _act(office, token, "zhou")
    close_account(office.city, ADMINISTRATOR, "zhou", now=office.now)
    assert office.who(token) == own
    appoint_deputy(office.city, ADMINISTRATOR, "lin", "chen", FIRST, LAST, now=office.now)
    assert _act(office, token, "chen").role is Role.MANAGER
    dismiss_deputy(office.city, ADMINISTRATOR, 2, now=office.now)
    assert office.who(token) == own
    with pytest.raises(NoSuchDeputy, match="2"):
        dismiss_deputy(office.city, ADMINISTRATOR, 2, now=office.now)


def test_nobody_acts_in_a_place_that_was_not_given_to_them(office: Office) -> None:
    for name, principal in (("li", "zhou"), ("zhou", "lin"), ("lin", "wang"), ("lin", "lin")):
        token, own = _enter(office, name)
        with pytest.raises(NotDeputy):
            _act(office, token, principal)
        assert office.who(token) == own
    token, _ = _enter(office, "lin")
    with pytest.raises(NotDeputy):
        act_in_place_of(office.city, _enter(office, "lin")[1], token, 999, now=office.now)


def test_a_place_held_as_a_deputy_is_not_handed_on(office: Office) -> None:
    appoint_deputy(office.city, ADMINISTRATOR, "li", "lin", FIRST, LAST, now=office.now)
    token, _ = _enter(office, "li")
    assert _act(office, token, "lin").role is Role.OFFICER
    with pytest.raises(NotDeputy):
        _act(office, token, "zhou")


def test_a_session_of_somebody_else_is_not_switched(office: Office) -> None:
    theirs, _ = _enter(office, "lin")
    _, who = _enter(office, "li")
    for asking in (who, PUBLIC):
        with pytest.raises(NotSignedIn):
            act_in_place_of(office.city, asking, theirs, office.user("zhou"), now=office.now)


def test_a_deputy_changes_the_own_password_and_not_the_principals(office: Office) -> None:
    token, _ = _enter(office, "lin")
    acting = _act(office, token, "zhou")
    assert own_account(office.city, acting).name == "lin"
    change_password(office.city, acting, PASSWORD, "umbrella under the eaves", HOME, now=office.now)
    office.enter("zhou", PASSWORD)
    office.enter("lin", "umbrella under the eaves")


def test_another_session_of_the_deputy_stays_in_the_own_place(office: Office) -> None:
    here, _ = _enter(office, "lin")
    there, own = _enter(office, "lin")
    _act(office, here, "zhou")
    assert office.who(there) == own


def test_who_may_be_replaced_is_told_with_the_last_day(office: Office) -> None:
    appoint_deputy(
        office.city, ADMINISTRATOR, "lin", "zhou", date(2021, 10, 4), date(2021, 10, 9), now=office.now
    )
    appoint_deputy(
        office.city, ADMINISTRATOR, "lin", "chen", date(2021, 10, 8), date(2021, 10, 9), now=office.now
    )
    _, who = _enter(office, "lin")
    told = [(r.account.name, r.last_day) for r in replaceable(office.city, who, now=office.now)]
    assert told == [("zhou", date(2021, 10, 9))]
    assert [d.id for d in standing_deputies(office.city, ADMINISTRATOR, now=office.now)] == [1, 2, 3]
    office.now = datetime(2021, 10, 8, 1, 0, tzinfo=UTC)
    assert [d.id for d in standing_deputies(office.city, ADMINISTRATOR, now=office.now)] == [2, 3]


def test_a_period_that_has_ended_or_ends_before_it_begins_is_refused(office: Office) -> None:
    for first, last in ((LAST, FIRST), (date(2021, 10, 1), date(2021, 10, 4))):
        with pytest.raises(PeriodUnusable, match="110年10月"):
            appoint_deputy(office.city, ADMINISTRATOR, "li", "zhou", first, last, now=office.now)


def test_nobody_stands_in_for_oneself_for_nobody_or_for_a_closed_account(office: Office) -> None:
    def appoint(deputy: str, principal: str) -> None:
        appoint_deputy(office.city, ADMINISTRATOR, deputy, principal, FIRST, LAST, now=office.now)

    with pytest.raises(OwnDeputy):
        appoint("li", "LI")
    with pytest.raises(Unknown):
        appoint("li", "nobody")
    close_account(office.city, ADMINISTRATOR, "li", now=office.now)
    with pytest.raises(AccountClosed):
        appoint("li", "zhou")
    with pytest.raises(AccountClosed):
        appoint("zhou", "li")


def test_every_change_of_place_is_recorded(office: Office) -> None:
    token, _ = _enter(office, "lin")
    _act(office, token, "zhou")
    _act(office, token, None)
    dismiss_deputy(office.city, ADMINISTRATOR, 1, now=office.now)
    told = [(e.outcome, e.principal_id, e.actor) for e in office.events() if e.outcome != "added"]
    zhou = office.user("zhou")
    assert told == [
        ("deputy_appointed", zhou, ADMINISTRATOR.name),
        ("signed_in", None, ""),
        ("acting", zhou, ""),
        ("acting_ended", None, ""),
        ("deputy_dismissed", zhou, ADMINISTRATOR.name),
    ]
