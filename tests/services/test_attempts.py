"""How often a password may be tried."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.services.account_refusals import NameOrPasswordWrong, TooManyAttempts
from outreach.services.attempts import FORGOTTEN_AFTER, FREE, LONGEST, charge, forgive, wait_after
from outreach.services.signing_in import Origin
from outreach.store.engine import reading, writing
from outreach.store.sessions import failures_of
from tests.support.accounts import ELSEWHERE, HOME, PASSWORD, WRONG, Office, office_url
from tests.support.databases import Databases


def _tries(office: Office, name: str, password: str, origin: Origin = HOME) -> str:
    """What became of a try: 「in」, 「wrong」 or 「wait」."""
    try:
        office.enter(name, password, origin)
    except NameOrPasswordWrong:
        return "wrong"
    except TooManyAttempts:
        return "wait"
    return "in"


@given(st.sampled_from(sorted(FREE)), st.integers(0, 10_000))
def test_the_wait_grows_with_every_failure_and_never_beyond_a_quarter_of_an_hour(
    kind: str, failures: int
) -> None:
    wait = wait_after(kind, failures)
    assert (wait == timedelta(0)) is (failures < FREE[kind])
    assert wait <= wait_after(kind, failures + 1) <= LONGEST == timedelta(minutes=15)
    assert wait_after(kind, failures + 1) in (timedelta(0), timedelta(seconds=1), 2 * wait, LONGEST)


@pytest.mark.parametrize("name", ["li", "nobody-has-this-name"])
def test_a_thousand_wrong_passwords_a_second_apart_are_looked_at_a_handful_of_times(
    office: Office, name: str
) -> None:
    became = []
    for _ in range(1_000):
        became.append(_tries(office, name, WRONG))
        office.later(seconds=1)
    looked_at = became.count("wrong")
    assert looked_at + became.count("wait") == 1_000
    # Five are free; after that each waits twice as long: 1 + 2 + 4 + … + 256 seconds.
    assert looked_at == 14
    assert office.outcomes() == ["refused"] * looked_at


def test_the_rightful_person_gets_in_after_a_wait_that_has_an_end(office: Office) -> None:
    for _ in range(1_000):
        _tries(office, "li", WRONG)
        office.later(seconds=60)
    # In the worst moment of the worst case.
    assert _tries(office, "li", PASSWORD) == "wait"
    office.later(minutes=15)
    assert _tries(office, "li", PASSWORD) == "in"
    assert _tries(office, "li", PASSWORD) == "in"


def test_waiting_tries_are_neither_counted_nor_do_they_lengthen_the_wait(office: Office) -> None:
    for _ in range(FREE["account"]):
        assert _tries(office, "li", WRONG) == "wrong"
    office.later(milliseconds=500)
    assert {_tries(office, "li", PASSWORD) for _ in range(50)} == {"wait"}
    office.later(milliseconds=500)
    assert _tries(office, "li", PASSWORD) == "in"


def test_a_try_that_comes_too_early_writes_nothing_and_waits_for_nobody(office: Office) -> None:
    for _ in range(FREE["account"]):
        _tries(office, "li", WRONG)
    with writing(office.city.engine):
        # Whoever wants to write now would wait for half a minute and fail.
        assert {_tries(office, "li", WRONG) for _ in range(20)} == {"wait"}


def test_guessing_elsewhere_does_not_keep_out_a_browser_that_the_account_was_used_in(office: Office) -> None:
    device = office.enter("li").device
    known = Origin(HOME.address, device)
    for _ in range(100):
        _tries(office, "li", WRONG, ELSEWHERE)
        _tries(office, "li", WRONG, HOME)
    assert _tries(office, "li", PASSWORD, HOME) == "wait"
    assert _tries(office, "li", PASSWORD, known) == "in"


def test_a_known_browser_is_limited_by_its_own_mistakes(office: Office) -> None:
    known = Origin(HOME.address, office.enter("li").device)
    became = [_tries(office, "li", WRONG, known) for _ in range(20)]
    assert became == ["wrong"] * FREE["device"] + ["wait"] * 15
    assert _tries(office, "li", PASSWORD, known) == "wait"


@pytest.mark.parametrize("change", ["another account", "forged", "empty mark", "endless", "no ascii"])
def test_a_device_cookie_that_is_not_this_accounts_counts_for_nothing(office: Office, change: str) -> None:
    nonce, _, mark = office.enter("li").device.partition(".")
    device = {
        "another account": office.enter("zhou").device,
        "forged": f"{nonce}x.{mark}",
        "empty mark": f"{nonce}.",
        "endless": f"{nonce}.{mark}" + "0" * 1_000,
        "no ascii": f"{nonce}.芒果",
    }[change]
    for _ in range(FREE["account"]):
        _tries(office, "li", WRONG, ELSEWHERE)
    assert _tries(office, "li", PASSWORD, Origin(HOME.address, device)) == "wait"


def test_one_address_does_not_try_a_password_on_everybody(office: Office) -> None:
    became = [_tries(office, f"person{n}", WRONG) for n in range(100)]
    assert became == ["wrong"] * FREE["address"] + ["wait"] * (100 - FREE["address"])
    assert _tries(office, "li", PASSWORD, ELSEWHERE) == "in"


def test_an_office_behind_one_address_signs_in_all_day(office: Office) -> None:
    for _ in range(100):
        assert _tries(office, "li", PASSWORD) == "in"


def test_signing_in_oneself_does_not_clear_the_address_of_guessing_at_others(office: Office) -> None:
    for n in range(FREE["address"] - 1):
        _tries(office, f"person{n}", WRONG)
    assert _tries(office, "lin", PASSWORD) == "in"
    assert _tries(office, "person", WRONG) == "wrong"
    assert _tries(office, "person", WRONG) == "wait"


def test_an_address_that_waits_is_as_before_after_somebody_got_in(office: Office) -> None:
    for n in range(FREE["address"] + 3):
        _tries(office, f"person{n}", WRONG)
        office.later(seconds=10)
    assert _tries(office, "lin", PASSWORD) == "in"
    assert _tries(office, "zhou", PASSWORD) == "in"


def test_a_day_without_a_try_and_nothing_is_left_of_it(office: Office) -> None:
    for _ in range(FREE["account"] + 1):
        _tries(office, "li", WRONG)
        office.later(seconds=1)
    office.later(hours=24)
    assert [_tries(office, "li", WRONG) for _ in range(6)] == ["wrong"] * 5 + ["wait"]
    office.later(hours=25)
    _tries(office, "zhou", WRONG, ELSEWHERE)
    with reading(office.city.engine) as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM sign_in_attempts").scalar()
    assert count == 2


def test_what_is_counted_names_neither_account_nor_address(office: Office) -> None:
    _tries(office, "li", WRONG)
    with reading(office.city.engine) as connection:
        subjects = connection.exec_driver_sql("SELECT subject FROM sign_in_attempts").scalars().all()
    assert sorted(s.partition(":")[0] for s in subjects) == ["account", "address"]
    assert not any("li" in s.partition(":")[2] or HOME.address in s for s in subjects)


def test_tries_at_the_same_time_are_charged_before_any_is_forgiven(databases: Databases) -> None:
    office = Office.of(office_url(databases))
    engine, now = office.city.engine, office.now
    subjects = ["account:a", "address:b"]
    charged = []
    for _ in range(FREE["account"]):
        with writing(engine) as connection:
            charged.append(charge(connection, subjects, now))
    with writing(engine) as connection, pytest.raises(TooManyAttempts):
        charge(connection, subjects, now)
    with writing(engine) as connection:
        forgive(connection, charged[-1])
    with reading(engine) as connection:
        left = failures_of(connection, subjects)
    assert {name: found.count for name, found in left.items()} == {"address:b": FREE["account"] - 1}
    assert timedelta(hours=24) == FORGOTTEN_AFTER
    engine.dispose()
