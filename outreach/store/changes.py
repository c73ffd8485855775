"""Changes as a whole: who did what when, which moment names which number, and what undoing one asks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACET_NUMBERS
from outreach.store.feed import current_seq as current_seq
from outreach.store.people_tables import users
from outreach.store.tables import (
    agency_parents,
    changes,
    facts,
    merges,
    order_statements,
    scheme_statements,
    venue_edits,
    venues,
    voids,
)

#: The matching key of a description, which goes back with it.
_KEYS = {"name": ("name_key", name_key), "address": ("address_key", address_key)}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as it was recorded; `voided_by` is the change that undid it."""

    id: int
    kind: str
    actor: str
    recorded_at: datetime
    summary: str
    source: str
    last_seq: int
    user_id: int | None
    voided_by: int | None


def seq_at(connection: sa.Connection, moment: datetime) -> int:
    """The last number recorded at or before a moment; 0 before the first."""
    found = connection.execute(
        sa.select(sa.func.max(changes.c.last_seq)).where(changes.c.recorded_at <= moment)
    ).scalar()
    return int(found or 0)


def newest_change(connection: sa.Connection) -> tuple[int, int]:
    """The last number and the last change's id: unchanged as long as nobody has recorded anything."""
    newest = connection.execute(sa.select(sa.func.max(changes.c.id))).scalar()
    return current_seq(connection), int(newest or 0)


def newest_recorded_at(connection: sa.Connection) -> datetime | None:
    """When anything was last recorded (UTC); None before the first change."""
    found: datetime | None = connection.execute(sa.select(sa.func.max(changes.c.recorded_at))).scalar()
    return found


def described_changes(connection: sa.Connection, ids: Collection[int]) -> dict[int, ChangeRow]:
    """Changes by id; unknown ids are left out. `ids` is short (a page, a list of obstacles)."""
    voided_by = (
        sa.select(sa.func.min(voids.c.change_id))
        .where(voids.c.voided_change_id == changes.c.id)
        .scalar_subquery()
    )
    rows = connection.execute(sa.select(changes, voided_by.label("voided_by")).where(changes.c.id.in_(ids)))
    return {r.id: ChangeRow(*r) for r in rows}


def latest_changes(
    connection: sa.Connection, limit: int, kind: str | None = None, agency_id: int | None = None
) -> list[ChangeRow]:
    """The newest changes, newest first: of one kind or of all, of an agency's people or of everybody."""
    query = sa.select(changes.c.id).order_by(changes.c.id.desc()).limit(limit)
    if kind is not None:
        query = query.where(changes.c.kind == kind)
    if agency_id is not None:
        of_agency = sa.select(users.c.id).where(users.c.agency_id == agency_id)
        query = query.where(changes.c.user_id.in_(of_agency))
    ids = connection.execute(query).scalars().all()
    found = described_changes(connection, ids)
    return [found[i] for i in ids]


def voided_by_change(connection: sa.Connection, change_id: int) -> list[int]:
    """The changes that an undo undid."""
    query = sa.select(voids.c.voided_change_id).where(voids.c.change_id == change_id)
    return list(connection.execute(query).scalars())


def blocking(connection: sa.Connection, change_id: int) -> list[int]:
    """Unvoided later changes that build on one: same venue and facet (and scheme), order, settings
    or parent, or a later merge or transfer of one of its venues.
    """
    dead = sa.select(voids.c.voided_change_id)
    mine, later = facts.alias("mine"), facts.alias("later")
    moved = later.c.facet == FACET_NUMBERS[Facet.AGENCY]
    same = sa.and_(
        later.c.facet == mine.c.facet,
        sa.func.coalesce(later.c.scheme_id, 0) == sa.func.coalesce(mine.c.scheme_id, 0),
    )
    queries = [
        sa.select(later.c.change_id)
        .select_from(mine.join(later, later.c.venue_id == mine.c.venue_id))
        .where(mine.c.change_id == change_id, later.c.change_id > change_id, sa.or_(same, moved)),
        sa.select(merges.c.change_id)
        .select_from(
            facts.join(
                merges, sa.or_(merges.c.loser_id == facts.c.venue_id, merges.c.winner_id == facts.c.venue_id)
            )
        )
        .where(facts.c.change_id == change_id, merges.c.change_id > change_id),
        *_later_statements(change_id),
        *_after_merge(change_id),
    ]
    found: set[int] = set()
    for query in queries:
        column = query.selected_columns[0]
        found.update(connection.execute(query.where(column.not_in(dead)).distinct()).scalars())
    return sorted(found)


def _later_statements(change_id: int) -> list[sa.Select[tuple[int]]]:
    """Later statements about the same order (and approvals that answer it), scheme, parent or loser."""
    queries: list[sa.Select[tuple[int]]] = []
    for table, key in (
        (order_statements, "order_id"),
        (scheme_statements, "scheme_id"),
        (agency_parents, "agency_id"),
        (merges, "loser_id"),
    ):
        mine, later = table.alias("mine"), table.alias("later")
        queries.append(
            sa.select(later.c.change_id)
            .select_from(mine.join(later, later.c[key] == mine.c[key]))
            .where(mine.c.change_id == change_id, later.c.change_id > change_id)
        )
    answers = sa.and_(
        facts.c.facet == FACET_NUMBERS[Facet.APPROVAL], facts.c.value == order_statements.c.order_id
    )
    earlier = order_statements.alias("earlier")
    first_of_order = ~sa.exists(
        sa.select(earlier.c.seq).where(
            earlier.c.order_id == order_statements.c.order_id,
            earlier.c.change_id < change_id,
            earlier.c.change_id.not_in(sa.select(voids.c.voided_change_id)),
        )
    )
    queries.append(
        sa.select(facts.c.change_id)
        .select_from(order_statements.join(facts, answers))
        .where(order_statements.c.change_id == change_id, facts.c.change_id > change_id, first_of_order)
    )
    return queries


def _after_merge(change_id: int) -> list[sa.Select[tuple[int]]]:
    """Later merges and transfers of the two venues that a change merged."""
    mine, later = merges.alias("mine"), merges.alias("later")
    two = (mine.c.loser_id, mine.c.winner_id)
    merged = sa.or_(later.c.loser_id.in_(two), later.c.winner_id.in_(two))
    moved = sa.and_(facts.c.facet == FACET_NUMBERS[Facet.AGENCY], facts.c.venue_id.in_(two))
    return [
        sa.select(later.c.change_id)
        .select_from(mine.join(later, merged))
        .where(mine.c.change_id == change_id, later.c.change_id > change_id),
        sa.select(facts.c.change_id)
        .select_from(mine.join(facts, moved))
        .where(mine.c.change_id == change_id, facts.c.change_id > change_id),
    ]


def touched_venues(connection: sa.Connection, change_id: int) -> list[int]:
    """Ids of venues about which a change said anything, both of a merge among them."""
    told = (
        sa.select(facts.c.venue_id).where(facts.c.change_id == change_id),
        sa.select(venue_edits.c.venue_id).where(venue_edits.c.change_id == change_id),
        sa.select(merges.c.loser_id).where(merges.c.change_id == change_id),
        sa.select(merges.c.winner_id).where(merges.c.change_id == change_id),
    )
    return sorted(set(connection.execute(sa.union(*told)).scalars()))


def states_for_all(connection: sa.Connection, change_id: int) -> bool:
    """Whether a change says what holds for all: an order, a scheme's settings, an agency's parent."""
    tables = (order_statements, scheme_statements, agency_parents)
    found = sa.union_all(*(sa.select(t.c.seq).where(t.c.change_id == change_id) for t in tables))
    return connection.execute(found.limit(1)).first() is not None


def revert_edits(connection: sa.Connection, change_id: int, undo_id: int) -> int:
    """Put back the descriptions that a change replaced, where nobody replaced them again; how many."""
    reverted = 0
    rows = connection.execute(sa.select(venue_edits).where(venue_edits.c.change_id == change_id)).all()
    for row in rows:
        column = venues.c[row.field]
        numeric = row.field in ("lon", "lat")
        old, new = ((None if t is None else float(t) if numeric else t) for t in (row.old, row.new))
        same = column.is_(None) if new is None else column == new
        values = {row.field: old}
        if row.field in _KEYS:
            key, make = _KEYS[row.field]
            values[key] = make(row.old or "")
        done = connection.execute(sa.update(venues).where(venues.c.id == row.venue_id, same).values(values))
        if done.rowcount:
            reverted += 1
            connection.execute(
                sa.insert(venue_edits).values(
                    change_id=undo_id, venue_id=row.venue_id, field=row.field, old=row.new, new=row.old
                )
            )
    return reverted
