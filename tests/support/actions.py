"""A very small city, what its offices may do in it, and the numbered records that this leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.support.oracle import Oracle
from tests.support.records import FactRec, MergeRec, OrderRec, ParentRec, Record, SettingRec, VoidRec

FIRST_DAY = date(2021, 10, 1)
DAYS = 40
VENUES = 8
SCHEMES = (1, 2)
AGENCIES = (1, 2, 3, 4)
SECTORS = (1, 2, 3)
#: Categories belong to one scheme each: scheme 1 has 1 and 2, scheme 2 has 3 and 4.
CATEGORIES = {1: (1, 2), 2: (3, 4)}
#: Two districts, 1 and 2, of two villages each.
DISTRICT_OF = {3: 1, 4: 1, 5: 2, 6: 2}
PLACES = (1, 2, *DISTRICT_OF)


# ---- actions, as somebody might take them


class Statement(NamedTuple):
    """One thing said of one venue; `what` is facet, scheme (None for facets of no scheme) and value."""

    venue: int
    what: tuple[str, int | None, str | int]
    day: int


class Say(NamedTuple):
    """One change that states facts, of one venue or of several."""

    statements: tuple[Statement, ...]


class Undo(NamedTuple):
    """Undo a change: `back` counts from the newest one of its kind, around and around."""

    back: int
    what: str = "any"
    """"facts" counts changes that stated facts; "rules" orders, parents, settings and merges; "any" all."""


class Announce(NamedTuple):
    """State an order; stated before with the same sector and first day, it is stated again."""

    sector: int
    begins: int
    lasts: int | None
    by_application: bool


class AnnounceAgain(NamedTuple):
    """State the newest order but `back` again, with another reopening."""

    back: int
    lasts: int | None
    by_application: bool


class Subordinate(NamedTuple):
    """Put an agency below another from a day; below itself or a later one means below none."""

    agency: int
    parent: int
    day: int


class Decide(NamedTuple):
    """Settle which exclusions a scheme applies from a day."""

    scheme: int
    exclusions: frozenset[str]
    day: int


class Merge(NamedTuple):
    """Find that two venues are one."""

    loser: int
    winner: int


class Describe(NamedTuple):
    """Change a name or an address: a change without a single number."""


Action = Say | Undo | Announce | AnnounceAgain | Subordinate | Decide | Merge | Describe


# ---- writing the actions down


@dataclass(frozen=True, slots=True)
class History:
    """Records numbered from 1 without a gap, and each change's last number (as the changes table has it)."""

    records: tuple[Record, ...]
    ends: tuple[int, ...]
    """By change, from change 1 on; a change that said nothing ends where the one before it did."""
    actions: tuple[Action, ...]

    @property
    def last_seq(self) -> int:
        """The highest number given out; 0 in an empty history."""
        return len(self.records)

    def oracle(self) -> Oracle:
        """The oracle over these records."""
        return Oracle(self.records, DISTRICT_OF)


@dataclass(slots=True)
class Clerk:
    """Numbers what is said; sector and first day identify an order, as they do in the domain."""

    records: list[Record] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    orders: dict[tuple[int, int], int] = field(default_factory=dict)

    def write(self, action: Action) -> None:
        """Write one change down."""
        change = len(self.ends) + 1
        match action:
            case Say(statements):
                for venue, (facet, scheme, value), on in statements:
                    self._add(_fact(change, venue, facet, scheme, value, on))
            case Undo(back, what):
                self._undo(change, self._changes_of(what), back)
            case Announce():
                self._announce(change, action)
            case AnnounceAgain(back, lasts, by_application):
                if self.orders:
                    sector, begins = list(self.orders)[-1 - back % len(self.orders)]
                    self._announce(change, Announce(sector, begins, lasts, by_application))
            case Subordinate(agency, above, on):
                parent = above if above < agency else None
                self._add(lambda seq: ParentRec(seq, change, agency, parent, day(on)))
            case Decide(scheme_id, exclusions, on):
                self._add(lambda seq: SettingRec(seq, change, scheme_id, exclusions, day(on)))
            case Merge(loser, winner):
                if loser != winner:
                    self._add(lambda seq: MergeRec(seq, change, loser, winner))
            case Describe():
                pass
        self.ends.append(len(self.records))

    def _changes_of(self, what: str) -> Sequence[int]:
        if what == "any":
            return range(1, len(self.ends) + 1)
        kinds = FactRec if what == "facts" else (OrderRec, ParentRec, SettingRec, MergeRec)
        return sorted({record.change for record in self.records if isinstance(record, kinds)})

    def _undo(self, change: int, changes: Sequence[int], back: int) -> None:
        if changes:
            self._add(lambda seq: VoidRec(seq, change, changes[-1 - back % len(changes)]))

    def _announce(self, change: int, order: Announce) -> None:
        order_id = self.orders.setdefault((order.sector, order.begins), len(self.orders) + 1)
        reopened = None if order.lasts is None else day(order.begins + order.lasts)
        self._add(
            lambda seq: OrderRec(
                seq, change, order_id, order.sector, day(order.begins), reopened, order.by_application
            )
        )

    def _add(self, make: Callable[[int], Record]) -> None:
        self.records.append(make(len(self.records) + 1))


def _fact(
    change: int, venue: int, facet: str, scheme: int | None, value: str | int, on: int
) -> Callable[[int], Record]:
    return lambda seq: FactRec(seq, change, venue, scheme, facet, value, day(on))


def written(actions: Sequence[Action]) -> History:
    """The history that the actions make."""
    clerk = Clerk()
    for action in actions:
        clerk.write(action)
    return History(tuple(clerk.records), tuple(clerk.ends), tuple(actions))


def day(number: int) -> date:
    """The day with a number: 0 is the first; days before it and after the last exist, too."""
    return FIRST_DAY + timedelta(days=number)
