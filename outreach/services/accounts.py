"""Who is behind a session, and what a person does with the own account."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.rules.dates import today_in_taipei
from outreach.services.account_refusals import NotDeputy, NotSignedIn, WhileLooking
from outreach.services.city import City
from outreach.services.sign_in_settings import SignInSettings, sign_in_settings
from outreach.services.who import Role, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.people import (
    Event,
    UserRow,
    deputies_standing,
    record_event,
    user_by_id,
    users_by_id,
)
from outreach.store.sessions import SessionRow, act_for, session_of, touch_session

#: A token is 43 characters; nothing longer is looked up.
_LONGEST_TOKEN = 100
#: How old the last sign of use may be before it is written again: pages ask several times a second.
_TOUCHED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as people see it; `agency` is the agency's id."""

    id: int
    name: str
    display_name: str
    role: Role
    agency: int | None
    active: bool
    has_password: bool
    demonstration: bool
    # Signs in by the city's own service, which says role and agency.
    outside: bool

    @classmethod
    def of(cls, row: UserRow) -> Account:
        """From the stored account."""
        return cls(
            row.id,
            row.name,
            row.display_name,
            Role(row.role),
            row.agency_id,
            row.active,
            bool(row.password_hash),
            row.demonstration,
            bool(row.outside_id),
        )


@dataclass(frozen=True, slots=True)
class Replaced:
    """Somebody in whose place a person may act today, and until which day."""

    account: Account
    last_day: date


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def asker(city: City, token: str | None, *, now: datetime) -> Who | None:
    """The person whose session a cookie's token is; None where there is none, or not any more.

    A session ends after an hour without use, after twelve in any case (both settings), with sign-out, with
    the account, and, for a demonstration's account, with the demonstration. Who acts in another's place
    does so only while the period lasts, and is named 「甲（代理乙）」. An administrator who looks through
    another role's eyes has that role and agency, and `looking`.
    """
    if not token or len(token) > _LONGEST_TOKEN:
        return None
    key = token_hash(token)
    with reading(city.engine) as connection:
        session = session_of(connection, key)
        if session is None or not _alive(session, sign_in_settings(connection), now):
            return None
        who = _who(connection, session, now)
    if now - session.seen_at >= _TOUCHED_EVERY:
        touch_session(city.engine, key, now)
    return who


def may_sign_in(user: UserRow, settings: SignInSettings) -> bool:
    """Whether an account is in use, in this database."""
    return user.active and (settings.demonstration or not user.demonstration)


def _alive(session: SessionRow, settings: SignInSettings, now: datetime) -> bool:
    return (
        may_sign_in(session.user, settings)
        and now - session.seen_at < settings.idle
        and now - session.started_at < settings.longest
    )


def _who(connection: Connection, session: SessionRow, now: datetime) -> Who:
    user = session.user
    # Asked again at every click: who is an administrator no more looks at nothing.
    if session.looking_as_role and user.role == Role.ADMINISTRATOR.value:
        looked = Role(session.looking_as_role)
        return Who(user.display_name, looked, user.id, session.looking_as_agency_id, looking=True)
    if session.acting_for_id is not None:
        principal = _replaced(connection, user.id, session.acting_for_id, now)
        if principal is not None:
            name = f"{user.display_name}（代理{principal.display_name}）"
            return Who(name, Role(principal.role), user.id, principal.agency_id)
    return Who(user.display_name, Role(user.role), user.id, user.agency_id)


def _replaced(connection: Connection, deputy_id: int, principal_id: int, now: datetime) -> UserRow | None:
    """The principal, where the deputy may act in that place at this moment."""
    today = today_in_taipei(now)
    standing = deputies_standing(connection, today, deputy_id=deputy_id)
    if not any(d.principal_id == principal_id and d.first_day <= today for d in standing):
        return None
    principal = user_by_id(connection, principal_id)
    return principal if principal is not None and principal.active else None


def own_account(city: City, who: Who) -> Account:
    """The asker's own account, a deputy's too. Raises `NotSignedIn`."""
    with reading(city.engine) as connection:
        return Account.of(own_row(connection, who))


def own_row(connection: Connection, who: Who) -> UserRow:
    """The stored account of the asker. Raises `NotSignedIn`."""
    row = None if who.user is None else user_by_id(connection, who.user)
    if row is None or not row.active:
        raise NotSignedIn
    return row


def must_not_look(who: Who) -> None:
    """Refuse with `WhileLooking` where the asker looks through another role's eyes."""
    if who.looking:
        raise WhileLooking


def replaceable(city: City, who: Who, *, now: datetime) -> tuple[Replaced, ...]:
    """In whose place the asker may act today. Raises `NotSignedIn`."""
    today = today_in_taipei(now)
    with reading(city.engine) as connection:
        own = own_row(connection, who)
        standing = [d for d in deputies_standing(connection, today, deputy_id=own.id) if d.first_day <= today]
        last: dict[int, date] = {}
        for entry in standing:
            last[entry.principal_id] = max(entry.last_day, last.get(entry.principal_id, entry.last_day))
        people = users_by_id(connection, last)
    return tuple(Replaced(Account.of(p), last[p.id]) for p in people.values() if p.active)


def act_in_place_of(city: City, who: Who, token: str, principal_id: int | None, *, now: datetime) -> None:
    """Let the asker's session act in another's place from now on, or (None) in the own again.

    Raises `NotSignedIn`, `NotDeputy` and `WhileLooking`.
    """
    must_not_look(who)
    with writing(city.engine) as connection:
        own = own_row(connection, who)
        key = token_hash(token)
        session = session_of(connection, key)
        if session is None or session.user.id != own.id:
            raise NotSignedIn
        if principal_id is not None and _replaced(connection, own.id, principal_id, now) is None:
            raise NotDeputy
        act_for(connection, key, principal_id)
        outcome = "acting_ended" if principal_id is None else "acting"
        record_event(connection, Event(now, own.id, outcome, principal_id))
