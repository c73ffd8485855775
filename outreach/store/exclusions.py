"""What the desk of exclusions asks beside figures: review days of facts, and questions with their answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from outreach.store.desk_tables import venue_questions
from outreach.store.questions import QuestionRow
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


_T = venue_questions.c
_ROW: sa.Select[Any] = sa.select(
    _T.id,
    _T.answers_id,
    _T.venue_id,
    venues.c.name,
    _T.scheme_id,
    _T.words,
    _T.recorded_by,
    _T.recorded_at,
    _T.closed_by,
    _T.closed_at,
).select_from(venue_questions.join(venues, venues.c.id == _T.venue_id))


def questions_told(connection: sa.Connection, *, closed: bool) -> list[QuestionRow]:
    """Questions that are open, those asked first in front; or those closed, the latest closed in front."""
    query = _ROW.where(_T.answers_id.is_(None))
    query = (
        query.where(_T.closed_at.is_not(None)).order_by(_T.closed_at.desc(), _T.id.desc())
        if closed
        else query.where(_T.closed_at.is_(None)).order_by(_T.id)
    )
    return [QuestionRow(*row) for row in connection.execute(query)]


def answers_to(connection: sa.Connection, ids: Sequence[int]) -> dict[int, list[QuestionRow]]:
    """The answers to questions by the question's number, in order."""
    found: dict[int, list[QuestionRow]] = {i: [] for i in ids}
    for chunk in chunks(ids):
        for row in connection.execute(_ROW.where(_T.answers_id.in_(chunk)).order_by(_T.id)):
            found[row.answers_id].append(QuestionRow(*row))
    return found


def asked_already(connection: sa.Connection, scheme_id: int) -> set[int]:
    """Venues about which a question under a scheme is open."""
    query = sa.select(_T.venue_id).where(
        _T.scheme_id == scheme_id, _T.answers_id.is_(None), _T.closed_at.is_(None)
    )
    return set(connection.execute(query).scalars())
