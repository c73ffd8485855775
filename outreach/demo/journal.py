"""The order in which everything was entered: one change for each agency, day and matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from outreach.demo.model import BEAR_VOUCHER, MYCODE, DemoChange, OrderStatement, Statement
from outreach.demo.workdays import office_moment
from outreach.rules.dates import roc, roc_short
from outreach.rules.vocabulary import Facet

SCHEME_NAMES = {MYCODE: "台北通 myCode+", BEAR_VOUCHER: "台北熊好券"}

_FACET_ORDER = {facet: n for n, facet in enumerate(Facet)}

#: A batch of at least so many venues came from a spreadsheet; fewer were marked together on a page.
_FROM_A_FILE = 25


@dataclass(frozen=True, slots=True, order=True)
class Matter:
    """What a batch is about: `list` and `part` name a scheme, `fix` says what was put right."""

    kind: str
    subject: str = ""


STATE = Matter("state")
APPROVAL = Matter("approval")


@dataclass(frozen=True, slots=True)
class _Entry:
    recorded_at: datetime
    rank: int
    change: DemoChange
    name: str = ""
    undoes: str = ""


@dataclass(slots=True)
class Journal:
    """Collects statements and hands them out as changes in recorded order."""

    rng: Random
    short_names: Mapping[str, str]
    _batches: dict[tuple[date, str, Matter], list[Statement]] = field(default_factory=dict)
    _entries: list[_Entry] = field(default_factory=list)

    def note(self, day: date, agency: str, matter: Matter, statement: Statement) -> None:
        """Enter a statement with the agency's batch of that day and matter."""
        self._batches.setdefault((day, agency, matter), []).append(statement)

    def whole(
        self,
        at: datetime,
        kind: str,
        actor: str,
        summary: str,
        source: str = "",
        statements: tuple[Statement, ...] = (),
        orders: tuple[OrderStatement, ...] = (),
        name: str = "",
        undoes: str = "",
    ) -> None:
        """Enter a change of its own at a given moment; `undoes` is the name of an earlier one."""
        change = DemoChange(kind, actor, at, summary, source, statements, orders)
        self._entries.append(_Entry(at, 0, change, name, undoes))

    def changes(self) -> tuple[DemoChange, ...]:
        """Everything entered, in recorded order, undoings pointing at what they undo."""
        listing = {(day, agency) for day, agency, matter in self._batches if matter.kind == "list"}
        entries = list(self._entries)
        for (day, agency, matter), statements in sorted(self._batches.items()):
            # What is said about a venue on the day it comes onto a list is said after that.
            morning = matter.kind == "list" or ((day, agency) not in listing and matter.kind != "approval")
            at = office_moment(self.rng, day, morning and (matter.kind == "list" or self.rng.random() < 0.45))
            entries.append(_Entry(at, len(entries), self._change(at, day, agency, matter, statements)))
        entries.sort(key=lambda e: (e.recorded_at, e.rank))
        position = {e.name: n for n, e in enumerate(entries) if e.name}
        return tuple(
            DemoChange(
                kind=e.change.kind,
                actor=e.change.actor,
                recorded_at=e.recorded_at,
                summary=e.change.summary,
                source=e.change.source,
                statements=e.change.statements,
                orders=e.change.orders,
                undoes=position[e.undoes] if e.undoes else None,
            )
            for e in entries
        )

    def _change(
        self, at: datetime, day: date, agency: str, matter: Matter, statements: list[Statement]
    ) -> DemoChange:
        short = self.short_names[agency]
        ordered = sorted(statements, key=lambda s: (s.venue, s.effective_on, _FACET_ORDER[s.facet]))
        venues = len({s.venue for s in ordered})
        kind = "import" if venues >= _FROM_A_FILE else "bulk" if venues > 1 else "edit"
        source = ""
        if kind == "import":
            source = f"{short}_{_file_name(matter)}_{roc_short(day).replace('/', '')}.xlsx"
        return DemoChange(kind, f"{short}承辦人", at, _summary(matter, day, venues), source, tuple(ordered))


def _file_name(matter: Matter) -> str:
    scheme = SCHEME_NAMES.get(matter.subject, "").replace(" ", "")
    return {"list": f"{scheme}清冊", "part": f"{scheme}辦理情形"}.get(matter.kind, "營業狀態")


def _summary(matter: Matter, day: date, venues: int) -> str:
    scheme = SCHEME_NAMES.get(matter.subject, "")
    words = {
        "list": f"{scheme}列冊{venues:,}家",
        "part": f"{scheme}參與狀態更新{venues:,}家",
        "state": f"營業狀態更新{venues:,}家",
        "approval": f"復業核准{venues:,}家",
        "fix": f"{matter.subject}{venues:,}家",
    }[matter.kind]
    return f"{roc(day)}{words}"
