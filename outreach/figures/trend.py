"""Figures of every day in a range, from the days on which something changes.

Instead of counting each day anew, the first day is counted whole and every later day adds what its
events change: a venue's earlier state leaves its group, its later state enters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from outreach.figures.arrays import Int32, Int64
from outreach.figures.columns import Columns
from outreach.figures.coverage import N, slots_counted
from outreach.figures.orders import known_orders, turning_days
from outreach.figures.positions import FACET_OF, Dimension, PlaceTable, Where, merged_away
from outreach.figures.schemes import settings_at
from outreach.figures.stack import ends_of_runs, starts_of_runs
from outreach.figures.track import Spans
from outreach.figures.word import Layout, States
from outreach.rules.orders import SectorOrder
from outreach.rules.vocabulary import Exclusion, Facet

#: A day number beside a venue's id in one whole number: enough for every day of the calendar.
_DAY_BITS = 22
#: The longest range one trend covers (22 years).
MOST_DAYS = 1 << 13
_PIECE = 366


@dataclass(frozen=True, slots=True)
class Trend:
    """Counts of shape (days, groups, standings); day 0 is `first`, group ids index the rows."""

    first: int
    counts: Int64


@dataclass(frozen=True, slots=True)
class Question:
    """What a trend is asked about: one scheme, broken down and filtered, as known at a number.

    `besides` are exclusions that apply whatever the scheme's settings say.
    """

    columns: Columns
    places: PlaceTable
    scheme_id: int
    by: Dimension | None
    where: Where
    seq: int | None
    besides: frozenset[Exclusion] = frozenset()

    def facets(self, orders: Sequence[SectorOrder]) -> tuple[Facet, ...]:
        """The facets that can move a venue between the counts asked for."""
        asked = [d for d, _ in self.where] + ([self.by] if self.by is not None else [])
        wanted = [Facet.LISTING, Facet.PARTICIPATION, Facet.PREMISES, Facet.OPERATING]
        wanted += [Facet.SECTOR, Facet.APPROVAL] if orders else []
        return tuple(dict.fromkeys([*wanted, *(FACET_OF[d] for d in asked)]))


def trend(question: Question, first: int, last: int) -> Trend:
    """Counts by group for every day from `first` to `last` (ordinals, both included).

    Raises ValueError for a range that is empty or longer than `MOST_DAYS`.
    """
    if not 0 <= last - first < MOST_DAYS:
        raise ValueError(f"a trend covers 1 to {MOST_DAYS} days, not {last - first + 1}")
    pieces = [_segment(question, start, stop) for start, stop in _segments(question, first, last)]
    return Trend(first, np.concatenate(pieces))


def on_days(question: Question, days: Sequence[int]) -> Int64:
    """Counts of shape (days, groups, standings) on some rising days (ordinals); of no days, no groups."""
    pieces = [np.zeros((0, 0, N), dtype=np.int64)]
    at = 0
    while at < len(days):
        # Every day in between is counted as well: a year at a time, or a long drive would fill the memory.
        until = bisect_right(days, days[at] + _PIECE)
        first = days[at]
        counts = trend(question, first, days[until - 1]).counts
        pieces.append(counts[[day - first for day in days[at:until]]])
        at = until
    return np.concatenate(pieces[1:] or pieces)


def _segments(question: Question, first: int, last: int) -> list[tuple[int, int]]:
    """The range cut where the scheme's exclusions may change; each piece is counted by itself."""
    stated = {
        s.effective_on
        for s in question.columns.statements.schemes
        if s.scheme_id == question.scheme_id and first < s.effective_on <= last
    }
    starts = sorted({first, *stated})
    return list(zip(starts, [s - 1 for s in starts[1:]] + [last], strict=True))


def _segment(question: Question, start: int, stop: int) -> Int64:
    columns, scheme_id, seq = question.columns, question.scheme_id, question.seq
    orders = known_orders(columns, seq)
    tracks = {f: columns.track(f, scheme_id) for f in question.facets(orders)}
    highest = {f: int(track.value.max(initial=0)) for f, track in tracks.items()}
    layout = Layout.of(highest, orders, question.by, question.where, question.places)
    applies = settings_at(columns, scheme_id, start, seq).exclusions | question.besides
    days, groups = stop - start + 1, layout.groups

    base = layout.unmerged(columns.size, merged_away(columns, seq))
    for facet, track in tracks.items():
        base += layout.adds[facet].take(track.at(start, seq, columns.size))
    turns = _turns(orders, start, stop)
    edges = sorted({start, *(day for own in turns.values() for day in own)})

    def states(words: Int64, day: Int32) -> States:
        return layout.states(words, day, edges, orders, applies)

    before = states(base, np.full(columns.size, start, dtype=np.int32))
    spans = {f: track.known(seq) for f, track in tracks.items()}
    events = _events(layout, spans, turns, start, stop)
    after = states(base[events.venue] + events.change, events.day)
    day = (events.day - start) * groups
    counts = slots_counted(before.group, before.code, days * groups)
    counts += slots_counted(after.group + day, after.code, days * groups)
    earlier = _earlier(events, before, after)
    counts -= slots_counted(earlier.group + day, earlier.code, days * groups)
    return np.cumsum(counts.reshape(days, groups, N), axis=0)


def _turns(orders: Sequence[SectorOrder], start: int, stop: int) -> dict[int, list[int]]:
    """By sector, the days after the first on which an order changes something."""
    return {s: [d for d in sorted(days) if start < d <= stop] for s, days in turning_days(orders).items()}


class Events(NamedTuple):
    """A venue's days of change, sorted by (venue, day); arrays of one length.

    `change` is the sum of what has been added to the venue's word since the first day.
    """

    venue: Int64
    day: Int32
    change: Int64

    def firsts(self) -> Int64:
        """The positions of each venue's first event."""
        return starts_of_runs(self.venue)


def _events(
    layout: Layout,
    spans: Mapping[Facet, Spans],
    turns: Mapping[int, Sequence[int]],
    start: int,
    stop: int,
) -> Events:
    """One event for each venue and day in (start, stop] on which a fact begins or an order turns."""
    raw = [_changes(layout.adds[facet], own, start, stop) for facet, own in spans.items()]
    raw += _turned(spans, turns)
    pair, added = (np.concatenate(column) for column in zip(*raw, strict=True))
    # A few sorted runs behind one another: what a stable sort is quickest at.
    order = np.argsort(pair, kind="stable")
    pair = pair[order]
    last = ends_of_runs(pair)
    total, venue = np.cumsum(added[order])[last], pair[last] >> _DAY_BITS
    firsts = starts_of_runs(venue)
    carried = np.concatenate((np.zeros(1, dtype=np.int64), total))[firsts]
    lengths = np.diff(np.append(firsts, len(venue)))
    day = (pair[last] & ((1 << _DAY_BITS) - 1)).astype(np.int32)
    return Events(venue, day, total - np.repeat(carried, lengths))


def _changes(adds: Int64, own: Spans, start: int, stop: int) -> tuple[Int64, Int64]:
    """(venue, day) in one number, and what is added to the venue's word, where a facet's facts begin."""
    # Only the range's own facts are looked at: of a few weeks they are a small part of all.
    rows = np.flatnonzero((own.day > start) & (own.day <= stop))
    earlier = np.maximum(rows - 1, 0)
    follows = (own.venue[earlier] == own.venue[rows]) & (rows > 0)
    before = np.where(follows, adds.take(own.value[earlier]), adds[0])
    added = adds.take(own.value[rows]) - before
    changed = np.flatnonzero(added)
    rows = rows[changed]
    return _pair(own.venue[rows], own.day[rows]), added[changed]


def _turned(spans: Mapping[Facet, Spans], turns: Mapping[int, Sequence[int]]) -> list[tuple[Int64, Int64]]:
    """The days on which an order turns, for the venues that were ever in its sector; nothing is added."""
    found = []
    for sector, days in turns.items():
        own = spans[Facet.SECTOR]
        venues = np.unique(own.venue[np.flatnonzero(own.value == sector)])
        found += [(_pair(venues, day), np.zeros(len(venues), dtype=np.int64)) for day in days]
    return found


def _pair(venue: Int32, day: Int32 | int) -> Int64:
    return (venue.astype(np.int64) << _DAY_BITS) | day


def _earlier(events: Events, before: States, after: States) -> States:
    """The state before each event: after the venue's event before it, else that of the first day."""
    code, group = np.empty_like(after.code), np.empty_like(after.group)
    code[1:], group[1:] = after.code[:-1], after.group[:-1]
    firsts = events.firsts()
    code[firsts], group[firsts] = before.code[events.venue[firsts]], before.group[events.venue[firsts]]
    return States(code, group)
