"""What was recorded, change by change: who, when, what, and whether it was undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from outreach.services.city import City
from outreach.services.undo import NoSuchChange
from outreach.services.who import Right, Who
from outreach.store.changes import ChangeRow, described_changes, latest_changes, touched_venues
from outreach.store.engine import reading
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
    """The newest imports, newest first, the undone ones among them."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        return tuple(RecordedChange.of(row) for row in latest_changes(connection, limit, kind="import"))


def recorded_changes(city: City, who: Who, ids: Collection[int]) -> dict[int, RecordedChange]:
    """Changes by id; unknown ids are left out."""
    who.must(Right.SEE_VENUES)
    found: dict[int, RecordedChange] = {}
    with reading(city.engine) as connection:
        for chunk in chunks(ids):
            rows = described_changes(connection, chunk)
            found |= {i: RecordedChange.of(row) for i, row in rows.items()}
    return found


def recorded_change(city: City, who: Who, change_id: int) -> tuple[RecordedChange, int]:
    """A change, and how many venues it said something about. Raises `NoSuchChange`."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        row = described_changes(connection, [change_id]).get(change_id)
        if row is None:
            raise NoSuchChange(change_id=change_id)
        return RecordedChange.of(row), len(touched_venues(connection, change_id))
