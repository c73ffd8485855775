"""What an import would do, row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.imports.scope import WHOLE_CITY, Scope
from outreach.sheets.values import Problem
from outreach.store.reference import Agency, Named


class Outcome(StrEnum):
    """What becomes of a row; every row has exactly one."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANDIDATE = "candidate"
    CONFLICT = "conflict"
    ERROR = "error"


#: The names of the counts in the JSON of contract.md.
COUNT_NAMES: dict[Outcome, str] = {
    Outcome.NEW: "new",
    Outcome.CHANGED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.CANDIDATE: "candidates",
    Outcome.CONFLICT: "conflicts",
    Outcome.ERROR: "errors",
}


class PlanOutdated(Refusal):
    """Something was recorded between preview and apply, and the same file would now do something else."""

    template = "預覽之後資料已有異動，結果會與預覽不同；請重新預覽後再套用，例如按「重新預覽」。"


class NoRows(Refusal, ValueError):
    """The file has headings and nothing below them; taken for a full list it would move everybody out."""

    template = "『{filename}』只有標題，沒有資料列；請在標題下方填寫店家，例如「好客小吃店」。"


class CompleteNeedsAgency(Refusal, ValueError):
    """A full list was announced without saying whose."""

    template = "全量清單（--complete）須指明機關，才知道哪些店家應移出；請加上機關，例如 --agency 商業處。"


@dataclass(frozen=True, slots=True)
class PlannedFact:
    """A fact to be posted for a row's venue; `new_sector` names a sector that has yet to be added."""

    facet: Facet
    value: int
    remark: str = ""
    review_on: date | None = None
    new_sector: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that a row changes: its field, and its value as it is and as it would be.

    `field` is a facet, a description, "remark", "effective_on" or "contact", whose values are never told.
    """

    field: str
    before: str = ""
    after: str = ""


class Keep(StrEnum):
    """Whose words of a conflict are kept."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a person settles a stale row; `version` is the venue's as it was shown to them.

    A venue that is changed once more after that is a conflict again.
    """

    keep: Keep
    version: int


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the file: what it is, why, and what it will record.

    `venue_id` is the known venue's (None for a new one and for what matched nothing); `descriptions`
    are the descriptions to set, `keys` the matching keys of the row's name and address; `contact` holds
    person and phone, which are never written anywhere but in their table. `elsewhere` marks a row that
    waits because of another agency's venue, of which nothing is shown. `differences` say of a known venue
    which cells change. `version` is the venue's present one where the row's own is stale.
    """

    number: int
    name: str
    outcome: Outcome
    reason: str = ""
    venue_id: int | None = None
    effective_on: date | None = None
    facts: tuple[PlannedFact, ...] = ()
    descriptions: Mapping[str, str | float | None] = field(default_factory=dict)
    contact: tuple[str, str] | None = None
    keys: tuple[str, str] = ("", "")
    problems: tuple[Problem, ...] = ()
    waits_already: bool = False
    elsewhere: bool = False
    differences: tuple[Difference, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be read: whose list, of which scheme, from which day.

    `resolved` settles rows that are stale, by their number in the file; `own_words` are the scheme's own
    for stages of participation, word → code.
    """

    scheme: str
    agency: str | None = None
    effective_on: date | None = None
    sheet: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    complete: bool = False
    resolved: Mapping[int, Resolution] = field(default_factory=dict)
    own_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a file will do, and on which state of the database that was decided.

    `delisted` are the venues that a full list no longer has; `base` the last number and change; `scope`
    says whose venues the asker may touch.
    """

    filename: str
    scheme: Named
    agency: Agency | None
    effective_on: date
    rows: tuple[PlannedRow, ...]
    delisted: tuple[int, ...]
    base: tuple[int, int]
    encoding: str | None
    sheet_name: str
    columns: Mapping[str, str]
    unread: tuple[str, ...]
    new_sectors: tuple[str, ...]
    about_columns: tuple[Problem, ...]
    complete: bool
    scope: Scope = WHOLE_CITY

    @property
    def stale(self) -> tuple[PlannedRow, ...]:
        """The rows whose venue was changed after they were exported, settled or not."""
        return tuple(row for row in self.rows if row.version is not None)

    def count(self, outcome: Outcome) -> int:
        """How many rows have an outcome; over all outcomes these sum to the file's rows."""
        return sum(1 for row in self.rows if row.outcome is outcome)

    def counts(self) -> dict[str, int]:
        """The six counts, named as in contract.md."""
        return {name: self.count(outcome) for outcome, name in COUNT_NAMES.items()}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem and warning: about whole columns, then in the order of the rows."""
        return (*self.about_columns, *(p for row in self.rows for p in row.problems))

    @property
    def writes(self) -> bool:
        """Whether applying the plan would record anything."""
        return bool(self.delisted) or any(
            r.outcome in (Outcome.NEW, Outcome.CHANGED)
            or (r.outcome is Outcome.CANDIDATE and not r.waits_already)
            for r in self.rows
        )


def fingerprint(scheme: Named, agency: Agency | None, row: PlannedRow) -> str:
    """What makes a waiting row the same as one that waits already; contact details are no part of it."""
    told = f"{scheme.id}|{agency.id if agency else ''}|{row.venue_id}|{row.name}|{row.reason}"
    return sha256(told.encode()).hexdigest()
