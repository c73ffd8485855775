"""Recording what a person states of venues, outside of sheets: grid, form, visit, all by this one way.

A statement is planned first (what it would record, what is refused, where somebody else was quicker) and
posted in the same transaction in which it was planned again, so that nothing slips in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.services.city import City
from outreach.services.recording.effect import Effect, effect
from outreach.services.recording.model import (
    Cell,
    Conflict,
    Line,
    NotRecorded,
    Recording,
    Said,
    Trouble,
)
from outreach.services.recording.planning import plan_recording
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import Change, open_change
from outreach.store.venues import raise_versions

__all__ = [
    "Cell",
    "Conflict",
    "Effect",
    "Line",
    "NotRecorded",
    "Recorded",
    "Recording",
    "Said",
    "Trouble",
    "effect",
    "must_be_clear",
    "plan_recording",
    "post",
    "preview",
    "record",
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the change (None where nothing was new), and how many venues it is about."""

    change_id: int | None
    venues: int


def preview(city: City, who: Who, scheme: str, said: Sequence[Said], *, today: date) -> Recording:
    """What recording these statements would do; nothing is written.

    Raises `OutOfReach` for venues that are not the asker's to change.
    """
    who.must(Right.CHANGE)
    with reading(city.engine) as connection:
        return plan_recording(connection, city, who, scheme, said, today=today)


def record(
    city: City, who: Who, scheme: str, said: Sequence[Said], *, summary: str, now: datetime, today: date
) -> Recorded:
    """Record statements as one change, all or none.

    Raises `OutOfReach`, and `NotRecorded` where any of them is in trouble or in conflict.
    """
    who.must(Right.CHANGE)
    with writing(city.engine) as connection:
        planned = plan_recording(connection, city, who, scheme, said, today=today)
        must_be_clear(planned)
        if not planned.writes:
            return Recorded(None, 0)
        kind = "edit" if len(planned.changed) == 1 else "bulk"
        change = open_change(connection, kind=kind, actor=who.name, user=who.user, summary=summary, now=now)
        post(connection, change, planned)
        return Recorded(change.id, len(planned.changed))


def must_be_clear(planned: Recording) -> None:
    """Raise `NotRecorded` where a statement is in trouble or in conflict."""
    count = len({t.venue_id for t in planned.troubles} | {c.venue_id for c in planned.conflicts})
    if planned.troubles:
        first = planned.troubles[0]
        raise NotRecorded(count=count, venue_id=first.venue_id, problem=str(first.refusal))
    if planned.conflicts:
        text = "您讀取後已被他人修改；請並列比對後再決定。"
        raise NotRecorded(count=count, venue_id=planned.conflicts[0].venue_id, problem=text)


def post(connection: Connection, change: Change, planned: Recording) -> None:
    """Post what was planned in this very transaction, and raise the venues' versions."""
    change.facts([fact for line in planned.lines for fact in line.facts])
    raise_versions(connection, planned.changed)
