"""Venues on a scheme's list that are no agency's, and giving them to one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np

from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.duplicates.candidates import listed_on
from outreach.services.duplicates.pairs import Brief, briefs
from outreach.services.duplicates.refusals import HasAgency
from outreach.services.naming import find
from outreach.services.reach import agencies_of
from outreach.services.venues import NoSuchVenue
from outreach.services.who import Extent, Right, Who
from outreach.store.engine import writing
from outreach.store.posting import NewFact, open_change
from outreach.store.venues import described, raise_versions


def nobodys_venues(city: City, who: Who, *, today: date) -> tuple[Brief, ...]:
    """Venues that a scheme lists on a day and that are no agency's then, in the order of their numbers.

    For who sees the whole city. Raises `NotAllowed`.
    """
    who.must_everywhere(Right.SEE_VENUES)
    return tuple(briefs(city, _nobodys(city, today), today).values())


def nobodys_count(city: City, who: Who, *, today: date) -> int:
    """How many venues are no agency's; 0 for who does not see the whole city."""
    who.must(Right.SEE_VENUES)
    return len(_nobodys(city, today)) if who.extent(Right.SEE_VENUES) is Extent.CITY else 0


def _nobodys(city: City, day: date) -> list[int]:
    listed = listed_on(city, day)
    ids: list[int] = np.flatnonzero(listed & (agencies_of(city, day)[: len(listed)] == 0)).tolist()
    return ids


def assign(
    city: City,
    who: Who,
    venue_ids: Sequence[int],
    agency: str,
    *,
    now: datetime,
    today: date,
    effective_on: date | None = None,
) -> int:
    """Give venues that are nobody's to an agency (code or name) from a day (default: today); the change's id.

    One change, all or none. Raises `NotAllowed`, `naming.Unknown`, `NoSuchVenue` and `HasAgency`.
    """
    who.must_everywhere(Right.ADMINISTER)
    reference = city.reference()
    given = find(reference.agencies, agency, "機關")
    ids = sorted(set(venue_ids))
    day = effective_on or today
    with writing(city.engine) as connection:
        known = described(connection, ids)
        whose = agencies_of(city, today)
        for venue_id in ids:
            if venue_id not in known:
                raise NoSuchVenue(venue_id=venue_id)
            named = reference.agencies.get(int(whose[venue_id]) if venue_id < len(whose) else 0)
            if named is not None:
                raise HasAgency(venue_id=venue_id, agency=named.short_name)
        change = open_change(
            connection,
            kind="edit" if len(ids) == 1 else "bulk",
            actor=who.name,
            user=who.user,
            summary=f"{len(ids)} 家無主管機關的店家歸{given.short_name}",
            now=now,
        )
        change.facts([NewFact(i, Facet.AGENCY, given.id, day) for i in ids])
        raise_versions(connection, ids)
    return change.id
