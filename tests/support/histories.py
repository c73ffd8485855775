"""Random histories: what a city might record, with everything that goes wrong with dates.

A history is drawn as a short list of actions over a very small city, so that days, venues and orders
collide often, and is then written out as numbered records by plain code. Backdated corrections, undone
changes (undoing the undo, too), orders of both kinds stated again, moves, late listings, merges,
parents and settings that change all come out of the same few words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.support.oracle import EXCLUSIONS, Oracle
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
DIMENSIONS = ("agency", "district", "village", "sector", "category", "kind")


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
    """Undo a change: `back` counts from the newest one, around and around."""

    back: int


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
        if isinstance(action, Undo):
            if self.ends:
                newest = len(self.ends)
                self._add(lambda seq: VoidRec(seq, change, newest - action.back % newest))
        elif isinstance(action, Say):
            for venue, (facet, scheme, value), on in action.statements:
                self._add(_fact(change, venue, facet, scheme, value, on))
        elif isinstance(action, Announce):
            self._announce(change, action)
        elif isinstance(action, AnnounceAgain):
            if self.orders:
                sector, begins = list(self.orders)[-1 - action.back % len(self.orders)]
                self._announce(change, Announce(sector, begins, action.lasts, action.by_application))
        elif isinstance(action, Subordinate):
            parent = action.parent if action.parent < action.agency else None
            self._add(lambda seq: ParentRec(seq, change, action.agency, parent, day(action.day)))
        elif isinstance(action, Decide):
            self._add(lambda seq: SettingRec(seq, change, action.scheme, action.exclusions, day(action.day)))
        elif isinstance(action, Merge) and action.loser != action.winner:
            self._add(lambda seq: MergeRec(seq, change, action.loser, action.winner))
        self.ends.append(len(self.records))

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
    return History(tuple(clerk.records), tuple(clerk.ends))


def day(number: int) -> date:
    """The day with a number: 0 is the first; days before it and after the last exist, too."""
    return FIRST_DAY + timedelta(days=number)


# ---- drawing them


def _worth_saying() -> list[tuple[str, int | None, str | int]]:
    """Everything that can be said of a venue; what decides standings more often than the rest."""
    said: list[tuple[str, int | None, str | int]] = []
    for scheme in SCHEMES:
        said += [("participation", scheme, word) for word in ("joined", "joined", "joined", "agreed")]
        said += [("participation", scheme, word) for word in ("contacted", "declined", "withdrawn")]
        said += [("participation", scheme, "not_contacted")]
        said += [("listing", scheme, word) for word in ("listed", "listed", "delisted")]
        said += [("category", scheme, category) for category in CATEGORIES[scheme]]
    said += [("operating", None, word) for word in ("open", "suspended", "closed", "not_reopened")] * 2
    said += [("premises", None, word) for word in ("public", "office_only", "office_only")]
    said += [("kind", None, word) for word in ("shop", "city_venue")]
    said += [("agency", None, agency) for agency in (0, *AGENCIES)]
    said += [("sector", None, sector) for sector in (0, *SECTORS)]
    said += [("place", None, place) for place in (0, *PLACES)]
    # Orders are numbered in the sequence of their first statements; there are seldom more than four.
    said += [("approval", None, order) for order in (0, 1, 1, 2, 2, 3, 4)]
    return said


venues = st.sampled_from(range(1, VENUES + 1))
#: Some days are everybody's favourites, so that facts of one facet meet on one day.
days = st.sampled_from([0, 10, 10, 10, 11, 20, 20, 21, *range(DAYS)])
statements = st.builds(Statement, venues, st.sampled_from(_worth_saying()), days)
spans = st.sampled_from([None, None, 0, 1, 5, 10, 11, 20])
exclusions = st.sampled_from(
    [frozenset(EXCLUSIONS)] * 3
    + [frozenset(EXCLUSIONS) - {one} for one in EXCLUSIONS]
    + [frozenset({"not_reopened"}), frozenset()]
)

_saying = st.builds(
    Say,
    st.lists(statements, min_size=1, max_size=8).map(tuple)
    | st.lists(statements, min_size=5, max_size=8).map(tuple),
)
_announcing = st.builds(Announce, st.sampled_from(SECTORS), days, spans, st.booleans())
_other_actions: list[st.SearchStrategy[Action]] = [
    _announcing,
    _announcing,
    st.builds(AnnounceAgain, st.integers(0, 3), spans, st.booleans()),
    # Mostly what was said lately; now and then the list with which everything began.
    st.builds(Undo, st.integers(0, 3)),
    st.builds(Undo, st.integers(0, 3)),
    st.builds(Undo, st.integers(0, 24)),
    st.builds(Subordinate, st.sampled_from(AGENCIES), st.sampled_from(AGENCIES), days),
    st.builds(Decide, st.sampled_from(SCHEMES), exclusions, days),
    st.builds(Merge, venues, venues),
    st.just(Describe()),
]
# One of several takes each alternative once, however often it is listed; hence the draw of a strategy.
actions: st.SearchStrategy[Action] = st.sampled_from(
    [_saying] * len(_other_actions) + _other_actions
).flatmap(lambda kind: kind)


class Newcomer(NamedTuple):
    """How a venue begins: on the lists of which schemes and from which day, whose it is, and what."""

    schemes: tuple[int, ...]
    day: int
    agency: int
    sector: int
    place: int
    stage: str


newcomers = st.builds(
    Newcomer,
    st.sampled_from([(1,), (1, 2), (1, 2), (2,), ()]),
    st.sampled_from([0, 0, 0, 10, 15, 30]),
    st.sampled_from((0, *AGENCIES)),
    st.sampled_from((0, *SECTORS, *SECTORS)),
    st.sampled_from((0, *PLACES)),
    st.sampled_from(("joined", "agreed", "")),
)


def opening(first: Sequence[Newcomer]) -> Say:
    """The list with which a city begins, as one change."""
    said: list[Statement] = []
    for venue, new in enumerate(first, start=1):
        for scheme in new.schemes:
            said.append(Statement(venue, ("listing", scheme, "listed"), new.day))
            if new.stage:
                said.append(Statement(venue, ("participation", scheme, new.stage), new.day))
        for facet, value in (("agency", new.agency), ("sector", new.sector), ("place", new.place)):
            if value:
                said.append(Statement(venue, (facet, None, value), new.day))
    return Say(tuple(said))


#: Long histories are what is asked for; short ones are what a failure shrinks to.
histories = st.builds(
    lambda first, rest: written([opening(first), *rest]),
    st.lists(newcomers, min_size=1, max_size=VENUES) | st.lists(newcomers, min_size=4, max_size=VENUES),
    st.lists(actions, max_size=24) | st.lists(actions, min_size=16, max_size=24),
)

#: Days that a question may ask about: also before the first fact and long after the last.
as_of_days = st.sampled_from([*range(-2, DAYS), DAYS + 12, *[0, 9, 10, 11, 15, 20, 21, 30] * 2]).map(day)


@st.composite
def known_at_of(draw: st.DrawFn, history: History) -> int:
    """A number to look back to: the present, any other (0 too), or one around what is said of more than a
    fact, where looking back goes wrong most easily; now and then one that is not given yet.
    """
    turns = {r.seq - before for r in history.records if not isinstance(r, FactRec) for before in (0, 1)}
    now = [history.last_seq, history.last_seq + 1]
    return draw(st.sampled_from([*now, *sorted(turns)]) | st.integers(0, history.last_seq))


_keys: dict[str, tuple[int | str, ...]] = {
    "agency": AGENCIES,
    "district": (1, 2),
    "village": tuple(DISTRICT_OF),
    "sector": SECTORS,
    "category": (1, 2, 3, 4),
    "kind": ("shop", "city_venue"),
}
dimensions = st.sampled_from(DIMENSIONS)
conditions = st.sampled_from([(dimension, key) for dimension in DIMENSIONS for key in _keys[dimension]])
#: Mostly no filter or one condition; several must all hold.
filters = st.sampled_from([0, 0, 1, 1, 2]).flatmap(
    lambda n: st.lists(conditions, min_size=n, max_size=n).map(tuple)
)
