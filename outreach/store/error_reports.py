"""What anybody reported to be wrong about a venue, as it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.store.desk_tables import error_reports
from outreach.store.tables import venues


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report; `settled_as` is "" while it is open."""

    id: int
    venue_id: int
    venue: str
    kind: str
    words: str
    reported_at: datetime
    settled_as: str
    settled_by: str | None
    settled_at: datetime | None


_T = error_reports.c
_ROW = (
    sa.select(
        _T.id,
        _T.venue_id,
        venues.c.name,
        _T.kind,
        _T.words,
        _T.reported_at,
        _T.settled_as,
        _T.settled_by,
        _T.settled_at,
    )
    .select_from(error_reports.join(venues, venues.c.id == _T.venue_id))
    .order_by(_T.id)
)


def add_report(connection: sa.Connection, venue_id: int, kind: str, words: str, at: datetime) -> int:
    """Keep a report; its number."""
    values = {"venue_id": venue_id, "kind": kind, "words": words, "reported_at": at}
    return int(connection.execute(sa.insert(error_reports).values(**values).returning(_T.id)).scalar_one())


def report_by_id(connection: sa.Connection, report_id: int) -> ReportRow | None:
    """The report of this number."""
    row = connection.execute(_ROW.where(_T.id == report_id)).one_or_none()
    return None if row is None else ReportRow(*row)


def open_reports(connection: sa.Connection, venue_id: int | None = None) -> list[ReportRow]:
    """Reports that nobody settled, oldest first; of one venue where asked."""
    query = _ROW.where(_T.settled_as == "")
    if venue_id is not None:
        query = query.where(_T.venue_id == venue_id)
    return [ReportRow(*row) for row in connection.execute(query)]


def settle_report(
    connection: sa.Connection, report_id: int, settled_as: str, by: str, user_id: int | None, at: datetime
) -> None:
    """Say what came of a report."""
    connection.execute(
        sa.update(error_reports)
        .where(_T.id == report_id)
        .values(settled_as=settled_as, settled_by=by, settled_user_id=user_id, settled_at=at)
    )
