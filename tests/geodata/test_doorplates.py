"""Files of door plates: what is taken of them, what is left out, and what is refused."""

from __future__ import annotations

import io
import lzma
import tarfile
from pathlib import Path

import pytest

from geodata.doorplate_files import (
    Bounds,
    DoorplatesDamaged,
    DoorplatesRefused,
    DoorplatesTooLarge,
    NoDoorplates,
    NotDoorplates,
)
from geodata.doorplates import MICRO, Doorplates, read_doorplates
from geodata.places import villages
from geodata.streets import House
from tests.support.plates import SOME, Plate, as_csv, as_tar_xz, middle_of, plates_file, street


def _houses(found: Doorplates) -> list[str]:
    """「中央里示範路一段3號」, in order."""
    return [
        villages()[village].name + found.streets[at] + House.of_key(int(house)).written()
        for at, house, village in zip(found.street, found.house, found.village, strict=True)
    ]


def _same(one: Doorplates, other: Doorplates) -> bool:
    points = [
        sorted(zip(_houses(found), found.lon.tolist(), found.lat.tolist(), strict=True))
        for found in (one, other)
    ]
    return points[0] == points[1]


def test_a_file_a_folder_and_an_archive_of_the_same_plates_give_the_same(tmp_path: Path) -> None:
    half = len(SOME) // 2
    folder = tmp_path / "plates" / "roads"
    folder.mkdir(parents=True)
    (folder / "甲.csv").write_bytes(as_csv(SOME[:half]))
    (folder / "乙.csv").write_bytes(as_csv(SOME[half:]))
    (folder / "說明.txt").write_text("不是門牌", encoding="utf-8")
    archive = tmp_path / "plates.tar.xz"
    files = {f"dp/roads/{path.name}": path.read_bytes() for path in folder.iterdir()}
    archive.write_bytes(as_tar_xz({"../../說明.csv.txt": b"no", **files}))
    one = read_doorplates(plates_file(tmp_path))
    assert len(one.house) == len(SOME) - 1  # 1號 has a plate for its second floor too
    assert _same(one, read_doorplates(tmp_path / "plates"))
    assert _same(one, read_doorplates(archive))


def test_the_floors_of_a_house_are_one_house_at_its_middle_plate(tmp_path: Path) -> None:
    lon, lat = middle_of("中山區", "中央里")
    floors = [
        Plate("中山區中央里", "示範路", "8號", point=(lon, lat)),
        Plate("中山區中央里", "示範路", "8號二樓", point=(lon + 0.00001, lat)),
        Plate("中山區中央里", "示範路", "8號地下一層之2", point=(lon + 0.03, lat + 0.03)),  # misplaced
    ]
    found = read_doorplates(plates_file(tmp_path, floors))
    assert _houses(found) == ["中央里示範路8號"]
    assert found.lon.tolist() == [round((lon + 0.00001) * MICRO)]
    assert found.lat.tolist() == [round(lat * MICRO)]


def test_a_lane_with_a_name_is_a_street_and_a_temporary_number_a_house_of_its_own(tmp_path: Path) -> None:
    plates = [
        *street("北投區中央里", "楷模路", "5號", lane="桃李巷"),
        *street("北投區中央里", "楷模路", "8號", "臨8號"),
    ]
    found = read_doorplates(plates_file(tmp_path, plates))
    assert _houses(found) == ["中央里楷模路桃李巷5號", "中央里楷模路8號", "中央里楷模路臨8號"]


def test_a_row_that_cannot_be_read_is_left_out_and_named_and_stops_no_other(tmp_path: Path) -> None:
    good = Plate("中山區中央里", "示範路", "8號")
    bad = [
        Plate("中山區中央里", "示範路", ""),
        Plate("中山區中央里", "示範路", "5臨40號", lane="兩巷道"),
        Plate("中山區中央里", "示範路（榜樣", "9號"),
        Plate("中山區中央里", "示範路", "9號", point=("東", "北")),
        Plate("中山區中央里", "示範路", "9號", point=(120.2, 23.0)),
    ]
    file = tmp_path / "plates.csv"
    file.write_bytes(as_csv([*bad, good]) + "只有一格\r\n".encode())
    found = read_doorplates(file)
    assert _houses(found) == ["中央里示範路8號"]
    assert (found.rows, found.skipped) == (7, 6)
    assert [(each.line, each.problem) for each in found.examples] == [
        (2, "門牌號無法讀取"),
        (3, "街路或巷名無法讀取"),
        (4, "街路或巷名無法讀取"),
        (5, "座標不是數字"),
        (6, "座標不在臺北市範圍"),
    ]


def test_a_plate_of_a_village_that_is_no_more_stands_in_the_one_around_its_point(tmp_path: Path) -> None:
    point = middle_of("中山區", "朱馥里")
    plates = [Plate("中山區廢止里", "示範路", "8號", point=point), Plate("中山區中央里", "示範路", "9號")]
    assert _houses(read_doorplates(plates_file(tmp_path, plates))) == ["朱馥里示範路8號", "中央里示範路9號"]


def test_reading_tells_how_far_it_is_and_ends_at_the_whole(tmp_path: Path) -> None:
    archive = tmp_path / "plates.tar.xz"
    archive.write_bytes(as_tar_xz({"a.csv": as_csv(SOME)}))
    told: list[float] = []
    read_doorplates(archive, lambda done, all_: told.append(done / all_))
    assert told == sorted(told)
    assert told[-1] == 1


def _refused(path: Path, content: bytes, bounds: Bounds = Bounds()) -> DoorplatesRefused:  # noqa: B008  # frozen
    path.write_bytes(content)
    with pytest.raises(DoorplatesRefused) as refused:
        read_doorplates(path, bounds=bounds)
    assert path.name in str(refused.value) or "a.csv" in str(refused.value)
    assert "例如" in str(refused.value)
    return refused.value


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NotDoorplates),
        ("店家名稱,地址\n甲店,示範路1號\n".encode(), NotDoorplates),
        (as_csv(SOME).decode("utf-8-sig").encode("cp950"), NotDoorplates),
        (b"PK\x03\x04" + b"\xff" * 100, NotDoorplates),
        (as_csv([]), NoDoorplates),
        (as_csv([Plate("中山區中央里", "示範路", "無號")]), NoDoorplates),
        (as_csv(SOME) + b'"' + b"x" * 20_000, NotDoorplates),
        (lzma.compress(b"no archive at all " * 100), DoorplatesDamaged),
        (as_tar_xz({"a.csv": as_csv(SOME)})[:-200], DoorplatesDamaged),
        (as_tar_xz({"readme.txt": b"nothing"}), NoDoorplates),
        (as_tar_xz({"a.csv": "店家名稱\n".encode()}), NotDoorplates),
    ],
)
def test_what_is_no_door_plates_is_refused_with_one_sentence(
    tmp_path: Path, content: bytes, refusal: type[DoorplatesRefused]
) -> None:
    assert type(_refused(tmp_path / "plates.tar.xz", content)) is refusal


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(rows=len(SOME) - 1),
        Bounds(files=1),
        Bounds(unpacked_bytes=2_000),
    ],
)
def test_more_than_the_bounds_is_refused_while_it_is_read(tmp_path: Path, bounds: Bounds) -> None:
    packed = as_tar_xz({"a.csv": as_csv(SOME), "b.csv": as_csv(SOME)})
    refused = _refused(tmp_path / "plates.tar.xz", packed, bounds)
    assert isinstance(refused, DoorplatesTooLarge)
    if bounds.rows > len(SOME):
        folder = tmp_path / "plates"
        folder.mkdir()
        for name in ("a.csv", "b.csv"):
            (folder / name).write_bytes(as_csv(SOME))
        with pytest.raises(DoorplatesTooLarge):
            read_doorplates(folder, bounds=bounds)


def test_an_archive_that_unpacks_to_gigabytes_stops_at_the_bound(tmp_path: Path) -> None:
    bomb = tmp_path / "plates.tar.xz"
    member = tarfile.TarInfo("a.csv")
    member.size = 64 << 20
    bomb.write_bytes(lzma.compress(member.tobuf() + bytes(64 << 20), preset=0))
    assert bomb.stat().st_size < 100_000
    with pytest.raises(DoorplatesRefused):
        read_doorplates(bomb, bounds=Bounds(unpacked_bytes=1 << 20))


def test_members_that_lead_elsewhere_are_read_where_they_stand_or_not_at_all(tmp_path: Path) -> None:
    packed = io.BytesIO()
    content = as_csv(SOME)
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name in ("../../../outside.csv", "/absolute.csv"):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("link.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    inside = tmp_path / "deep" / "down"
    inside.mkdir(parents=True)
    file = inside / "plates.tar.xz"
    file.write_bytes(lzma.compress(packed.getvalue()))
    before = sorted(tmp_path.rglob("*"))
    assert read_doorplates(file).rows == 2 * len(SOME)
    assert sorted(tmp_path.rglob("*")) == before


def test_two_streams_in_one_file_are_read_on(tmp_path: Path) -> None:
    packed = io.BytesIO()
    content = as_csv(SOME)
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo("a.csv")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    whole, middle = packed.getvalue(), 700
    file = tmp_path / "plates.tar.xz"
    file.write_bytes(lzma.compress(whole[:middle]) + bytes(4) + lzma.compress(whole[middle:]))
    assert read_doorplates(file).rows == len(SOME)
