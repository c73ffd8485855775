"""The visit list: the venues not yet joined that lie nearest, in the order of a walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geodata.doorplate_matching import Precision
from outreach.rules.refusals import Refusal
from outreach.rules.walk import MOST_STOPS, NotAPosition, Point, metres, walk
from outreach.services.city import City
from outreach.services.locating import locate
from outreach.services.visit_stops import Asked, Stop, place_of
from outreach.services.who import Right, Who
from outreach.store.contact_log import not_before
from outreach.store.engine import reading
from outreach.store.venues import Venue, described

#: Stops that fit on one A4 page.
PAGE_OF_STOPS = 25
#: Where a walk begins that has nowhere to go: 臺北市信義區市府路1號.
CITY_HALL = Point(121.5645, 25.0375)
#: Fields by which a visit list may be narrowed.
FIELDS = ("district", "village", "sector", "kind", "agency")


class StartUnknown(Refusal, LookupError):
    """A starting point that is no place in the city."""

    template = (
        "找不到出發點『{text}』；請輸入臺北市的地址、里或行政區，或經緯度，例如"
        "「臺北市信義區市府路1號」、「大安區龍門里」或「121.5654, 25.0330」。"
    )


class NotANumberOfStops(Refusal, ValueError):
    """A number of stops that makes no list."""

    template = "站數讀到『{count}』；請用 1 至 {most} 的整數，例如 {usual}。"


class NotAVisitFilter(Refusal, ValueError):
    """A condition by which no visit list can be narrowed."""

    template = "訪視清單不能用『{value}』篩選；可用 {fields}，例如 district=大安區。"


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk begins; `words` say where that is, "" for the middle of what is to be visited."""

    point: Point
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitList:
    """Stops in the order of the walk, those without a place after it.

    `found` is how many venues are not yet joined under some scheme; of these `resting` asked not to be
    called before a later day, and `left_out` were more than the stops asked for.
    """

    start: Start
    stops: tuple[Stop, ...]
    found: int
    resting: int
    left_out: int

    @property
    def metres(self) -> float:
        """The length of the walk as the crow flies."""
        return sum(stop.leg or 0.0 for stop in self.stops)

    @property
    def unplaced(self) -> int:
        """Stops of which nobody knows where they are."""
        return sum(stop.leg is None for stop in self.stops)


def start_at(city: City, who: Who, text: str) -> Start:
    """Where an address, a village, a district, or "longitude, latitude" is. Raises `StartUnknown`."""
    who.must(Right.CHANGE)
    pair = _degrees(text)
    if pair is not None:
        return Start(pair, f"{pair.lon:.5f}, {pair.lat:.5f}")
    found = locate(city, who, [text])[0]
    if found.lon is None or found.lat is None or found.precision is Precision.NONE:
        raise StartUnknown(text=text if len(text) <= 40 else text[:40] + "…")
    return Start(Point(found.lon, found.lat), found.matched or found.address)


def visit_list(
    city: City,
    who: Who,
    *,
    today: date,
    start: Start | None = None,
    where: Sequence[str] = (),
    most: int = PAGE_OF_STOPS,
    stay: Sequence[int] = (),
) -> VisitList:
    """The `most` nearest venues outstanding under any scheme, in the order of a walk from `start`.

    Who asked not to be called yet is left out and counted. No start means the middle of the venues. `stay`
    are the stops of a list made before: they stay in that order whatever came of them, and whoever is no
    longer the asker's is left out. Raises `NotANumberOfStops`, `NotAVisitFilter` and refusals of `naming`.
    """
    if not 1 <= most <= MOST_STOPS:
        raise NotANumberOfStops(count=most, most=MOST_STOPS, usual=PAGE_OF_STOPS)
    _check_fields(where)
    asked = Asked.of(city, who, today)
    found = asked.outstanding(where)
    with reading(city.engine) as connection:
        resting = found & not_before(connection, today)
        chosen = sorted(found - resting)
        kept = [i for i in stay if i in asked.reached(stay)]
        venues = described(connection, {*chosen, *kept})
    begin = start or Start(_middle([venues[i] for i in chosen]))
    if stay:
        ordered = [venues[i] for i in kept if i in venues]
    else:
        ordered = _walked(begin.point, _nearest(begin.point, [venues[i] for i in chosen], most))
    left_out = len(set(chosen) - {venue.id for venue in ordered})
    return VisitList(begin, asked.stops(begin.point, ordered), len(found), len(resting), left_out)


def _degrees(text: str) -> Point | None:
    """Two numbers, longitude first. Raises `NotAPosition` where they are no place on earth."""
    lon, comma, lat = text.replace("，", ",").partition(",")
    try:
        return Point(float(lon), float(lat)) if comma else None
    except NotAPosition:
        raise
    except ValueError:
        return None


def _check_fields(where: Sequence[str]) -> None:
    for text in where:
        if text.partition("=")[0].strip() not in FIELDS:
            raise NotAVisitFilter(value=text[:40], fields="、".join(FIELDS))


def _middle(venues: Sequence[Venue]) -> Point:
    """The place of the venue in the middle, so that a walk without a start begins among the venues."""
    placed = [point for venue in venues if (point := place_of(venue)) is not None]
    if not placed:
        return CITY_HALL
    lon, lat = sorted(p.lon for p in placed), sorted(p.lat for p in placed)
    middle = Point(lon[len(lon) // 2], lat[len(lat) // 2])
    return min(placed, key=lambda point: (metres(middle, point), point.lon, point.lat))


def _nearest(start: Point, venues: Sequence[Venue], most: int) -> list[Venue]:
    """The nearest venues, those without a place last; equally near ones by their numbers."""

    def away(venue: Venue) -> tuple[bool, float, int]:
        point = place_of(venue)
        return (True, 0.0, venue.id) if point is None else (False, metres(start, point), venue.id)

    return sorted(venues, key=away)[:most]


def _walked(start: Point, venues: Sequence[Venue]) -> list[Venue]:
    """The same venues in the order of a walk, those without a place after it."""
    placed = [(venue, point) for venue in venues if (point := place_of(venue)) is not None]
    order = walk(start, [point for _venue, point in placed])
    return [placed[i][0] for i in order] + [venue for venue in venues if place_of(venue) is None]
