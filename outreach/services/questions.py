"""Questions: a manager asks why a venue is not counted, its agency answers, the manager closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.rules.masking import mask
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.naming import scheme_named
from outreach.services.reach import must_reach, within_reach
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.questions import QuestionRow as QuestionRow
from outreach.store.questions import (
    add_question,
    answered,
    close_question,
    entries_about,
    open_entries,
    question_by_id,
)

LONGEST_QUESTION = 500


class QuestionWordsMissing(Refusal, ValueError):
    """A question or answer without words, or with too many."""

    template = "提問與回覆須有內容，{most} 字以內；讀到 {length} 字，請填寫，例如「預定何時復業？」。"


class NotExcluded(Refusal, ValueError):
    """The venue stands in the denominator, or not on the list at all."""

    template = (
        "店家 {venue_id} 目前不是{scheme}的毋須納入母數店家，不需提問；請從毋須納入清單選取，例如停業的店家。"
    )


class NoSuchQuestion(Refusal, LookupError):
    """No question has this number, or it is about a venue out of reach."""

    template = "查無提問『{question_id}』，或不屬於您的機關；請從待辦清單選取，例如最上面一筆。"


class QuestionClosed(Refusal):
    """A manager closed the question."""

    template = "提問 {question_id} 已由{by}結案；要再說明請聯絡管考人員，例如請其重新提問。"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question under a scheme, with its answers in order."""

    question: QuestionRow
    scheme: str
    answers: tuple[QuestionRow, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody closed it."""
        return self.question.closed_at is None


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that nobody closed: venue, since when, and whether the agency answered."""

    id: int
    venue_id: int
    venue: str
    words: str
    since: datetime
    answered: bool


def ask(city: City, who: Who, venue_id: int, scheme: str, words: str, *, now: datetime, today: date) -> int:
    """Ask about a venue that is excluded today under a scheme; the question's number.

    Raises `OutOfReach`, `QuestionWordsMissing` and `NotExcluded`.
    """
    who.must_everywhere(Right.STEER)
    meant = scheme_named(city.reference(), scheme)
    told = worded(words)
    with writing(city.engine) as connection:
        known_venue(connection, venue_id)
        codes = city.figures.positions(meant.id, today, None).codes
        code = int(codes[venue_id]) if venue_id < len(codes) else ABSENT
        if code == ABSENT or STANDINGS[code].eligible:
            raise NotExcluded(venue_id=venue_id, scheme=meant.name)
        return _add(connection, who, venue_id, meant.id, told, None, now)


def answer(city: City, who: Who, question_id: int, words: str, *, now: datetime, today: date) -> int:
    """Answer an open question about a venue of one's own; the answer's number.

    Raises `NoSuchQuestion`, `QuestionClosed` and `QuestionWordsMissing`.
    """
    who.must(Right.CHANGE)
    with writing(city.engine) as connection:
        row = _open(connection, question_id)
        if not within_reach(city, who, Right.CHANGE, [row.venue_id], today):
            raise NoSuchQuestion(question_id=question_id)
        _must_be_open(row)
        return _add(connection, who, row.venue_id, row.scheme_id, worded(words), row.id, now)


def close(city: City, who: Who, question_id: int, *, now: datetime) -> None:
    """Say that a question is settled. Raises `NoSuchQuestion` and `QuestionClosed`."""
    who.must_everywhere(Right.STEER)
    with writing(city.engine) as connection:
        row = _open(connection, question_id)
        _must_be_open(row)
        close_question(connection, row.id, who.name, who.user, now)


def exchanges(city: City, who: Who, venue_id: int, *, today: date) -> tuple[Exchange, ...]:
    """Everything asked and answered about a venue, the newest question first. Raises `OutOfReach`."""
    must_reach(city, who, Right.SEE_VENUES, [venue_id], today)
    schemes = city.reference().schemes
    with reading(city.engine) as connection:
        known_venue(connection, venue_id)
        rows = entries_about(connection, venue_id)
    return tuple(
        Exchange(row, schemes[row.scheme_id].name, tuple(a for a in rows if a.answers_id == row.id))
        for row in reversed(rows)
        if row.answers_id is None
    )


def open_questions(city: City, who: Who, *, today: date) -> tuple[OpenQuestion, ...]:
    """Open questions about venues that the asker sees, those that wait longest first."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        rows = open_entries(connection)
        done = answered(connection, [row.id for row in rows])
    reached = within_reach(city, who, Right.SEE_VENUES, {row.venue_id for row in rows}, today)
    return tuple(
        OpenQuestion(row.id, row.venue_id, row.venue, row.words, row.at, row.id in done)
        for row in rows
        if row.venue_id in reached
    )


def _add(
    connection: Connection, who: Who, venue_id: int, scheme_id: int, words: str, to: int | None, now: datetime
) -> int:
    return add_question(
        connection,
        answers_id=to,
        venue_id=venue_id,
        scheme_id=scheme_id,
        words=words,
        recorded_by=who.name,
        recorded_user_id=who.user,
        recorded_at=now,
    )


def _open(connection: Connection, question_id: int) -> QuestionRow:
    row = question_by_id(connection, question_id) if 0 < question_id < 2**31 else None
    if row is None or row.answers_id is not None:
        raise NoSuchQuestion(question_id=question_id)
    return row


def _must_be_open(row: QuestionRow) -> None:
    if row.closed_at is not None:
        raise QuestionClosed(question_id=row.id, by=row.closed_by)


def worded(words: str) -> str:
    """The words as they are kept. Raises `QuestionWordsMissing`."""
    told = mask(words.strip())
    if not 0 < len(told) <= LONGEST_QUESTION:
        raise QuestionWordsMissing(most=LONGEST_QUESTION, length=len(told))
    return told
