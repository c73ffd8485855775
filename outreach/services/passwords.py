"""Passwords: which are accepted, and how they are kept (argon2id).

What makes a password good is that nobody guesses it: length, and not being an obvious choice. No digit
or sign is asked for. Text is brought to one form (NFKC) first, since input methods write the same
character in several.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import (
    PasswordCommon,
    PasswordIsName,
    PasswordTooLong,
    PasswordTooShort,
)

LEAST, MOST = 12, 200
#: What people begin with when they are asked for something long; digits and signs around it do not help.
_COMMON = frozenset(
    {
        "password", "passw0rd", "p@ssw0rd", "p@ssword", "mypassword", "passwordpassword", "letmein",
        "letmeinplease", "iloveyou", "iloveyouforever", "welcome", "welcometotaipei", "changeme",
        "changemenow", "changemeplease", "administrator", "administration", "admin", "adminadmin", "root",
        "superuser", "test", "testtest", "testing", "demo", "demonstration", "secret", "topsecret", "master",
        "default", "qwerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertyasdfgh", "qazwsxedc",
        "qazwsxedcrfv", "1qaz2wsx3edc", "1q2w3e4r5t6y", "zaq12wsxcde3", "abc", "abcabc", "abcd", "abcdef",
        "abcdefg", "taipei", "taipeicity", "taipeicitygov", "taiwan", "taiwantaipei", "outreach", "mycode",
        "bearvoucher", "ji32k7au4a83", "ji32k7au4a83ji32k7au4a83",
    }
)  # fmt: skip
_ROWS = (
    "0123456789",
    "9876543210",
    "1234567890-=",
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
)
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class CostUnreadable(Refusal, ValueError):
    """The setting that says how much work a password is does not say so."""

    template = "設定 password_cost 讀到『{value}』；請用 次數,記憶體KiB,平行數 三個正整數，例如 3,65536,4。"


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2's work: passes, memory (KiB), lanes. The default is RFC 9106's for little memory."""

    passes: int = 3
    memory: int = 65_536
    lanes: int = 4

    @classmethod
    def from_setting(cls, text: str | None) -> Cost:
        """From 「3,65536,4」; None is the default. Raises `CostUnreadable`."""
        if text is None:
            return cls()
        numbers = [int(n) if n.strip().isdecimal() else 0 for n in text.split(",")]
        if len(numbers) != 3 or not (0 < numbers[0] <= 100 and 0 < numbers[2] <= 64):
            raise CostUnreadable(value=text)
        if not 8 * numbers[2] <= numbers[1] <= 4_194_304:
            raise CostUnreadable(value=text)
        return cls(*numbers)


def check_password(password: str, names: Iterable[str]) -> None:
    """Refuse a new password that is too short, too long, one of the person's names, or common.

    Raises `PasswordTooShort`, `PasswordTooLong`, `PasswordIsName` and `PasswordCommon`.
    """
    plain = _one_form(password)
    if len(plain) < LEAST:
        raise PasswordTooShort
    if len(plain) > MOST:
        raise PasswordTooLong
    folded = plain.casefold()
    for name in names:
        key = _one_form(name).casefold()
        if key and key in folded and len(_AROUND.sub("", folded.replace(key, ""))) < LEAST // 2:
            raise PasswordIsName
    if _is_common(folded):
        raise PasswordCommon


def _is_common(folded: str) -> bool:
    bare = _AROUND.sub("", folded)
    if folded in _COMMON or bare in _COMMON or (not bare and len(set(folded)) < LEAST // 2):
        return True
    if any(folded in row * 20 for row in _ROWS):
        return True
    # One short piece, again and again.
    return any((folded[:n] * len(folded))[: len(folded)] == folded for n in range(1, 5))


def hash_password(cost: Cost, password: str) -> str:
    """What is stored of a password."""
    return _hasher(cost).hash(_one_form(password))


def is_right(cost: Cost, stored: str, password: str) -> bool:
    """Whether a password is the stored one; where nothing is stored the same work is done in vain."""
    plausible = bool(stored) and len(password) <= 4 * MOST
    against, given = (stored, _one_form(password)) if plausible else (_dummy(cost), "")
    try:
        _hasher(cost).verify(against, given)
    except (VerificationError, InvalidHashError):
        return False
    return plausible


def is_outdated(cost: Cost, stored: str) -> bool:
    """Whether a stored hash was made with other work than is asked for now."""
    return _hasher(cost).check_needs_rehash(stored)


def generated() -> str:
    """A password nobody guesses, of letters that are read out without doubt: four groups of five."""
    letters = "23456789abcdefghjkmnpqrstuvwxyz"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))


def _one_form(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)


@cache
def _dummy(cost: Cost) -> str:
    return _hasher(cost).hash(secrets.token_hex(16))
