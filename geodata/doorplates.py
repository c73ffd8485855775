"""The city's door plates, gathered into one point for each house number.

A house has a plate for every floor, all at one point within some metres, so the floors are left out: of the
city's 1,096,074 plates (data.gov.tw dataset 155472) 244,642 house numbers remain.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from geodata.address import place_of_address
from geodata.doorplate_files import (
    DEFAULT_BOUNDS,
    Bounds,
    NoDoorplates,
    PlateRow,
    Read,
    plate_rows,
)
from geodata.locate import places_of
from geodata.places import villages
from geodata.streets import House, street_key

#: Coordinates are whole millionths of a degree (11 cm at most), half as large as floats and exact.
MICRO = 1_000_000
#: Rows named in a report of what was skipped.
_EXAMPLES = 5
_WEST, _SOUTH, _EAST, _NORTH = 121.4, 24.9, 121.7, 25.3
_NO_VILLAGE = -1
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SkippedPlate:
    """A row that was left out: where it stands, what was read, and why."""

    file: str
    line: int
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Doorplates:
    """House numbers in order of street and house; all arrays are int64 and of one length.

    ``street`` indexes ``streets``, ``house`` is `House.key`, ``lon`` and ``lat`` are millionths of a degree
    (WGS 84), ``village`` indexes `geodata.places.villages()`. Of ``rows`` read ``skipped`` were left out.
    """

    streets: tuple[str, ...]
    street: Ints
    house: Ints
    lon: Ints
    lat: Ints
    village: Ints
    rows: int
    skipped: int
    examples: tuple[SkippedPlate, ...]


def _silent(_done: int, _all: int) -> None:
    """Nobody watches."""


def read_doorplates(source: Path, read: Read = _silent, bounds: Bounds = DEFAULT_BOUNDS) -> Doorplates:
    """Gather the plates of a CSV file, a folder of them or a tar.xz.

    A row that cannot be read is skipped and told. Raises a `DoorplatesRefused` for a source that is none.
    """
    gathered = _Gathered()
    for row in plate_rows(source, read, bounds):
        gathered.add(row)
    if not gathered.house:
        raise NoDoorplates(f"『{source.name}』沒有可用的門牌；門牌號例如 12之3號，座標為經緯度。")
    return gathered.settled()


_PLATE = re.compile(r"(臨?)(\d{1,4})(?:之(\d{1,4}))?號")
_ROAD = re.compile(r"\w{2,12}")
_SECTION = re.compile(r"(?:\w{1,2}段)?")
_ANY_LANE = re.compile(r"(?:\w{1,8}巷)?")
_LANE = re.compile(r"(\d{1,4})巷")
_ALLEY = re.compile(r"(\d{1,4})弄")


class _Gathered:
    """Plates as they come, floors and all, in columns of machine integers."""

    def __init__(self) -> None:
        self.street, self.house, self.lon, self.lat, self.village = (array("q") for _ in range(5))
        self.rows = self.skipped = 0
        self.examples: list[SkippedPlate] = []
        self._streets: dict[str, int] = {}
        # Cells repeat: 1.1 million rows have some hundred districts with villages, streets, lanes and floors.
        self._named: dict[tuple[str, str, str], tuple[int, int] | None] = {}
        self._alleys: dict[str, int | None] = {"": 0}
        self._numbers: dict[str, int | None] = {}
        self._villages: dict[str, int] = {}
        self._index = {village.code: at for at, village in enumerate(villages())}

    def add(self, row: PlateRow) -> None:
        """Take a row, or note why not."""
        self.rows += 1
        problem = self._take(row.cells) if row.cells else "欄數不足"
        if problem:
            self.skipped += 1
            if len(self.examples) < _EXAMPLES:
                value = row.cells[0] if row.cells else ""
                self.examples.append(SkippedPlate(row.file, row.line, value[:80], problem))

    def _take(self, cells: Sequence[str]) -> str:
        full, road, section, lane, alley, number, x, y = cells
        street = self._street(road, section, lane)
        if street is None:
            return "街路或巷名無法讀取"
        within, house = self._alley(alley), self._house(number)
        if house is None or within is None:
            return "門牌號無法讀取"
        try:
            lon, lat = float(x), float(y)
        except ValueError:
            return "座標不是數字"
        if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
            return "座標不在臺北市範圍"
        index, numbered = street
        self.street.append(index)
        self.house.append(numbered | within | house)
        self.lon.append(round(lon * MICRO))
        self.lat.append(round(lat * MICRO))
        self.village.append(self._village(full))
        return ""

    def _street(self, road: str, section: str, lane: str) -> tuple[int, int] | None:
        """Index of the street and the lane's part of a house's key; a lane with a name is a street's."""
        cells = (road, section, lane)
        if cells not in self._named:
            self._named[cells] = self._read_street(road.strip(), section.strip(), lane.strip())
        return self._named[cells]

    def _read_street(self, road: str, section: str, lane: str) -> tuple[int, int] | None:
        numbered = _LANE.fullmatch(lane)
        if not (_ROAD.fullmatch(road) and _SECTION.fullmatch(section) and _ANY_LANE.fullmatch(lane)):
            return None
        name = street_key(road + section + (lane if not numbered else ""))
        index = self._streets.setdefault(name, len(self._streets))
        return index, House(lane=int(numbered[1])).key if numbered else 0

    def _alley(self, alley: str) -> int | None:
        """The alley's part of a house's key."""
        if alley not in self._alleys:
            found = _ALLEY.fullmatch(alley.strip())
            self._alleys[alley] = House(alley=int(found[1])).key if found else None
        return self._alleys[alley]

    def _house(self, number: str) -> int | None:
        """The number's part of a house's key."""
        if number not in self._numbers:
            found = _PLATE.match(number.strip())
            self._numbers[number] = (
                House(number=int(found[2]), sub=int(found[3] or 0), temporary=bool(found[1])).key
                if found and int(found[2])
                else None
            )
        return self._numbers[number]

    def _village(self, full: str) -> int:
        head, inside, _ = full.partition("里")
        if head not in self._villages:
            code = place_of_address(head + inside).village_code
            self._villages[head] = self._index[code] if code else _NO_VILLAGE
        return self._villages[head]

    def settled(self) -> Doorplates:
        """One point for each house number of a village: the middle one in either direction."""
        street, house, lon, lat, village = (
            np.frombuffer(column, dtype=np.int64)
            for column in (self.street, self.house, self.lon, self.lat, self.village)
        )
        village = self._villages_by_point(village, lon, lat)
        inside = village != _NO_VILLAGE
        street, house, lon, lat, village = (column[inside] for column in (street, house, lon, lat, village))
        columns = _middles(street, house, village, lon, lat)
        return Doorplates(
            tuple(self._streets),
            *columns,
            self.rows,
            self.skipped + int((~inside).sum()),
            tuple(self.examples),
        )

    def _villages_by_point(self, village: Ints, lon: Ints, lat: Ints) -> Ints:
        """Where a plate names no village of today's, the one that its point stands in."""
        unnamed = np.flatnonzero(village == _NO_VILLAGE)
        codes = places_of(lon[unnamed] / MICRO, lat[unnamed] / MICRO)
        settled = village.copy()
        settled[unnamed] = [self._index.get(str(code), _NO_VILLAGE) for code in codes]
        return settled


def _middles(
    street: Ints, house: Ints, village: Ints, lon: Ints, lat: Ints
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """(street, house, lon, lat, village), each house once; a plate that was misplaced moves no house."""
    by_lon = np.lexsort((lon, village, house, street))
    by_lat = np.lexsort((lat, village, house, street))
    keys = [column[by_lon] for column in (street, house, village)]
    new = np.ones(len(street), dtype=bool)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in keys])
    first = np.flatnonzero(new)
    middle = first + (np.diff(np.append(first, len(street))) - 1) // 2
    return keys[0][first], keys[1][first], lon[by_lon[middle]], lat[by_lat[middle]], keys[2][first]
