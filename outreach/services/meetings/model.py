"""What services say of meetings: items, editions with their figures, and what became of them since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from outreach.rules.rate import Tally
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.changes import RecordedChange
from outreach.services.venues import MemberPage


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """What a meeting looks at: a scheme (code and name), kinds of venue (none means all), the day."""

    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class EditionHead:
    """One edition: when and by whom it was frozen, at which number (None: figures from paper), and why.

    `round_id` is the round whose 未填報機關 it keeps; None where it was frozen without one.
    """

    edition: int
    frozen_at: datetime
    frozen_by: str
    seq: int | None
    rule_version: int
    note: str
    round_id: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its items, and its editions, oldest first."""

    number: int
    on_day: date
    name: str
    figures_only: bool
    opened_by: str
    opened_at: datetime
    items: tuple[MeetingItem, ...]
    editions: tuple[EditionHead, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One agency's figures in an edition; `agency` is its id (0, "" and 未填 for venues that have none)."""

    agency: int
    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Bureau:
    """A first-level agency over itself and its subordinates, as the edition's number knew them.

    `figure` sums up `inside`: its own row first where it has venues, then its subordinates' by code.
    """

    figure: Figure
    inside: tuple[Figure, ...]

    @property
    def has_subordinates(self) -> bool:
        """Whether any row is another agency's, so that there is something to open."""
        return any(row.agency != self.figure.agency for row in self.inside)


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item's figures as frozen: rows by agency code, what has no agency last, and the total.

    `bureaus` are the same rows rolled up; figures from paper stand by themselves, in the order of the paper.
    `settings` are the scheme's on the item's day, as known then.
    """

    item: MeetingItem
    rows: tuple[Figure, ...]
    total: Tally
    bureaus: tuple[Bureau, ...]
    settings: SchemeSettings

    @property
    def shown_open(self) -> bool:
        """Whether the item is shown as 加入家數 without a rate (可持續加入)."""
        return bool(self.item.kinds) and set(self.item.kinds) <= self.settings.open_kinds


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it was frozen, with the agencies (short names) that had not reported."""

    meeting: Meeting
    head: EditionHead
    items: tuple[ItemFigures, ...]
    non_reporters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionVenues:
    """Part of the venues behind a number of an edition, named and explained as known at its number."""

    item: MeetingItem
    head: EditionHead
    listed: MemberPage


@dataclass(frozen=True, slots=True)
class ItemDifference:
    """What an edition's item says otherwise than the edition before: totals, rows that differ, venues.

    `moved` counts the venues that stand elsewhere; `venues` are those within reach with their standing
    before and after (None: not on the list) and `names` what they are called.
    """

    item: MeetingItem
    before: Tally
    after: Tally
    rows: tuple[tuple[Figure, Figure], ...]
    venues: tuple[tuple[int, Standing | None, Standing | None], ...]
    names: Mapping[int, str]
    moved: int


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """An edition beside the one before it; agencies (short names) that had reported in between, and not."""

    before: EditionHead
    after: EditionHead
    items: tuple[ItemDifference, ...]
    reported_since: tuple[str, ...]
    missing_since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestedMeeting:
    """The next number, and what the last meeting looked at with a day for each item."""

    number: int
    items: tuple[MeetingItem, ...]


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """One item of a meeting known from paper: a scheme (code or name), kinds, the day, and its figures.

    `agencies` are by code or name and may be left out, or be fewer than the total counts.
    """

    scheme: str
    kinds: tuple[Kind, ...]
    as_of: date
    total: Tally
    agencies: Mapping[str, Tally] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recomputed:
    """An edition counted anew from the facts at its number; `differs` names items, and what differs."""

    number: int
    edition: int
    differs: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether every figure and every venue is the same."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Correction:
    """A change recorded after the edition that says otherwise of its day.

    `change` is None where it concerns others' venues alone and the asker may not read it; `venues` are
    those in the asker's reach whose standing (before, after; None: not on the list) it changed, `moved` how
    many it moved to another agency or standing in all.
    """

    change: RecordedChange | None
    venues: tuple[tuple[int, Standing | None, Standing | None], ...]
    moved: int


@dataclass(frozen=True, slots=True)
class ThenAndNow:
    """An item as reported and as it is known today for the same day; rows by agency, and all corrections.

    `names` are those of the corrections' venues within reach.
    """

    item: MeetingItem
    head: EditionHead
    known_at: int
    then: Tally
    now: Tally
    rows: tuple[tuple[Figure, Figure], ...]
    corrections: tuple[Correction, ...]
    names: Mapping[int, str] = field(default_factory=dict)
