"""Counting every edition anew from the facts at its number, to the digit and to the venue."""

from __future__ import annotations

from collections.abc import Iterator

from outreach.figures.columns import Columns
from outreach.figures.editions import frozen, item_positions
from outreach.rules.editions import Frozen, differences
from outreach.services.city import City
from outreach.services.meetings.looking import named
from outreach.services.meetings.model import Recomputed
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading
from outreach.store.findings import Finding
from outreach.store.meetings import EditionRow, MeetingRow, all_meetings, editions_of, kept_of
from outreach.store.reference import Reference, read_reference


def recompute(city: City, who: Who, number: int | None = None) -> tuple[Recomputed, ...]:
    """The editions of one meeting, or of all, counted anew; those whose figures come from paper are left out.

    By meeting, oldest edition first.
    """
    who.must_everywhere(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        return tuple(_recomputed(connection, city.figures.columns(), number))


def edition_findings(connection: Connection, columns: Columns) -> list[Finding]:
    """Editions that say otherwise than their facts, for `check`; the facts must be readable."""
    wrong = [
        {"number": one.number, "edition": one.edition, "what": "、".join(one.differs)}
        for one in _recomputed(connection, columns, None)
        if not one.agrees
    ]
    return [Finding.of("editions_recompute", wrong)] if wrong else []


def _recomputed(connection: Connection, columns: Columns, number: int | None) -> Iterator[Recomputed]:
    reference = read_reference(connection)
    by_number = {row.number: row for row in all_meetings(connection)}
    for found in editions_of(connection, number):
        if found.seq is not None:
            differs = tuple(_differences(connection, columns, by_number[found.meeting], found, reference))
            yield Recomputed(found.meeting, found.edition, differs)


def _differences(
    connection: Connection, columns: Columns, row: MeetingRow, found: EditionRow, reference: Reference
) -> Iterator[str]:
    assert found.seq is not None
    kept = kept_of(connection, found.id, len(row.items))
    for item, told in zip(row.items, kept.items, strict=True):
        anew: Frozen = frozen(item_positions(columns, item, found.seq), item)
        what = "、".join(differences(told, anew))
        if what:
            yield f"{named(reference.schemes[item.scheme_id].name, item.kinds)} 的{what}"
