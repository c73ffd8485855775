"""The stops of a visit list: where a venue stands under each scheme, whom to ask for, what was tried."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from outreach.figures.arrays import Values
from outreach.figures.lookup import ABSENT, STANDING_CODES, STANDINGS
from outreach.figures.positions import Dimension, Positions
from outreach.rules.vocabulary import Facet, Participation, Standing
from outreach.rules.walk import Point, metres
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.naming import conditions
from outreach.services.privacy import is_recorded
from outreach.services.reach import agencies_of, agencies_within, within_reach
from outreach.services.who import Right, Who
from outreach.store.codes import word_of
from outreach.store.contact_log import LastAttempt, last_attempts
from outreach.store.engine import reading
from outreach.store.reference import Named, Reference
from outreach.store.venues import Venue, contacts_of


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a venue has come with one scheme; `standing` None where it is not on the scheme's list."""

    scheme: str
    scheme_name: str
    standing: Standing | None
    participation: Participation

    @property
    def open(self) -> bool:
        """Whether there is something to be won here."""
        return self.standing is Standing.OUTSTANDING


@dataclass(frozen=True, slots=True)
class Stop:
    """One venue to visit; `leg` is metres from the stop before, None for a venue without a place.

    Person and phone are told to officers and approvers of the venue's own agency, "" to others.
    """

    number: int
    venue: Venue
    agency: str
    district: str
    village: str
    sector: str
    stages: tuple[Stage, ...]
    leg: float | None
    person: str
    phone: str
    last: LastAttempt | None

    @property
    def point(self) -> Point | None:
        """Where it is, if that is known."""
        return place_of(self.venue)


def place_of(venue: Venue) -> Point | None:
    """Where a venue is, if that is known."""
    return Point(venue.lon, venue.lat) if venue.lon is not None and venue.lat is not None else None


@dataclass(frozen=True, slots=True)
class _Scheme:
    """A scheme with every venue's standing and stage today, by venue number."""

    named: Named
    positions: Positions
    stages: Values

    def stage(self, venue_id: int) -> Stage:
        """One venue's."""
        code = int(self.positions.codes[venue_id])
        standing = None if code == ABSENT else STANDINGS[code]
        participation = Participation(word_of(Facet.PARTICIPATION, int(self.stages[venue_id])))
        return Stage(self.named.code, self.named.name, standing, participation)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks on which day, and how every venue stands under each scheme then."""

    city: City
    who: Who
    today: date
    reference: Reference
    schemes: tuple[_Scheme, ...]

    @classmethod
    def of(cls, city: City, who: Who, today: date) -> Asked:
        """The city as it stands today. Raises `NotAllowed`."""
        who.must(Right.CHANGE)
        reference = city.reference()
        columns = city.figures.columns()
        schemes = []
        for named in reference.schemes.values():
            positions = city.figures.positions(named.id, today)
            track = columns.track(Facet.PARTICIPATION, named.id)
            schemes.append(_Scheme(named, positions, track.at(today.toordinal(), None, len(positions.codes))))
        return cls(city, who, today, reference, tuple(schemes))

    def outstanding(self, where: Sequence[str]) -> set[int]:
        """Ids of the asker's venues that are outstanding under any scheme and meet FIELD=CODE conditions."""
        found: set[int] = set()
        for scheme in self.schemes:
            asked = scheme.positions.selected(conditions(self.reference, scheme.named.id, where))
            asked &= scheme.positions.codes == STANDING_CODES[Standing.OUTSTANDING]
            found.update(np.flatnonzero(asked).tolist())
        within = agencies_within(self.city, self.who, Right.CHANGE, self.today)
        if within is None:
            return found
        agencies = agencies_of(self.city, self.today)
        return {i for i in found if i < len(agencies) and int(agencies[i]) in within}

    def reached(self, ids: Collection[int]) -> set[int]:
        """Those of the venues that are the asker's today."""
        size = min((len(scheme.positions.codes) for scheme in self.schemes), default=0)
        known = {i for i in ids if 0 < i < size}
        return set(within_reach(self.city, self.who, Right.CHANGE, known, self.today))

    def stops(self, start: Point, venues: Sequence[Venue]) -> tuple[Stop, ...]:
        """The venues as stops, in the order given."""
        ids = [venue.id for venue in venues]
        with reading(self.city.engine) as connection:
            last = last_attempts(connection, ids)
            # Whose looks are recorded one by one gets none in a list.
            people = {} if is_recorded(self.who) else contacts_of(connection, ids)
        stops, here = [], start
        for number, venue in enumerate(venues, start=1):
            point, leg = place_of(venue), None
            if point is not None:
                leg, here = metres(here, point), point
            person, phone = people.get(venue.id, ("", ""))
            words = self._words(venue.id)
            stages = tuple(scheme.stage(venue.id) for scheme in self.schemes)
            stops.append(Stop(number, venue, *words, stages, leg, person, phone, last.get(venue.id)))
        return tuple(stops)

    def _words(self, venue_id: int) -> tuple[str, str, str, str]:
        """Agency, district, village and sector of a venue; "" for none."""
        told = []
        for dimension in (Dimension.AGENCY, Dimension.DISTRICT, Dimension.VILLAGE, Dimension.SECTOR):
            scheme: _Scheme = self.schemes[0]
            group = int(scheme.positions.dimension(dimension)[venue_id])
            told.append(name_of(self.reference, scheme.named.id, dimension, group)[1] if group else "")
        agency, district, village, sector = told
        return agency, district, village, sector
