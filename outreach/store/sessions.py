"""Sessions and counted failures, as they are stored: by hashes only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.store.engine import Engine, writing_if_free
from outreach.store.people import UserRow
from outreach.store.people_tables import reset_links, sessions, sign_in_attempts, users


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session with its person."""

    user: UserRow
    acting_for_id: int | None
    started_at: datetime
    seen_at: datetime
    looking_as_role: str
    looking_as_agency_id: int | None


@dataclass(frozen=True, slots=True)
class Failures:
    """How often one subject failed, and when it was last tried."""

    count: int
    last_at: datetime


# ---- sessions


def add_session(connection: sa.Connection, token_hash: str, user_id: int, now: datetime) -> None:
    """Begin a session."""
    connection.execute(
        sa.insert(sessions).values(token_hash=token_hash, user_id=user_id, started_at=now, seen_at=now)
    )


def session_of(connection: sa.Connection, token_hash: str) -> SessionRow | None:
    """The session of this hash, however old."""
    names = ("acting_for_id", "started_at", "seen_at", "looking_as_role", "looking_as_agency_id")
    own = [sessions.c[name] for name in names]
    query = (
        sa.select(users, *own)
        .join(sessions, sessions.c.user_id == users.c.id)
        .where(sessions.c.token_hash == token_hash)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else SessionRow(UserRow(*row[: -len(own)]), *row[-len(own) :])


def touch_session(engine: Engine, token_hash: str, now: datetime) -> None:
    """Note that a session is in use; a database that is being written to is left in peace."""
    with writing_if_free(engine) as connection:
        if connection is not None:
            connection.execute(
                sa.update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now)
            )


def act_for(connection: sa.Connection, token_hash: str, principal_id: int | None) -> None:
    """Let a session act in another's place, or in nobody's."""
    connection.execute(
        sa.update(sessions).where(sessions.c.token_hash == token_hash).values(acting_for_id=principal_id)
    )


def look_through(connection: sa.Connection, token_hash: str, role: str, agency_id: int | None) -> None:
    """Let a session look through a role's eyes, or (with an empty role) through the own."""
    connection.execute(
        sa.update(sessions)
        .where(sessions.c.token_hash == token_hash)
        .values(looking_as_role=role, looking_as_agency_id=agency_id)
    )


def end_session(connection: sa.Connection, token_hash: str) -> int | None:
    """End one session; whose it was, None where there was none."""
    found = connection.execute(
        sa.select(sessions.c.user_id).where(sessions.c.token_hash == token_hash)
    ).scalar()
    connection.execute(sa.delete(sessions).where(sessions.c.token_hash == token_hash))
    return found


def end_sessions(connection: sa.Connection, user_id: int) -> int:
    """End every session of a person; how many there were."""
    return connection.execute(sa.delete(sessions).where(sessions.c.user_id == user_id)).rowcount


def drop_sessions(connection: sa.Connection, *, started_before: datetime, seen_before: datetime) -> None:
    """Forget sessions that began or were last used before a moment."""
    connection.execute(
        sa.delete(sessions).where(
            sa.or_(sessions.c.started_at < started_before, sessions.c.seen_at < seen_before)
        )
    )


def forget_keys(connection: sa.Connection) -> None:
    """Forget every session and reset link: in a restored copy those that had been ended would be back."""
    connection.execute(sa.delete(sessions))
    connection.execute(sa.delete(reset_links))


# ---- counted failures


def failures_of(connection: sa.Connection, subjects: Iterable[str]) -> Mapping[str, Failures]:
    """What is counted of these subjects; those of which nothing is are left out."""
    rows = connection.execute(
        sa.select(sign_in_attempts).where(sign_in_attempts.c.subject.in_(list(subjects)))
    )
    return {row.subject: Failures(row.failures, row.last_at) for row in rows}


def put_failures(connection: sa.Connection, subject: str, failures: Failures | None) -> None:
    """Set what is counted of a subject; None or a count of zero forgets it."""
    connection.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.subject == subject))
    if failures is not None and failures.count > 0:
        connection.execute(
            sa.insert(sign_in_attempts).values(
                subject=subject, failures=failures.count, last_at=failures.last_at
            )
        )


def drop_failures(connection: sa.Connection, before: datetime) -> None:
    """Forget subjects that were last tried before a moment."""
    connection.execute(sa.delete(sign_in_attempts).where(sign_in_attempts.c.last_at < before))
