"""Signing in and out, and how long a session lasts."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from outreach.services.account_refusals import (
    AccountRefusal,
    NameOrPasswordWrong,
    NotSignedIn,
    TooManyAttempts,
)
from outreach.services.accounts import asker, own_account
from outreach.services.backup import backup, restore
from outreach.services.check import check
from outreach.services.city import open_city
from outreach.services.people import change_person, close_account, open_account
from outreach.services.sign_in_settings import (
    IDLE_MINUTES,
    LONGEST_MINUTES,
    PASSWORD_COST,
    SettingUnreadable,
)
from outreach.services.signing_in import RECORD_KEPT, Origin, sign_in, sign_out, sign_out_everywhere
from outreach.services.who import Role, Who
from outreach.store.engine import reading, writing
from outreach.store.people import user_by_key
from outreach.store.people_tables import account_events, sessions, sign_in_attempts, users
from tests.support.accounts import ELSEWHERE, HOME, PASSWORD, WRONG, Office
from tests.support.builders import ADMINISTRATOR, OFFICER, PUBLIC


def test_a_session_says_who_is_asking_with_role_and_agency(either: Office) -> None:
    token = either.enter("li").token
    who = either.who(token)
    assert who is not None
    assert (who.name, who.role, who.user) == ("李承辦", Role.OFFICER, either.user("li"))
    agencies = {a.id: a.code for a in either.city.reference().agencies.values()}
    assert who.agency is not None
    assert agencies[who.agency] == "COM"
    assert own_account(either.city, who).name == "li"
    assert check(either.city, ADMINISTRATOR) == []


@pytest.mark.parametrize("token", [None, "", "x", "0" * 43, "x" * 10_000, "' OR 1=1 --", "芒果", "a\0b"])
def test_a_cookie_that_is_no_session_is_nobody(either: Office, token: str | None) -> None:
    either.enter("li")
    assert asker(either.city, token, now=either.now) is None


def test_neither_width_nor_case_nor_blanks_of_a_name_matter(office: Office) -> None:
    for written in ("LI", " li ", "ｌｉ"):
        who = office.who(office.enter(written).token)
        assert who is not None
        assert who.user == office.user("li")


@pytest.mark.parametrize(
    ("name", "password"), [("li", WRONG), ("nobody", PASSWORD), ("", PASSWORD), ("li", ""), ("lin ", WRONG)]
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    office: Office, name: str, password: str
) -> None:
    with pytest.raises(NameOrPasswordWrong) as refused:
        office.enter(name, password)
    assert str(refused.value) == NameOrPasswordWrong.template
    assert office.outcomes() == ["refused"]


def test_a_name_that_nobody_has_costs_the_same_work(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, stored: str, password: str) -> bool:
        worked.append(stored.rpartition("$")[0].rpartition("$")[0])
        return verify(hasher, stored, password)

    office.enter("chen")
    monkeypatch.setattr(PasswordHasher, "verify", counted)
    close_account(office.city, ADMINISTRATOR, "zhou", now=office.now)
    for name in ("li", "nobody", "zhou"):
        with pytest.raises(NameOrPasswordWrong):
            office.enter(name, WRONG)
    assert worked == ["$argon2id$v=19$m=8,t=1,p=1"] * 3


def test_a_session_ends_after_an_hour_without_use_and_use_prolongs_it(either: Office) -> None:
    token = either.enter("li").token
    either.later(minutes=59, seconds=59)
    assert either.who(token) is not None
    either.later(minutes=59, seconds=59)
    assert either.who(token) is not None
    either.later(minutes=60)
    assert either.who(token) is None


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(office: Office) -> None:
    token = office.enter("li").token
    began = office.now
    while office.now - began < timedelta(hours=11, minutes=50):
        assert office.who(token) is not None
        office.later(minutes=10)
    office.later(minutes=9, seconds=59)
    assert office.who(token) is not None
    office.later(seconds=1)
    assert office.who(token) is None


def test_both_lives_of_a_session_are_settings_and_hold_at_once(office: Office) -> None:
    token = office.enter("li").token
    office.setting(IDLE_MINUTES, "5")
    office.later(minutes=4)
    assert office.who(token) is not None
    office.setting(LONGEST_MINUTES, "4")
    assert office.who(token) is None
    office.setting(LONGEST_MINUTES, "soon")
    with pytest.raises(SettingUnreadable, match="soon"):
        office.who(token)


def test_a_cookie_replayed_after_signing_out_is_nobody(either: Office) -> None:
    first, second = either.enter("li").token, either.enter("li").token
    sign_out(either.city, first, now=either.now)
    assert either.who(first) is None
    assert either.who(second) is not None
    sign_out(either.city, first, now=either.now)
    sign_out(either.city, "never a session", now=either.now)
    assert either.outcomes() == ["signed_in", "signed_in", "signed_out"]


def test_signing_out_everywhere_ends_all_of_ones_own_sessions_and_nobody_elses(either: Office) -> None:
    own = [either.enter("li").token for _ in range(3)]
    other = either.enter("zhou").token
    who = either.who(own[0])
    assert who is not None
    assert sign_out_everywhere(either.city, who, now=either.now) == 3
    assert [either.who(token) for token in own] == [None] * 3
    assert either.who(other) is not None


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, ADMINISTRATOR, Who("無人", Role.ADMINISTRATOR, 999)])
def test_who_has_no_session_can_end_none(office: Office, who: Who) -> None:
    token = office.enter("li").token
    with pytest.raises(NotSignedIn):
        sign_out_everywhere(office.city, who, now=office.now)
    assert office.who(token) is not None


def test_signing_in_again_in_a_browser_ends_the_session_it_had(office: Office) -> None:
    first = office.enter("li").token
    second = office.enter("li", origin=Origin(HOME.address, token=first)).token
    assert first != second
    assert (office.who(first) is None, office.who(second) is None) == (True, False)


def test_a_closed_account_is_out_at_once_and_cannot_come_back_in(either: Office) -> None:
    token = either.enter("li").token
    close_account(either.city, ADMINISTRATOR, "li", now=either.now)
    assert either.who(token) is None
    with pytest.raises(NameOrPasswordWrong):
        either.enter("li")
    open_account(either.city, ADMINISTRATOR, "li", now=either.now)
    assert either.who(token) is None
    assert either.who(either.enter("li").token) is not None


def test_another_role_holds_from_the_next_click_on(office: Office) -> None:
    token = office.enter("li").token
    change_person(office.city, ADMINISTRATOR, "li", role=Role.MANAGER, agency="", now=office.now)
    who = office.who(token)
    assert who is not None
    assert (who.role, who.agency) == (Role.MANAGER, None)


def test_an_account_closed_while_its_password_is_being_checked_gets_no_session(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify = PasswordHasher.verify

    def closes(hasher: PasswordHasher, stored: str, password: str) -> bool:
        close_account(office.city, ADMINISTRATOR, "li", now=office.now)
        return verify(hasher, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", closes)
    with pytest.raises(NameOrPasswordWrong):
        office.enter("li")
    with reading(office.city.engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sessions)).scalar() == 0


def test_a_hash_made_with_less_work_is_made_again_when_its_owner_comes(either: Office) -> None:
    device = either.enter("li").device
    either.setting(PASSWORD_COST, "2,16,1")
    stored: list[str] = []
    for _ in range(3):
        either.enter("li")
        with reading(either.city.engine) as connection:
            user = user_by_key(connection, "li")
        assert user is not None
        stored.append(user.password_hash)
    assert stored[0].startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert stored[0] == stored[1] == stored[2]
    # The password is the same, so browsers that knew it still do.
    for _ in range(5):
        with pytest.raises(NameOrPasswordWrong):
            either.enter("li", WRONG, ELSEWHERE)
    with pytest.raises(TooManyAttempts):
        either.enter("li", PASSWORD, ELSEWHERE)
    either.enter("li", PASSWORD, Origin(ELSEWHERE.address, device))


def test_the_database_holds_no_token_no_password_and_no_address(office: Office) -> None:
    began = office.enter("li")
    with pytest.raises(NameOrPasswordWrong):
        office.enter("my secret typed as a name", WRONG)
    with reading(office.city.engine) as connection:
        rows = [
            str(tuple(row))
            for table in (users, sessions, sign_in_attempts, account_events)
            for row in connection.execute(sa.select(table))
        ]
    everything = "\n".join(rows)
    for secret in (began.token, began.device, PASSWORD, WRONG, HOME.address, "my secret typed"):
        assert secret not in everything


def test_the_record_says_when_who_and_how_it_ended_and_knows_an_address_again(office: Office) -> None:
    with pytest.raises(NameOrPasswordWrong):
        office.enter("li", WRONG, ELSEWHERE)
    with pytest.raises(NameOrPasswordWrong):
        office.enter("nobody", WRONG, ELSEWHERE)
    office.later(minutes=1)
    office.enter("li")
    refused, unknown, entered = [e for e in office.events() if e.outcome != "added"]
    assert (refused.user_id, unknown.user_id, entered.user_id) == (office.user("li"), None, office.user("li"))
    assert (refused.outcome, unknown.outcome, entered.outcome) == ("refused", "refused", "signed_in")
    assert entered.at - refused.at == timedelta(minutes=1)
    assert refused.address_hash == unknown.address_hash != entered.address_hash != ""


def test_the_record_is_kept_for_half_a_year(office: Office) -> None:
    office.enter("li")
    office.later(seconds=RECORD_KEPT.total_seconds() - 1)
    office.enter("zhou")
    assert office.outcomes() == ["signed_in", "signed_in"]
    office.later(seconds=2)
    office.enter("lin")
    assert [e.user_id for e in office.events()] == [office.user("zhou"), office.user("lin")]


def test_forgotten_sessions_do_not_pile_up(office: Office) -> None:
    for _ in range(5):
        office.enter("li")
    office.later(hours=13)
    office.enter("li")
    with reading(office.city.engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sessions)).scalar() == 1


def test_a_page_does_not_wait_for_whoever_is_writing(either: Office) -> None:
    token = either.enter("li").token
    either.later(minutes=30)
    seen: list[Who | None] = []
    with writing(either.city.engine):
        asking = threading.Thread(target=lambda: seen.append(either.who(token)))
        asking.start()
        asking.join(timeout=5)
        assert not asking.is_alive()
    assert seen[0] is not None
    # What could not be written then is written the next time.
    either.later(minutes=29)
    assert either.who(token) is not None
    either.later(minutes=40)
    assert either.who(token) is not None


def test_many_who_come_at_once_all_get_sessions_of_their_own(either: Office) -> None:
    def come(number: int) -> str:
        origin = Origin(f"192.0.2.{number}")
        return sign_in(either.city, ("li", "lin", "zhou")[number % 3], PASSWORD, origin, now=either.now).token

    with ThreadPoolExecutor(6) as pool:
        tokens = list(pool.map(come, range(9)))
    assert len(set(tokens)) == 9
    assert None not in [either.who(token) for token in tokens]


def test_guesses_at_the_same_time_are_no_better_than_one_after_another(either: Office) -> None:
    def guess(number: int) -> type[AccountRefusal]:
        try:
            sign_in(either.city, "li", WRONG, Origin(f"192.0.2.{number}"), now=either.now)
        except AccountRefusal as refusal:
            return type(refusal)
        raise AssertionError("a wrong password was taken")

    with ThreadPoolExecutor(8) as pool:
        became = list(pool.map(guess, range(24)))
    assert became.count(NameOrPasswordWrong) == 5
    assert became.count(TooManyAttempts) == 19


def test_a_session_that_was_ended_does_not_come_back_with_a_backup(
    office: Office, sqlite_url: str, tmp_path: Path
) -> None:
    token = office.enter("li").token
    backup(office.city, ADMINISTRATOR, tmp_path / "kept.backup", now=office.now)
    sign_out(office.city, token, now=office.now)
    restore(sqlite_url, ADMINISTRATOR, tmp_path / "kept.backup", now=office.now)
    restored = Office(open_city(sqlite_url), office.now)
    assert restored.who(token) is None
    assert restored.who(restored.enter("li").token) is not None
    restored.city.engine.dispose()
