"""Venues as a picture: what is found in a village, a district or the city, on a page of A4, as PNG or PDF.

Constraints:
1. Points and names are those of `services.finding`: what the asker may not see is neither drawn nor counted.
2. Venues whose points agree share a mark, which is the most urgent one's, with their number.
3. Names are listed as far as the page holds, whoever must act first; of a district or the city only where all
   have room. Their places are numbered from the north.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.legend import MARKS, Entry
from geodata.places import District, Village, district_by_code, districts, village_by_code, villages
from outreach.figures.lookup import STANDINGS
from outreach.reports.drawings.venue_marks import PlaceMark
from outreach.reports.drawings.venue_sheet import (
    MOST_LISTED,
    MOST_MARKS,
    Line,
    Outline,
    VenueSheet,
    venue_sheet,
)
from outreach.services.city import City
from outreach.services.finding import Finding, FoundPage, Points, found, points
from outreach.services.map_picture import PictureForm, page_as
from outreach.services.mapping import Question
from outreach.services.points import DECIMALS, PER_DEGREE
from outreach.services.spots import Spot
from outreach.services.who import Who

Place = tuple[float, float]
#: Each standing's mark, by its place in `STANDINGS`.
_MARKS = tuple(MARKS[standing.value] for standing in STANDINGS)


@dataclass(frozen=True, slots=True)
class VenueTelling:
    """The words of a picture of venues in the reader's language; functions of a number say that many venues.

    `entries` explain the shapes, and `squares` (of a side in metres) those that tell how dense venues lie.
    """

    language: str
    title: str
    lines: tuple[str, ...]
    entries: tuple[Entry, ...]
    name: Callable[[District | Village], str]
    squares: Callable[[int], str]
    unlocated: Callable[[int], str]
    total: Callable[[int], str]
    off_page: Callable[[int], str]
    crowded: Callable[[int], str]
    unlisted: Callable[[int], str]
    foot: tuple[str, ...]


def venues_picture(
    city: City,
    who: Who,
    question: Question,
    place: str,
    finding: Finding,
    form: PictureForm,
    telling: VenueTelling,
    *,
    today: date,
) -> bytes:
    """The picture of the venues found in a district or village (its code), or with "" in the city.

    Raises the refusals of `finding.points`.
    """
    sheet = venue_sheet_of(city, who, question, place, finding, telling, today=today)
    svg = venue_sheet(sheet, form.ink)
    return page_as(svg, form, telling.title, telling.language)


def venue_sheet_of(
    city: City,
    who: Who,
    question: Question,
    place: str,
    finding: Finding,
    telling: VenueTelling,
    *,
    today: date,
) -> VenueSheet:
    """What the page says. Raises the refusals of `finding.points`."""
    at = points(city, who, question, place, finding, today=today)
    listed = found(city, who, question, place, finding, today=today, size=MOST_LISTED)
    if listed.pages > 1 and village_by_code(place) is None:
        listed = replace(listed, spots=())
    shown, around = _outlines(place, telling.name)
    numbers = _numbers(listed)
    left_out = listed.total - len(listed.spots) if listed.spots else 0
    told = ((telling.unlocated, listed.unlocated), (telling.unlisted, left_out))
    places = _places(at)
    dense = len(places.many) > MOST_MARKS
    return VenueSheet(
        telling.title,
        (*telling.lines, telling.total(listed.total)),
        shown,
        around,
        () if dense else tuple(places.marks(numbers)),
        np.column_stack((at.lon, at.lat)) if dense else np.empty((0, 2)),
        tuple(entry for entry in telling.entries if entry.shape == "disc" or not at.joined_only),
        tuple(_lines(listed.spots, numbers)),
        telling.squares,
        telling.off_page,
        telling.crowded,
        tuple(say(count) for say, count in told if count),
        telling.foot,
    )


def _numbers(listed: FoundPage) -> dict[Place, int]:
    """The listed places' numbers, from the north; venues at one place have the same."""
    places = {_point(spot) for spot in listed.spots if spot.located}
    return {place: at for at, place in enumerate(sorted(places, key=lambda p: (-p[1], p[0])), 1)}


def _point(spot: Spot) -> Place:
    return round(spot.lon or 0, DECIMALS), round(spot.lat or 0, DECIMALS)


def _lines(spots: Iterable[Spot], numbers: Mapping[Place, int]) -> Iterable[Line]:
    """The list in the order of its numbers; what has no point comes last, without one."""

    def order(spot: Spot) -> tuple[bool, int]:
        return not spot.located, numbers.get(_point(spot), 0)

    for spot in sorted(spots, key=order):
        mark = MARKS[spot.standing.value]
        number = numbers[_point(spot)] if spot.located else 0
        yield Line(number, mark.shape, mark.colour, spot.name)


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Each place once: degrees, how many venues, and the most urgent one's order among `MARKS`."""

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    many: npt.NDArray[np.int64]
    urgent: npt.NDArray[np.int64]

    def marks(self, numbers: Mapping[Place, int]) -> Iterator[PlaceMark]:
        """Their marks, the most urgent last, so on top."""
        by_order = {mark.order: mark for mark in _MARKS}
        for at in np.argsort(-self.urgent, kind="stable").tolist():
            mark, point = by_order[int(self.urgent[at])], (float(self.lon[at]), float(self.lat[at]))
            number = numbers.get((round(point[0], DECIMALS), round(point[1], DECIMALS)), 0)
            yield PlaceMark(*point, mark.shape, mark.colour, int(self.many[at]), number)


def _places(at: Points) -> _Places:
    """The places of venues: what agrees in the decimals that are told."""
    x, y = (np.rint(degrees * PER_DEGREE).astype(np.int64) for degrees in (at.lon, at.lat))
    _keys, first, which, many = np.unique(
        x << 32 | y, return_index=True, return_inverse=True, return_counts=True
    )
    urgent = np.full(len(first), len(_MARKS), dtype=np.int64)
    np.minimum.at(urgent, which, np.array([mark.order for mark in _MARKS])[at.standing])
    return _Places(at.lon[first], at.lat[first], many.astype(np.int64), urgent)


def _outlines(
    place: str, name: Callable[[District | Village], str]
) -> tuple[tuple[Outline, ...], tuple[Outline, ...]]:
    """What the page shows, and what may lie beside it."""
    village, district = village_by_code(place), district_by_code(place)
    if village is None and district is None:
        return _of(districts(), DISTRICTS, name), ()
    if village is not None:
        others = [other for other in villages() if other.code != place]
        return _of([village], VILLAGES, lambda _village: ""), _of(others, VILLAGES, name)
    here = [each for each in villages() if each.district_code == place]
    others_ = [other for other in districts() if other.code != place]
    return _of(here, VILLAGES, name), _of(others_, DISTRICTS, name)


def _of(
    places: Iterable[District | Village], file: str, name: Callable[[District | Village], str]
) -> tuple[Outline, ...]:
    shapes = {area.properties["code"]: area.geometry for area in boundary_file(file).areas}
    return tuple(Outline(name(place), shapes[place.code]) for place in places)
