"""The venues behind a number, each with why it stands there; search, pages, and one venue's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.arrays import Bools
from outreach.figures.figures import Figures
from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.orders import known_orders
from outreach.figures.positions import Dimension, Positions
from outreach.rules.matching import address_key, name_key
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet, Standing
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.explain import Why, explain
from outreach.services.naming import conditions
from outreach.services.question import question
from outreach.services.reach import agencies_within, must_reach
from outreach.services.who import Right, Who
from outreach.store.codes import WORDS, word_of
from outreach.store.engine import reading
from outreach.store.reference import Named as Named
from outreach.store.reference import Reference, read_reference
from outreach.store.told import ToldEdit, ToldFact, ids_by_text, told_edits, told_facts
from outreach.store.venues import Venue as Venue
from outreach.store.venues import described

#: Venues on one page of a list.
PAGE_SIZE = 50


class NoSuchVenue(Refusal, LookupError):
    """No venue has this number."""

    template = "查無店家編號『{venue_id}』；店家編號是匯出清單第一欄的數字，例如 1250。"


@dataclass(frozen=True, slots=True)
class Member:
    """One venue of a list, with its dimensions in words and why it stands where it stands."""

    venue: Venue
    agency: str
    district: str
    village: str
    sector: str
    category: str
    kind: str
    why: Why


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Part of a list; `total` is how many venues the whole list has.

    `out_of_reach` venues stand behind the same number and are other agencies', whom the asker may not see.
    """

    scheme: Named
    as_of: date
    known_at: int
    total: int
    members: tuple[Member, ...]
    out_of_reach: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question resolved against the reference tables."""

    city: City
    reference: Reference
    scheme: Named
    as_of: date
    seq: int
    positions: Positions


def _asked(city: City, scheme: str, as_of: date, known_at: str | int | None) -> _Asked:
    asked = question(city, scheme, known_at)
    positions = city.figures.positions(asked.scheme.id, as_of, asked.seq)
    return _Asked(city, asked.reference, asked.scheme, as_of, asked.seq, positions)


def member_ids(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    standings: Sequence[Standing] = (),
    where: Sequence[str] = (),
    search: str = "",
    known_at: str | int | None = None,
    agency_with_subordinates: str | None = None,
) -> list[int]:
    """Ids of the listed venues that stand in one of `standings` (none given: any), ascending.

    `search` looks in names, addresses and tax numbers. `agency_with_subordinates` is an agency's code
    whose roll-up is meant, as in a roll-up's row.
    """
    asked = _asked(city, scheme, as_of, known_at)
    selected = _selected(asked, standings, where, agency_with_subordinates)
    return _listed(asked, selected & _reached(asked, who), search)


def _listed(asked: _Asked, mask: Bools, search: str) -> list[int]:
    """Ids of the venues chosen, ascending; those alone that are searched for, if anything is."""
    ids = np.flatnonzero(mask)
    if search.strip():
        with reading(asked.city.engine) as connection:
            found = ids_by_text(connection, name_key(search), address_key(search), search.strip())
        ids = np.intersect1d(ids, np.array(found, dtype=np.int64), assume_unique=True)
    listed: list[int] = ids.tolist()
    return listed


def _reached(asked: _Asked, who: Who) -> Bools:
    """Which venues the asker may see, by the agency that each had on the day asked about."""
    within = agencies_within(asked.city, who, Right.SEE_VENUES, asked.as_of)
    agencies = asked.positions.dimension(Dimension.AGENCY)
    if within is None:
        return np.ones(len(agencies), dtype=np.bool_)
    return np.isin(agencies, list(within))


def _selected(
    asked: _Asked, standings: Sequence[Standing], where: Sequence[str], agency_with_subordinates: str | None
) -> Bools:
    """Which venues stand behind a number, whoever asks."""
    mask = asked.positions.selected(conditions(asked.reference, asked.scheme.id, where))
    if standings:
        mask &= asked.positions.standing_in(standings)
    if agency_with_subordinates:
        mask &= np.isin(
            asked.positions.dimension(Dimension.AGENCY),
            _with_subordinates(asked.city.figures, asked, agency_with_subordinates),
        )
    return mask


def _with_subordinates(figures: Figures, asked: _Asked, code: str) -> list[int]:
    from outreach.figures.schemes import first_level
    from outreach.services.naming import find

    top = find(asked.reference.agencies, code, "機關").id
    parents = figures.parents(asked.as_of, asked.seq)
    return [a for a in asked.reference.agencies if first_level(a, parents) == top]


def members(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    standings: Sequence[Standing] = (),
    where: Sequence[str] = (),
    search: str = "",
    known_at: str | int | None = None,
    agency_with_subordinates: str | None = None,
    page: int = 1,
    page_size: int | None = PAGE_SIZE,
) -> MemberPage:
    """One page (from 1) of the venues behind a number; `page_size` None gives all of them."""
    asked = _asked(city, scheme, as_of, known_at)
    selected, reached = _selected(asked, standings, where, agency_with_subordinates), _reached(asked, who)
    ids = _listed(asked, selected & reached, search)
    part = ids if page_size is None else ids[(page - 1) * page_size : page * page_size]
    hidden = selected & ~reached
    return MemberPage(
        asked.scheme, as_of, asked.seq, len(ids), _members(asked, part), int(np.count_nonzero(hidden))
    )


def members_by_id(
    city: City, who: Who, scheme: str, as_of: date, ids: Sequence[int], known_at: str | int | None = None
) -> tuple[Member, ...]:
    """Given venues, in their order, as they stood on a day; not those off the list or out of reach."""
    asked = _asked(city, scheme, as_of, known_at)
    codes, reached = asked.positions.codes, _reached(asked, who)
    return _members(asked, [i for i in ids if 0 < i < len(codes) and codes[i] != ABSENT and reached[i]])


def _members(asked: _Asked, ids: Sequence[int]) -> tuple[Member, ...]:
    columns = asked.positions.columns
    seq = None if asked.seq >= columns.seq else asked.seq
    orders = known_orders(columns, seq)
    settings = asked.city.figures.settings(asked.scheme.id, asked.as_of, asked.seq)
    with reading(asked.city.engine) as connection:
        venues = described(connection, ids)
        told = told_facts(connection, ids, asked.scheme.id, asked.seq)
    words = {
        d: asked.positions.dimension(d)
        for d in (
            Dimension.AGENCY,
            Dimension.DISTRICT,
            Dimension.VILLAGE,
            Dimension.SECTOR,
            Dimension.CATEGORY,
        )
    }
    kinds = asked.positions.dimension(Dimension.KIND)
    found = []
    for i in ids:
        why = explain(told[i], orders, settings, asked.as_of)
        # One truth: the explanation of a venue and the figure that counted it may never disagree.
        assert STANDINGS[asked.positions.codes[i]] is why.standing
        names = {d: _shown(asked, d, int(words[d][i])) for d in words}
        found.append(
            Member(
                venues[i],
                names[Dimension.AGENCY],
                names[Dimension.DISTRICT],
                names[Dimension.VILLAGE],
                names[Dimension.SECTOR],
                names[Dimension.CATEGORY],
                str(word_of(Facet.KIND, int(kinds[i]))),
                why,
            )
        )
    return tuple(found)


def _shown(asked: _Asked, dimension: Dimension, value: int) -> str:
    return name_of(asked.reference, asked.scheme.id, dimension, value)[1] if value else ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One fact of a venue in words; `scheme` "" for what holds for all schemes."""

    fact: ToldFact
    scheme: str
    value: str
    """The word or code of enum facets (`joined`), the name of others (商業處)."""


@dataclass(frozen=True, slots=True)
class VenueHistory:
    """Everything ever said about a venue, newest first; undone facts are among it, marked."""

    venue: Venue
    lines: tuple[HistoryLine, ...]
    edits: tuple[ToldEdit, ...]


def venue_history(
    city: City, who: Who, venue_id: int, known_at: str | int | None = None, *, today: date
) -> VenueHistory:
    """One venue's whole history of facts and of replaced descriptions.

    Raises `NoSuchVenue`, and `OutOfReach` where the venue is not, today, one the asker may see.
    """
    must_reach(city, who, Right.SEE_VENUES, [venue_id], today)
    seq = cities.known_at(city, known_at)
    with reading(city.engine) as connection:
        reference = read_reference(connection)
        venues = described(connection, [venue_id])
        if venue_id not in venues:
            raise NoSuchVenue(venue_id=venue_id)
        told = told_facts(connection, [venue_id], None, seq)[venue_id]
        edits = told_edits(connection, venue_id)
    lines = [
        HistoryLine(
            f,
            reference.schemes[f.scheme_id].name if f.scheme_id else "",
            value_in_words(reference, f.facet, f.value),
        )
        for f in reversed(told)
    ]
    return VenueHistory(venues[venue_id], tuple(lines), tuple(reversed(edits)))


def value_in_words(reference: Reference, facet: Facet, value: int) -> str:
    """A stored value as a code of an enum facet or the name of an entry; "" where it names nothing."""
    if facet in WORDS:
        return str(word_of(facet, value))
    if facet is Facet.AGENCY and value in reference.agencies:
        return reference.agencies[value].short_name or reference.agencies[value].name
    if facet is Facet.SECTOR and value in reference.sectors:
        return reference.sectors[value].name
    if facet is Facet.CATEGORY and value in reference.categories:
        return reference.categories[value].name
    if facet is Facet.PLACE and value in reference.places:
        place = reference.places[value]
        district = reference.places[place.district_id].name if place.district_id else ""
        return district + place.name
    return "核准" if facet is Facet.APPROVAL and value else ""
