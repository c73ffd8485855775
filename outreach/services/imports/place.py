"""Where a row says its venue is: the written village wins, then the point, then the address.

Of an address the village that it names comes before that of its door plate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from geodata.address import place_of_address
from geodata.locate import place_of
from geodata.places import district_by_code, district_named, village_named, villages_named
from outreach.services.locating import Place

#: A list names the same districts and villages in row after row; what a name means never changes.
_district_named = lru_cache(maxsize=256)(district_named)
_village_named = lru_cache(maxsize=4096)(village_named)


@dataclass(frozen=True, slots=True)
class StatedPlace:
    """A place's code ("" where the row tells none), whether it is a village, and what was doubtful."""

    code: str = ""
    is_village: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRefused:
    """A place that cannot be: the field that says so, what was read, and what is accepted."""

    field: str
    value: str
    problem: str


def text_to_locate(district: str, village: str, address: str) -> str:
    """An address with what the row's other cells say of where it is, which it may leave out."""
    found_district = _district_named(district) if district else None
    found_village = village_named(village, found_district.code if found_district else None)
    named = (each.name for each in (found_district, found_village) if each is not None)
    return "".join(named) + address


def place_stated(
    district: str,
    village: str,
    lon: float | None,
    lat: float | None,
    address: str,
    located: Place | None = None,
) -> StatedPlace | PlaceRefused:
    """The place that a row's cells tell; empty texts and None tell nothing.

    `located` is where the address has a door plate, or a near one. A point outside Taipei, a district or
    village that is none, and a village name that two districts share without its district are refused.
    Coordinates are degrees (WGS 84).
    """
    found_district = _district_named(district) if district else None
    if district and found_district is None:
        return PlaceRefused("district", district, "查無此行政區；請填寫臺北市12個行政區之一，例如 大安區")
    code = found_district.code if found_district else None
    point = None
    if lon is not None and lat is not None:
        point = place_of(lon, lat)
        if point is None:
            problem = "座標不在臺北市內；經度約121.46至121.67、緯度約24.96至25.21，例如 121.5654, 25.0330"
            return PlaceRefused("lon", f"{lon}, {lat}", problem)
    if village:
        return _village(village, code, located)
    if point is not None:
        doubt = ""
        if code is not None and point.district_code != code:
            doubt = f"座標落在{_name(point.district_code)}，與所填行政區不同；以座標為準"
        return StatedPlace(point.village_code, True, doubt)
    return _from_address(address, code, located)


def _village(village: str, district_code: str | None, located: Place | None) -> StatedPlace | PlaceRefused:
    found = _village_named(village, district_code)
    if found is not None:
        return StatedPlace(found.code, True, "；".join(located.doubts if located is not None else ()))
    several = villages_named(village, district_code)
    if several:
        names = "、".join(f"{_name(v.district_code)}{v.name}" for v in several)
        return PlaceRefused(
            "village", village, f"{names}同名；請一併填寫行政區，例如 {_name(several[0].district_code)}"
        )
    where = _name(district_code) if district_code else "臺北市"
    return PlaceRefused("village", village, f"{where}查無此里；請填寫里名，例如 大安區 龍門里")


def _from_address(address: str, district_code: str | None, located: Place | None) -> StatedPlace:
    found = place_of_address(address) if address else None
    if found is None or not (found.village_code or found.district_code):
        return _from_plate(district_code or "", located)
    if district_code is not None and found.district_code != district_code:
        doubt = "地址中的行政區與所填行政區不同；以所填行政區為準"
        return StatedPlace(district_code, False, doubt)
    if found.village_code:
        doubts = found.doubts if located is None else located.doubts
        return StatedPlace(found.village_code, True, "；".join(doubts))
    stated = _from_plate(found.district_code or "", located)
    return stated if stated.is_village else replace(stated, doubt="；".join(found.doubts))


def _from_plate(district_code: str, located: Place | None) -> StatedPlace:
    """The village of the door plate, unless that is of another district than the one told."""
    if located is not None and located.village_code and district_code in ("", located.district_code):
        return StatedPlace(located.village_code, True, "；".join(located.doubts))
    return StatedPlace(district_code)


def _name(district_code: str) -> str:
    district = district_by_code(district_code)
    return district.name if district else district_code
