"""Door plates for tests: streets that do not exist, in villages that do, in the columns of the open data."""

from __future__ import annotations

import csv
import io
import lzma
import tarfile
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from geodata.boundaries import VILLAGES, boundary_file
from geodata.places import districts, village_named
from outreach.services.city import City, open_city
from outreach.services.doorplates import load_doorplates
from tests.support.builders import ADMINISTRATOR, BEGINNING, set_up_database
from tests.support.databases import Databases

HEADINGS = (
    "FULL_ADDR", "COUNTY", "TOWN", "VILLAGE", "NEIGHBORHOOD", "ROAD", "SECTION", "LANE", "ALLEY",
    "SUB_ALLEY", "TONG", "NUMBER", "X", "Y",
)  # fmt: skip


@cache
def middle_of(district: str, village: str) -> tuple[float, float]:
    """(lon, lat) of a point well inside a village, with six decimals."""
    code = next(each.code for each in districts() if each.name == district)
    found = village_named(village, code)
    assert found is not None
    area = next(a for a in boundary_file(VILLAGES).areas if a.properties["code"] == found.code)
    point = area.geometry.representative_point()
    return round(point.x, 6), round(point.y, 6)


@dataclass(frozen=True, slots=True)
class Plate:
    """One row; without a point of its own it stands a millionth of a degree east for each number."""

    place: str
    road: str
    number: str
    section: str = ""
    lane: str = ""
    alley: str = ""
    point: tuple[float | str, float | str] | None = None

    def _place_by_number(self, district: str, village: str) -> tuple[float, float]:
        lon, lat = middle_of(district, village)
        digits = int("".join(each for each in self.number if each.isdigit()) or 0) % 200
        return round(lon + digits * 1e-6, 6), lat

    def cells(self) -> dict[str, object]:
        """The row by heading."""
        district, village = self.place[:3], self.place[3:]
        x, y = self.point or self._place_by_number(district, village)
        full = f"臺北市{district}{village}7鄰{self.road}{self.section}{self.lane}{self.alley}{self.number}"
        return {
            "FULL_ADDR": full,
            "ROAD": self.road,
            "SECTION": self.section,
            "LANE": self.lane,
            "ALLEY": self.alley,
            "NUMBER": self.number,
            "X": x,
            "Y": y,
        }


def street(
    place: str, road: str, *numbers: str, section: str = "", lane: str = "", alley: str = ""
) -> list[Plate]:
    """The plates of one street, lane or alley."""
    return [Plate(place, road, number, section, lane, alley) for number in numbers]


#: A little of a city that is nobody's. 模範街 is two streets, one in each district; 示範路 has two sections.
SOME = (
    *street("中山區中央里", "示範路", "1號", "1號二樓", "3號", "5號", "5之1號", "12號", section="一段"),
    *street("中山區中央里", "示範路", "7號", section="二段"),
    *street("中山區朱馥里", "示範路", "200號", "202號", section="一段"),
    *street("中山區中央里", "示範路", "2號", "4號", "6號", section="一段", lane="3巷"),
    *street("中山區中央里", "示範路", "8號", "10號", section="一段", lane="3巷", alley="2弄"),
    *street("中山區中央里", "模範街", "10號", "20號"),
    *street("北投區中央里", "模範街", "10號", "21號"),
    *street("北投區中央里", "楷模路", "5號", lane="桃李巷"),
    *street("北投區中央里", "榜樣大道", "8號", "臨8號", "9號地下一層"),
)


def as_csv(plates: Iterable[Plate]) -> bytes:
    """A CSV file of the open data, with a mark of order as the city publishes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(plate.cells() for plate in plates)
    return text.getvalue().encode("utf-8-sig")


def as_tar_xz(files: Mapping[str, bytes]) -> bytes:
    """An archive of some files, whatever their names."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return lzma.compress(packed.getvalue())


def load_plates(city: City) -> None:
    """Load these plates into a city."""
    with tempfile.TemporaryDirectory() as folder:
        load_doorplates(city, ADMINISTRATOR, plates_file(Path(folder)), now=BEGINNING + timedelta(days=60))


def _set_up_with_plates(url: str) -> None:
    set_up_database(url)
    city = open_city(url)
    load_plates(city)
    city.engine.dispose()


def with_plates(databases: Databases) -> str:
    """URL of a database of its own that is set up and has these plates."""
    return databases.prepared("set up with plates", _set_up_with_plates)


def plates_file(folder: Path, plates: Iterable[Plate] = SOME) -> Path:
    """A file of plates in a folder."""
    file = folder / "plates.csv"
    file.write_bytes(as_csv(plates))
    return file
