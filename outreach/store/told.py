"""Facts as people told them: each with who, when, why, and whether a later undo took it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACETS
from outreach.store.tables import changes, facts, venue_edits, venues, voids
from outreach.store.venues import chunks


@dataclass(frozen=True, slots=True)
class ToldFact:
    """One fact with its change; `value` as stored, `voided_by` the change that undid it."""

    seq: int
    change_id: int
    venue_id: int
    scheme_id: int | None
    facet: Facet
    value: int
    effective_on: date
    remark: str
    review_on: date | None
    actor: str
    recorded_at: datetime
    kind: str
    voided_by: int | None


def told_facts(
    connection: sa.Connection, ids: Collection[int], scheme_id: int | None, known_at: int
) -> dict[int, list[ToldFact]]:
    """Facts with numbers up to `known_at`, by venue, in order of number.

    `scheme_id` limits scheme facets to one scheme; None gives those of all. `voided_by` looks no
    further than `known_at` either.
    """
    voided_by = (
        sa.select(sa.func.min(voids.c.change_id))
        .where(voids.c.voided_change_id == facts.c.change_id, voids.c.seq <= known_at)
        .scalar_subquery()
    )
    found: dict[int, list[ToldFact]] = {i: [] for i in ids}
    for chunk in chunks(ids):
        query = (
            sa.select(
                facts.c.seq,
                facts.c.change_id,
                facts.c.venue_id,
                facts.c.scheme_id,
                facts.c.facet,
                facts.c.value,
                facts.c.effective_on,
                facts.c.remark,
                facts.c.review_on,
                changes.c.actor,
                changes.c.recorded_at,
                changes.c.kind,
                voided_by,
            )
            .join(changes, changes.c.id == facts.c.change_id)
            .where(facts.c.venue_id.in_(chunk), facts.c.seq <= known_at)
            .order_by(facts.c.seq)
        )
        if scheme_id is not None:
            query = query.where(sa.or_(facts.c.scheme_id.is_(None), facts.c.scheme_id == scheme_id))
        for row in connection.execute(query):
            found[row.venue_id].append(_told(*row))
    return found


def _told(*row: Any) -> ToldFact:
    seq, change_id, venue_id, scheme_id, facet, *rest = row
    return ToldFact(seq, change_id, venue_id, scheme_id, FACETS[facet], *rest)


@dataclass(frozen=True, slots=True)
class ToldEdit:
    """One description that a change replaced."""

    change_id: int
    field: str
    old: str | None
    new: str | None
    actor: str
    recorded_at: datetime


def told_edits(connection: sa.Connection, venue_id: int) -> list[ToldEdit]:
    """Every replaced description of a venue, oldest first."""
    query = (
        sa.select(
            venue_edits.c.change_id,
            venue_edits.c.field,
            venue_edits.c.old,
            venue_edits.c.new,
            changes.c.actor,
            changes.c.recorded_at,
        )
        .join(changes, changes.c.id == venue_edits.c.change_id)
        .where(venue_edits.c.venue_id == venue_id)
        .order_by(venue_edits.c.id)
    )
    return [ToldEdit(*row) for row in connection.execute(query)]


def ids_by_text(connection: sa.Connection, name_key: str, address_key: str, tax_id: str) -> list[int]:
    """Ids of venues whose name or address contains a key, or whose tax number is the text."""
    tests = [venues.c.tax_id == tax_id] if tax_id else []
    if name_key:
        tests.append(venues.c.name_key.contains(name_key, autoescape=True))
    if address_key:
        tests.append(venues.c.address_key.contains(address_key, autoescape=True))
    if not tests:
        return []
    return list(
        connection.execute(sa.select(venues.c.id).where(sa.or_(*tests)).order_by(venues.c.id)).scalars()
    )
