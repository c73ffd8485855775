"""Meetings and editions as they are stored; editions are added and never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from outreach.rules.editions import RULE_VERSION, Frozen, Item, from_gaps, to_gaps
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Kind, Standing
from outreach.store.meeting_tables import (
    edition_figures,
    edition_members,
    edition_non_reporters,
    editions,
    meeting_items,
    meetings,
)

#: The group of venues without an agency, as figures number it.
_NO_AGENCY = 0


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting with its items in order."""

    number: int
    on_day: date
    name: str
    figures_only: bool
    opened_by: str
    opened_at: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition; `seq` is None where its figures come from paper."""

    id: int
    meeting: int
    edition: int
    seq: int | None
    round_id: int | None
    rule_version: int
    note: str
    frozen_by: str
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """All that an edition holds: each item's figures, names of its agencies, and who had not reported."""

    items: tuple[Frozen, ...]
    names: Mapping[int, str]
    """By agency id, 0 for none."""
    non_reporters: Mapping[int, str]


def add_meeting(
    connection: sa.Connection,
    *,
    number: int,
    on_day: date,
    name: str,
    items: Sequence[Item],
    figures_only: bool,
    by: str,
    user: int | None,
    now: datetime,
) -> None:
    """Write down a meeting and what it looks at."""
    connection.execute(
        sa.insert(meetings).values(
            number=number,
            on_day=on_day,
            name=name,
            figures_only=figures_only,
            opened_by=by,
            opened_user_id=user,
            opened_at=now,
        )
    )
    connection.execute(
        sa.insert(meeting_items),
        [
            {
                "meeting_number": number,
                "item": position,
                "scheme_id": item.scheme_id,
                "kinds": sorted(kind.value for kind in item.kinds),
                "as_of": item.as_of,
            }
            for position, item in enumerate(items)
        ],
    )


def all_meetings(connection: sa.Connection) -> list[MeetingRow]:
    """Every meeting, the newest first."""
    items: dict[int, list[Item]] = defaultdict(list)
    query = sa.select(meeting_items).order_by(meeting_items.c.meeting_number, meeting_items.c.item)
    for row in connection.execute(query):
        kinds = frozenset(Kind(word) for word in row.kinds)
        items[row.meeting_number].append(Item(row.scheme_id, kinds, row.as_of))
    found = connection.execute(sa.select(meetings).order_by(meetings.c.number.desc()))
    return [
        MeetingRow(
            row.number,
            row.on_day,
            row.name,
            row.figures_only,
            row.opened_by,
            row.opened_at,
            tuple(items[row.number]),
        )
        for row in found
    ]


def meeting_by_number(connection: sa.Connection, number: int) -> MeetingRow | None:
    """The meeting of this number."""
    return next((row for row in all_meetings(connection) if row.number == number), None)


def add_edition(
    connection: sa.Connection,
    *,
    meeting: int,
    edition: int,
    seq: int | None,
    round_id: int | None,
    note: str,
    kept: Kept,
    by: str,
    user: int | None,
    now: datetime,
) -> int:
    """Keep an edition for ever; its id."""
    newest = connection.execute(sa.select(sa.func.max(editions.c.id))).scalar()
    number = int(newest or 0) + 1
    connection.execute(
        sa.insert(editions).values(
            id=number,
            meeting_number=meeting,
            edition=edition,
            seq=seq,
            round_id=round_id,
            rule_version=RULE_VERSION,
            note=note,
            frozen_by=by,
            frozen_user_id=user,
            frozen_at=now,
        )
    )
    for position, item in enumerate(kept.items):
        _add_item(connection, {"edition_id": number, "item": position}, item, kept.names)
    if kept.non_reporters:
        connection.execute(
            sa.insert(edition_non_reporters),
            [{"edition_id": number, "agency_id": i, "name": n} for i, n in kept.non_reporters.items()],
        )
    return number


def _add_item(
    connection: sa.Connection, key: Mapping[str, int], item: Frozen, names: Mapping[int, str]
) -> None:
    total = {**key, "line": 0, "agency_id": None, "name": "", **_numbers(item.total)}
    lines = [
        {**key, "line": line, "agency_id": i or None, "name": names[i], **_numbers(item.agencies[i])}
        for line, i in enumerate(item.agencies, 1)
    ]
    connection.execute(sa.insert(edition_figures), [total, *lines])
    members = [
        {**key, "standing": standing.value, "gaps": to_gaps(ids)} for standing, ids in item.members.items()
    ]
    if members:
        connection.execute(sa.insert(edition_members), members)


def _numbers(tally: Tally) -> dict[str, object]:
    excluded = {reason.value: tally.excluded[reason] for reason in Exclusion}
    return {"completed": tally.completed, "outstanding": tally.outstanding, "excluded": excluded}


def editions_of(connection: sa.Connection, meeting: int | None = None) -> list[EditionRow]:
    """The editions of one meeting or of all, by meeting and oldest first."""
    query = sa.select(
        editions.c.id,
        editions.c.meeting_number,
        editions.c.edition,
        editions.c.seq,
        editions.c.round_id,
        editions.c.rule_version,
        editions.c.note,
        editions.c.frozen_by,
        editions.c.frozen_at,
    ).order_by(editions.c.meeting_number, editions.c.edition)
    if meeting is not None:
        query = query.where(editions.c.meeting_number == meeting)
    return [EditionRow(*row) for row in connection.execute(query)]


def kept_of(connection: sa.Connection, edition_id: int, items: int, *, with_members: bool = True) -> Kept:
    """What an edition holds, of a meeting with so many items; its venues only where they are asked for."""
    totals: dict[int, Tally] = {}
    agencies: dict[int, dict[int, Tally]] = defaultdict(dict)
    members: dict[int, dict[Standing, tuple[int, ...]]] = defaultdict(dict)
    names: dict[int, str] = {}
    figures = sa.select(edition_figures).where(edition_figures.c.edition_id == edition_id)
    for row in connection.execute(figures.order_by(edition_figures.c.item, edition_figures.c.line)):
        tally = Tally(row.completed, row.outstanding, {r: row.excluded[r.value] for r in Exclusion})
        if row.line == 0:
            totals[row.item] = tally
        else:
            agency = row.agency_id or _NO_AGENCY
            agencies[row.item][agency], names[agency] = tally, row.name
    stood = sa.select(edition_members).where(edition_members.c.edition_id == edition_id)
    for row in connection.execute(stood) if with_members else ():
        members[row.item][Standing(row.standing)] = from_gaps(row.gaps)
    absent = (
        sa.select(edition_non_reporters.c.agency_id, edition_non_reporters.c.name)
        .where(edition_non_reporters.c.edition_id == edition_id)
        .order_by(edition_non_reporters.c.agency_id)
    )
    return Kept(
        tuple(Frozen(totals.get(i, Tally()), agencies[i], members[i]) for i in range(items)),
        names,
        {row.agency_id: row.name for row in connection.execute(absent)},
    )
