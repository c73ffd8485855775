"""A venue that exists; whoever reaches the whole city reaches any number, also one that is none."""

from __future__ import annotations

from datetime import date

from outreach.services.city import City
from outreach.services.reach import OutOfReach, must_reach
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading
from outreach.store.venues import Venue, described

#: What a database's whole numbers end at.
_BEYOND = 2**63


def known_venue(connection: Connection, venue_id: int) -> Venue:
    """The venue of a number. Raises `OutOfReach`, as for another agency's, where there is none."""
    found = described(connection, [venue_id]).get(venue_id) if 0 < venue_id < _BEYOND else None
    if found is None:
        raise OutOfReach(venue_id=venue_id)
    return found


def reached_venue(city: City, who: Who, right: Right, venue_id: int, today: date) -> Venue:
    """A venue in reach of a right. Raises `NotAllowed` and `OutOfReach`."""
    must_reach(city, who, right, [venue_id], today)
    with reading(city.engine) as connection:
        return known_venue(connection, venue_id)
