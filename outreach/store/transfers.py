"""Venues offered to another agency, as they are stored; never deleted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.desk_tables import transfers
from outreach.store.tables import venues

ASKED, ACCEPTED, REFUSED, WITHDRAWN = "asked", "accepted", "refused", "withdrawn"


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One offer; `venue` and `address` as the venue is described now, `words` the receiver's answer."""

    id: int
    venue_id: int
    venue: str
    address: str
    from_agency_id: int | None
    to_agency_id: int
    effective_on: date
    reason: str
    state: str
    asked_by: str
    asked_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    words: str
    change_id: int | None


def _row(*values: Any) -> TransferRow:
    return TransferRow(*values)


_ROW = sa.select(
    transfers.c.id,
    transfers.c.venue_id,
    venues.c.name,
    venues.c.address,
    transfers.c.from_agency_id,
    transfers.c.to_agency_id,
    transfers.c.effective_on,
    transfers.c.reason,
    transfers.c.state,
    transfers.c.asked_by,
    transfers.c.asked_at,
    transfers.c.decided_by,
    transfers.c.decided_at,
    transfers.c.words,
    transfers.c.change_id,
).select_from(transfers.join(venues, venues.c.id == transfers.c.venue_id))


def add_transfer(
    connection: sa.Connection,
    venue_id: int,
    agencies: tuple[int | None, int],
    effective_on: date,
    reason: str,
    *,
    by: str,
    user_id: int | None,
    at: datetime,
) -> int:
    """Keep an offer of a venue from one agency to another; its number."""
    values = {
        "venue_id": venue_id,
        "from_agency_id": agencies[0],
        "to_agency_id": agencies[1],
        "effective_on": effective_on,
        "reason": reason,
        "state": ASKED,
        "asked_by": by,
        "asked_user_id": user_id,
        "asked_at": at,
    }
    done = connection.execute(sa.insert(transfers).values(**values).returning(transfers.c.id))
    return int(done.scalar_one())


def decide_transfer(
    connection: sa.Connection,
    transfer_id: int,
    state: str,
    *,
    by: str,
    user_id: int | None,
    at: datetime,
    words: str = "",
    change_id: int | None = None,
) -> None:
    """Say what became of an offer."""
    connection.execute(
        sa.update(transfers)
        .where(transfers.c.id == transfer_id)
        .values(
            state=state,
            decided_by=by,
            decided_user_id=user_id,
            decided_at=at,
            words=words,
            change_id=change_id,
        )
    )


def transfer_by_id(connection: sa.Connection, transfer_id: int) -> TransferRow | None:
    """The offer of this number."""
    row = connection.execute(_ROW.where(transfers.c.id == transfer_id)).one_or_none()
    return None if row is None else _row(*row)


def open_transfers_of(connection: sa.Connection, agencies: Collection[int] | None) -> list[TransferRow]:
    """Offers nobody has answered, from or to one of the agencies (None: any), oldest first."""
    query = _ROW.where(transfers.c.state == ASKED).order_by(transfers.c.id)
    if agencies is not None:
        query = query.where(
            sa.or_(transfers.c.from_agency_id.in_(agencies), transfers.c.to_agency_id.in_(agencies))
        )
    return [_row(*row) for row in connection.execute(query)]


def transfers_of_venue(connection: sa.Connection, venue_id: int) -> list[TransferRow]:
    """Every offer of a venue, newest first."""
    query = _ROW.where(transfers.c.venue_id == venue_id).order_by(transfers.c.id.desc())
    return [_row(*row) for row in connection.execute(query)]
