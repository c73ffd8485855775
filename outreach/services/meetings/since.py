"""當時與現在: an edition's figures beside what is known today of its day, and what corrected them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from outreach.figures.arrays import Int64
from outreach.figures.columns import Columns
from outreach.figures.editions import item_positions, states
from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.rules.editions import Item
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.changes import recorded_changes
from outreach.services.city import City
from outreach.services.meetings.freezing import counted
from outreach.services.meetings.looking import edition_row, head_told, item_told, meeting_row, position_of
from outreach.services.meetings.model import Correction, Figure, ThenAndNow
from outreach.services.meetings.reading import figures
from outreach.services.meetings.refusals import FiguresFromPaper
from outreach.services.reach import within_reach
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading
from outreach.store.meetings import kept_of
from outreach.store.touching import changes_by_rule, changes_touching
from outreach.store.venues import described


def then_and_now(
    city: City,
    who: Who,
    number: int,
    scheme: str,
    kinds: Sequence[Kind] = (),
    *,
    edition: int | None = None,
) -> ThenAndNow:
    """An item as an edition reports it (the newest unless told otherwise) and as known today for its day.

    A correction is a change with a later number that moved a venue to another standing or agency on that
    day; what it did and another took back is told as two. Venues and changes out of the asker's reach are
    counted and not named. Raises `NoSuchMeeting`, `NoSuchEdition`, `NoSuchItem`, `FiguresFromPaper`.
    """
    who.must(Right.READ_MEETINGS)
    columns, reference = city.figures.columns(), city.reference()
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        position = position_of(row, reference, scheme, kinds)
        found = edition_row(connection, number, edition)
        if found.seq is None:
            raise FiguresFromPaper(number=number, what="與現在比較")
        kept = kept_of(connection, found.id, len(row.items))
        item = row.items[position]
        moves = _moves(connection, columns, item, found.seq, reference.sectors.keys())
    today = counted(columns, row, columns.seq, reference, {})
    then, now = figures(kept, position, reference), figures(today, position, reference)
    told = _told(city, who, item, moves)
    named = {venue for one in told for venue, _before, _after in one.venues}
    with reading(city.engine) as connection:
        names = {i: venue.name for i, venue in described(connection, named).items()}
    return ThenAndNow(
        item_told(item, reference),
        head_told(found),
        columns.seq,
        kept.items[position].total,
        today.items[position].total,
        side_by_side(then, now),
        told,
        names,
    )


def side_by_side(then: Sequence[Figure], now: Sequence[Figure]) -> tuple[tuple[Figure, Figure], ...]:
    """Rows of both by code, what has no agency last; who was not there counted nothing."""
    early, late = {f.agency: f for f in then}, {f.agency: f for f in now}
    pairs = []
    for agency in early.keys() | late.keys():
        known = late.get(agency) or early[agency]
        nothing = Figure(agency, known.key, known.name, Tally())
        pairs.append((early.get(agency, nothing), late.get(agency, nothing)))
    return tuple(sorted(pairs, key=lambda pair: (pair[1].agency == 0, pair[1].key)))


@dataclass(frozen=True, slots=True)
class _Move:
    """What one change did: venue ids, and the state of each before and after."""

    change_id: int
    venues: list[int]
    before: list[int]
    after: list[int]


def _moves(
    connection: Connection, columns: Columns, item: Item, seq: int, sectors: Collection[int]
) -> list[_Move]:
    """What each change since a number did to the item's day, oldest first.

    Only venues that stand elsewhere in the end are looked at, and only changes that can have moved them.
    """
    size = columns.size
    at = states(item_positions(columns, item, seq), item, size)
    last = states(item_positions(columns, item, columns.seq), item, size)
    moved = np.flatnonzero(at != last)
    if not len(moved):
        return []
    schemes = [item.scheme_id]
    touching = changes_touching(connection, moved.tolist(), schemes, seq, columns.seq)
    by_rule = changes_by_rule(connection, sectors, schemes, seq, columns.seq)
    merging = {m.change_id for m in columns.statements.merges}
    parted = [v.seq for v in columns.statements.voids if v.seq > seq and v.voided_change_id in merging]
    undoing = columns.change_ids[np.searchsorted(columns.change_ends, np.array(parted, dtype=np.int64))]
    candidates = np.array(sorted(touching.keys() | by_rule | set(undoing.tolist())), dtype=np.int64)
    ends = columns.change_ends[np.searchsorted(columns.change_ids, candidates)]
    found: list[_Move] = []
    now: Int64 = at
    for change_id, end in zip(candidates.tolist(), ends.tolist(), strict=True):
        after = states(item_positions(columns, item, end), item, size)
        differ = moved[now[moved] != after[moved]]
        if len(differ):
            found.append(_Move(change_id, differ.tolist(), now[differ].tolist(), after[differ].tolist()))
        now = after
    return found


def _told(city: City, who: Who, item: Item, moves: list[_Move]) -> tuple[Correction, ...]:
    """Corrections as the asker may read them."""
    if not moves or not who.may(Right.SEE_VENUES):
        return tuple(Correction(None, (), len(move.venues)) for move in moves)
    changes = recorded_changes(city, who, [move.change_id for move in moves])
    every = {venue for move in moves for venue in move.venues}
    seen = within_reach(city, who, Right.SEE_VENUES, every, item.as_of)
    return tuple(
        Correction(
            changes.get(move.change_id),
            tuple(
                (venue, _standing(before), _standing(after))
                for venue, before, after in zip(move.venues, move.before, move.after, strict=True)
                if venue in seen
            ),
            len(move.venues),
        )
        for move in moves
    )


def _standing(state: int) -> Standing | None:
    code = state & ABSENT
    return None if code == ABSENT else STANDINGS[code]
