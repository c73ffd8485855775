"""Statements about venues, what each comes to, and why one cannot be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from outreach.rules.history import Stated
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.effects import LATEST
from outreach.services.stated import FacetFacts
from outreach.store.posting import NewFact
from outreach.store.reference import Named
from outreach.store.venues import Venue


class NotRecorded(Refusal):
    """Some of the statements cannot be recorded, so none was."""

    template = "有 {count} 筆無法儲存，全部都還沒有記錄；例如店家 {venue_id}：{problem}"


class RemarkTooLong(Refusal, ValueError):
    """A remark longer than anybody reads."""

    template = "備註有 {count} 個字，最多 {most} 個字；請精簡，例如「110年10月1日起暫停營業」。"


class WordUnknown(Refusal, ValueError):
    """A value that the facet does not take."""

    template = "讀到『{value}』，{what}沒有這個選項；請從選單選取，例如『{example}』。"


class NotStatable(Refusal, ValueError):
    """A facet that is not stated by this way."""

    template = "{what}不在這裡登錄；請改用店家頁的功能，例如「移轉」。"


class NoOrderToAnswer(Refusal, ValueError):
    """An approval where no order by application is in force."""

    template = "{day} 該行業沒有「申請核准復業」的公告可供核准；請先登錄公告，或清空復業核准。"


@dataclass(frozen=True, slots=True)
class Said:
    """What is stated of one venue: words or codes by facet, from a day on.

    `version` is the venue's as it was read; None for who read nothing before. An empty `values` with a
    remark says something about what holds already.
    """

    venue_id: int
    values: Mapping[Facet, str]
    effective_on: date
    remark: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value that would change; words and codes as in `Said` ("" for none)."""

    facet: Facet
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a venue's statement cannot be recorded; `facet` None where it is none's alone."""

    venue_id: int
    facet: Facet | None
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the venue after it was read: what holds now beside what is stated."""

    venue_id: int
    version: int
    cells: tuple[Cell, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one statement comes to; `facts` is empty where it says nothing new. `order` is its place."""

    said: Said
    venue: Venue
    cells: tuple[Cell, ...] = ()
    facts: tuple[NewFact, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    conflict: Conflict | None = None
    order: int = 0

    @property
    def stated(self) -> dict[Facet, tuple[Stated, ...]]:
        """The planned facts as if they stood."""
        found: dict[Facet, tuple[Stated, ...]] = {}
        for f in self.facts:
            fact = Stated(f.effective_on, LATEST + self.order, f.value, f.remark)
            found[f.facet] = (*found.get(f.facet, ()), fact)
        return found


@dataclass(frozen=True, slots=True)
class Recording:
    """What statements come to, on one look at the database; lines in the order given."""

    scheme: Named
    lines: tuple[Line, ...]
    told: Mapping[int, FacetFacts] = field(repr=False, compare=False)

    @property
    def writes(self) -> bool:
        """Whether posting would record anything."""
        return any(line.facts for line in self.lines)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Everything that cannot be recorded, in the order of the lines."""
        return tuple(t for line in self.lines for t in line.troubles)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Venues that somebody else changed meanwhile."""
        return tuple(line.conflict for line in self.lines if line.conflict is not None)

    @property
    def changed(self) -> tuple[int, ...]:
        """Ids of the venues about which something would be recorded."""
        return tuple(line.venue.id for line in self.lines if line.facts)
