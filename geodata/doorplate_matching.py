"""Where a written address stands among the door plates of its streets, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
import numpy.typing as npt

from geodata.doorplates import MICRO
from geodata.places import district_by_code, villages
from geodata.streets import House

Ints = npt.NDArray[np.int64]

#: A plate further along than this tells nothing of where a number is; at five metres a house, some 100 m.
NEAR_NUMBERS = 40
#: Odd and even numbers face one another: a house on the same side may be this much further along.
_OTHER_SIDE = 10


class Precision(StrEnum):
    """How sure a place is, the surest first; the words of the command line's contract."""

    PLATE = "plate"
    NEAR = "near"
    ROAD = "road"
    VILLAGE = "village"
    DISTRICT = "district"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StreetPlates:
    """The plates of one street in order of `House.key`; int64 arrays of one length, as in `Doorplates`."""

    name: str
    house: Ints
    lon: Ints
    lat: Ints
    village: Ints

    @classmethod
    def together(cls, name: str, streets: Sequence[StreetPlates]) -> StreetPlates:
        """Several streets as one, such as the sections of a road."""
        order = np.argsort(np.concatenate([each.house for each in streets]), kind="stable")
        columns = (
            np.concatenate([getattr(each, column) for each in streets])[order]
            for column in ("house", "lon", "lat", "village")
        )
        return cls(name, *columns)

    def at(self, house: House) -> range:
        """Indices of a house's plates; several only where several villages have such a street and number."""
        first, last = np.searchsorted(self.house, (house.key, house.key + 1))
        return range(int(first), int(last))

    def along(self, house: House) -> range:
        """Indices of all plates of a house's lane and alley (of the street itself for one without)."""
        begin = House(house.lane, house.alley)
        first, last = np.searchsorted(self.house, (begin.key, begin.after))
        return range(int(first), int(last))

    def district(self, index: int) -> str:
        """Code of the district of a plate."""
        return str(_district_codes()[self.village[index]])

    def of_district(self, code: str | None) -> npt.NDArray[np.bool_]:
        """Which plates are of a district; all where none is named."""
        if code is None:
            return np.ones(len(self.house), dtype=bool)
        here: npt.NDArray[np.bool_] = _district_codes()[self.village] == code
        return here

    def of_village(self, code: str | None) -> npt.NDArray[np.bool_]:
        """Which plates are of a village; all where none is named."""
        if code is None:
            return np.ones(len(self.house), dtype=bool)
        here: npt.NDArray[np.bool_] = self.village == village_index()[code]
        return here


@dataclass(frozen=True, slots=True)
class Found:
    """A point in degrees (WGS 84), and whose it is; no village where only the road is known."""

    precision: Precision
    lon: float
    lat: float
    district_code: str
    village_code: str
    matched: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, or None; ``doubts`` are sentences for a reader."""

    found: Found | None
    doubts: tuple[str, ...] = ()


Written = Sequence[tuple[StreetPlates, House]]


def find_plate(written: Written, district: str | None, village: str | None) -> Answer:
    """The first written house that has a plate; else the nearest number; else the middle of the road.

    1. ``written`` are street and house in the order in which they are to be tried.
    2. Of streets of one name the district named decides; a plate outside of it is told, never taken.
    3. Where none is named, a number that several districts have is told, never guessed.
    4. The nearest number is of the same lane and alley, rather of the same side, at most `NEAR_NUMBERS` away.
    5. Where a village is named, the middle is that of the road's part in it; without one there is none.
    """
    doubts: list[str] = []
    for plates, house in written:
        if house.number and (found := _exact(plates, house, district, village, doubts)):
            return Answer(found, tuple(doubts))
    inside = [(plates, house, plates.of_district(district)) for plates, house in written]
    for plates, house, here in inside:
        if house.number and (at := _nearest(plates, house, here)) is not None:
            return Answer(_found(Precision.NEAR, plates, at), tuple(doubts))
    for plates, house, here in inside:
        here &= plates.of_village(village)
        if here.any():
            return Answer(_road(plates, house, here, named=district is not None), tuple(doubts))
    return Answer(None, tuple(doubts))


def _exact(
    plates: StreetPlates, house: House, district: str | None, village: str | None, doubts: list[str]
) -> Found | None:
    hits = plates.at(house)
    if not hits:
        return None
    names = sorted({plates.district(at) for at in hits})
    shown = "、".join(_name(code) for code in names)
    if district is None and len(names) > 1:
        doubts.append(f"{shown}都有{plates.name}{house.written()}，須寫明行政區。")
        return None
    allowed = [at for at in hits if district in (None, plates.district(at))]
    if not allowed:
        doubts.append(f"{plates.name}{house.written()}在{shown}，不在所寫的{_name(district or '')}。")
        return None
    best = next((at for at in allowed if villages()[plates.village[at]].code == village), allowed[0])
    return _found(Precision.PLATE, plates, best)


def _nearest(plates: StreetPlates, house: House, here: npt.NDArray[np.bool_]) -> int | None:
    """Index of the plate of the nearest number; of equally near ones that with the nearest sub-number."""
    along = plates.along(house)
    at = along.start + np.flatnonzero(here[along.start : along.stop])
    if not len(at):
        return None
    numbers, subs = House.numbers_of(plates.house[at])
    away = np.abs(numbers - house.number)
    cost = (away + _OTHER_SIDE * (away % 2)) * (1 << 15) + np.abs(subs - house.sub)
    best = int(np.argmin(cost))
    return int(at[best]) if away[best] <= NEAR_NUMBERS else None


def _road(plates: StreetPlates, house: House, here: npt.NDArray[np.bool_], *, named: bool) -> Found:
    """The middle of the alley, else of the lane, else of the street; or where a lane without plates opens."""
    for part in (house, House(house.lane)):
        along = plates.along(part)
        at = along.start + np.flatnonzero(here[along.start : along.stop])
        if part.lane and len(at):
            return _middle(plates, at, House(part.lane, part.alley).written(), named)
    # A lane has the number of the house beside which it opens.
    mouth = _nearest(plates, House(number=house.lane), here) if house.lane else None
    at = np.flatnonzero(here) if mouth is None else np.array([mouth])
    return _middle(plates, at, "", named)


def _middle(plates: StreetPlates, at: Ints, part: str, named: bool) -> Found:
    """The plate that stands nearest to the middle of several, so that the point is on the road."""
    lon, lat = plates.lon[at], plates.lat[at]
    away = np.abs(lon - lon.mean()) + np.abs(lat - lat.mean())
    best = int(at[int(np.argmin(away))])
    alone = named or len(set(_district_codes()[plates.village[at]])) == 1
    district = plates.district(best) if alone else ""
    point = plates.lon[best] / MICRO, plates.lat[best] / MICRO
    return _told(Precision.ROAD, point, district, "", plates.name + part)


def _found(precision: Precision, plates: StreetPlates, at: int) -> Found:
    village = villages()[plates.village[at]]
    point = plates.lon[at] / MICRO, plates.lat[at] / MICRO
    house = House.of_key(int(plates.house[at])).written()
    return _told(precision, point, village.district_code, village.code, plates.name + house)


def _told(
    precision: Precision, point: tuple[float, float], district: str, village: str, on_road: str
) -> Found:
    lon, lat = (float(degrees) for degrees in point)
    return Found(precision, lon, lat, district, village, f"臺北市{_name(district)}{on_road}")


@cache
def village_index() -> dict[str, int]:
    """Index of each village in `geodata.places.villages()`, by its code."""
    return {village.code: at for at, village in enumerate(villages())}


@cache
def _district_codes() -> npt.NDArray[np.str_]:
    """District codes of the villages, by their index."""
    return np.array([village.district_code for village in villages()])


def _name(district_code: str) -> str:
    district = district_by_code(district_code)
    return district.name if district else ""
