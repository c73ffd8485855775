"""Applying a plan: exactly what was previewed, in one transaction, as one change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.vocabulary import SCHEME_FACETS, Facet, Listing
from outreach.services.city import City
from outreach.services.imports.calm import without_cycle_search
from outreach.services.imports.kept import as_kept
from outreach.services.imports.model import (
    Options,
    Outcome,
    Plan,
    PlannedRow,
    PlanOutdated,
    fingerprint,
)
from outreach.services.imports.plan import plan_rows
from outreach.services.imports.reading import ReadFile
from outreach.services.imports.scope import scope_of
from outreach.services.setup import Progress, quiet
from outreach.services.who import Who
from outreach.sheets.values import RowValues
from outreach.store.changes import newest_change
from outreach.store.codes import number_of
from outreach.store.engine import Connection, writing
from outreach.store.posting import Change, NewFact, open_change
from outreach.store.reference import add_sector_named
from outreach.store.venues import (
    add_venues,
    edit_venue,
    put_contacts,
    put_waiting,
    raise_versions,
    venues_keyed,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import recorded: its change (None where there was nothing to record) and venue ids by row."""

    change_id: int | None
    venue_ids: Mapping[int, int]


def apply_plan(
    city: City,
    who: Who,
    plan: Plan,
    read: ReadFile,
    options: Options,
    *,
    today: date,
    now: datetime,
    progress: Progress = quiet,
) -> Applied:
    """Record what was previewed, all or nothing.

    Where somebody recorded anything since, or the asker's reach is no longer the plan's, the file is
    planned again in this transaction; if it would now do something else, `PlanOutdated` is raised and
    nothing is written.
    """
    scope = scope_of(city, who, today)
    if not plan.writes:
        return Applied(None, {})
    with writing(city.engine) as connection, without_cycle_search():
        if (newest_change(connection), scope) != (plan.base, plan.scope):
            again = plan_rows(connection, read, options, today=today, scope=scope)
            if (again.rows, again.delisted) != (plan.rows, plan.delisted):
                raise PlanOutdated
        counts = "、".join(f"{name} {n}" for name, n in _in_chinese(plan).items() if n)
        change = open_change(
            connection,
            kind="import",
            actor=who.name,
            user=who.user,
            summary=f"匯入 {plan.filename}：{counts}",
            now=now,
            source=plan.filename,
        )
        told = {row.row: row.values for row in read.rows if row.values is not None}
        return record_rows(connection, change, plan, told, now, progress)


def _in_chinese(plan: Plan) -> dict[str, int]:
    titles = {Outcome.NEW: "新增", Outcome.CHANGED: "異動", Outcome.CANDIDATE: "疑似重複"}
    found = {title: plan.count(outcome) for outcome, title in titles.items()}
    found["移出"] = len(plan.delisted)
    return found


def record_rows(
    connection: Connection,
    change: Change,
    plan: Plan,
    told: Mapping[int, RowValues],
    now: datetime,
    progress: Progress = quiet,
) -> Applied:
    """Post what a plan's rows record; `told` are the values, by row, that are kept of rows that wait."""
    sectors = {name: add_sector_named(connection, name) for name in plan.new_sectors}
    new = [row for row in plan.rows if row.outcome is Outcome.NEW]
    changed = [row for row in plan.rows if row.outcome is Outcome.CHANGED]
    progress(0.1, "寫入店家")
    ids = dict(zip([row.number for row in new], add_venues(connection, [_new(r) for r in new]), strict=True))
    ids |= {row.number: row.venue_id for row in changed if row.venue_id is not None}
    _edit(connection, change, changed)
    progress(0.4, "寫入事實")
    facts = [fact for row in (*new, *changed) for fact in _facts(row, ids[row.number], plan, sectors)]
    delisted = number_of(Facet.LISTING, Listing.DELISTED)
    facts += [
        NewFact(i, Facet.LISTING, delisted, plan.effective_on, plan.scheme.id, f"{plan.filename} 未列")
        for i in plan.delisted
    ]
    change.facts(facts)
    raise_versions(connection, {r.venue_id for r in changed if r.venue_id} | set(plan.delisted))
    progress(0.8, "寫入聯絡資料")
    people = {ids[row.number]: row.contact for row in (*new, *changed) if row.contact is not None}
    put_contacts(connection, people, now)
    waiting = [row for row in plan.rows if row.outcome is Outcome.CANDIDATE]
    put_waiting(connection, change.id, [_waiting(row, plan, told[row.number]) for row in waiting])
    progress(1.0, "完成")
    return Applied(change.id, ids)


def _new(row: PlannedRow) -> dict[str, object]:
    told = row.descriptions
    return {
        "name": told["name"],
        "address": told.get("address", ""),
        "tax_id": told.get("tax_id", ""),
        "lon": told.get("lon"),
        "lat": told.get("lat"),
        "voucher_kinds": told.get("voucher_kinds", ""),
        "name_key": row.keys[0],
        "address_key": row.keys[1],
    }


def _edit(connection: Connection, change: Change, rows: list[PlannedRow]) -> None:
    edited = {row.venue_id: row for row in rows if row.descriptions and row.venue_id is not None}
    for venue_id, venue in venues_keyed(connection, edited.keys(), (), (), ()).items():
        told = edited[venue_id].descriptions
        keys = {
            f"{field}_key": key
            for field, key in zip(("name", "address"), edited[venue_id].keys, strict=True)
            if field in told
        }
        edit_venue(connection, change, venue, told, keys)


def _facts(row: PlannedRow, venue_id: int, plan: Plan, sectors: Mapping[str, int]) -> list[NewFact]:
    assert row.effective_on is not None
    return [
        NewFact(
            venue_id,
            fact.facet,
            sectors[fact.new_sector] if fact.new_sector else fact.value,
            row.effective_on,
            plan.scheme.id if fact.facet in SCHEME_FACETS else None,
            fact.remark,
            fact.review_on,
        )
        for fact in row.facts
    ]


def _waiting(row: PlannedRow, plan: Plan, told: RowValues) -> dict[str, object]:
    """A row that waits for a person to decide; contact details are not kept with it."""
    return {
        "scheme_id": plan.scheme.id,
        "agency_id": plan.agency.id if plan.agency else None,
        "row_number": row.number,
        "fingerprint": fingerprint(plan.scheme, plan.agency, row),
        "stated": as_kept(told, plan.effective_on),
        "candidate_venue_id": row.venue_id,
        "reason": row.reason,
    }
