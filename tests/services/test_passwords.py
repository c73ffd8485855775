"""Which passwords are accepted, and how they are kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import (
    PasswordCommon,
    PasswordIsName,
    PasswordTooLong,
    PasswordTooShort,
)
from outreach.services.passwords import (
    Cost,
    CostUnreadable,
    check_password,
    generated,
    hash_password,
    is_outdated,
    is_right,
)

CHEAP = Cost(1, 8, 1)
NAMES = ("wang.xm", "王小明")


@pytest.mark.parametrize(
    "password",
    [
        "mango ice by exit four",
        "correct horse battery staple",
        "四號出口旁邊的芒果冰攤子",
        "0917 3506 8842",
        "zhongshan-umbrella",
        "MangoIceByExit4!",
    ],
)
def test_a_long_password_that_nobody_would_guess_is_accepted_whatever_it_is_made_of(password: str) -> None:
    check_password(password, NAMES)


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("mango ice 4", PasswordTooShort),
        ("四號出口的芒果冰攤", PasswordTooShort),
        ("", PasswordTooShort),
        ("芒" * 201, PasswordTooLong),
        ("wang.xm-wang.xm", PasswordIsName),
        ("Wang.XM20211026", PasswordIsName),
        ("王小明王小明王小明王小明", PasswordIsName),
        ("ｗａｎｇ．ｘｍ２０２１１０", PasswordIsName),
        ("password1234", PasswordCommon),
        ("12345Password!", PasswordCommon),
        ("PASSWORDPASSWORD", PasswordCommon),
        ("qwertyuiop[]", PasswordCommon),
        ("123456789012", PasswordCommon),
        ("111111111111", PasswordCommon),
        ("abcabcabcabcabc", PasswordCommon),
        ("1qaz2wsx3edc", PasswordCommon),
        ("２０２１２０２１２０２１", PasswordCommon),
    ],
)
def test_a_short_an_endless_an_own_or_an_obvious_password_is_refused(
    password: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check_password(password, NAMES)


def test_no_refusal_repeats_the_password() -> None:
    for password in ("mango ice 4", "password1234", "wang.xm-wang.xm"):
        with pytest.raises(Refusal) as refused:
            check_password(password, NAMES)
        assert password not in str(refused.value)


def test_what_is_stored_is_argon2id_with_the_work_asked_for_and_never_twice_the_same() -> None:
    first, second = (hash_password(CHEAP, "mango ice by exit four") for _ in range(2))
    assert first.startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert first != second
    assert is_right(CHEAP, first, "mango ice by exit four")
    assert is_right(CHEAP, second, "mango ice by exit four")


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_only_the_same_password_is_right_and_width_does_not_matter(one: str, other: str) -> None:
    same = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
    assert is_right(CHEAP, hash_password(CHEAP, one), other) is same


@pytest.mark.parametrize("stored", ["", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$broken"])
def test_nothing_is_right_where_no_usable_hash_is_stored(stored: str) -> None:
    assert not is_right(CHEAP, stored, "")
    assert not is_right(CHEAP, stored, "mango ice by exit four")


def test_an_endless_password_is_wrong_without_being_worked_on() -> None:
    endless = "x" * 1_000
    assert not is_right(CHEAP, hash_password(CHEAP, endless), endless)


def test_a_hash_made_with_other_work_is_outdated() -> None:
    stored = hash_password(CHEAP, "mango ice by exit four")
    assert not is_outdated(CHEAP, stored)
    assert is_outdated(Cost(2, 8, 1), stored)
    assert is_right(Cost(2, 8, 1), stored, "mango ice by exit four")


def test_the_work_is_a_setting_and_nonsense_there_is_refused() -> None:
    assert Cost.from_setting(None) == Cost(3, 65_536, 4)
    assert Cost.from_setting("2, 19456, 1") == Cost(2, 19_456, 1)
    for text in ("", "3", "3,65536", "0,65536,4", "3,8,4", "a,b,c", "-1,8,1", "3,65536,4,1", "3,99999999,1"):
        with pytest.raises(CostUnreadable, match="3,65536,4"):
            Cost.from_setting(text)


def test_a_generated_password_is_accepted_and_never_the_same() -> None:
    made = {generated() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password(password, NAMES)
