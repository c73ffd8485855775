"""The figures of one database: columns kept up to date, and results kept while they are true.

A result is kept under (scheme, as of, known at, sequence), so it can never be stale: a new fact makes
a new sequence number and so a new key.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any, TypeVar

import numpy as np

from outreach.figures import bridge, coverage, supposing, trend
from outreach.figures.arrays import Int64
from outreach.figures.columns import Columns, top_up
from outreach.figures.lookup import STANDING_CODES
from outreach.figures.positions import Dimension, PlaceTable, Positions, Where, positions_at
from outreach.figures.schemes import parents_at, settings_at
from outreach.rules.orders import SectorOrder
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Exclusion, Standing
from outreach.store.engine import Engine, reading
from outreach.store.reference import read_reference

T = TypeVar("T")
#: Results kept; each holds at most a few megabytes at 250,000 venues.
KEPT = 64


class Figures:
    """Everything that can be counted, from one engine; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._columns = Columns()
        self._places = PlaceTable.of({})
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def columns(self) -> Columns:
        """The columns with everything that has been committed by now, by any process."""
        # First the connection: were there none left, who holds them all might be waiting for the lock.
        with reading(self._engine) as connection, self._lock:
            if not len(self._places.district) or len(self._places.district) == 1:
                places = read_reference(connection).places
                self._places = PlaceTable.of({p.id: p.district_id for p in places.values()})
            self._columns = top_up(self._columns, connection)
            return self._columns

    def _known(self, columns: Columns, known_at: int | None) -> int | None:
        """A number to look back to, or None where it names the present."""
        return None if known_at is None or known_at >= columns.seq else known_at

    def _keep(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def positions(self, scheme_id: int, as_of: date, known_at: int | None = None) -> Positions:
        """Where every venue stands under a scheme at the end of a day, as known at a number."""
        columns = self.columns()
        return self._positions(columns, scheme_id, as_of, known_at)

    def _positions(self, columns: Columns, scheme_id: int, as_of: date, known_at: int | None) -> Positions:
        seq = self._known(columns, known_at)
        key = ("positions", scheme_id, as_of, seq, columns.seq)
        return self._keep(key, lambda: positions_at(columns, self._places, scheme_id, as_of.toordinal(), seq))

    def coverage(
        self,
        scheme_id: int,
        as_of: date,
        by: Dimension | None,
        where: Where = (),
        known_at: int | None = None,
        roll_up: bool = False,
    ) -> coverage.Coverage:
        """Tallies by group and in total; with `roll_up`, agencies' with their subordinates'."""
        columns = self.columns()
        seq = self._known(columns, known_at)
        key = ("coverage", scheme_id, as_of, by, where, seq, roll_up, columns.seq)

        def make() -> coverage.Coverage:
            positions = self._positions(columns, scheme_id, as_of, seq)
            found = coverage.as_coverage(coverage.counted(positions, by, where))
            if roll_up and by is Dimension.AGENCY:
                return coverage.rolled_up(found, parents_at(columns, as_of.toordinal(), seq))
            return found

        return self._keep(key, make)

    def supposing(
        self,
        orders: tuple[SectorOrder, ...],
        scheme_id: int,
        as_of: date,
        by: Dimension,
        where: Where = (),
    ) -> supposing.Supposed:
        """Figures by group on a day as they are now, and as they would be were these orders stated."""
        columns = self.columns()
        key = ("supposing", orders, scheme_id, as_of, by, where, columns.seq)

        def make() -> supposing.Supposed:
            before = self._positions(columns, scheme_id, as_of, None)
            changed = supposing.with_orders(columns, orders)
            after = positions_at(changed, self._places, scheme_id, as_of.toordinal(), None)
            return supposing.compared(before, after, by, where)

        return self._keep(key, make)

    def trend(
        self,
        scheme_id: int,
        first: date,
        last: date,
        by: Dimension | None,
        where: Where = (),
        known_at: int | None = None,
    ) -> trend.Trend:
        """Counts by group for every day from `first` to `last`, both included."""
        columns = self.columns()
        seq = self._known(columns, known_at)
        question = trend.Question(columns, self._places, scheme_id, by, where, seq)
        key = ("trend", scheme_id, first, last, by, where, seq, columns.seq)
        return self._keep(key, lambda: trend.trend(question, first.toordinal(), last.toordinal()))

    def on_days(
        self,
        scheme_id: int,
        days: Sequence[date],
        by: Dimension | None,
        where: Where = (),
        known_at: int | None = None,
        besides: frozenset[Exclusion] = frozenset(),
    ) -> Int64:
        """Counts of shape (days, groups, standings) at the end of some days, which rise.

        `besides` are exclusions that apply whatever the scheme's settings say.
        """
        columns = self.columns()
        seq = self._known(columns, known_at)
        question = trend.Question(columns, self._places, scheme_id, by, where, seq, besides)
        asked = tuple(day.toordinal() for day in days)
        key = ("on days", scheme_id, asked, by, where, seq, besides, columns.seq)
        return self._keep(key, lambda: trend.on_days(question, asked))

    def steps(
        self,
        scheme_id: int,
        earlier: tuple[date, int | None],
        later: tuple[date, int | None],
        by: Dimension | None,
        where: Where = (),
        roll_up: bool = False,
    ) -> bridge.Steps:
        """What every venue contributes between two days, each as known at a number of its own.

        With `roll_up` and by agency, groups are the agencies of the first level.
        """
        columns = self.columns()
        known = self._known(columns, earlier[1]), self._known(columns, later[1])
        before = self._positions(columns, scheme_id, earlier[0], known[1])
        reported = (
            before if known[0] == known[1] else self._positions(columns, scheme_id, earlier[0], known[0])
        )
        after = self._positions(columns, scheme_id, later[0], known[1])
        rolled = roll_up and by is Dimension.AGENCY
        ends = (earlier[0], known[0]), (earlier[0], known[1]), (later[0], known[1])

        def make() -> bridge.Steps:
            first, second, third = (
                parents_at(columns, day.toordinal(), seq) if rolled else {} for day, seq in ends
            )
            return bridge.steps(reported, before, after, by, where, (first, second, third))

        return self._keep(("steps", scheme_id, earlier, later, by, where, rolled, columns.seq), make)

    def members(
        self,
        scheme_id: int,
        as_of: date,
        standing: Standing | None = None,
        where: Where = (),
        known_at: int | None = None,
    ) -> Int64:
        """Ids of the venues behind a number, ascending; every listed one where no standing is given."""
        positions = self.positions(scheme_id, as_of, known_at)
        mask = positions.selected(where)
        if standing is not None:
            mask &= positions.codes == STANDING_CODES[standing]
        return np.flatnonzero(mask)

    def last_day(self, until: date) -> date | None:
        """The last day up to `until` on which any fact takes effect; None without facts."""
        columns = self.columns()

        def make() -> date | None:
            limit = until.toordinal()
            days = [t.day[t.day <= limit].max(initial=0) for t in columns.tracks.values()]
            last = int(max(days, default=0))
            return date.fromordinal(last) if last else None

        return self._keep(("last day", until, columns.seq), make)

    def settings(self, scheme_id: int, as_of: date, known_at: int | None = None) -> SchemeSettings:
        """The scheme's settings on a day, as known at a number."""
        columns = self.columns()
        return settings_at(columns, scheme_id, as_of.toordinal(), self._known(columns, known_at))

    def parents(self, as_of: date, known_at: int | None = None) -> dict[int, int]:
        """Each subordinate agency's parent on a day, as known at a number."""
        columns = self.columns()
        return parents_at(columns, as_of.toordinal(), self._known(columns, known_at))
