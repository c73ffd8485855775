"""Whose venues are: the facts of the facet `agency` alone, for who has to know it of many venues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from outreach.rules.history import Stated
from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACET_NUMBERS
from outreach.store.tables import facts, voids
from outreach.store.venues import chunks


def agency_facts(connection: sa.Connection, ids: Collection[int]) -> dict[int, list[Stated]]:
    """Unvoided statements of whose each venue is, by venue; one that is nobody's is left out."""
    found: dict[int, list[Stated]] = defaultdict(list)
    dead = sa.select(voids.c.voided_change_id)
    for chunk in chunks(ids):
        query = sa.select(facts.c.venue_id, facts.c.effective_on, facts.c.seq, facts.c.value).where(
            facts.c.venue_id.in_(chunk),
            facts.c.facet == FACET_NUMBERS[Facet.AGENCY],
            facts.c.change_id.not_in(dead),
        )
        for venue_id, effective_on, seq, value in connection.execute(query):
            found[venue_id].append(Stated(effective_on, seq, value))
    return dict(found)
