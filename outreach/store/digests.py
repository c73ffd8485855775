"""Mailboxes of offices, and the digests that were written for them, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from outreach.rules.digest import Due, State, state_of
from outreach.store.manager_tables import digests, mailboxes


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """Where the digests of an agency go, or (None) the managers' own; with who said so."""

    agency_id: int | None
    address: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One digest of a week for an agency, or (None) for the managers."""

    id: int
    week: date
    agency_id: int | None
    covers_from: date
    written_at: datetime
    sending_at: datetime | None
    sent_at: datetime | None
    failure: str

    @property
    def due(self) -> Due:
        """The weeks that it speaks of."""
        return Due(self.week, self.covers_from)

    @property
    def state(self) -> State:
        """How it stands."""
        return state_of(self.sending_at, self.sent_at, self.failure)


def all_mailboxes(connection: sa.Connection) -> list[MailboxRow]:
    """Every mailbox, the managers' first, then by agency's number."""
    query = sa.select(
        mailboxes.c.agency_id, mailboxes.c.address, mailboxes.c.recorded_by, mailboxes.c.recorded_at
    )
    rows = [MailboxRow(*row) for row in connection.execute(query)]
    return sorted(rows, key=lambda row: row.agency_id or 0)


def put_mailbox(
    connection: sa.Connection,
    agency_id: int | None,
    address: str,
    *,
    by: str,
    user: int | None,
    now: datetime,
) -> None:
    """Set a mailbox, new or not; an empty address takes it away."""
    connection.execute(sa.delete(mailboxes).where(_is(mailboxes.c.agency_id, agency_id)))
    if not address:
        return
    newest = connection.execute(sa.select(sa.func.max(mailboxes.c.id))).scalar()
    connection.execute(
        sa.insert(mailboxes).values(
            id=int(newest or 0) + 1,
            agency_id=agency_id,
            address=address,
            recorded_by=by,
            recorded_user_id=user,
            recorded_at=now,
        )
    )


def add_digest(connection: sa.Connection, agency_id: int | None, due: Due, now: datetime) -> DigestRow:
    """Take down that a digest was written."""
    newest = connection.execute(sa.select(sa.func.max(digests.c.id))).scalar()
    row = DigestRow(int(newest or 0) + 1, due.week, agency_id, due.covers_from, now, None, None, "")
    connection.execute(
        sa.insert(digests).values(
            id=row.id,
            week=row.week,
            agency_id=agency_id,
            covers_from=row.covers_from,
            written_at=now,
            failure="",
        )
    )
    return row


def newest_digests(connection: sa.Connection) -> dict[int | None, DigestRow]:
    """The newest digest of each agency (None: of the managers)."""
    found: dict[int | None, DigestRow] = {}
    for row in reversed(all_digests(connection)):
        found[row.agency_id] = row
    return found


def all_digests(connection: sa.Connection, limit: int | None = None) -> list[DigestRow]:
    """Digests, the newest week first, and of a week the managers' first."""
    query = sa.select(
        digests.c.id,
        digests.c.week,
        digests.c.agency_id,
        digests.c.covers_from,
        digests.c.written_at,
        digests.c.sending_at,
        digests.c.sent_at,
        digests.c.failure,
    ).order_by(digests.c.week.desc(), sa.func.coalesce(digests.c.agency_id, 0), digests.c.id.desc())
    if limit is not None:
        query = query.limit(limit)
    return [DigestRow(*row) for row in connection.execute(query)]


def take_for_sending(
    connection: sa.Connection, digest_id: int, now: datetime, *, whatever: bool = False
) -> bool:
    """Mark a digest as being handed over; False where another run has done so (`whatever`: do it anyway)."""
    query = sa.update(digests).where(digests.c.id == digest_id)
    if not whatever:
        query = query.where(digests.c.sending_at.is_(None), digests.c.sent_at.is_(None))
    return connection.execute(query.values(sending_at=now, sent_at=None, failure="")).rowcount == 1


def mark_sent(connection: sa.Connection, digest_id: int, now: datetime) -> None:
    """A digest was accepted by the mail server."""
    connection.execute(sa.update(digests).where(digests.c.id == digest_id).values(sent_at=now, failure=""))


def mark_refused(connection: sa.Connection, digest_id: int, failure: str) -> None:
    """A digest was certainly not accepted, and why; it may be sent again."""
    connection.execute(
        sa.update(digests)
        .where(digests.c.id == digest_id)
        .values(sending_at=None, sent_at=None, failure=failure)
    )


def mark_uncertain(connection: sa.Connection, digest_id: int, failure: str) -> None:
    """Nobody knows whether a digest was accepted, and why; it stays marked as being handed over."""
    connection.execute(sa.update(digests).where(digests.c.id == digest_id).values(failure=failure))


def _is(column: sa.Column[int | None], value: int | None) -> sa.ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
