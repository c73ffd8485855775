"""Where venues are: the queue of places that are not certain, and moving a venue to its place by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from geodata.locate import place_of
from outreach.figures.lookup import ABSENT
from outreach.rules.history import Stated, holding, worth_recording
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Facet
from outreach.rules.walk import Point, metres
from outreach.services.city import City
from outreach.services.known_venue import known_venue
from outreach.services.locating import Place, locate_within
from outreach.services.naming import find
from outreach.services.reach import agencies_of, agencies_within, must_reach
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading, writing
from outreach.store.placing import without_point
from outreach.store.posting import NewFact, open_change
from outreach.store.reference import Place as Area
from outreach.store.venues import (
    Venue,
    described,
    edit_venue,
    histories,
    raise_versions,
)
from outreach.store.venues import VenueChangedMeanwhile as VenueChangedMeanwhile

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
class Spot:
    """A point in degrees (WGS 84; None where nobody knows it) and the code of its village or district.

    Where no place was told the code is "".
    """

    lon: float | None
    lat: float | None
    place_code: str = ""

    @property
    def point(self) -> Point | None:
        """The point, if it is known."""
        return Point(self.lon, self.lat) if self.lon is not None and self.lat is not None else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A venue, as it is described now, and where it is."""

    venue: Venue
    spot: Spot


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a venue would change.

    `metres` is as the crow flies, None without an old point. `since` is the day from which the new village
    would hold; None where the village stays, so that no figure changes.
    """

    venue: Venue
    old: Spot
    new: Spot
    metres: float | None
    since: date | None


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


def present_place(city: City, who: Who, venue_id: int, *, today: date) -> Placed:
    """A venue and where it is today, for who may move it. Raises `OutOfReach`."""
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    with reading(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        return Placed(venue, _spot(city, venue, _told(connection, venue_id), today))


def planned_move(city: City, who: Who, venue_id: int, lon: float, lat: float, *, today: date) -> Move:
    """What `settle` would do with a point. Raises what `settle` raises, but for versions."""
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    code, point = _village_at(lon, lat)
    with reading(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        return _moved(connection, city, venue, _village(city, code), point, today)


def settle(
    city: City, who: Who, venue_id: int, lon: float, lat: float, version: int, *, now: datetime, today: date
) -> int:
    """Put a venue at a point (degrees, WGS 84) and in the village of that point; the change's number.

    The village holds from the day of the place recorded before, else from the listing: the venue was there
    all along. `version` is the venue's as it was read. Raises `OutOfReach`, `OutsideTaipei`, `PlacedSo` and
    `VenueChangedMeanwhile`.
    """
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    code, point = _village_at(lon, lat)
    return _place(city, who, venue_id, code, point, version, now, today)


def settle_village(
    city: City, who: Who, venue_id: int, village: str, version: int, *, now: datetime, today: date
) -> int:
    """Put a venue in a village (a code) without a point; the change's number. Raises what `settle` raises."""
    must_reach(city, who, Right.CHANGE, [venue_id], today)
    return _place(city, who, venue_id, village, None, version, now, today)


def _village_at(lon: float, lat: float) -> tuple[str, Point]:
    """The code of the village at a point, and the point as it is kept."""
    at = place_of(lon, lat)
    if at is None:
        raise OutsideTaipei(lon=lon, lat=lat)
    return at.village_code, Point(round(lon, DECIMALS), round(lat, DECIMALS))


def _village(city: City, text: str) -> Area:
    return find({i: p for i, p in city.reference().places.items() if p.district_id is not None}, text, "里")


def _place(
    city: City,
    who: Who,
    venue_id: int,
    village: str,
    point: Point | None,
    version: int,
    now: datetime,
    today: date,
) -> int:
    place = _village(city, village)
    with writing(city.engine) as connection:
        venue = known_venue(connection, venue_id)
        if venue.version != version:
            raise VenueChangedMeanwhile(venue_id=venue_id, version=venue.version)
        move = _moved(connection, city, venue, place, point, today)
        change = open_change(
            connection,
            kind="edit",
            actor=who.name,
            user=who.user,
            summary=_summary(city, move),
            now=now,
        )
        if move.since is not None:
            change.facts([NewFact(venue_id, Facet.PLACE, place.id, move.since)])
        if (move.old.lon, move.old.lat) != (move.new.lon, move.new.lat):
            edit_venue(connection, change, venue, {"lon": move.new.lon, "lat": move.new.lat}, {})
        else:
            raise_versions(connection, [venue_id])
        return change.id


def _moved(
    connection: Connection, city: City, venue: Venue, place: Area, point: Point | None, today: date
) -> Move:
    """What changes when a venue is put in a village, and at a point if one is given. Raises `PlacedSo`."""
    told = _told(connection, venue.id)
    old = _spot(city, venue, told, today)
    new = Spot(point.lon, point.lat, place.code) if point else Spot(old.lon, old.lat, place.code)
    since: date | None = _since(connection, city, venue.id, told, today)
    if since is not None and not worth_recording(told, place.id, "", since):
        since = None
    if since is None and (old.lon, old.lat) == (new.lon, new.lat):
        raise PlacedSo(venue_id=venue.id)
    far = metres(old.point, new.point) if old.point is not None and new.point is not None else None
    return Move(venue, old, new, far, since)


def _spot(city: City, venue: Venue, told: list[Stated], today: date) -> Spot:
    now = holding(told, today)
    place = city.reference().places.get(now.value) if now is not None else None
    return Spot(venue.lon, venue.lat, place.code if place is not None else "")


def _summary(city: City, move: Move) -> str:
    """The old place and the new in one line, for who reads of the change later."""
    old, new = _in_words(city, move.old), _in_words(city, move.new)
    far = f"，移動 {move.metres:,.0f} 公尺" if move.metres is not None and move.metres else ""
    return f"定位{move.venue.name}：由{old}改為{new}{far}"


def _in_words(city: City, spot: Spot) -> str:
    places = city.reference().places
    place = next((p for p in places.values() if p.code == spot.place_code), None)
    district = places.get(place.district_id or 0) if place is not None else None
    name = f"{district.name if district else ''}{place.name}" if place is not None else "里別不明"
    at = spot.point
    return f"{name}（{at.lon:.5f}, {at.lat:.5f}）" if at is not None else f"{name}（無座標）"


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
