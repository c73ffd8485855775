"""The venues behind a number of an edition, as they were frozen and as they were known then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from outreach.figures.arrays import Values
from outreach.figures.positions import Dimension
from outreach.figures.schemes import first_level
from outreach.rules.editions import Item
from outreach.rules.vocabulary import Kind, Standing
from outreach.services.city import City
from outreach.services.meetings.looking import edition_row, head_told, item_told, meeting_row, position_of
from outreach.services.meetings.model import EditionVenues
from outreach.services.meetings.refusals import FiguresFromPaper
from outreach.services.naming import find
from outreach.services.reach import agencies_within, within_reach
from outreach.services.venues import PAGE_SIZE, Member, MemberPage, members_by_id
from outreach.services.who import Right, Who
from outreach.store.edited_names import names_replaced_since
from outreach.store.engine import reading
from outreach.store.meetings import EditionRow, kept_of

#: Stands for the venues that have no agency.
NOBODY = "-"


def edition_venues(
    city: City,
    who: Who,
    number: int,
    scheme: str,
    kinds: Sequence[Kind] = (),
    *,
    edition: int | None = None,
    standings: Sequence[Standing] = (),
    of: str = "",
    own: bool = False,
    page: int = 1,
    page_size: int | None = PAGE_SIZE,
) -> EditionVenues:
    """One page (from 1; `page_size` None: all) of the venues behind a number of an edition.

    `standings` empty means any; `of` is an agency (code or name; "-": none) with its subordinates as known
    then, without them where `own`. Name, standing and remark are those known at the edition's number.
    Raises `NoSuchMeeting`, `NoSuchEdition`, `NoSuchItem`, `FiguresFromPaper` and those of `naming`.
    """
    who.must(Right.READ_MEETINGS)
    who.must(Right.SEE_VENUES)
    reference = city.reference()
    with reading(city.engine) as connection:
        row = meeting_row(connection, number)
        position = position_of(row, reference, scheme, kinds)
        found = edition_row(connection, number, edition)
        if found.seq is None:
            raise FiguresFromPaper(number=number, what="逐家列出")
        members = kept_of(connection, found.id, len(row.items)).items[position].members
    item = row.items[position]
    ids = sorted(
        i for standing, stood in members.items() if standing in (standings or Standing) for i in stood
    )
    if of:
        agency = 0 if of == NOBODY else find(reference.agencies, of, "機關").id
        ids = _of_agency(city, item, found.seq, ids, agency, own=own)
    mine = _reached(city, who, item, found.seq, ids)
    part = mine if page_size is None else mine[(page - 1) * page_size : page * page_size]
    told = item_told(item, reference)
    members_then = _as_known_then(city, who, told.scheme, item, part, found)
    named = reference.schemes[item.scheme_id]
    listed = MemberPage(named, item.as_of, found.seq, len(mine), members_then, len(ids) - len(mine))
    return EditionVenues(told, head_told(found), listed)


def _of_agency(city: City, item: Item, seq: int, ids: Sequence[int], agency: int, *, own: bool) -> list[int]:
    """Those of the venues that were an agency's on the item's day, as known at a number."""
    groups = _agencies_then(city, item, seq)
    parents = {} if own else city.figures.parents(item.as_of, seq)
    return [i for i in ids if i < len(groups) and first_level(int(groups[i]), parents) == agency]


def _agencies_then(city: City, item: Item, seq: int) -> Values:
    return city.figures.positions(item.scheme_id, item.as_of, seq).dimension(Dimension.AGENCY)


def _reached(city: City, who: Who, item: Item, seq: int, ids: Sequence[int]) -> list[int]:
    """Venues that are in the asker's reach as the item's day is known now, and were as known then."""
    within = agencies_within(city, who, Right.SEE_VENUES, item.as_of)
    if within is None:
        return list(ids)
    groups = _agencies_then(city, item, seq)
    seen = within_reach(city, who, Right.SEE_VENUES, ids, item.as_of)
    return [i for i in ids if i in seen and i < len(groups) and int(groups[i]) in within]


def _as_known_then(
    city: City, who: Who, scheme: str, item: Item, ids: Sequence[int], frozen: EditionRow
) -> tuple[Member, ...]:
    found = members_by_id(city, who, scheme, item.as_of, ids, known_at=frozen.seq)
    with reading(city.engine) as connection:
        before = names_replaced_since(connection, ids, frozen.frozen_at)
    return tuple(
        replace(one, venue=replace(one.venue, name=before[one.venue.id])) if one.venue.id in before else one
        for one in found
    )
