"""Every fact of the database in numpy columns, topped up by number.

A `Columns` is a snapshot at one sequence number and never changes. `load` fills the first one,
`top_up` adds what is new since; both read the change feed of `store.feed` and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from outreach.figures.arrays import Int64
from outreach.figures.track import Track, VoidedNumbers
from outreach.rules.vocabulary import SCHEME_FACETS, Facet
from outreach.store import feed
from outreach.store.codes import FACETS
from outreach.store.engine import Connection

TrackKey = tuple[Facet, int]
NO_STATEMENTS = feed.Statements((), (), (), (), ())


@dataclass(frozen=True)
class Columns:
    """All that figures are made of, as known at `seq`.

    `tracks` by (facet, scheme id; 0 for facets that a venue has once); `size` is one more than the
    highest venue id; `change_ends[i]` is the last number of change `change_ids[i]`, both ascending.
    """

    seq: int = 0
    size: int = 1
    tracks: Mapping[TrackKey, Track] = field(default_factory=dict)
    change_ids: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    change_ends: Int64 = field(default_factory=lambda: np.empty(0, np.int64))
    statements: feed.Statements = NO_STATEMENTS

    def track(self, facet: Facet, scheme_id: int) -> Track:
        """A facet's track; an empty one where nothing was ever stated."""
        key = (facet, scheme_id if facet in SCHEME_FACETS else 0)
        return self.tracks.get(key) or Track.empty()

    @cached_property
    def void_of_change(self) -> Mapping[int, int]:
        """The first number at which each voided change was voided."""
        first: dict[int, int] = {}
        for void in self.statements.voids:
            first.setdefault(void.voided_change_id, void.seq)
        return first


def top_up(columns: Columns, connection: Connection) -> Columns:
    """The columns with everything that has been committed since; themselves where nothing has.

    A connection that looks at an earlier state sees less than they hold: its facts are not added again.
    """
    seq = feed.current_seq(connection)
    if seq <= columns.seq:
        return columns
    new_changes = feed.change_ends_after(
        connection, int(columns.change_ids[-1]) if len(columns.change_ids) else 0
    )
    packed = feed.facts_after(connection, columns.seq, seq)
    told = columns.statements
    # Numbers have no gaps: where facts took all that are new, nothing else was stated.
    if len(packed.who) < seq - columns.seq:
        told = told.then(feed.statements(connection, columns.seq))
    return extend(columns, seq, new_changes, packed, told)


def extend(
    columns: Columns, seq: int, new_changes: Int64, packed: feed.Packed, statements: feed.Statements
) -> Columns:
    """The columns with further changes (n × 2: id, last number), facts and all statements so far."""
    ids = np.concatenate((columns.change_ids, new_changes[:, 0]))
    ends = np.concatenate((columns.change_ends, new_changes[:, 1]))
    bare = Columns(seq, columns.size, columns.tracks, ids, ends, statements)
    tracks = dict(columns.tracks)
    # A void follows what it voids: new facts are voided by new voids or by none.
    voided = _newly_voided(bare, columns.void_of_change)
    if len(voided.until):
        tracks = {key: track.with_voids(voided) for key, track in tracks.items()}
    size = columns.size
    if len(packed.who):
        size = max(size, int(packed.who.max() >> 34) + 1)
        _add_facts(tracks, packed, voided)
    return Columns(seq, size, tracks, ids, ends, statements)


def _newly_voided(columns: Columns, before: Mapping[int, int]) -> VoidedNumbers:
    """The numbers of changes that were not voided before, and when each was first voided.

    A change has the numbers after the last of the change before it, up to its own last.
    """
    voided = sorted(c for c in columns.void_of_change if c not in before)
    place = np.searchsorted(columns.change_ids, np.array(voided, dtype=np.int64))
    ends = np.concatenate((np.zeros(1, dtype=np.int64), columns.change_ends))
    at = np.array([columns.void_of_change[c] for c in voided], dtype=np.int64)
    return VoidedNumbers(ends[place], ends[place + 1], at)


def _add_facts(tracks: dict[TrackKey, Track], packed: feed.Packed, voided: VoidedNumbers) -> None:
    """Take the packed facts apart and give each track its own."""
    kind_of_track = (packed.who >> 22) & 0xFFF  # scheme << 4 | facet
    for kind in np.unique(kind_of_track):
        rows = np.flatnonzero(kind_of_track == kind)
        who, when = packed.who[rows], packed.when[rows]
        seq = when >> 22
        key = (FACETS[int(kind) & 0xF], int(kind) >> 4)
        tracks[key] = tracks.get(key, Track.empty()).with_facts(
            (who >> 34).astype(np.int32),
            (when & 0x3FFFFF).astype(np.int32),
            seq,
            (who & 0x3FFFFF).astype(np.int32),
            voided.first_void(seq),
        )
