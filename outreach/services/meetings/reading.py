"""Meetings, and their editions as they were frozen."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.figures.coverage import Coverage, rolled_up
from outreach.figures.schemes import first_level
from outreach.rules.editions import Frozen, Item
from outreach.rules.rate import Tally
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
from outreach.services.meetings.model import Bureau, Edition, Figure, ItemFigures, Meeting
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
        kept = kept_of(connection, found.id, len(row.items), with_members=False)
        meeting = meeting_told(row, editions_of(connection, number), reference)
    items = tuple(
        ItemFigures(
            item_told(item, reference),
            rows := figures(kept, position, reference),
            kept.items[position].total,
            _bureaus(city, rows, kept.items[position], item, found.seq, reference),
            city.figures.settings(item.scheme_id, item.as_of, found.seq),
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


def _bureaus(
    city: City, rows: Sequence[Figure], kept: Frozen, item: Item, seq: int | None, reference: Reference
) -> tuple[Bureau, ...]:
    """The rows rolled up with the parents as known at the number; rows of paper stand by themselves."""
    if seq is None:
        return tuple(Bureau(row, (row,)) for row in rows)
    parents = city.figures.parents(item.as_of, seq)
    sums = rolled_up(Coverage(dict(kept.agencies), kept.total), parents).rows
    own = {row.agency: row for row in rows}
    found: list[Bureau] = []
    for top, tally in sums.items():
        inside = [row for row in rows if first_level(row.agency, parents) == top]
        known = own.get(top) or _without_venues(top, reference)
        figure = Figure(top, known.key, known.name, tally)
        found.append(Bureau(figure, tuple(sorted(inside, key=lambda row: (row.agency != top, row.key)))))
    return tuple(sorted(found, key=lambda one: (one.figure.agency == 0, one.figure.key)))


def _without_venues(agency: int, reference: Reference) -> Figure:
    """A bureau that has subordinates with venues and none itself."""
    named = reference.agencies[agency]
    return Figure(agency, named.code, named.short_name or named.name, Tally())


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
