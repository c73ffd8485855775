"""What every part of a paper is made from: the edition, the same lists at the meeting before, the texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings.model import Edition, ItemFigures, Meeting, MeetingItem
from outreach.services.meetings.reading import edition as edition_of
from outreach.services.meetings.reading import meetings
from outreach.services.meetings.texts import texts
from outreach.services.who import Who


@dataclass(frozen=True, slots=True)
class Before:
    """The same list at the meeting before: an edition of that meeting, and its figures."""

    edition: Edition
    figures: ItemFigures


@dataclass(frozen=True, slots=True)
class Ground:
    """An edition and what is known around it."""

    city: City
    who: Who
    edition: Edition
    last_meeting: Meeting | None
    texts: Mapping[str, str]
    before: tuple[Before | None, ...]
    """By item."""

    @property
    def seq(self) -> int | None:
        """The number at which the edition's facts stood; None where its figures come from paper."""
        return self.edition.head.seq


def ground_of(city: City, who: Who, number: int, edition: int | None) -> Ground:
    """Look everything up. Raises `NoSuchMeeting`, `NoSuchEdition`."""
    found = edition_of(city, who, number, edition)
    earlier = [m for m in meetings(city, who) if m.number < number]
    words = {part: text.words for part, text in texts(city, who, number).items()}
    before = tuple(_before(city, who, earlier, found, one.item) for one in found.items)
    return Ground(city, who, found, earlier[0] if earlier else None, words, before)


def _before(
    city: City, who: Who, earlier: list[Meeting], edition: Edition, item: MeetingItem
) -> Before | None:
    """The same list at the last meeting before that looked at it, as it was frozen when the edition was.

    What is corrected of that meeting afterwards belongs to later editions: a paper that is made again says
    what it said. Only where nothing had been frozen, what was since (an older meeting entered from paper).
    """
    looked = [m for m in earlier if m.editions and any(same_list(item, other) for other in m.items)]
    for meeting in looked:
        known = [head for head in meeting.editions if head.frozen_at <= edition.head.frozen_at]
        if known:
            return _figures_of(city, who, meeting, known[-1].edition, item)
    return _figures_of(city, who, looked[0], looked[0].editions[0].edition, item) if looked else None


def _figures_of(city: City, who: Who, meeting: Meeting, edition: int, item: MeetingItem) -> Before:
    found = edition_of(city, who, meeting.number, edition)
    return Before(found, next(one for one in found.items if same_list(item, one.item)))


def same_list(one: MeetingItem, other: MeetingItem) -> bool:
    """Whether two items ask about the same venues; no kinds and all kinds are the same."""
    kinds = [frozenset(item.kinds) or frozenset(Kind) for item in (one, other)]
    return one.scheme == other.scheme and kinds[0] == kinds[1]


def tallies_before(before: Before | None) -> tuple[dict[int, Tally], dict[int, Tally]]:
    """By agency id at the meeting before: with subordinates, and alone."""
    if before is None:
        return {}, {}
    together = {one.figure.agency: one.figure.tally for one in before.figures.bureaus}
    return together, {row.agency: row.tally for row in before.figures.rows}
