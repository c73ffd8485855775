"""A scheme's settings, and agencies' parents, as of a day and as known at a number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from outreach.figures.columns import Columns
from outreach.rules.schemes import SchemeSettings


class _Dated(Protocol):
    @property
    def seq(self) -> int: ...
    @property
    def change_id(self) -> int: ...
    @property
    def effective_on(self) -> int: ...


D = TypeVar("D", bound=_Dated)


def _counting(columns: Columns, statements: Iterable[D], day: int, seq: int | None) -> list[D]:
    """Statements that count, the one that holds last."""
    voided = columns.void_of_change
    limit = columns.seq if seq is None else seq
    counting = [
        s
        for s in statements
        if s.effective_on <= day and s.seq <= limit and voided.get(s.change_id, limit + 1) > limit
    ]
    return sorted(counting, key=lambda s: (s.effective_on, s.seq))


def settings_at(columns: Columns, scheme_id: int, day: int, seq: int | None) -> SchemeSettings:
    """The scheme's settings on a day (ordinal); the defaults before any were stated."""
    own = (s for s in columns.statements.schemes if s.scheme_id == scheme_id)
    counting = _counting(columns, own, day, seq)
    return SchemeSettings.from_stored(counting[-1].settings) if counting else SchemeSettings()


def parents_at(columns: Columns, day: int, seq: int | None) -> dict[int, int]:
    """Each subordinate agency's parent on a day; agencies of the first level are left out."""
    parents: dict[int, int | None] = {}
    for stated in _counting(columns, columns.statements.parents, day, seq):
        parents[stated.agency_id] = stated.parent_id
    return {agency: parent for agency, parent in parents.items() if parent is not None}


def first_level(agency_id: int, parents: dict[int, int]) -> int:
    """The agency of the first level above one (itself, if it is one)."""
    seen = {agency_id}
    while (parent := parents.get(agency_id)) is not None and parent not in seen:
        seen.add(parent)
        agency_id = parent
    return agency_id
