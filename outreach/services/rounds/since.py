"""What a list is compared with, and everything that happened to it since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from outreach.figures.bridge import PartFigure, bridged
from outreach.figures.positions import Dimension, Where
from outreach.rules.rounds import Item, State, Step, covers
from outreach.rules.vocabulary import Facet
from outreach.services.changes import RecordedChange
from outreach.services.city import City
from outreach.services.rounds.looking import standing_of
from outreach.services.rounds.model import ChangeSince, Since
from outreach.store.changes import current_seq, described_changes, seq_at
from outreach.store.codes import number_of
from outreach.store.engine import Connection
from outreach.store.rounds import RoundRow, StepRow, all_rounds, steps_taken
from outreach.store.touching import changes_by_rule, changes_touching, edits_touching
from outreach.store.venues import chunks


def since_for(connection: Connection, row: RoundRow, agency: int) -> Since | None:
    """The list that an agency's list in a round is compared with; None where there was no round before.

    1. the last one confirmed in an earlier round (by as-of date) that asked about all of this one's;
    2. else the earlier round itself: its day, as known when it ended, or began where it is open.
    """
    earlier = [
        other
        for other in all_rounds(connection)
        if (other.as_of, other.id) < (row.as_of, row.id) and covers(other.items, row.items)
    ]
    confirmed = [
        Since(other.name, other.as_of, handed_in.seq, handed_in.at, True)
        for other in earlier
        if (handed_in := confirmed_list(steps_taken(connection, round_id=other.id, agency_id=agency)))
    ]
    if confirmed:
        return max(confirmed, key=lambda one: (one.as_of, one.at))
    if not earlier:
        return None
    last = max(earlier, key=lambda other: (other.as_of, other.id))
    moment = last.closed_at or last.opened_at
    return Since(last.name, last.as_of, seq_at(connection, moment), moment, False)


def confirmed_list(steps: list[StepRow]) -> StepRow | None:
    """The submission that stands confirmed after an agency's steps in one round."""
    if standing_of(steps) is not State.CONFIRMED:
        return None
    return next(row for row in reversed(steps) if row.step is Step.SUBMITTED)


def conditions_of_item(item: Item) -> tuple[Where, ...]:
    """The conditions under which an item's venues are found: one a kind, none where all are meant."""
    if not item.kinds:
        return ((),)
    return tuple(((Dimension.KIND, number_of(Facet.KIND, kind)),) for kind in sorted(item.kinds))


def conditions_of(item: Item, agency: int) -> tuple[Where, ...]:
    """The same for the venues of one agency."""
    return tuple(((Dimension.AGENCY, agency), *where) for where in conditions_of_item(item))


def changes_since(
    city: City, connection: Connection, row: RoundRow, agency: int, since: Since, until: int
) -> tuple[ChangeSince, ...]:
    """Changes after a list was handed in, up to a number, that touch the agency's list; newest first.

    The list is what stood on it then and what stands on it as known at `until`. Edits of descriptions
    take no number: they are looked for by their moment, and only where `until` is the present number.
    """
    schemes = {item.scheme_id for item in row.items}
    ids, sectors = _own_venues(city, row, agency, since, until)
    found = changes_touching(connection, ids, schemes, since.seq, until)
    if until >= current_seq(connection):
        for change_id, venues in edits_touching(connection, ids, since.at).items():
            found.setdefault(change_id, set()).update(venues)
    for change_id in changes_by_rule(connection, sectors, schemes, since.seq, until):
        found.setdefault(change_id, set())
    return _described(connection, found)


def _described(connection: Connection, found: Mapping[int, set[int]]) -> tuple[ChangeSince, ...]:
    told: list[ChangeSince] = []
    for chunk in chunks(sorted(found, reverse=True)):
        rows = described_changes(connection, chunk)
        told += [ChangeSince(RecordedChange.of(rows[i]), len(found[i])) for i in chunk]
    return tuple(told)


def _own_venues(
    city: City, row: RoundRow, agency: int, since: Since, until: int
) -> tuple[set[int], set[int]]:
    """Ids of the venues on the list at either end, and of their sectors."""
    ids: set[int] = set()
    sectors: set[int] = set()
    for item in row.items:
        for day, seq in ((since.as_of, since.seq), (row.as_of, until)):
            positions = city.figures.positions(item.scheme_id, day, seq)
            mask = np.zeros(len(positions.codes), dtype=np.bool_)
            for where in conditions_of(item, agency):
                mask |= positions.selected(where)
            ids.update(np.flatnonzero(mask).tolist())
            sectors.update(np.unique(positions.dimension(Dimension.SECTOR)[mask]).tolist())
    return ids, sectors


def bridge_since(
    city: City, scheme_id: int, where: Where, since: Since, as_of: date, until: int
) -> tuple[PartFigure, ...]:
    """增減原因 from the list compared with to a day, each as known at its own number."""
    steps = city.figures.steps(scheme_id, (since.as_of, since.seq), (as_of, until), None, where)
    return bridged(steps).total


def any_venue(city: City, items: Iterable[Item], row: RoundRow, agency: int) -> bool:
    """Whether the agency has a venue on any of the lists that a round asks about, as known now."""
    for item in items:
        positions = city.figures.positions(item.scheme_id, row.as_of)
        if any(positions.selected(where).any() for where in conditions_of(item, agency)):
            return True
    return False
