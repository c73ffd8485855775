"""Asking agencies about excluded venues, one or many at once, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.positions import Dimension
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.naming import scheme_named
from outreach.services.questions import NotExcluded, QuestionRow, worded
from outreach.services.reach import agencies_of, must_reach, within_reach
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.questions import (
    add_question,
    answers_to,
    asked_already,
    closed_entries,
    open_entries,
)


@dataclass(frozen=True, slots=True)
class AskedAll:
    """How many venues were asked about, and about how many a question was open already."""

    asked: int
    already: int


@dataclass(frozen=True, slots=True)
class Talk:
    """A question about a venue of an agency (its short name), with the answers in order."""

    question: QuestionRow
    scheme: str
    agency: str
    answers: tuple[QuestionRow, ...]


def ask_all(
    city: City, who: Who, venue_ids: Sequence[int], scheme: str, words: str, *, now: datetime, today: date
) -> AskedAll:
    """Ask the same about several venues that are excluded today under a scheme; nothing, or all of them.

    Venues about which a question under the scheme is open are not asked again. Raises `OutOfReach`,
    `QuestionWordsMissing` and `NotExcluded`.
    """
    who.must_everywhere(Right.STEER)
    meant = scheme_named(city.reference(), scheme)
    told = worded(words)
    must_reach(city, who, Right.SEE_VENUES, venue_ids, today)
    with writing(city.engine) as connection:
        codes = city.figures.positions(meant.id, today, None).codes
        for venue_id in venue_ids:
            code = int(codes[venue_id]) if 0 < venue_id < len(codes) else ABSENT
            if code == ABSENT or STANDINGS[code].eligible:
                raise NotExcluded(venue_id=venue_id, scheme=meant.name)
        already = asked_already(connection, meant.id)
        new = [i for i in dict.fromkeys(venue_ids) if i not in already]
        for venue_id in new:
            add_question(
                connection,
                answers_id=None,
                venue_id=venue_id,
                scheme_id=meant.id,
                words=told,
                recorded_by=who.name,
                recorded_user_id=who.user,
                recorded_at=now,
            )
    return AskedAll(len(new), len(set(venue_ids)) - len(new))


def talks(city: City, who: Who, *, closed: bool = False, today: date) -> tuple[Talk, ...]:
    """Open questions about venues that the asker sees, those that wait longest first; or the closed ones.

    Raises `NotAllowed`.
    """
    who.must(Right.SEE_VENUES)
    reference = city.reference()
    with reading(city.engine) as connection:
        rows = closed_entries(connection) if closed else open_entries(connection)
        reached = within_reach(city, who, Right.SEE_VENUES, {row.venue_id for row in rows}, today)
        rows = [row for row in rows if row.venue_id in reached]
        answers = answers_to(connection, [row.id for row in rows])
    agencies = agencies_of(city, today)

    def whose(venue_id: int, scheme_id: int) -> str:
        agency = int(agencies[venue_id]) if venue_id < len(agencies) else 0
        return name_of(reference, scheme_id, Dimension.AGENCY, agency)[1]

    return tuple(
        Talk(
            row,
            reference.schemes[row.scheme_id].name,
            whose(row.venue_id, row.scheme_id),
            tuple(answers[row.id]),
        )
        for row in rows
    )
