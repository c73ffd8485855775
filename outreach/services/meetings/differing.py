"""What an edition says otherwise than the one before it, in figures and in venues."""

from __future__ import annotations

from collections.abc import Mapping

from outreach.rules.editions import Frozen
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.meetings.looking import edition_row, head_told, item_told, meeting_row
from outreach.services.meetings.model import EditionDifference, ItemDifference
from outreach.services.meetings.reading import figures
from outreach.services.meetings.refusals import NoSuchEdition
from outreach.services.meetings.since import side_by_side
from outreach.services.reach import within_reach
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.meetings import Kept, MeetingRow, editions_of, kept_of
from outreach.store.venues import described


def what_differs(city: City, who: Who, number: int, edition: int) -> EditionDifference:
    """An edition beside the one before; items of which nothing differs have no rows and no venues.

    Raises `NoSuchMeeting`, `NoSuchEdition` (also of an edition that has none before it).
    """
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        if edition < 2:
            raise NoSuchEdition(
                number=number, edition=edition - 1, editions=len(editions_of(connection, number))
            )
        later, earlier = (edition_row(connection, number, one) for one in (edition, edition - 1))
        after, before = (kept_of(connection, one.id, len(row.items)) for one in (later, earlier))
    absent, absent_before = after.non_reporters, before.non_reporters
    return EditionDifference(
        head_told(earlier),
        head_told(later),
        tuple(_item(city, who, row, position, before, after) for position in range(len(row.items))),
        tuple(name for agency, name in absent_before.items() if agency not in absent),
        tuple(name for agency, name in absent.items() if agency not in absent_before),
    )


def _item(city: City, who: Who, row: MeetingRow, position: int, before: Kept, after: Kept) -> ItemDifference:
    reference, item = city.reference(), row.items[position]
    then, now = (figures(kept, position, reference) for kept in (before, after))
    stood, stands = (_standings(kept.items[position]) for kept in (before, after))
    moved = sorted(i for i in stood.keys() | stands.keys() if stood.get(i) is not stands.get(i))
    may = who.may(Right.SEE_VENUES)
    seen = within_reach(city, who, Right.SEE_VENUES, moved, item.as_of) if may else ()
    mine = [i for i in moved if i in seen]
    with reading(city.engine) as connection:
        names = {i: venue.name for i, venue in described(connection, mine).items()}
    return ItemDifference(
        item_told(item, reference),
        before.items[position].total,
        after.items[position].total,
        tuple((old, new) for old, new in side_by_side(then, now) if old.tally != new.tally),
        tuple((i, stood.get(i), stands.get(i)) for i in mine),
        names,
        len(moved),
    )


def _standings(item: Frozen) -> Mapping[int, Standing]:
    return {i: standing for standing, ids in item.members.items() for i in ids}
