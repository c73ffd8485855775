"""Undoing a change: a void of its own, refused where later changes build on what it said.

Officers and approvers undo what they recorded themselves, as long as all its venues are their agency's. What
holds for the whole city is undone by whoever stated it and may state such a thing: an order, a scheme's
settings. Administrators undo anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.dates import today_in_taipei
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.reach import agencies_of, within_reach
from outreach.services.who import Extent, Right, Who
from outreach.store.changes import (
    ChangeRow,
    blocking,
    described_changes,
    revert_edits,
    states_for_all,
    touched_venues,
)
from outreach.store.engine import Connection, reading, writing
from outreach.store.posting import open_change
from outreach.store.venues import raise_versions

#: What holds for all and may be taken back by its own author, with the right that it takes to state it.
_BY_ITS_AUTHOR = {"order": Right.ORDER, "scheme": Right.STEER}
#: Kinds of change that have nothing to take back by a void.
FINAL = frozenset({"undo", "setup", "restore", "doorplates", "new_scheme", "scheme_words"})


class NoSuchChange(Refusal, LookupError):
    """No change has this number."""

    template = "查無異動『{change_id}』；異動編號在匯入結果與店家歷程中，例如 128。"


class AlreadyUndone(Refusal):
    """The change was undone before."""

    template = "異動 {change_id} 已由異動 {voided_by} 復原；請改看異動 {voided_by}。"


class CannotUndo(Refusal):
    """A kind of change that has nothing to take back by a void."""

    template = "異動 {change_id} 是「{kind}」，不能復原；請重新登錄正確的內容，例如再匯入一次。"


class NotYourChange(Refusal):
    """Somebody else's change, one about venues of another agency, or one that holds for the whole city."""

    template = (
        "異動 {change_id} 不是您自己登錄的，或涉及目前不屬於您機關的店家，不能由您復原；"
        "請洽登錄的人或系統管理員，例如請其復原異動 {change_id}。"
    )


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


def check_undo(city: City, who: Who, change_id: int, *, now: datetime) -> None:
    """Raise what `undo` would raise now; nothing is written."""
    who.must(Right.UNDO)
    with reading(city.engine) as connection:
        _check(connection, city, who, change_id, now)


def may_undo(city: City, who: Who, change_ids: Collection[int], *, now: datetime) -> set[int]:
    """Those of the changes that the asker may undo, unless later changes build on them."""
    if not who.may(Right.UNDO):
        return set()
    with reading(city.engine) as connection:
        rows = described_changes(connection, change_ids).values()
        return {
            row.id
            for row in rows
            if row.voided_by is None and row.kind not in FINAL and _is_theirs(connection, city, who, row, now)
        }


def undo(city: City, who: Who, change_id: int, *, now: datetime) -> Undone:
    """Void one change from now on and put back the descriptions it replaced.

    Raises `NoSuchChange`, `AlreadyUndone`, `CannotUndo`, `NotYourChange` and `LaterChangesBuildOnIt`.
    """
    who.must(Right.UNDO)
    with writing(city.engine) as connection:
        _check(connection, city, who, change_id, now)
        touched = touched_venues(connection, change_id)
        change = open_change(
            connection, kind="undo", actor=who.name, user=who.user, summary=f"復原異動 {change_id}", now=now
        )
        change.void([change_id])
        revert_edits(connection, change_id, change.id)
        raise_versions(connection, touched)
        return Undone(change.id, len(touched))


def _is_theirs(connection: Connection, city: City, who: Who, row: ChangeRow, now: datetime) -> bool:
    """Whether a change is the asker's to undo: anyone's over the whole city, else the own of own venues."""
    if who.extent(Right.UNDO) is Extent.CITY:
        return True
    if who.user is None or row.user_id != who.user:
        return False
    if states_for_all(connection, row.id):
        return row.kind in _BY_ITS_AUTHOR and who.may(_BY_ITS_AUTHOR[row.kind])
    return _all_within(city, who, touched_venues(connection, row.id), today_in_taipei(now))


def _all_within(city: City, who: Who, venue_ids: Collection[int], today: date) -> bool:
    """Whether all venues are the asker's today, or are nobody's yet and will be the asker's.

    A list may be recorded, and be wrong, before the day from which it holds.
    """
    left = set(venue_ids) - set(within_reach(city, who, Right.UNDO, venue_ids, today))
    agencies = agencies_of(city, today)
    if any(i >= len(agencies) or agencies[i] for i in left):
        return False
    return left <= set(within_reach(city, who, Right.UNDO, left, date.max))


def _check(connection: Connection, city: City, who: Who, change_id: int, now: datetime) -> None:
    row = described_changes(connection, [change_id]).get(change_id) if 0 < change_id < 2**63 else None
    if row is None:
        raise NoSuchChange(change_id=change_id)
    if not _is_theirs(connection, city, who, row, now):
        raise NotYourChange(change_id=change_id)
    if row.voided_by is not None:
        raise AlreadyUndone(change_id=change_id, voided_by=row.voided_by)
    if row.kind in FINAL:
        raise CannotUndo(change_id=change_id, kind=row.kind)
    later = blocking(connection, change_id)
    if later:
        rows = described_changes(connection, later[:5])
        listed = "、".join(f"異動 {r.id}（{r.actor}：{r.summary}）" for r in rows.values())
        more = "…" if len(later) > 5 else ""
        raise LaterChangesBuildOnIt(
            change_id=change_id, count=len(later), listed=listed + more, example=later[-1]
        )
