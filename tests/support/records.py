"""Records of a city's history: what one venue, order, agency, scheme or undo was said to be.

They carry codes as the command line writes them ("joined", "office_only", "city_venue") and whole
numbers for agencies, sectors, categories, places and orders; the number 0 says that there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class FactRec:
    """One side of a venue (for one scheme, where the facet is a scheme's) has a value from a day on."""

    seq: int
    change: int
    venue: int
    scheme: int | None
    facet: str
    value: str | int
    effective_on: date


@dataclass(frozen=True, slots=True)
class VoidRec:
    """A change is undone, for whoever knows this number."""

    seq: int
    change: int
    voided_change: int


@dataclass(frozen=True, slots=True)
class OrderRec:
    """One statement of a sector's order; a later one of the same order supersedes it in full."""

    seq: int
    change: int
    order_id: int
    sector: int
    suspended_from: date
    reopened_on: date | None
    by_application: bool


@dataclass(frozen=True, slots=True)
class ParentRec:
    """From a day on an agency stands below another, or below none."""

    seq: int
    change: int
    agency: int
    parent: int | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class SettingRec:
    """From a day on a scheme leaves out of its denominator what stands in `exclusions`, nothing else."""

    seq: int
    change: int
    scheme: int
    exclusions: frozenset[str]
    effective_on: date


@dataclass(frozen=True, slots=True)
class MergeRec:
    """Two venues were one: the loser leaves every population, at every date."""

    seq: int
    change: int
    loser: int
    winner: int


Record = FactRec | VoidRec | OrderRec | ParentRec | SettingRec | MergeRec


T = TypeVar("T", FactRec, ParentRec, SettingRec)


def latest(dated: Iterable[T], as_of: date) -> T | None:
    """Of the facts effective on or before the day the latest, and of one day's the higher number."""
    answer: T | None = None
    for each in dated:
        if each.effective_on > as_of:
            continue
        if answer is None or (each.effective_on, each.seq) > (answer.effective_on, answer.seq):
            answer = each
    return answer


@dataclass(slots=True)
class Known:
    """What counts at one number, put in piles by kind and, for facts, by what they are about."""

    facts: dict[tuple[int, str, int | None], list[FactRec]] = field(default_factory=dict)
    orders: list[OrderRec] = field(default_factory=list)
    parents: list[ParentRec] = field(default_factory=list)
    settings: list[SettingRec] = field(default_factory=list)
    losers: set[int] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Put one record on its pile; voids have done their work by now."""
        match record:
            case FactRec():
                about = (record.venue, record.facet, record.scheme)
                self.facts.setdefault(about, []).append(record)
            case OrderRec():
                self.orders.append(record)
            case ParentRec():
                self.parents.append(record)
            case SettingRec():
                self.settings.append(record)
            case MergeRec():
                self.losers.add(record.loser)
            case VoidRec():
                pass
