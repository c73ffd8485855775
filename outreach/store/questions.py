"""Managers' questions about venues and the agencies' answers, as they are stored and stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from outreach.store.desk_tables import venue_questions
from outreach.store.tables import venues
from outreach.store.venues import chunks


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question (`answers_id` None) or an answer; `venue` is the venue's name."""

    id: int
    answers_id: int | None
    venue_id: int
    venue: str
    scheme_id: int
    words: str
    by: str
    at: datetime
    closed_by: str | None
    closed_at: datetime | None


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


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> list[QuestionRow]:
    return [QuestionRow(*row) for row in connection.execute(query.order_by(_T.id))]


def add_question(connection: sa.Connection, **values: Any) -> int:
    """Keep a question or an answer (every column but the id and who closed it); its number."""
    done = connection.execute(sa.insert(venue_questions).values(**values).returning(_T.id))
    return int(done.scalar_one())


def question_by_id(connection: sa.Connection, question_id: int) -> QuestionRow | None:
    """The question or answer of this number."""
    found = _rows(connection, _ROW.where(_T.id == question_id))
    return found[0] if found else None


def close_question(
    connection: sa.Connection, question_id: int, by: str, user_id: int | None, at: datetime
) -> None:
    """Say that a question needs no more answers."""
    connection.execute(
        sa.update(venue_questions)
        .where(_T.id == question_id)
        .values(closed_by=by, closed_user_id=user_id, closed_at=at)
    )


def entries_about(connection: sa.Connection, venue_id: int) -> list[QuestionRow]:
    """Everything asked and answered about a venue, oldest first."""
    return _rows(connection, _ROW.where(_T.venue_id == venue_id))


def open_entries(connection: sa.Connection) -> list[QuestionRow]:
    """Every open question, oldest first."""
    return _rows(connection, _ROW.where(_T.answers_id.is_(None), _T.closed_at.is_(None)))


def closed_entries(connection: sa.Connection) -> list[QuestionRow]:
    """Every closed question, the latest closed in front."""
    query = _ROW.where(_T.answers_id.is_(None), _T.closed_at.is_not(None))
    query = query.order_by(_T.closed_at.desc(), _T.id.desc())
    return [QuestionRow(*row) for row in connection.execute(query)]


def answered(connection: sa.Connection, ids: Sequence[int]) -> set[int]:
    """Those of the questions that have an answer."""
    return set(connection.execute(sa.select(_T.answers_id).where(_T.answers_id.in_(ids))).scalars())


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
