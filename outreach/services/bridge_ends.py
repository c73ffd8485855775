"""The two ends of a bridge: a day as known at a number, chosen as such or as a meeting's edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outreach.rules.editions import Item
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.meetings.looking import edition_row, meeting_row, named
from outreach.services.meetings.refusals import FiguresFromPaper, NoSuchItem
from outreach.services.naming import scheme_named
from outreach.services.who import Right, Who
from outreach.store.engine import reading


@dataclass(frozen=True, slots=True)
class End:
    """One end: the day, the number it is known at (None: now), and the edition that froze it, if one did."""

    day: date
    known_at: int | None = None
    meeting: int | None = None
    edition: int | None = None


def meeting_end(
    city: City, who: Who, number: int, scheme: str, kinds: Sequence[Kind] = (), *, edition: int | None = None
) -> End:
    """The day of a meeting's item about a scheme, known at the number of an edition (the newest unless told).

    Of several items of the scheme the one about the same kinds is meant, else the first: kinds are asked for
    by themselves. Raises `NoSuchMeeting`, `NoSuchEdition`, `NoSuchItem`, and `FiguresFromPaper` of an
    edition that no facts stand behind.
    """
    who.must(Right.READ_MEETINGS)
    reference = city.reference()
    wanted = scheme_named(reference, scheme)
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        found = edition_row(connection, number, edition)
    items = [item for item in row.items if item.scheme_id == wanted.id]
    if not items:
        known = "、".join(named(reference.schemes[i.scheme_id].name, i.kinds) for i in row.items)
        raise NoSuchItem(number=number, item=named(wanted.name, kinds), items=known)
    if found.seq is None:
        raise FiguresFromPaper(number=number, what="說明增減原因")
    same = [i for i in items if i.same_list(Item(wanted.id, frozenset(kinds), i.as_of))]
    return End((same or items)[0].as_of, found.seq, number, found.edition)
