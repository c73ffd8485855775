"""Which changes said something about given venues between two numbers, in whatever way they said it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from outreach.store.tables import (
    changes,
    facts,
    merges,
    order_statements,
    scheme_statements,
    sector_orders,
    venue_edits,
    voids,
)
from outreach.store.venues import chunks

Touched = dict[int, set[int]]
"""By change id: the venues about which it said something."""


def changes_touching(
    connection: sa.Connection,
    venue_ids: Collection[int],
    scheme_ids: Collection[int],
    after: int,
    until: int,
) -> Touched:
    """Changes with numbers in (after, until] that told, took back or merged something about venues.

    Facts of other schemes than those given are left out.
    """
    meant = sa.or_(facts.c.scheme_id.is_(None), facts.c.scheme_id.in_(scheme_ids))
    told = sa.select(facts.c.change_id, facts.c.venue_id).where(
        facts.c.seq > after, facts.c.seq <= until, meant
    )
    undone = (
        sa.select(voids.c.change_id, facts.c.venue_id)
        .join(facts, facts.c.change_id == voids.c.voided_change_id)
        .where(voids.c.seq > after, voids.c.seq <= until, meant)
    )
    merged = [
        sa.select(merges.c.change_id, column).where(merges.c.seq > after, merges.c.seq <= until)
        for column in (merges.c.loser_id, merges.c.winner_id)
    ]
    wanted, found = set(venue_ids), defaultdict[int, set[int]](set)
    for query in (told, undone, *merged):
        for change_id, venue_id in connection.execute(query.distinct()):
            if venue_id in wanted:
                found[change_id].add(venue_id)
    return dict(found)


def changes_by_rule(
    connection: sa.Connection,
    sector_ids: Collection[int],
    scheme_ids: Collection[int],
    after: int,
    until: int,
) -> set[int]:
    """Changes with numbers in (after, until] that stated an order over sectors or the settings of schemes,
    or took such a statement back: they move figures and touch no venue.
    """
    found: set[int] = set()
    orders = sa.select(order_statements.c.seq, order_statements.c.change_id).join(sector_orders)
    statements = (
        orders.where(sector_orders.c.sector_id.in_(sector_ids)),
        sa.select(scheme_statements.c.seq, scheme_statements.c.change_id).where(
            scheme_statements.c.scheme_id.in_(scheme_ids)
        ),
    )
    for statement in statements:
        stated = statement.subquery()
        told = sa.select(stated.c.change_id).where(stated.c.seq > after, stated.c.seq <= until)
        undone = (
            sa.select(voids.c.change_id)
            .join(stated, stated.c.change_id == voids.c.voided_change_id)
            .where(voids.c.seq > after, voids.c.seq <= until)
        )
        for query in (told, undone):
            found.update(connection.execute(query).scalars())
    return found


def edits_touching(connection: sa.Connection, venue_ids: Collection[int], since: datetime) -> Touched:
    """Changes recorded after a moment that replaced descriptions of venues; these take no number."""
    found = defaultdict[int, set[int]](set)
    for chunk in chunks(venue_ids):
        query = (
            sa.select(venue_edits.c.change_id, venue_edits.c.venue_id)
            .join(changes, changes.c.id == venue_edits.c.change_id)
            .where(venue_edits.c.venue_id.in_(chunk), changes.c.recorded_at > since)
        )
        for change_id, venue_id in connection.execute(query):
            found[change_id].add(venue_id)
    return dict(found)
