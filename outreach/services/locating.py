"""Where an address is, and how sure that is: by the door plates, else by the village or district it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geodata.address import AddressPlace, split_address
from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.doorplate_matching import Answer, Found, Precision, StreetPlates, find_plate
from geodata.doorplate_names import Meant, road_of
from geodata.places import district_by_code, village_by_code
from geodata.streets import House, StreetAddress, street_addresses
from outreach.services.city import City
from outreach.services.plates import Plates, plates_within
from outreach.services.who import Right, Who
from outreach.store.engine import Connection, reading

#: Addresses read before the streets that they name are fetched.
_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is; `lon` and `lat` in degrees (WGS 84), None where the address tells no place.

    `district` and `village` are names, "" where not known; `matched` is the address that was found. Under
    village and district the point is one inside of it. `doubts` are sentences for a reader.
    """

    address: str
    lon: float | None = None
    lat: float | None = None
    district: str = ""
    village: str = ""
    precision: Precision = Precision.NONE
    matched: str = ""
    district_code: str = ""
    village_code: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def is_house(self) -> bool:
        """Whether the point is the house's or a near neighbour's."""
        return self.precision in (Precision.PLATE, Precision.NEAR)


def locate(city: City, who: Who, texts: Sequence[str]) -> list[Place]:
    """Locate many addresses; one place for each, in order."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        return locate_within(connection, texts)


def doorplates_loaded(city: City, who: Who) -> bool:
    """Whether there are plates to locate by."""
    who.must(Right.SEE_VENUES)
    with reading(city.engine) as connection:
        return plates_within(connection) is not None


def locate_within(connection: Connection, texts: Sequence[str]) -> list[Place]:
    """The same on what a connection sees; for services that locate besides what else they do."""
    plates = plates_within(connection)
    found: list[Place] = []
    for begin in range(0, len(texts), _BATCH):
        found += _located(connection, plates, texts[begin : begin + _BATCH])
    return found


def _located(connection: Connection, plates: Plates | None, texts: Sequence[str]) -> list[Place]:
    split = [split_address(text) for text in texts]
    if plates is None:
        return [_place(text, named, Answer(None)) for text, (named, _) in zip(texts, split, strict=True)]
    told = [[(each, plates.names.meant(each.street)) for each in street_addresses(rest)] for _, rest in split]
    wanted = {name for each in told for _, meant in each for name in meant.streets}
    streets = plates.streets(connection, wanted)
    return [
        _place(text, named, _answer(each, streets, named))
        for text, (named, _), each in zip(texts, split, told, strict=True)
    ]


def _answer(
    told: Sequence[tuple[StreetAddress, Meant]], streets: Mapping[str, StreetPlates], named: AddressPlace
) -> Answer:
    written: list[tuple[StreetPlates, House]] = []
    for each, meant in told:
        found = [streets[name] for name in meant.streets]
        if len(found) == 1:
            written.append((found[0], each.house))
        elif found:
            written.append(_of_sections(each, found, named.district_code))
    answer = find_plate(written, named.district_code, named.village_code)
    # A second street that nobody knows is no doubt about a house that was found on the first.
    sure = answer.found is not None and answer.found.precision is not Precision.ROAD
    said = dict.fromkeys(meant.doubt for _, meant in told if meant.doubt and (meant.streets or not sure))
    return Answer(answer.found, (*said, *answer.doubts))


def _of_sections(
    each: StreetAddress, found: Sequence[StreetPlates], district: str | None
) -> tuple[StreetPlates, House]:
    """A road written without its section: the one section that has the number, else the road as a whole."""
    having = [
        plates
        for plates in found
        if any(district in (None, plates.district(at)) for at in plates.at(each.house))
    ]
    if len(having) == 1:
        return having[0], each.house
    return StreetPlates.together(road_of(found[0].name), found), House()


def _place(text: str, named: AddressPlace, answer: Answer) -> Place:
    """What was found, and what the address names: of a village or district the one written is kept."""
    found, doubts = answer.found, (*named.doubts, *answer.doubts)
    if found is None:
        found = _by_name(named)
        if found is None:
            return Place(text, doubts=doubts)
    village = village_by_code(named.village_code or found.village_code)
    met = village_by_code(found.village_code)
    if village and met and village != met:
        doubts = (*doubts, f"地址寫的是{village.name}，門牌在{met.name}；以所寫的里為準。")
    district = district_by_code(named.district_code or found.district_code)
    return Place(
        text,
        round(found.lon, 6),
        round(found.lat, 6),
        district.name if district else "",
        village.name if village else "",
        found.precision,
        found.matched,
        district.code if district else "",
        village.code if village else "",
        doubts,
    )


def _by_name(named: AddressPlace) -> Found | None:
    """A point inside the village or district that an address names."""
    code = named.village_code or named.district_code
    if code is None:
        return None
    village, district = village_by_code(code), district_by_code(named.district_code or "")
    lon, lat = _inside()[code]
    precision = Precision.VILLAGE if village else Precision.DISTRICT
    matched = f"臺北市{district.name if district else ''}{village.name if village else ''}"
    return Found(precision, lon, lat, named.district_code or "", named.village_code or "", matched)


@cache
def _inside() -> dict[str, tuple[float, float]]:
    """A point inside of each district and village, by code."""
    areas = (*boundary_file(DISTRICTS).areas, *boundary_file(VILLAGES).areas)
    points = ((area.properties["code"], area.geometry.representative_point()) for area in areas)
    return {code: (point.x, point.y) for code, point in points}
