"""Tracked items as they are stored: what each is about, whose it is, what was reported and decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.rules.tracking import Decision, ItemNumber, Part
from outreach.rules.vocabulary import Kind
from outreach.store.manager_tables import (
    tracked_agencies,
    tracked_decisions,
    tracked_items,
    tracked_reports,
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; `scheme_id` is None where it is about no rate."""

    id: int
    number: ItemNumber
    conclusion: str
    scheme_id: int | None
    kinds: frozenset[Kind]
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency of an item."""

    item_id: int
    agency_id: int
    part: Part
    times_before: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What an agency reported for a meeting."""

    id: int
    item_id: int
    agency_id: int
    meeting: int
    progress: str
    due_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What a meeting decided of an item and agency."""

    id: int
    item_id: int
    agency_id: int
    meeting: int
    decision: Decision
    words: str
    by: str
    at: datetime


_I, _A, _R, _D = tracked_items.c, tracked_agencies.c, tracked_reports.c, tracked_decisions.c


def add_item(
    connection: sa.Connection,
    *,
    number: ItemNumber,
    conclusion: str,
    scheme_id: int | None,
    kinds: Iterable[Kind],
    agencies: Sequence[tuple[int, Part]],
    times_before: int,
    by: str,
    user: int | None,
    now: datetime,
) -> int:
    """Write down an item with its agencies; its id."""
    newest = connection.execute(sa.select(sa.func.max(_I.id))).scalar()
    item_id = int(newest or 0) + 1
    connection.execute(
        sa.insert(tracked_items).values(
            id=item_id,
            meeting_number=number.meeting,
            sequence=number.sequence,
            conclusion=conclusion,
            scheme_id=scheme_id,
            kinds=sorted(kind.value for kind in kinds),
            opened_by=by,
            opened_user_id=user,
            opened_at=now,
        )
    )
    connection.execute(
        sa.insert(tracked_agencies),
        [
            {"item_id": item_id, "agency_id": agency, "part": part.value, "times_before": times_before}
            for agency, part in agencies
        ],
    )
    return item_id


def remove_item(connection: sa.Connection, item_id: int) -> None:
    """Take away an item about which nothing was said."""
    connection.execute(sa.delete(tracked_agencies).where(_A.item_id == item_id))
    connection.execute(sa.delete(tracked_items).where(_I.id == item_id))


def all_items(connection: sa.Connection) -> list[ItemRow]:
    """Every item, in the order of their numbers."""
    query = sa.select(
        _I.id,
        _I.meeting_number,
        _I.sequence,
        _I.conclusion,
        _I.scheme_id,
        _I.kinds,
        _I.opened_by,
        _I.opened_at,
    ).order_by(_I.meeting_number, _I.sequence)
    return [
        ItemRow(row[0], ItemNumber(row[1], row[2]), row[3], row[4], frozenset(map(Kind, row[5])), *row[6:])
        for row in connection.execute(query)
    ]


def item_agencies(connection: sa.Connection, item_id: int | None = None) -> list[AgencyRow]:
    """The agencies of one item or of all."""
    query = sa.select(_A.item_id, _A.agency_id, _A.part, _A.times_before).order_by(_A.item_id, _A.agency_id)
    if item_id is not None:
        query = query.where(_A.item_id == item_id)
    return [AgencyRow(row[0], row[1], Part(row[2]), row[3]) for row in connection.execute(query)]


def add_report(connection: sa.Connection, **values: Any) -> None:
    """Keep a report (every column but the id)."""
    connection.execute(sa.insert(tracked_reports).values(**values))


def reports_made(connection: sa.Connection, item_id: int | None = None) -> list[ReportRow]:
    """What was reported of one item or of all, oldest first."""
    query = sa.select(
        _R.id,
        _R.item_id,
        _R.agency_id,
        _R.meeting_number,
        _R.progress,
        _R.due_on,
        _R.reported_by,
        _R.reported_at,
    ).order_by(_R.id)
    if item_id is not None:
        query = query.where(_R.item_id == item_id)
    return [ReportRow(*row) for row in connection.execute(query)]


def add_decision(connection: sa.Connection, **values: Any) -> None:
    """Keep a decision (every column but the id)."""
    connection.execute(sa.insert(tracked_decisions).values(**values))


def decisions_made(connection: sa.Connection, item_id: int | None = None) -> list[DecisionRow]:
    """What was decided of one item or of all, oldest first."""
    query = sa.select(
        _D.id,
        _D.item_id,
        _D.agency_id,
        _D.meeting_number,
        _D.decision,
        _D.words,
        _D.recorded_by,
        _D.recorded_at,
    ).order_by(_D.id)
    if item_id is not None:
        query = query.where(_D.item_id == item_id)
    return [DecisionRow(*row[:4], Decision(row[4]), *row[5:]) for row in connection.execute(query)]
