"""The order in which to walk from place to place: short, and the same each time it is asked.

Constraints:
1. Each stop is visited once; the walk begins at the start and ends at its last stop.
2. It is never longer than the order given, nor than going to the nearest next each time.
3. Equal choices fall to the stop given first, so that the same question has the same answer.

Distances are metres as the crow flies: what streets add is about the same for every order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, isfinite, radians, sin, sqrt

from outreach.rules.refusals import Refusal

#: More than anybody walks in a day, and few enough that every pair can be tried.
MOST_STOPS = 60
_EARTH = 6_371_008.8
#: A gain smaller than this (metres) is a matter of rounding.
_GAIN = 1e-6

Legs = Sequence[Sequence[float]]


class TooManyStops(Refusal, ValueError):
    """A walk of more stops than are put in order."""

    template = "一次最多排 {most} 站，讀到 {count} 站；請縮小範圍，例如改用 25 站。"


class NotAPosition(Refusal, ValueError):
    """Numbers that are no longitude and latitude."""

    template = "讀到的經緯度『{lon}, {lat}』不在地表上；請用度數，例如 121.5654, 25.0330。"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in degrees (WGS 84). Raises `NotAPosition`."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        inside = isfinite(self.lon) and isfinite(self.lat) and abs(self.lon) <= 180 and abs(self.lat) <= 90
        if not inside:
            raise NotAPosition(lon=self.lon, lat=self.lat)


def metres(one: Point, other: Point) -> float:
    """The great-circle distance between two places (haversine)."""
    north, south = radians(one.lat), radians(other.lat)
    half_lat, half_lon = (south - north) / 2, radians(other.lon - one.lon) / 2
    chord = sin(half_lat) ** 2 + cos(north) * cos(south) * sin(half_lon) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, chord)))


def walk(start: Point, stops: Sequence[Point]) -> tuple[int, ...]:
    """Indices of the stops in the order to walk them.

    The shorter of two: the nearest next each time, and the order given, both improved by turning pieces
    around (2-opt) until no turn makes them shorter. Raises `TooManyStops`.
    """
    if len(stops) > MOST_STOPS:
        raise TooManyStops(most=MOST_STOPS, count=len(stops))
    legs = _legs(start, stops)
    tried = [_turned(legs, order) for order in (nearest_next(start, stops), tuple(range(len(stops))))]
    return min(tried, key=lambda order: _length(legs, order))


def nearest_next(start: Point, stops: Sequence[Point]) -> tuple[int, ...]:
    """Indices of the stops, from each the nearest one not yet visited."""
    legs = _legs(start, stops)
    here, left, order = len(stops), list(range(len(stops))), []
    while left:
        here = min(left, key=lambda stop: (legs[here][stop], stop))
        left.remove(here)
        order.append(here)
    return tuple(order)


def length(start: Point, stops: Sequence[Point], order: Sequence[int]) -> float:
    """Metres of a walk from the start through the stops in this order."""
    return _length(_legs(start, stops), order)


def _legs(start: Point, stops: Sequence[Point]) -> Legs:
    """Metres between every two stops; the start is the last row."""
    places = (*stops, start)
    return [[metres(one, other) for other in places] for one in places]


def _length(legs: Legs, order: Sequence[int]) -> float:
    here, total = len(legs) - 1, 0.0
    for stop in order:
        total += legs[here][stop]
        here = stop
    return total


def _turned(legs: Legs, order: Sequence[int]) -> tuple[int, ...]:
    """Turn pieces of the walk around as long as that makes it shorter; the start stays where it is."""
    way = [len(legs) - 1, *order]
    gained = True
    while gained:
        gained = False
        for first in range(1, len(way) - 1):
            for last in range(first + 1, len(way)):
                if _gain(legs, way, first, last) > _GAIN:
                    way[first : last + 1] = reversed(way[first : last + 1])
                    gained = True
    return tuple(way[1:])


def _gain(legs: Legs, way: Sequence[int], first: int, last: int) -> float:
    """Metres saved by turning the piece from `first` to `last` around; the walk's end is open."""
    before, begin, end = way[first - 1], way[first], way[last]
    saved = legs[before][begin] - legs[before][end]
    if last + 1 < len(way):
        saved += legs[end][way[last + 1]] - legs[begin][way[last + 1]]
    return saved
