"""Setting a password oneself: a new one for the old one, or for a link when it is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from outreach.services.account_refusals import (
    DemonstrationPassword,
    OldPasswordWrong,
    PasswordUnchanged,
    ResetLinkUnusable,
)
from outreach.services.accounts import may_sign_in, must_not_look, own_row, token_hash
from outreach.services.attempts import charge, forgive, keyed, subject
from outreach.services.city import City
from outreach.services.passwords import check_password, hash_password, is_right
from outreach.services.sign_in_settings import SignInSettings, ready_settings, sign_in_settings
from outreach.services.signing_in import Origin, SignedIn, begin_session
from outreach.services.who import Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.people import (
    Event,
    UserRow,
    change_user,
    drop_reset_link,
    record_event,
    reset_link_of,
    user_by_id,
)
from outreach.store.sessions import end_session, end_sessions, put_failures

#: How long a link to set a new password can be used.
LINK_LASTS = timedelta(hours=24)


def change_password(city: City, who: Who, old: str, new: str, origin: Origin, *, now: datetime) -> SignedIn:
    """Change the asker's password; every session of theirs ends and this browser's begins anew.

    Raises `WhileLooking`, `NotSignedIn`, `DemonstrationPassword`, `OldPasswordWrong`, `PasswordUnchanged`,
    `TooManyAttempts` and what `check_password` raises.
    """
    must_not_look(who)
    settings = ready_settings(city.engine)
    with reading(city.engine) as connection:
        user = own_row(connection, who)
    if user.demonstration:
        raise DemonstrationPassword
    check_password(new, (user.name, user.display_name))
    with writing(city.engine) as connection:
        # Charged to the account as such: whoever sits at an open session must not guess at leisure.
        charged = charge(connection, [subject(settings.secret, "device", f"own|{user.id}")], now)
    if not is_right(settings.cost, user.password_hash, old):
        raise OldPasswordWrong
    if is_right(settings.cost, user.password_hash, new):
        raise PasswordUnchanged
    hashed = hash_password(settings.cost, new)
    with writing(city.engine) as connection:
        if own_row(connection, who).password_set_at != user.password_set_at:
            raise OldPasswordWrong
        forgive(connection, charged)
        return _set(connection, settings, user, hashed, origin, "password_changed", now)


def link_works(city: City, link: str, *, now: datetime) -> bool:
    """Whether a link to set a new password can be used; says nothing of whose it is."""
    with reading(city.engine) as connection:
        return _whose(connection, link, sign_in_settings(connection), now) is not None


def reset_password(city: City, link: str, new: str, origin: Origin, *, now: datetime) -> SignedIn:
    """Set a new password by a link, once, and sign in; every other session of the person ends.

    Raises `ResetLinkUnusable` and what `check_password` raises, after which the link can still be used.
    """
    settings = ready_settings(city.engine)
    with reading(city.engine) as connection:
        user = _whose(connection, link, settings, now)
    if user is None:
        raise ResetLinkUnusable
    check_password(new, (user.name, user.display_name))
    hashed = hash_password(settings.cost, new)
    with writing(city.engine) as connection:
        present = _whose(connection, link, settings, now)
        if present is None or present.id != user.id:
            raise ResetLinkUnusable
        put_failures(connection, subject(settings.secret, "account", user.name_key), None)
        return _set(connection, settings, user, hashed, origin, "password_reset", now)


def _whose(connection: Connection, link: str, settings: SignInSettings, now: datetime) -> UserRow | None:
    user = reset_link_of(connection, token_hash(link), now - LINK_LASTS)
    usable = user is not None and may_sign_in(user, settings) and not user.demonstration
    return user if usable else None


def _set(
    connection: Connection,
    settings: SignInSettings,
    user: UserRow,
    hashed: str,
    origin: Origin,
    outcome: str,
    now: datetime,
) -> SignedIn:
    change_user(connection, user.id, password_hash=hashed, password_set_at=now)
    drop_reset_link(connection, user.id)
    end_sessions(connection, user.id)
    if origin.token:
        # A link may be opened in a browser where somebody else is signed in.
        end_session(connection, token_hash(origin.token))
    where = keyed(settings.secret, "address", origin.address)
    record_event(connection, Event(now, user.id, outcome, address_hash=where))
    present = user_by_id(connection, user.id)
    assert present is not None
    return begin_session(connection, settings, present, now)
