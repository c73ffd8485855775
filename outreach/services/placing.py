"""Places that are not certain: listed venues without a point or a village, and settling them by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from geodata.locate import place_of
from outreach.figures.lookup import ABSENT
from outreach.rules.history import Stated, holding, worth_recording
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.locating import Place, locate_within
from outreach.services.naming import find
from outreach.services.reach import agencies_of, agencies_within, must_reach
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.placing import without_point
from outreach.store.posting import NewFact, open_change
from outreach.store.venues import (
    Venue,
    VenueChangedMeanwhile,
    described,
    edit_venue,
    histories,
    raise_versions,
)

#: Decimals of a degree that are kept: some 10 cm.
DECIMALS = 6


class OutsideTaipei(Refusal, ValueError):
    """A point that lies in no village of the city, or is none."""

    template = (
        "讀到經度 {lon}、緯度 {lat}，不在臺北市範圍內；請點選地圖上的店家位置，例如 121.5645, 25.0375。"
    )


class PlacedSo(Refusal, ValueError):
    """The venue stands there already."""

    template = "店家 {venue_id} 已在這個位置，沒有新的內容可登錄；請選擇下一筆，例如清單的第一筆。"


@dataclass(frozen=True, slots=True)
class Uncertain:
    """A listed venue whose place is not certain: its district or village as recorded ("" for none)."""

    venue: Venue
    place: str
    place_code: str
    has_village: bool

    @property
    def has_point(self) -> bool:
        """Whether its point is known."""
        return self.venue.lon is not None and self.venue.lat is not None


@dataclass(frozen=True, slots=True)
class UncertainPlaces:
    """The first of a queue, and how many there are."""

    total: int
    first: tuple[Uncertain, ...]


def uncertain_places(city: City, who: Who, *, today: date, limit: int = 50) -> UncertainPlaces:
    """Venues on a list today without point or village that the asker may change, by number."""
    within = agencies_within(city, who, Right.CHANGE, today)
    columns, reference = city.figures.columns(), city.reference()
    listed = np.zeros(columns.size, dtype=bool)
    for scheme in reference.schemes:
        codes = city.figures.positions(scheme, today).codes
        listed[: len(codes)] |= codes[: columns.size] != ABSENT
    if within is not None:
        listed &= np.isin(agencies_of(city, today)[: columns.size], list(within))
    places = columns.track(Facet.PLACE, 0).at(today.toordinal(), None, columns.size)
    villages = [p.id for p in reference.places.values() if p.district_id is not None]
    missing = ~np.isin(places, villages)
    with reading(city.engine) as connection:
        pointless = [i for i in without_point(connection) if i < columns.size]
        missing[pointless] = True
        ids = np.flatnonzero(listed & missing)
        venues = described(connection, ids[:limit].tolist())
    found = []
    for i in ids[:limit].tolist():
        place = reference.places.get(int(places[i]))
        district = reference.places.get(place.district_id or 0) if place is not None else None
        name = "" if place is None else (district.name if district else "") + place.name
        code, is_village = (place.code, place.district_id is not None) if place is not None else ("", False)
        found.append(Uncertain(venues[i], name, code, is_village))
    return UncertainPlaces(len(ids), tuple(found))


def suggestion(city: City, who: Who, venue_id: int, *, today: date) -> Place:
    """Where the venue's address is, as far as the door plates tell. Raises `OutOfReach`."""
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    with reading(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        return locate_within(connection, [venue.address])[0]


def settle(
    city: City, who: Who, venue_id: int, lon: float, lat: float, version: int, *, now: datetime, today: date
) -> int:
    """Put a venue at a point (degrees, WGS 84) and in the village of that point; the change's number.

    The village holds from the day of the place recorded before, else from the listing: the venue was there
    all along. Raises `OutOfReach`, `OutsideTaipei`, `PlacedSo` and `VenueChangedMeanwhile`.
    """
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    at = place_of(lon, lat)
    if at is None:
        raise OutsideTaipei(lon=lon, lat=lat)
    point = {"lon": round(lon, DECIMALS), "lat": round(lat, DECIMALS)}
    return _place(city, who, venue_id, at.village_code, point, version, now, today)


def settle_village(
    city: City, who: Who, venue_id: int, village: str, version: int, *, now: datetime, today: date
) -> int:
    """Put a venue in a village (a code) without a point; the change's number. Raises what `settle` raises."""
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    return _place(city, who, venue_id, village, {}, version, now, today)


def _place(
    city: City,
    who: Who,
    venue_id: int,
    village: str,
    point: dict[str, float],
    version: int,
    now: datetime,
    today: date,
) -> int:
    reference = city.reference()
    villages = {i: p for i, p in reference.places.items() if p.district_id is not None}
    place = find(villages, village, "里")
    with writing(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        told = _told(connection, venue_id)
        since = _since(connection, city, venue_id, told, today)
        new = [NewFact(venue_id, Facet.PLACE, place.id, since)]
        if not worth_recording(told, place.id, "", since):
            new = []
        if not new and all(getattr(venue, field) == value for field, value in point.items()):
            raise PlacedSo(venue_id=venue_id)
        if venue.version != version:
            raise VenueChangedMeanwhile(venue_id=venue_id, version=venue.version)
        change = open_change(
            connection, kind="edit", actor=who.name, user=who.user, summary=f"定位{venue.name}", now=now
        )
        change.facts(new)
        moved = any(getattr(venue, field) != value for field, value in point.items())
        if moved:
            edit_venue(connection, change, venue, point, {})
        else:
            raise_versions(connection, [venue_id])
        return change.id


def _told(connection: Connection, venue_id: int) -> list[Stated]:
    return histories(connection, [venue_id], 0)[venue_id][Facet.PLACE]


def _since(connection: Connection, city: City, venue_id: int, told: list[Stated], today: date) -> date:
    """From which day the place holds: that of the one before, else of the first listing, else today."""
    now = holding(told, today)
    if now is not None:
        return now.effective_on
    first = [
        fact.effective_on
        for scheme in city.reference().schemes
        for fact in histories(connection, [venue_id], scheme)[venue_id][Facet.LISTING]
    ]
    return min(first, default=today)
