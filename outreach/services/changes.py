"""What was recorded, change by change: who, when, what, and whether it was undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.dates import today_in_taipei
from outreach.services.city import City
from outreach.services.reach import within_reach
from outreach.services.undo import NoSuchChange
from outreach.services.who import Extent, Right, Who
from outreach.store.changes import (
    ChangeRow,
    described_changes,
    latest_changes,
    touched_venues,
    voided_by_change,
)
from outreach.store.engine import Connection, reading
from outreach.store.venues import chunks


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One change as people speak of it; `voided_by` is the change that undid it."""

    id: int
    kind: str
    actor: str
    recorded_at: datetime
    summary: str
    source: str
    voided_by: int | None

    @classmethod
    def of(cls, row: ChangeRow) -> RecordedChange:
        """From the stored change."""
        return cls(row.id, row.kind, row.actor, row.recorded_at, row.summary, row.source, row.voided_by)


def latest_imports(city: City, who: Who, limit: int = 10) -> tuple[RecordedChange, ...]:
    """The newest imports, newest first, the undone ones among them.

    Whoever sees not the whole city sees those of the own agency's people.
    """
    who.must(Right.SEE_VENUES)
    agency = None if who.extent(Right.SEE_VENUES) is Extent.CITY else who.agency or 0
    with reading(city.engine) as connection:
        rows = latest_changes(connection, limit, kind="import", agency_id=agency)
        return tuple(RecordedChange.of(row) for row in rows)


def recorded_changes(city: City, who: Who, ids: Collection[int]) -> dict[int, RecordedChange]:
    """Changes by id; unknown ones, and those that say nothing of a venue in reach, are left out."""
    who.must(Right.SEE_VENUES)
    found: dict[int, RecordedChange] = {}
    with reading(city.engine) as connection:
        for chunk in chunks(ids):
            rows = described_changes(connection, chunk)
            found |= {
                i: RecordedChange.of(row) for i, row in rows.items() if _concerns(connection, city, who, row)
            }
    return found


def _concerns(connection: Connection, city: City, who: Who, row: ChangeRow) -> bool:
    """Whether the asker may know of a change: the own, or one about a venue in reach then or in the end.

    An undo says nothing of venues itself; it is known to whoever knows what it undid.
    """
    if who.extent(Right.SEE_VENUES) is Extent.CITY or (who.user is not None and row.user_id == who.user):
        return True
    day = today_in_taipei(row.recorded_at)
    about = {row.id, *voided_by_change(connection, row.id)}
    touched = [i for change_id in about for i in touched_venues(connection, change_id)]
    # A list may be recorded before the day from which it holds.
    return any(within_reach(city, who, Right.SEE_VENUES, touched, d) for d in (day, date.max))


def recorded_change(city: City, who: Who, change_id: int) -> tuple[RecordedChange, int]:
    """A change, and how many venues it said something about. Raises `NoSuchChange`, for others' too."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        row = described_changes(connection, [change_id]).get(change_id)
        if row is None or not _concerns(connection, city, who, row):
            raise NoSuchChange(change_id=change_id)
        return RecordedChange.of(row), len(touched_venues(connection, change_id))
