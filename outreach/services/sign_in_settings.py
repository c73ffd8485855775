"""What signing in depends on: settings of the database, each with the value it has where nobody set it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from outreach.rules.refusals import Refusal
from outreach.services.passwords import Cost
from outreach.store.engine import Connection, Engine, reading, writing
from outreach.store.settings import DEMONSTRATION, read_settings, write_setting

#: Names in the table of settings.
IDLE_MINUTES, LONGEST_MINUTES = "session_idle_minutes", "session_longest_minutes"
PASSWORD_COST, SECRET = "password_cost", "sign_in_secret"


class SettingUnreadable(Refusal, ValueError):
    """A setting that should be a number of minutes is not."""

    template = "設定 {name} 讀到『{value}』；請用 1 至 10080 的整數（分鐘），例如 {example}。"


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """Idle and absolute life of a session, a password's work, the key of keyed hashes.

    And whether all this is a demonstration.
    """

    idle: timedelta
    longest: timedelta
    cost: Cost
    secret: str
    demonstration: bool


def sign_in_settings(connection: Connection) -> SignInSettings:
    """The settings; `secret` is empty where none was made yet. Raises `SettingUnreadable`."""
    found = read_settings(connection, (IDLE_MINUTES, LONGEST_MINUTES, PASSWORD_COST, SECRET, DEMONSTRATION))
    return SignInSettings(
        _minutes(found, IDLE_MINUTES, 60),
        _minutes(found, LONGEST_MINUTES, 12 * 60),
        Cost.from_setting(found.get(PASSWORD_COST)),
        found.get(SECRET, ""),
        DEMONSTRATION in found,
    )


def ready_settings(engine: Engine) -> SignInSettings:
    """The settings, with a secret of this database's own, made when it is first needed."""
    with reading(engine) as connection:
        found = sign_in_settings(connection)
    if found.secret:
        return found
    with writing(engine) as connection:
        if not sign_in_settings(connection).secret:
            write_setting(connection, SECRET, secrets.token_hex(32))
        return sign_in_settings(connection)


def _minutes(found: dict[str, str], name: str, otherwise: int) -> timedelta:
    text = found.get(name, str(otherwise)).strip()
    if not text.isdecimal() or not 0 < int(text) <= 10_080:
        raise SettingUnreadable(name=name, value=text, example=otherwise)
    return timedelta(minutes=int(text))
