"""Reporting rounds as they are stored: what each asks for, and every step of every agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from outreach.rules.rounds import Item, Step
from outreach.rules.vocabulary import Kind
from outreach.store.desk_tables import round_items, round_steps, rounds


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round; `closed_at` is None while it is open."""

    id: int
    name: str
    as_of: date
    deadline: date
    opened_by: str
    opened_at: datetime
    closed_by: str | None
    closed_at: datetime | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step; the figures meant are those of the round's day as known at `seq`."""

    id: int
    round_id: int
    agency_id: int
    step: Step
    seq: int
    nothing_changed: bool
    words: str
    by: str
    user_id: int | None
    at: datetime


def add_round(
    connection: sa.Connection,
    *,
    name: str,
    as_of: date,
    deadline: date,
    items: Sequence[Item],
    by: str,
    user: int | None,
    now: datetime,
) -> int:
    """Open a round; its number."""
    newest = connection.execute(sa.select(sa.func.max(rounds.c.id))).scalar()
    number = int(newest or 0) + 1
    connection.execute(
        sa.insert(rounds).values(
            id=number,
            name=name,
            as_of=as_of,
            deadline=deadline,
            opened_by=by,
            opened_user_id=user,
            opened_at=now,
        )
    )
    connection.execute(
        sa.insert(round_items),
        [
            {
                "round_id": number,
                "scheme_id": item.scheme_id,
                "kinds": sorted(kind.value for kind in item.kinds),
            }
            for item in items
        ],
    )
    return number


def end_round(connection: sa.Connection, round_id: int, *, by: str, user: int | None, now: datetime) -> None:
    """Close a round."""
    connection.execute(
        sa.update(rounds)
        .where(rounds.c.id == round_id)
        .values(closed_by=by, closed_user_id=user, closed_at=now)
    )


def all_rounds(connection: sa.Connection) -> list[RoundRow]:
    """Every round, the newest first."""
    items: dict[int, list[Item]] = defaultdict(list)
    query = sa.select(round_items).order_by(round_items.c.round_id, round_items.c.scheme_id)
    for row in connection.execute(query):
        items[row.round_id].append(Item(row.scheme_id, frozenset(Kind(word) for word in row.kinds)))
    return [
        RoundRow(
            row.id,
            row.name,
            row.as_of,
            row.deadline,
            row.opened_by,
            row.opened_at,
            row.closed_by,
            row.closed_at,
            tuple(items[row.id]),
        )
        for row in connection.execute(sa.select(rounds).order_by(rounds.c.id.desc()))
    ]


def round_by_id(connection: sa.Connection, round_id: int) -> RoundRow | None:
    """The round of this number."""
    return next((row for row in all_rounds(connection) if row.id == round_id), None)


def add_step(
    connection: sa.Connection,
    *,
    round_id: int,
    agency_id: int,
    step: Step,
    seq: int,
    now: datetime,
    by: str,
    user: int | None,
    nothing_changed: bool = False,
    words: str = "",
) -> None:
    """Take down a step."""
    newest = connection.execute(sa.select(sa.func.max(round_steps.c.id))).scalar()
    connection.execute(
        sa.insert(round_steps).values(
            id=int(newest or 0) + 1,
            round_id=round_id,
            agency_id=agency_id,
            step=step.value,
            seq=seq,
            nothing_changed=nothing_changed,
            words=words,
            recorded_by=by,
            recorded_user_id=user,
            recorded_at=now,
        )
    )


def steps_taken(
    connection: sa.Connection,
    *,
    round_id: int | None = None,
    agency_id: int | None = None,
    step: Step | None = None,
) -> list[StepRow]:
    """Steps of a round, of an agency, of one sort, or of all where nothing is given; oldest first."""
    query = sa.select(
        round_steps.c.id,
        round_steps.c.round_id,
        round_steps.c.agency_id,
        round_steps.c.step,
        round_steps.c.seq,
        round_steps.c.nothing_changed,
        round_steps.c.words,
        round_steps.c.recorded_by,
        round_steps.c.recorded_user_id,
        round_steps.c.recorded_at,
    ).order_by(round_steps.c.id)
    if round_id is not None:
        query = query.where(round_steps.c.round_id == round_id)
    if agency_id is not None:
        query = query.where(round_steps.c.agency_id == agency_id)
    if step is not None:
        query = query.where(round_steps.c.step == step.value)
    return [
        StepRow(number, of_round, agency, Step(word), *rest)
        for number, of_round, agency, word, *rest in connection.execute(query)
    ]
