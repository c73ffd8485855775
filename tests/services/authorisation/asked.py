"""What a line of the table says of a function: the right it asks for, its arguments, and what others get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from outreach.services.who import Extent, Right, Who
from outreach.store.engine import Connection, writing
from tests.services.authorisation.town import ABOVE, COM, Town


class Whoever(StrEnum):
    """What a function asks for that asks for no right."""

    OWN_ACCOUNT = "own account"
    """About the asker's own account and sessions; an asker without one hears `NotSignedIn`."""
    ANYBODY = "anybody"
    """Refuses nobody, and tells whoever may not know nothing."""
    INNER = "inner"
    """Asks nothing itself: services call it that have asked; no page, route or command may."""


@dataclass
class Call:
    """One call that is being prepared: a copy of the town, who asks, a folder, a transaction if need be."""

    town: Town
    who: Who
    folder: Path
    stack: ExitStack
    _connection: list[Connection] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        """A writing transaction, the same one however often it is asked for."""
        if not self._connection:
            self._connection.append(self.stack.enter_context(writing(self.town.city.engine)))
        return self._connection[0]


#: An argument: made for a call, or always the same.
Made = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the table.

    `arguments` by name, beside those that `arguments.py` makes for parameters of well-known names.
    """

    right: Right | Whoever
    arguments: Mapping[str, Made] = field(default_factory=dict)
    everywhere: bool = False
    """Whether the right must hold over the whole city."""
    others: str = ""
    """Why another agency's people get an answer though a venue of 商業處 is named; else they are refused."""
    receiver: bool = False
    """Whether 產業局, to whom the venue is offered, acts here beside 商業處."""
    own_only: str = ""
    """Why a role that carries the right may still hear `NotAllowed`."""
    nobody: str = ""
    """Why nobody gets an answer with these arguments."""
    shows: tuple[str, ...] = ()
    """Which hidden words others may see here after all, with the reason in the table."""
    shows_ids: bool = False
    """Whether others may see the ids of hidden venues here, with the reason in the table."""
    leaves: tuple[str, ...] = ()
    """Tables in which even a refused call leaves something."""
    looks: tuple[str, ...] = ()
    """Tables into which whoever looks through another role's eyes, or reads, still writes."""

    def refuses(self, who: Who) -> bool:
        """Whether a role must hear `NotAllowed`, whatever it asks about."""
        if isinstance(self.right, Whoever):
            return False
        extent = who.extent(self.right)
        return extent is Extent.NOWHERE or (self.everywhere and extent is not Extent.CITY)

    def is_other(self, who: Who) -> bool:
        """Whether somebody carries the right, but not over 商業處's venues."""
        if isinstance(self.right, Whoever):
            return False
        reach: Mapping[Extent, set[int]] = {
            Extent.OWN: {COM},
            Extent.OWN_AND_SUBORDINATES: {COM, ABOVE},
        }
        within = reach.get(who.extent(self.right))
        if within is not None and self.receiver:
            within = within | {ABOVE}
        return within is not None and who.agency not in within


Table = Mapping[str, Asked]


def function_of(line: str) -> str:
    """The function that a line is about: `coverage.coverage (by agency)` is one of two about it."""
    return line.partition(" ")[0]


def merged(*tables: Table) -> dict[str, Asked]:
    """All lines of several tables; none may be in two."""
    return dict(_unique(tables))


def _unique(tables: tuple[Table, ...]) -> Iterator[tuple[str, Asked]]:
    seen: set[str] = set()
    for table in tables:
        for line, asked in table.items():
            assert line not in seen, f"{line} is in the tables twice"
            seen.add(line)
            yield line, asked
