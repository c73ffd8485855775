"""How the schemes went day by day, as the trend draws and lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.pages import words
from outreach.pages.bar import Asked
from outreach.pages.board.pieces import kinds_of
from outreach.pages.board.trend_range import Range
from outreach.pages.words import _
from outreach.rules.rate import Tally, rate_shown
from outreach.services.board import Board
from outreach.services.city import City
from outreach.services.lines import line
from outreach.services.who import Who

#: With more days than this, one a week is drawn and listed.
EVERY_DAY = 400


@dataclass(frozen=True, slots=True)
class Course:
    """How one group of a scheme went: a tally for every day."""

    title: str
    rated: bool
    tallies: tuple[Tally, ...]


def courses_of(city: City, who: Who, asked: Asked, found: Board, days: Range, agency: str) -> list[Course]:
    """Each scheme's group with a rate, and its open one, which is drawn apart."""
    told = []
    for one in found.schemes:
        for group in (one.rated, one.open):
            if group is None:
                continue
            where = asked.where_among(group.kinds)
            where = tuple(text for text in where if not text.startswith("agency="))
            tallies = line(
                city,
                who,
                one.scheme.code,
                days.first,
                days.last,
                agency=agency,
                where=where,
                known_at=asked.known_at,
            )
            title = _(one.scheme.name)
            if one.rated is not None and one.open is not None:
                title = f"{title}（{kinds_of(group)}）"
            told.append(Course(title, group is one.rated, tallies))
    return told


def chosen_of(days: Sequence[date]) -> list[int]:
    """Which of the days are drawn and listed: all, or of very many the last and every seventh before it."""
    step = 1 if len(days) <= EVERY_DAY else 7
    return list(range((len(days) - 1) % step, len(days), step))


def in_words(tally: Tally, *, rated: bool) -> str:
    """A day's figure: the rate with both its counts, or how many joined."""
    if not tally.population:
        return _("尚無資料")
    if not rated:
        return words.number(tally.completed)
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return f"{rate_shown(tally.completed, tally.eligible)} {base}"
