"""What the desk of exclusions asks beside figures: review days of facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from operator import itemgetter

import sqlalchemy as sa

from outreach.store.tables import facts, venues
from outreach.store.venues import chunks


def review_days(connection: sa.Connection, seqs: Collection[int]) -> dict[int, date]:
    """The review day of facts by their number; those without one are left out."""
    found: dict[int, date] = {}
    for chunk in chunks(sorted(seqs)):
        query = sa.select(facts.c.seq, facts.c.review_on).where(
            facts.c.seq.in_(chunk), facts.c.review_on.is_not(None)
        )
        found.update({row.seq: row.review_on for row in connection.execute(query)})
    return found


#: A venue and its name, the value and remark of its operating fact, and the day to look at it again.
ReviewRow = tuple[int, str, int, str, date]


def past_review(connection: sa.Connection, seqs: Sequence[int], today: date) -> list[ReviewRow]:
    """Those of some facts (by number) that were to be looked at before a day, longest past first."""
    found: list[ReviewRow] = []
    for chunk in chunks(seqs):
        query = (
            sa.select(facts.c.venue_id, venues.c.name, facts.c.value, facts.c.remark, facts.c.review_on)
            .join(venues, venues.c.id == facts.c.venue_id)
            .where(facts.c.seq.in_(chunk), facts.c.review_on < today)
        )
        # Ten thousand of them at once: fetched together, and no objects made of them here.
        found += connection.execute(query).all()
    return sorted(found, key=itemgetter(4, 0))
