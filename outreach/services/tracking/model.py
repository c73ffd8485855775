"""What services say of tracked items: a meeting's lines, an item with its history, and what is entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.rules.rate import Tally
from outreach.rules.tracking import Decision, ItemNumber, Part, Proposal
from outreach.rules.vocabulary import Kind
from outreach.store.tracking import DecisionRow as DecisionRow
from outreach.store.tracking import ReportRow as ReportRow


@dataclass(frozen=True, slots=True)
class TrackedItem:
    """An item: 列管編號, 會議結論事項, and the rate it is about ("" and none: about no rate).

    `agencies` are those of the item as (id, code, short name, part), the lead ones first, then by code.
    """

    number: ItemNumber
    conclusion: str
    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]
    agencies: tuple[tuple[int, str, str, Part], ...]
    opened_by: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class TrackedLine:
    """One agency of an item as a meeting reads it.

    `key` and `name` are the agency's code and short name. `progress` and `due_on` are the latest said for
    this meeting or one before; `said_for` is that meeting's number (None: nothing was ever said), and they
    are carried over where it is another than this one's. `times` is 已列管次數. `tally` are the figures of
    the agency and its subordinates on the day `as_of`, which the proposal follows from; None: no rate.
    `released` says that an earlier meeting had released the agency. `decision` is what this meeting decided
    (None: not yet), with its own `words`.
    """

    item: TrackedItem
    agency: int
    key: str
    name: str
    part: Part
    meeting: int
    progress: str
    due_on: date | None
    said_for: int | None
    said_by: str
    said_at: datetime | None
    times: int
    as_of: date | None
    tally: Tally | None
    released: bool
    proposal: Proposal | None
    decision: Decision | None
    words: str
    decided_by: str
    decided_at: datetime | None

    @property
    def carried_from(self) -> int | None:
        """沿用第…次: the meeting whose words these are; None where they are this meeting's or nobody's."""
        return None if self.said_for == self.meeting else self.said_for


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """Everything ever said about an item, oldest first; of a meeting and agency the last one holds."""

    item: TrackedItem
    reports: tuple[ReportRow, ...]
    decisions: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """辦理情形 to be reported: item (205-2), agency (code or name), words, and 預定完成日."""

    item: str
    agency: str
    progress: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """會議結論 to be recorded: item (205-2), agency (code or name), decision, and the meeting's words."""

    item: str
    agency: str
    decision: Decision
    words: str = ""
