"""The venues of one village with their points: all that the asker may see, and who joined for everybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from geodata.places import Village, village_by_code
from outreach.figures.arrays import Bools, Int32
from outreach.figures.lookup import STANDING_CODES, STANDINGS
from outreach.figures.positions import Dimension
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, name_of
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.naming import conditions, scheme_named
from outreach.services.open_figures import may_see_figures
from outreach.services.reach import agencies_within
from outreach.services.who import Right, Who
from outreach.store.engine import reading
from outreach.store.venues import described

#: Decimals of a degree to which points are told: about a metre. What agrees in them is one place.
DECIMALS = 5
#: The order in which venues of one place are told: whoever must act comes first.
_URGENCY = {s: n for n, s in enumerate(dict.fromkeys((Standing.OUTSTANDING, *Standing)))}


@dataclass(frozen=True, slots=True)
class Spot:
    """A venue of a village; `lon` and `lat` (WGS 84) are None where nobody knows its point."""

    id: int
    name: str
    agency: str
    standing: Standing
    lon: float | None
    lat: float | None
    address: str = ""
    voucher_kinds: str = ""

    @property
    def located(self) -> bool:
        """Whether it can be drawn."""
        return self.lon is not None and self.lat is not None


@dataclass(frozen=True, slots=True)
class Spots:
    """The listed venues of a village, whoever must act first; `total` is the village's figures.

    `joined_only` says that the public asks: then both are of who joined. Otherwise `total` counts venues of
    other agencies too, of which only those that joined are among the spots.
    """

    village: Village
    spots: tuple[Spot, ...]
    total: Tally
    joined_only: bool = False

    @property
    def unlocated(self) -> int:
        """How many venues have no point."""
        return sum(not spot.located for spot in self.spots)

    def together(self, venue_id: int) -> tuple[Spot, ...]:
        """The venues at the same place as one, itself among them; none where it is not in this village."""
        at = next((s for s in self.spots if s.id == venue_id), None)
        if at is None or not at.located:
            return () if at is None else (at,)
        return tuple(s for s in self.spots if (s.lon, s.lat) == (at.lon, at.lat))


def spots(city: City, who: Who, question: Question, village: str) -> Spots:
    """The venues of a village (its code) under a question.

    Of agencies out of the asker's reach, and for the public, only venues that are open and have joined.
    Raises `NoSuchPlace`, `NotAllowed` and the refusals of `coverage`.
    """
    who.must(Right.SEE_PUBLIC)
    if not who.may(Right.SEE_VENUES):
        may_see_figures(who, None, question.where)
    found = village_by_code(village)
    if found is None:
        raise NoSuchPlace(value=village)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    where = conditions(reference, scheme.id, (*question.where, f"village={village}"))
    positions = city.figures.positions(scheme.id, question.as_of, question.known_at)
    agencies = positions.dimension(Dimension.AGENCY)
    shown = positions.selected(where) & (
        (positions.codes == STANDING_CODES[Standing.COMPLETED]) | _seen(city, who, question.as_of, agencies)
    )
    ids = [int(i) for i in shown.nonzero()[0]]
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    names: dict[int, str] = {}
    told = []
    for i in ids:
        venue, agency = venues[i], int(agencies[i])
        if agency not in names:
            names[agency] = name_of(reference, scheme.id, Dimension.AGENCY, agency)[1] if agency else ""
        point = (None, None) if venue.lon is None or venue.lat is None else _rounded(venue.lon, venue.lat)
        told.append(
            Spot(
                i,
                venue.name,
                names[agency],
                STANDINGS[positions.codes[i]],
                point[0],
                point[1],
                venue.address,
                venue.voucher_kinds,
            )
        )
    told.sort(key=lambda s: (_URGENCY[s.standing], s.id))
    if not who.may(Right.SEE_FIGURES):
        return Spots(found, tuple(told), Tally.of(Counter(s.standing for s in told)), joined_only=True)
    where_ = (*question.where, f"village={village}")
    table = coverage(city, who, question.scheme, question.as_of, where=where_, known_at=question.known_at)
    return Spots(found, tuple(told), table.total)


def _seen(city: City, who: Who, day: date, agencies: Int32) -> Bools:
    """Which venues the asker may see whatever their standing, by number."""
    if not who.may(Right.SEE_VENUES):
        return np.zeros(len(agencies), dtype=np.bool_)
    within = agencies_within(city, who, Right.SEE_VENUES, day)
    if within is None:
        return np.ones(len(agencies), dtype=np.bool_)
    return np.isin(agencies, list(within))


def _rounded(lon: float, lat: float) -> tuple[float, float]:
    return round(lon, DECIMALS), round(lat, DECIMALS)
