"""The venues of one village with their points: all that the asker may see, and who joined for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from geodata.places import Village, village_by_code
from outreach.figures.lookup import STANDINGS
from outreach.figures.positions import Dimension, Positions
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.coverage import coverage, name_of
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.naming import conditions, scheme_named
from outreach.services.points import DECIMALS as DECIMALS
from outreach.services.points import in_degrees, in_units
from outreach.services.seen import eyes_of
from outreach.services.who import Who
from outreach.store.engine import reading
from outreach.store.venues import described

#: The order in which venues are told: whoever must act comes first.
URGENCY = {s: n for n, s in enumerate(dict.fromkeys((Standing.OUTSTANDING, *Standing)))}


@dataclass(frozen=True, slots=True)
class Spot:
    """A venue of a village; `lon` and `lat` (WGS 84) are None where nobody knows its point.

    `agency` is "" where there is none, and for the public, which is not told whose list a venue is on.
    """

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


def spots(city: City, who: Who, question: Question, village: str, *, today: date) -> Spots:
    """The venues of a village (its code) under a question; whom they are told to, `services.seen` says.

    Raises `NoSuchPlace`, `NotAllowed` and the refusals of `coverage`.
    """
    where = (*question.where, f"village={village}")
    eyes = eyes_of(city, who, question.as_of, where, today=today)
    found = village_by_code(village)
    if found is None:
        raise NoSuchPlace(value=village)
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    positions = eyes.look(city, scheme.id, question.known_at)
    shown = positions.selected(conditions(reference, scheme.id, where))
    told = told_spots(city, positions, np.flatnonzero(shown).tolist(), joined_only=eyes.joined_only)
    told.sort(key=lambda s: (URGENCY[s.standing], s.id))
    if eyes.joined_only:
        return Spots(found, tuple(told), Tally.of(Counter(s.standing for s in told)), joined_only=True)
    table = coverage(city, who, question.scheme, question.as_of, where=where, known_at=question.known_at)
    return Spots(found, tuple(told), table.total)


def told_spots(city: City, positions: Positions, ids: Sequence[int], *, joined_only: bool) -> list[Spot]:
    """Venues that somebody may see, in the order of their numbers given; `joined_only`: the public asks."""
    reference, agencies = city.reference(), positions.dimension(Dimension.AGENCY)
    with reading(city.engine) as connection:
        venues = described(connection, ids)
    names: dict[int, str] = {0: ""}
    rows = [venues[i] for i in ids]
    x, y = (side.tolist() for side in in_units([row.lon for row in rows], [row.lat for row in rows]))
    told = []
    for at, venue in enumerate(rows):
        agency = 0 if joined_only else int(agencies[venue.id])
        if agency not in names:
            names[agency] = name_of(reference, positions.scheme_id, Dimension.AGENCY, agency)[1]
        told.append(
            Spot(
                venue.id,
                venue.name,
                names[agency],
                STANDINGS[positions.codes[venue.id]],
                in_degrees(x[at]),
                in_degrees(y[at]),
                venue.address,
                venue.voucher_kinds,
            )
        )
    return told
