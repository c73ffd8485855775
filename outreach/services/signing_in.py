"""Signing in and out: name and password against a session.

Nothing here says whether anybody has a name: an unknown one is charged, checked against a hash in vain and
answered like a wrong password. No transaction is open while a password is being checked.
"""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from outreach.services.account_refusals import NameOrPasswordWrong
from outreach.services.accounts import may_sign_in, must_not_look, own_row, token_hash
from outreach.services.attempts import Charge, charge, forgive, keyed, must_not_wait, subject
from outreach.services.city import City
from outreach.services.devices import device_for, knows
from outreach.services.passwords import hash_password, is_outdated, is_right
from outreach.services.sign_in_settings import SignInSettings, ready_settings
from outreach.services.who import Role, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.people import (
    Event,
    UserRow,
    change_user,
    drop_events,
    record_event,
    user_by_id,
    user_by_key,
)
from outreach.store.sessions import add_session, drop_sessions, end_session, end_sessions

#: How long the record of sign-ins is kept.
RECORD_KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has begun: its token, the browser's device cookie, and who it is."""

    token: str
    device: str
    who: Who


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request comes from: network address, and the cookies it brought (empty where none)."""

    address: str
    device: str = ""
    token: str = ""


def name_key(name: str) -> str:
    """What makes two names one: neither width, letter case nor blanks around matter."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def sign_in(city: City, name: str, password: str, origin: Origin, *, now: datetime) -> SignedIn:
    """Begin a session; one that the browser had before ends.

    Raises `NameOrPasswordWrong` and `TooManyAttempts`.
    """
    settings = ready_settings(city.engine)
    key = name_key(name)
    with reading(city.engine) as connection:
        user = user_by_key(connection, key)
        subjects = _subjects(settings, key, user, origin)
        # Asked before anything is written: who hammers on costs one look-up each time.
        must_not_wait(connection, subjects, now)
    with writing(city.engine) as connection:
        charged = charge(connection, subjects, now)
    stored = user.password_hash if user is not None and may_sign_in(user, settings) else ""
    right = is_right(settings.cost, stored, password)
    renewed = hash_password(settings.cost, password) if right and is_outdated(settings.cost, stored) else ""
    with writing(city.engine) as connection:
        began = None
        if user is not None and right and _unchanged(connection, settings, user):
            began = _begin(connection, settings, user, charged, origin, renewed, now)
        outcome = "refused" if began is None else "signed_in"
        where = keyed(settings.secret, "address", origin.address)
        user_id = None if user is None else user.id
        record_event(connection, Event(now, user_id, outcome, address_hash=where))
    if began is None:
        raise NameOrPasswordWrong
    return began


def _subjects(settings: SignInSettings, key: str, user: UserRow | None, origin: Origin) -> list[str]:
    """What the try is charged to: a browser in which the account was used before stands for itself."""
    if user is not None and knows(settings.secret, origin.device, user):
        return [subject(settings.secret, "device", origin.device)]
    named = subject(settings.secret, "account", key)
    return [named, subject(settings.secret, "address", origin.address)]


def _unchanged(connection: Connection, settings: SignInSettings, user: UserRow) -> bool:
    """Whether the account was neither closed nor given another password while this one was checked."""
    present = user_by_id(connection, user.id)
    return (
        present is not None
        and may_sign_in(present, settings)
        and present.password_set_at == user.password_set_at
    )


def _begin(
    connection: Connection,
    settings: SignInSettings,
    user: UserRow,
    charged: Charge,
    origin: Origin,
    renewed: str,
    now: datetime,
) -> SignedIn:
    forgive(connection, charged)
    if renewed:
        change_user(connection, user.id, password_hash=renewed)
    if origin.token:
        end_session(connection, token_hash(origin.token))
    drop_sessions(connection, started_before=now - settings.longest, seen_before=now - settings.idle)
    drop_events(connection, now - RECORD_KEPT)
    return begin_session(connection, settings, user, now)


def begin_session(connection: Connection, settings: SignInSettings, user: UserRow, now: datetime) -> SignedIn:
    """A new session of a person whose identity has been established."""
    token = secrets.token_urlsafe(32)
    add_session(connection, token_hash(token), user.id, now)
    who = Who(user.display_name, Role(user.role), user.id, user.agency_id)
    return SignedIn(token, device_for(settings.secret, user), who)


def sign_out(city: City, token: str, *, now: datetime) -> None:
    """End the session of this token; a token without one is no mistake."""
    with writing(city.engine) as connection:
        user_id = end_session(connection, token_hash(token))
        if user_id is not None:
            record_event(connection, Event(now, user_id, "signed_out"))


def sign_out_everywhere(city: City, who: Who, *, now: datetime) -> int:
    """End every session of the asker; how many there were. Raises `NotSignedIn` and `WhileLooking`."""
    must_not_look(who)
    with writing(city.engine) as connection:
        user = own_row(connection, who)
        ended = end_sessions(connection, user.id)
        record_event(connection, Event(now, user.id, "signed_out_all"))
        return ended
