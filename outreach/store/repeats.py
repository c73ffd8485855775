"""Facts that said nothing new when they were recorded, found by replaying every fact in its order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from outreach.rules.history import Stated, worth_recording
from outreach.store.tables import facts, voids


def repeated_facts(connection: sa.Connection) -> Iterator[tuple[int, int]]:
    """Number and venue of each fact whose value held already, as known just before it was recorded.

    A fact that an earlier undo took back no longer holds; one undone later still did.
    """
    void_of: dict[int, int] = {}
    for change_id, seq in connection.execute(
        sa.select(voids.c.voided_change_id, voids.c.seq).order_by(voids.c.seq)
    ):
        void_of.setdefault(change_id, seq)
    scheme = sa.func.coalesce(facts.c.scheme_id, 0)
    rows = connection.execute(
        sa.select(
            facts.c.venue_id,
            facts.c.facet,
            scheme,
            facts.c.change_id,
            facts.c.effective_on,
            facts.c.seq,
            facts.c.value,
            facts.c.remark,
        ).order_by(facts.c.venue_id, facts.c.facet, scheme, facts.c.seq),
        execution_options={"yield_per": 10_000},
    )
    for _, told in groupby(rows, key=lambda r: (r[0], r[1], r[2])):
        yield from _repeats(told, void_of)


def _repeats(told: Iterator[Any], void_of: dict[int, int]) -> Iterator[tuple[int, int]]:
    earlier: list[tuple[int, Stated]] = []
    for venue_id, _, _, change_id, *rest in told:
        fact = Stated(*rest)
        known = [s for change, s in earlier if void_of.get(change, fact.seq) >= fact.seq]
        if not worth_recording(known, fact.value, fact.remark, fact.effective_on):
            yield fact.seq, venue_id
        earlier.append((change_id, fact))
