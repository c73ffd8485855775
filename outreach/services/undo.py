"""Undoing a change: a void of its own, refused where later changes build on what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.who import Right, Who
from outreach.store.changes import (
    blocking,
    described_changes,
    revert_edits,
    touched_venues,
)
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import open_change
from outreach.store.venues import raise_versions


class NoSuchChange(Refusal, LookupError):
    """No change has this number."""

    template = "查無異動『{change_id}』；異動編號在匯入結果與店家歷程中，例如 128。"


class AlreadyUndone(Refusal):
    """The change was undone before."""

    template = "異動 {change_id} 已由異動 {voided_by} 復原；請改看異動 {voided_by}。"


class CannotUndo(Refusal):
    """A kind of change that has nothing to take back by a void."""

    template = "異動 {change_id} 是「{kind}」，不能復原；請重新登錄正確的內容，例如再匯入一次。"


class LaterChangesBuildOnIt(Refusal):
    """Later changes touch the same venues and facets; they would be left hanging."""

    template = (
        "異動 {change_id} 之後還有 {count} 筆異動以它為基礎：{listed}；請先復原這些異動，例如異動 {example}。"
    )


@dataclass(frozen=True, slots=True)
class Undone:
    """The change that records the undo, and how many venues it touched."""

    change_id: int
    venues: int


def check_undo(city: City, who: Who, change_id: int) -> None:
    """Raise what `undo` would raise now; nothing is written."""
    who.must(Right.UNDO)
    with reading(city.engine) as connection:
        _check(connection, change_id)


def undo(city: City, who: Who, change_id: int, *, now: datetime) -> Undone:
    """Void one change from now on and put back the descriptions it replaced.

    Raises `NoSuchChange`, `AlreadyUndone`, `CannotUndo` and `LaterChangesBuildOnIt`.
    """
    who.must(Right.UNDO)
    with writing(city.engine) as connection:
        _check(connection, change_id)
        touched = touched_venues(connection, change_id)
        change = open_change(
            connection, kind="undo", actor=who.name, user=who.user, summary=f"復原異動 {change_id}", now=now
        )
        change.void([change_id])
        revert_edits(connection, change_id, change.id)
        raise_versions(connection, touched)
        return Undone(change.id, len(touched))


def _check(connection: Connection, change_id: int) -> None:
    row = described_changes(connection, [change_id]).get(change_id)
    if row is None:
        raise NoSuchChange(change_id=change_id)
    if row.voided_by is not None:
        raise AlreadyUndone(change_id=change_id, voided_by=row.voided_by)
    if row.kind in ("undo", "setup", "restore", "doorplates"):
        raise CannotUndo(change_id=change_id, kind=row.kind)
    later = blocking(connection, change_id)
    if later:
        rows = described_changes(connection, later[:5])
        listed = "、".join(f"異動 {r.id}（{r.actor}：{r.summary}）" for r in rows.values())
        more = "…" if len(later) > 5 else ""
        raise LaterChangesBuildOnIt(
            change_id=change_id, count=len(later), listed=listed + more, example=later[-1]
        )
