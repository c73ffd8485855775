"""Why agencies are behind and what they do about it: every statement is kept, an agency's latest holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.store.manager_tables import remedies


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """One statement of an agency (its id): cause, remedy, by whom and when (UTC)."""

    agency: int
    cause: str
    remedy: str
    by: str
    at: datetime


_T = remedies.c


def add_remedy(
    connection: sa.Connection,
    *,
    agency: int,
    cause: str,
    remedy: str,
    by: str,
    user: int | None,
    now: datetime,
) -> None:
    """Write down a statement; those before it stay."""
    connection.execute(
        sa.insert(remedies).values(
            agency_id=agency, cause=cause, remedy=remedy, stated_by=by, stated_user_id=user, stated_at=now
        )
    )


def remedies_stated(connection: sa.Connection, agency: int | None = None) -> list[RemedyRow]:
    """Every statement, or every one of one agency, oldest first."""
    query = sa.select(_T.agency_id, _T.cause, _T.remedy, _T.stated_by, _T.stated_at).order_by(_T.id)
    if agency is not None:
        query = query.where(_T.agency_id == agency)
    return [RemedyRow(*row) for row in connection.execute(query)]
