"""Where venues stand: villages of the right density, points inside them, addresses on invented roads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import shapely

from geodata.boundaries import VILLAGES, boundary_file
from geodata.places import District, Village, districts, village_by_code, villages
from outreach.demo.words import WORDS

#: How many of a hundred shops stand in each district.
_DENSITY = {
    "松山區": 9,
    "信義區": 9,
    "大安區": 15,
    "中山區": 17,
    "中正區": 9,
    "大同區": 7,
    "萬華區": 8,
    "文山區": 5,
    "南港區": 4,
    "內湖區": 7,
    "士林區": 8,
    "北投區": 6,
}

#: About 8 m in degrees: points keep this distance from a border where the village is wide enough.
_INSET = 0.00008
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to put a venue: village and point, and the address as somebody wrote it."""

    village: Village
    district: District
    lon: float
    lat: float
    address: str


class Ground:
    """Draws spots; equal generators draw equal spots."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._districts = {district.name: district for district in districts()}
        self._polygons = {a.properties["code"]: a.geometry for a in boundary_file(VILLAGES).areas}
        self._inner: dict[str, shapely.Geometry] = {}
        self._villages: dict[str, list[Village]] = {name: [] for name in self._districts}
        names = {district.code: district.name for district in districts()}
        for village in villages():
            self._villages[names[village.district_code]].append(village)
        self._weights = {name: self._weigh(there) for name, there in self._villages.items()}
        self._roads = self._lay_roads()

    def _weigh(self, there: list[Village]) -> list[int]:
        # Villages differ widely in trade; hill villages, large and thinly settled, have little of it.
        areas = [self._polygons[v.code].area for v in there]
        middle = sorted(areas)[len(areas) // 2]
        bustle = [self._rng.choice((20, 30, 40, 60, 90, 150)) for _ in there]
        return [max(1, round(b * min(1.0, (middle / a) ** 0.8))) for a, b in zip(areas, bustle, strict=True)]

    def _lay_roads(self) -> dict[str, list[str]]:
        words = list(WORDS)
        self._rng.shuffle(words)
        return {
            name: [word + self._rng.choice("路路街") for word in words[12 * n : 12 * n + 12]]
            for n, name in enumerate(self._districts)
        }

    def district_name(self) -> str:
        """A district, drawn by how much trade it has."""
        return self._rng.choices(list(_DENSITY), list(_DENSITY.values()))[0]

    def village(self, district_name: str) -> Village:
        """A village of the district, drawn by how much trade it has."""
        return self._rng.choices(self._villages[district_name], self._weights[district_name])[0]

    def spot(self, district_name: str | None = None, village_code: str | None = None) -> Spot:
        """A spot anywhere, in a district, or in a village."""
        if village_code is not None:
            known = village_by_code(village_code)
            if known is None:
                raise KeyError(village_code)
            district_name = next(n for n, d in self._districts.items() if d.code == known.district_code)
            village = known
        else:
            district_name = district_name or self.district_name()
            village = self.village(district_name)
        lon, lat = self._point(village.code)
        district = self._districts[district_name]
        return Spot(village, district, lon, lat, self._address(district, village))

    def beside(self, spot: Spot, address: str) -> Spot:
        """A spot within some 30 m of another, in the same village."""
        inner = self._inner[spot.village.code]
        for _ in range(20):
            lon = round(spot.lon + (self._rng.random() - 0.5) * 0.0006, 6)
            lat = round(spot.lat + (self._rng.random() - 0.5) * 0.0006, 6)
            if shapely.contains_xy(inner, lon, lat):
                return replace(spot, lon=lon, lat=lat, address=address)
        return replace(spot, address=address)

    def _point(self, code: str) -> tuple[float, float]:
        inner = self._inner.get(code)
        if inner is None:
            whole = self._polygons[code]
            shrunk = whole.buffer(-_INSET)
            inner = whole if shrunk.is_empty else shrunk
            shapely.prepare(inner)
            self._inner[code] = inner
        west, south, east, north = inner.bounds
        while True:
            lon = round(west + (east - west) * self._rng.random(), 6)
            lat = round(south + (north - south) * self._rng.random(), 6)
            if shapely.contains_xy(inner, lon, lat):
                return lon, lat

    def _address(self, district: District, village: Village) -> str:
        rng = self._rng
        lane = f"{rng.randrange(3, 260)}巷" if rng.random() < 0.3 else ""
        section = rng.choice(("", "", "", "一段", "二段", "三段"))
        number = f"{rng.randrange(1, 420)}號"
        if rng.random() < 0.06:
            number = f"{number[:-1]}之{rng.randrange(1, 9)}號"
        floor = rng.choice(("", "", "", "1樓", "2樓", "地下1樓"))
        road = rng.choice(self._roads[district.name])
        where = village.name if rng.random() < 0.8 else ""
        city = "台北市" if rng.random() < 0.1 else "臺北市"
        tail = f"{section}{lane}{number}{floor}"
        if rng.random() < 0.15:
            tail = tail.translate(_FULL_WIDTH)
        return f"{city}{district.name}{where}{road}{tail}"
