"""The same questions put to DuckDB, over the same facts.

The facts lie in a native table of DuckDB in memory, sorted by scheme, facet, venue, day and number, with
the number that voided each as a column; places, orders and merges lie in small tables beside it. Of the
ways tried to find the fact that holds, two were the fastest: a window with QUALIFY for each facet, and
`arg_max` for each facet, both then joined to the list. (Slower: one window over all facets, one pass of
`arg_max` with FILTER, `max` over packed integers.) The benchmark runs both and compares with the faster.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from benchmarks.peer_sql import LOAD, NEVER, asked, bridge_sql, coverage_sql, trend_sql
from outreach.figures.arrays import Int64
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Where
from outreach.rules.vocabulary import SCHEME_FACETS
from outreach.store.codes import FACET_NUMBERS

THREADS = 2
N = len(STANDINGS)

_READ = {
    "raw_facts": "SELECT venue_id AS venue, coalesce(scheme_id, 0) AS scheme, facet, value,"
    " effective_on AS day, seq, change_id FROM facts",
    "raw_voids": "SELECT seq, voided_change_id FROM voids",
    "raw_orders": "SELECT s.seq, s.change_id, o.id, o.sector_id AS sector, o.suspended_from, s.reopened_on,"
    " s.by_application FROM order_statements s JOIN sector_orders o ON o.id = s.order_id",
    "raw_merges": "SELECT seq, change_id, loser_id AS venue FROM merges",
    "raw_places": "SELECT id, district_id FROM places",
}


class Way(StrEnum):
    """How the fact that holds is found."""

    WINDOW = "window"
    ARG_MAX = "arg_max"


class Peer:
    """A DuckDB connection with the facts of one database."""

    def __init__(self, path: Path, threads: int = THREADS) -> None:
        self._duck = duckdb.connect(config={"threads": threads, "preserve_insertion_order": False})
        with closing(sqlite3.connect(path)) as connection:
            for name, query in _READ.items():
                cursor = connection.execute(query)
                names = [column[0] for column in cursor.description]
                self._duck.register(name, pd.DataFrame(cursor.fetchall(), columns=names))
        self._duck.execute(LOAD)
        for name in _READ:
            self._duck.unregister(name)
        widest = self._duck.execute("SELECT facet, max(value) FROM facts GROUP BY facet").fetchall()
        highest = dict(widest)
        self._bits = {f: int(highest.get(n, 0)).bit_length() for f, n in FACET_NUMBERS.items()}

    def coverage(
        self,
        scheme: int,
        day: int,
        by: Dimension,
        where: Where = (),
        seq: int | None = None,
        way: Way = Way.WINDOW,
    ) -> Int64:
        """Counts of shape (groups, standings), as `outreach.figures.coverage.counted` gives them."""
        facets = {f: (FACET_NUMBERS[f], scheme if f in SCHEME_FACETS else 0) for f in asked(by, where)}
        text = coverage_sql(facets, by, where, window=way is Way.WINDOW)
        grp, code, venues = self._asked(text, {"day": day, "seq": NEVER - 1 if seq is None else seq})
        counts = np.zeros((int(grp.max(initial=0)) + 1, N), dtype=np.int64)
        counts[grp, code] = venues
        return counts

    def trend(
        self, scheme: int, first: int, last: int, by: Dimension, where: Where = (), seq: int | None = None
    ) -> Int64:
        """Counts of shape (days, groups, standings).

        SQL gives what each day adds and takes off; adding that up over the days is done in numpy, which is
        quicker than a window over the full grid of days, groups and standings.
        """
        facets = {f: (FACET_NUMBERS[f], scheme if f in SCHEME_FACETS else 0) for f in asked(by, where)}
        parameters = {"first": first, "last": last, "seq": NEVER - 1 if seq is None else seq}
        day, grp, code, more = self._asked(trend_sql(facets, self._bits, by, where), parameters)
        counts = np.zeros((last - first + 1, int(grp.max(initial=0)) + 1, N), dtype=np.int64)
        counts[day - first, grp, code] = more
        return np.cumsum(counts, axis=0)

    def bridge(
        self,
        scheme: int,
        days: tuple[int, int],
        seqs: tuple[int, int],
        *,
        grouped: bool,
        way: Way = Way.WINDOW,
    ) -> dict[int, dict[str, tuple[int, int, int, int]]]:
        """By agency (or 0) and part: venues, and what they add to population, base and completed."""
        facets = {
            f: (FACET_NUMBERS[f], scheme if f in SCHEME_FACETS else 0) for f in asked(Dimension.AGENCY, ())
        }
        corrected = seqs[0] != seqs[1]
        text = bridge_sql(facets, grouped=grouped, corrected=corrected, window=way is Way.WINDOW)
        parameters = {"day0": days[0], "day1": days[1], "seq": seqs[1]}
        if corrected:
            parameters["seq0"] = seqs[0]
        found: dict[int, dict[str, tuple[int, int, int, int]]] = {}
        for grp, part, *counts in self._duck.execute(text, parameters).fetchall():
            venues, population, eligible, completed = counts
            found.setdefault(grp, {})[part] = (venues, population, eligible, completed)
        return found

    def _asked(self, text: str, parameters: dict[str, int]) -> list[Int64]:
        return [
            np.asarray(c, dtype=np.int64) for c in self._duck.execute(text, parameters).fetchnumpy().values()
        ]
