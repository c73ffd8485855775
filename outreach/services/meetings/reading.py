"""Meetings, and their editions as they were frozen."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import City
from outreach.services.meetings.looking import (
    edition_row,
    head_told,
    item_told,
    meeting_row,
    meeting_told,
    position_of,
)
from outreach.services.meetings.model import Edition, Figure, ItemFigures, Meeting
from outreach.services.reach import within_reach
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.meetings import Kept, all_meetings, editions_of, kept_of
from outreach.store.reference import Reference


def meetings(city: City, who: Who) -> tuple[Meeting, ...]:
    """Every meeting with its editions, the newest first."""
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    with reading(city.engine) as connection:
        every = editions_of(connection)
        return tuple(
            meeting_told(row, [e for e in every if e.meeting == row.number], reference)
            for row in all_meetings(connection)
        )


def edition(city: City, who: Who, number: int, edition: int | None = None) -> Edition:
    """An edition as it was frozen, the newest unless told otherwise.

    Raises `NoSuchMeeting`, `NoSuchEdition`.
    """
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        found = edition_row(connection, number, edition)
        kept = kept_of(connection, found.id, len(row.items))
        meeting = meeting_told(row, editions_of(connection, number), reference)
    items = tuple(
        ItemFigures(
            item_told(item, reference), figures(kept, position, reference), kept.items[position].total
        )
        for position, item in enumerate(row.items)
    )
    return Edition(meeting, head_told(found), items, tuple(kept.non_reporters.values()))


def figures(kept: Kept, position: int, reference: Reference) -> tuple[Figure, ...]:
    """The rows of one item as kept, by code, what has no agency last."""
    return tuple(
        Figure(i, reference.agencies[i].code if i else "", kept.names[i], tally)
        for i, tally in kept.items[position].agencies.items()
    )


def edition_members(
    city: City,
    who: Who,
    number: int,
    scheme: str,
    kinds: Sequence[Kind] = (),
    *,
    standing: Standing | None = None,
    edition: int | None = None,
) -> tuple[int, ...]:
    """Ids of the venues behind an edition's item, of one standing or of all, ascending.

    Those of other agencies (as of the item's day) are left out for who may not see them; of figures from
    paper there are none. Raises `NoSuchMeeting`, `NoSuchEdition`, `NoSuchItem`.
    """
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        position = position_of(row, city.reference(), scheme, kinds)
        found = edition_row(connection, number, edition)
        members = kept_of(connection, found.id, len(row.items)).items[position].members
    ids = sorted(i for s, stood in members.items() if standing in (None, s) for i in stood)
    seen = within_reach(city, who, Right.SEE_VENUES, ids, row.items[position].as_of)
    return tuple(i for i in ids if i in seen)
