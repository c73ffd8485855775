"""Accounts, links to set a new password, and deputies, as they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.people_tables import account_events, deputies, reset_links, users


@dataclass(frozen=True, slots=True)
class UserRow:
    """One account; `name` is what the person types, `display_name` what records say."""

    id: int
    name: str
    name_key: str
    display_name: str
    role: str
    agency_id: int | None
    active: bool
    demonstration: bool
    password_hash: str
    password_set_at: datetime | None
    created_at: datetime
    outside_id: str


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Who may act in whose place from one day to another, both included."""

    id: int
    deputy_id: int
    principal_id: int
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the record of accounts; `user_id` None where nobody has the name given."""

    at: datetime
    user_id: int | None
    outcome: str
    principal_id: int | None = None
    actor: str = ""
    address_hash: str = ""


# ---- accounts


def add_user(connection: sa.Connection, **values: Any) -> UserRow:
    """Add an account (every column but the id); ids are taken under the writers' lock."""
    new_id = _next(connection, users)
    connection.execute(sa.insert(users).values(id=new_id, **values))
    found = user_by_id(connection, new_id)
    assert found is not None
    return found


def change_user(connection: sa.Connection, user_id: int, **values: Any) -> None:
    """Set columns of an account."""
    connection.execute(sa.update(users).where(users.c.id == user_id).values(**values))


def user_by_id(connection: sa.Connection, user_id: int) -> UserRow | None:
    """The account of this number."""
    return _one_user(connection, users.c.id == user_id)


def user_by_key(connection: sa.Connection, name_key: str) -> UserRow | None:
    """The account whose name folds to this key."""
    return _one_user(connection, users.c.name_key == name_key)


def user_by_outside_id(connection: sa.Connection, outside_id: str) -> UserRow | None:
    """The account that the city's sign-in service knows by this; none by an empty one."""
    return _one_user(connection, users.c.outside_id == outside_id) if outside_id else None


def all_users(connection: sa.Connection) -> list[UserRow]:
    """Every account, by name."""
    return [UserRow(*row) for row in connection.execute(sa.select(users).order_by(users.c.name_key))]


def users_by_id(connection: sa.Connection, ids: Iterable[int]) -> dict[int, UserRow]:
    """Accounts of these numbers."""
    rows = connection.execute(sa.select(users).where(users.c.id.in_(list(ids))))
    return {row.id: UserRow(*row) for row in rows}


def _one_user(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> UserRow | None:
    row = connection.execute(sa.select(users).where(condition)).one_or_none()
    return None if row is None else UserRow(*row)


# ---- links to set a new password


def put_reset_link(connection: sa.Connection, user_id: int, token_hash: str, now: datetime) -> None:
    """Keep the hash of a person's link; an earlier one is gone."""
    connection.execute(sa.delete(reset_links).where(reset_links.c.user_id == user_id))
    connection.execute(sa.insert(reset_links).values(token_hash=token_hash, user_id=user_id, made_at=now))


def reset_link_of(connection: sa.Connection, token_hash: str, made_after: datetime) -> UserRow | None:
    """Whose link has this hash and was made after a moment."""
    query = (
        sa.select(users)
        .join(reset_links, reset_links.c.user_id == users.c.id)
        .where(reset_links.c.token_hash == token_hash, reset_links.c.made_at > made_after)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else UserRow(*row)


def drop_reset_link(connection: sa.Connection, user_id: int) -> None:
    """Forget a person's link."""
    connection.execute(sa.delete(reset_links).where(reset_links.c.user_id == user_id))


# ---- deputies


def add_deputy(
    connection: sa.Connection, deputy_id: int, principal_id: int, first_day: date, last_day: date
) -> int:
    """Let one person act in another's place for a period; the entry's number."""
    new_id = _next(connection, deputies)
    connection.execute(
        sa.insert(deputies).values(
            id=new_id,
            deputy_id=deputy_id,
            principal_id=principal_id,
            first_day=first_day,
            last_day=last_day,
        )
    )
    return new_id


def deputies_standing(
    connection: sa.Connection, day: date, *, deputy_id: int | None = None
) -> list[DeputyRow]:
    """Entries that were not ended and whose last day is not before `day`, of one deputy or of all."""
    conditions = [deputies.c.ended_at.is_(None), deputies.c.last_day >= day]
    if deputy_id is not None:
        conditions.append(deputies.c.deputy_id == deputy_id)
    columns = [deputies.c[name] for name in ("id", "deputy_id", "principal_id", "first_day", "last_day")]
    rows = connection.execute(sa.select(*columns).where(*conditions).order_by(deputies.c.id))
    return [DeputyRow(*row) for row in rows]


def end_deputy(connection: sa.Connection, entry_id: int, now: datetime) -> bool:
    """End an entry; False where there is none that stands."""
    done = connection.execute(
        sa.update(deputies)
        .where(deputies.c.id == entry_id, deputies.c.ended_at.is_(None))
        .values(ended_at=now)
    )
    return done.rowcount == 1


# ---- the record


def record_event(connection: sa.Connection, event: Event) -> None:
    """Add an entry to the record of accounts."""
    connection.execute(
        sa.insert(account_events).values(
            at=event.at,
            user_id=event.user_id,
            outcome=event.outcome,
            principal_id=event.principal_id,
            actor=event.actor,
            address_hash=event.address_hash,
        )
    )


def latest_events(connection: sa.Connection, limit: int, *, user_id: int | None = None) -> list[Event]:
    """The newest entries, newest first; of one person where asked."""
    names = ("at", "user_id", "outcome", "principal_id", "actor", "address_hash")
    columns = [account_events.c[name] for name in names]
    query = sa.select(*columns).order_by(account_events.c.id.desc()).limit(limit)
    if user_id is not None:
        query = query.where(account_events.c.user_id == user_id)
    return [Event(*row) for row in connection.execute(query)]


def last_sign_ins(connection: sa.Connection) -> dict[int, datetime]:
    """When each person last signed in, of those of whom the record says it."""
    query = (
        sa.select(account_events.c.user_id, sa.func.max(account_events.c.at))
        .where(account_events.c.outcome == "signed_in", account_events.c.user_id.is_not(None))
        .group_by(account_events.c.user_id)
    )
    return {row.user_id: row[1] for row in connection.execute(query)}


def drop_events(connection: sa.Connection, before: datetime) -> None:
    """Forget entries older than a moment."""
    connection.execute(sa.delete(account_events).where(account_events.c.at < before))


def _next(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.max(table.c.id))).scalar_one() or 0) + 1
