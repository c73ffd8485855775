"""Rows that an import left for a person: the same venue, a new one, or not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from outreach.services.city import City
from outreach.services.duplicates.pairs import Brief, briefs, theirs
from outreach.services.duplicates.refusals import NotEnoughKept, NothingWaits, RowRefused, StandsAlready
from outreach.services.imports.apply import record_rows
from outreach.services.imports.kept import as_read, day_of, is_whole
from outreach.services.imports.known import Sought
from outreach.services.imports.model import Options, Outcome, Plan, PlannedRow
from outreach.services.imports.plan import plan_rows
from outreach.services.imports.planner import Planner
from outreach.services.imports.scope import scope_of
from outreach.services.reach import agencies_of
from outreach.services.who import Right, Who
from outreach.store.duplicates import merged_into
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import open_change
from outreach.store.reference import Named
from outreach.store.waiting import Waiting, settle, waiting


class SettledAs(StrEnum):
    """What a person decides of a waiting row."""

    SAME = "same"
    NEW = "new"
    DROPPED = "dropped"


_IN_CHINESE = {SettledAs.SAME: "套用到店家 {venue}", SettledAs.NEW: "新增為店家", SettledAs.DROPPED: "不採用"}


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that waits, and the venue that it is likely about.

    `values` are what it states, by field code; contact details were never kept. `whole` is False of rows of
    which an earlier version kept the name alone.
    """

    id: int
    number: int
    name: str
    effective_on: date | None
    values: Mapping[str, object]
    whole: bool
    scheme: Named
    agency: str
    reason: str
    source: str
    told_at: datetime
    candidate: Brief
    may_settle: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """The change that settled a row, and the venue that it is about now (None where it was dropped)."""

    change_id: int
    venue_id: int | None


class _AsNew(Planner):
    """Plans a row as a venue of its own, whatever known one it is like."""

    def _likely(self, planned: PlannedRow, sought: Sought) -> PlannedRow | None:
        return None


def waiting_count(city: City, who: Who, today: date = date.max) -> int:
    """How many rows wait for the asker; without a day, by whose the venues are in the end."""
    return len(_theirs(city, who, today))


def waiting_list(city: City, who: Who, *, today: date) -> tuple[WaitingRow, ...]:
    """Rows that wait for the asker, oldest first: those of agencies whose venues they change, or else see."""
    found = _theirs(city, who, today)
    reference = city.reference()
    with reading(city.engine) as connection:
        merged = merged_into(connection)
    meant = {row.id: _stays(row.candidate_id, merged) for row in found}
    told = briefs(city, set(meant.values()), today)
    may = who.may(Right.CHANGE)
    return tuple(
        WaitingRow(
            row.id,
            row.row_number,
            str(row.stated.get("name", "")),
            day_of(row.stated) if is_whole(row.stated) else None,
            _values(row.stated),
            is_whole(row.stated),
            reference.schemes[row.scheme_id],
            reference.agencies[row.agency_id].short_name if row.agency_id else "",
            row.reason,
            row.source,
            row.told_at,
            told[meant[row.id]],
            may,
        )
        for row in found
    )


def settle_waiting(
    city: City, who: Who, row_id: int, as_: SettledAs | str, *, now: datetime, today: date
) -> Settled:
    """Apply a row to the venue it is like, add it as a new one, or drop it: one change, which can be undone.

    Undone, the row waits again. Raises `NothingWaits`, `NotEnoughKept`, `StandsAlready`, `RowRefused` (with
    what importing the row would say: a remark missing, a venue of another agency).
    """
    who.must(Right.CHANGE)
    decided = SettledAs(as_)
    mine = {row.id for row in _theirs(city, who, today)}
    with writing(city.engine) as connection:
        row = next((r for r in waiting(connection) if r.id == row_id and r.id in mine), None)
        if row is None:
            raise NothingWaits(row_id=row_id)
        candidate = _stays(row.candidate_id, merged_into(connection))
        plan = None
        if decided is not SettledAs.DROPPED:
            plan = _plan(connection, city, who, row, candidate if decided is SettledAs.SAME else None, today)
        change = open_change(
            connection,
            kind="edit",
            actor=who.name,
            user=who.user,
            summary=f"匯入待確認第 {row.row_number} 列：" + _IN_CHINESE[decided].format(venue=candidate),
            now=now,
            source=row.source,
        )
        venue_id = None
        if plan is not None:
            ids = record_rows(connection, change, plan, {}, now).venue_ids
            venue_id = ids.get(row.row_number, candidate)
        settle(connection, row.id, decided, change.id, now)
    return Settled(change.id, venue_id)


def _plan(
    connection: Connection, city: City, who: Who, row: Waiting, venue_id: int | None, today: date
) -> Plan:
    """What the row records about a venue (None: a new one), planned as an import of this one row would be."""
    if not is_whole(row.stated):
        raise NotEnoughKept(name=row.stated.get("name", ""))
    reference, same = city.reference(), venue_id is not None
    agency = reference.agencies[row.agency_id].code if row.agency_id else None
    options = Options(reference.schemes[row.scheme_id].code, agency, day_of(row.stated))
    read = as_read(row.stated, row.source, row.row_number, venue_id)
    scope = scope_of(city, who, today)
    plan = plan_rows(connection, read, options, today=today, scope=scope, by=Planner if same else _AsNew)
    (planned,) = plan.rows
    if planned.outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED):
        if same or planned.venue_id is None:
            return plan
        raise StandsAlready(row=row.row_number, name=planned.name, venue_id=planned.venue_id)
    raise RowRefused(row=row.row_number, name=planned.name, reason=planned.reason)


def _theirs(city: City, who: Who, day: date) -> list[Waiting]:
    own = theirs(city, who, day)
    agencies = agencies_of(city, day)
    with reading(city.engine) as connection:
        rows = waiting(connection)

    def whose(row: Waiting) -> int:
        """The list's agency; of a list without one, the agency of the venue that is meant."""
        at = row.candidate_id
        return row.agency_id or (int(agencies[at]) if at < len(agencies) else 0)

    return [row for row in rows if own is None or whose(row) in own]


def _stays(venue_id: int, merged: Mapping[int, int]) -> int:
    """The venue that a venue was merged into in the end; itself where it was not."""
    while venue_id in merged:
        venue_id = merged[venue_id]
    return venue_id


def _values(stated: Mapping[str, object]) -> Mapping[str, object]:
    values = stated.get("values")
    return values if isinstance(values, dict) else {}
