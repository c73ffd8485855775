"""What every part of a paper is made from: the edition, the one before it, agencies above agencies, texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.figures.coverage import Coverage, rolled_up
from outreach.figures.schemes import first_level
from outreach.rules.rate import Tally, Thresholds
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings.model import Edition, Figure, ItemFigures, Meeting, MeetingItem
from outreach.services.meetings.reading import edition as edition_of
from outreach.services.meetings.reading import meetings
from outreach.services.meetings.texts import texts
from outreach.services.naming import NONE_NAME, scheme_named
from outreach.services.who import Who


@dataclass(frozen=True, slots=True)
class Before:
    """The same list at the meeting before: that meeting's newest edition, and its figures."""

    edition: Edition
    figures: ItemFigures


@dataclass(frozen=True, slots=True)
class Group:
    """A first-level agency with its subordinates' venues, and of which agencies that is the sum.

    `own` is empty where the agency stands for itself alone.
    """

    top: Figure
    own: tuple[Figure, ...]


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

    def settings(self, item: MeetingItem) -> SchemeSettings:
        """The scheme's settings on the item's day, as the edition knew them."""
        scheme = scheme_named(self.city.reference(), item.scheme)
        return self.city.figures.settings(scheme.id, item.as_of, self.seq)

    def thresholds(self, item: MeetingItem) -> Thresholds:
        """Target, review threshold and small base of the item's scheme."""
        return self.settings(item).thresholds

    def shown_open(self, item: MeetingItem) -> bool:
        """Whether the item's list stays open (可持續加入) and so has no rate."""
        open_kinds = self.settings(item).open_kinds
        return bool(item.kinds) and all(kind in open_kinds for kind in item.kinds)


def ground_of(city: City, who: Who, number: int, edition: int | None) -> Ground:
    """Look everything up. Raises `NoSuchMeeting`, `NoSuchEdition`."""
    found = edition_of(city, who, number, edition)
    earlier = [m for m in meetings(city, who) if m.number < number]
    words = {part: text.words for part, text in texts(city, who, number).items()}
    before = tuple(_before(city, who, earlier, one.item) for one in found.items)
    return Ground(city, who, found, earlier[0] if earlier else None, words, before)


def _before(city: City, who: Who, earlier: list[Meeting], item: MeetingItem) -> Before | None:
    """The same list in the newest edition of the last meeting before that looked at it."""
    for meeting in earlier:
        if meeting.editions and any(same_list(item, other) for other in meeting.items):
            found = edition_of(city, who, meeting.number)
            return Before(found, next(one for one in found.items if same_list(item, one.item)))
    return None


def same_list(one: MeetingItem, other: MeetingItem) -> bool:
    """Whether two items ask about the same venues; no kinds and all kinds are the same."""
    kinds = [frozenset(item.kinds) or frozenset(Kind) for item in (one, other)]
    return one.scheme == other.scheme and kinds[0] == kinds[1]


def groups_of(city: City, edition: Edition, figures: ItemFigures) -> tuple[Group, ...]:
    """An item's agencies below those they stood under on its day, by code, what has no agency last.

    Figures from paper are as the paper had them: nothing is added up.
    """
    agencies = city.reference().agencies
    names = {figure.agency: figure for figure in figures.rows}
    seq = edition.head.seq
    parents = {} if seq is None else city.figures.parents(figures.item.as_of, seq)
    sums = rolled_up(Coverage({f.agency: f.tally for f in figures.rows}, figures.total), parents)
    groups = []
    for top, tally in sums.rows.items():
        own = [f for f in figures.rows if top == (first_level(f.agency, parents) if f.agency else 0)]
        if top in names:
            key, name = names[top].key, names[top].name
        else:
            key, name = (agencies[top].code, agencies[top].short_name) if top else ("", NONE_NAME)
        alone = len(own) == 1 and own[0].agency == top
        below = () if alone else tuple(sorted(own, key=lambda f: (f.agency != top, f.key)))
        groups.append(Group(Figure(top, key, name, tally), below))
    return tuple(sorted(groups, key=lambda group: (group.top.agency == 0, group.top.key)))


def tallies_before(city: City, before: Before | None) -> tuple[dict[int, Tally], dict[int, Tally]]:
    """By agency id at the meeting before: with subordinates, and alone."""
    if before is None:
        return {}, {}
    together = {g.top.agency: g.top.tally for g in groups_of(city, before.edition, before.figures)}
    return together, {f.agency: f.tally for f in before.figures.rows}
