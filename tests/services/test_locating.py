"""Where an address is and how sure that is, asked as services and the command line ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.doorplate_matching import Precision
from geodata.locate import place_of
from outreach.services.addresses import NoAddresses, read_addresses
from outreach.services.city import City
from outreach.services.locating import Place, locate
from outreach.services.who import NotAllowed
from outreach.sheets.refusals import EmptyFile, UnclosedQuote
from outreach.sheets.table import Table
from outreach.sheets.writing import write_table
from tests.support.builders import ADMINISTRATOR, MANAGER, PUBLIC, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.plates import middle_of, with_plates


@pytest.fixture
def city(databases: Databases) -> City:
    """A city with a few plates, on each engine in turn."""
    return Clerk.of(with_plates(databases)).city


@pytest.fixture
def bare(sqlite_databases: Databases) -> City:
    """A city without plates."""
    return Clerk.of(set_up_url(sqlite_databases)).city


def _one(city: City, text: str) -> Place:
    return locate(city, ADMINISTRATOR, [text])[0]


@pytest.mark.parametrize(
    ("text", "precision", "village", "matched"),
    [
        ("臺北市中山區中央里示範路一段５之１號２樓", "plate", "中央里", "臺北市中山區示範路一段5之1號"),
        ("中山區示範路1段3巷2弄10號", "plate", "中央里", "臺北市中山區示範路一段3巷2弄10號"),
        ("示範路1段12號", "plate", "中央里", "臺北市中山區示範路一段12號"),
        ("示範路7號", "plate", "中央里", "臺北市中山區示範路二段7號"),
        ("中山區示範路1段306-312號及示範路1段3號", "plate", "中央里", "臺北市中山區示範路一段3號"),
        ("北投區模範街21號", "plate", "中央里", "臺北市北投區模範街21號"),
        ("北投區桃李巷5號", "plate", "中央里", "臺北市北投區楷模路桃李巷5號"),
        ("北投區榜樣大道臨8號", "plate", "中央里", "臺北市北投區榜樣大道臨8號"),
        ("北投區榜?大道8號", "plate", "中央里", "臺北市北投區榜樣大道8號"),
        ("中山區示範路1段14號", "near", "中央里", "臺北市中山區示範路一段12號"),
        ("中山區示範路1段3巷", "road", "", "臺北市中山區示範路一段3巷"),
        ("中山區示範路1段口旁", "road", "", "臺北市中山區示範路一段"),
        ("中山區示範路99號", "road", "", "臺北市中山區示範路"),
        ("中山區中央里沒有這條路3號", "village", "中央里", "臺北市中山區中央里"),
        ("中山區沒有這條路3號", "district", "", "臺北市中山區"),
        ("沒有這條路3號", "none", "", ""),
        ("新北市板橋區示範路1段3號", "none", "", ""),
        ("", "none", "", ""),
    ],
)
def test_an_address_is_found_as_surely_as_it_allows(
    city: City, text: str, precision: str, village: str, matched: str
) -> None:
    found = _one(city, text)
    assert (found.precision, found.village, found.matched) == (precision, village, matched)
    assert (found.address, found.lon is None) == (text, precision == "none")


def test_every_point_given_stands_in_the_district_and_village_given(city: City) -> None:
    for text in ("中山區示範路1段3號", "北投區模範街10號", "中山區示範路1段14號", "中山區朱馥里", "北投區"):
        found = _one(city, text)
        assert found.lon is not None
        assert found.lat is not None
        stands = place_of(found.lon, found.lat)
        assert stands is not None
        assert stands.district_code == found.district_code
        assert found.village_code in ("", stands.village_code)


def test_the_village_written_is_kept_and_what_the_plate_says_is_told(city: City) -> None:
    found = _one(city, "中山區朱馥里示範路1段3號")
    assert (found.precision, found.village) == (Precision.PLATE, "朱馥里")
    assert found.doubts == ("地址寫的是朱馥里，門牌在中央里；以所寫的里為準。",)
    assert (found.lon, found.lat) == (
        round(middle_of("中山區", "中央里")[0] + 3e-6, 6),
        middle_of("中山區", "中央里")[1],
    )


def test_many_addresses_are_answered_in_order_as_each_would_be_alone(city: City) -> None:
    texts = [
        "中山區示範路1段3號",
        "",
        "北投區模範街10號",
        "中山區示範路1段3號",
        "北投區",
        "亂寫一通",
        "模範街20號",
    ]
    together = locate(city, ADMINISTRATOR, texts)
    assert together == [_one(city, text) for text in texts]
    assert [place.address for place in together] == texts


def test_a_street_that_nobody_knows_is_told_only_where_it_matters(city: City) -> None:
    assert _one(city, "中山區無名路3號").doubts == ("門牌資料沒有「無名路」。",)
    assert _one(city, "中山區示範路1段3號及無名路3號").doubts == ()


def test_without_plates_an_address_tells_the_village_or_district_that_it_names(bare: City) -> None:
    found = locate(bare, ADMINISTRATOR, ["中山區中央里示範路1段3號", "中山區示範路1段3號", "示範路"])
    assert [place.precision for place in found] == [Precision.VILLAGE, Precision.DISTRICT, Precision.NONE]


def test_who_may_not_see_venues_may_not_locate_them(bare: City) -> None:
    assert locate(bare, MANAGER, []) == []
    with pytest.raises(NotAllowed):
        locate(bare, PUBLIC, ["中山區"])


def test_addresses_come_one_a_line_whatever_commas_and_quotes_they_have() -> None:
    text = '中山區示範路1段3號,5號\r\n\r\n"示範路7號\n北投區模範街10號'
    assert read_addresses(text.encode(), "a.txt") == [
        "中山區示範路1段3號,5號",
        "",
        '"示範路7號',
        "北投區模範街10號",
    ]
    assert read_addresses("中山區示範路1號\n".encode("cp950"), "a.txt") == ["中山區示範路1號"]


def test_addresses_of_a_sheet_come_from_its_column_below_the_heading(tmp_path: Path) -> None:
    told = '市場清單,,\n店名,店址,電話\n甲店,中山區示範路1號,1\n乙店,,2\n丙店,"示範路3號,5號",3\n'
    expected = ["中山區示範路1號", "", "示範路3號,5號"]
    assert read_addresses(told.encode(), "a.csv") == expected
    for kind in ("xlsx", "ods"):
        file = tmp_path / f"a.{kind}"
        table = Table("店家", ("店名", "店址"), tuple(("店", address) for address in expected))
        write_table(file, table, kind)
        assert read_addresses(file.read_bytes(), file.name) == expected


def test_what_holds_no_addresses_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_table(file, Table("店家", ("店名", "電話"), (("甲店", "1"),)), "xlsx")
    with pytest.raises(NoAddresses, match=r"a\.xlsx"):
        read_addresses(file.read_bytes(), "a.xlsx")
    with pytest.raises(EmptyFile):
        read_addresses(b"", "a.txt")
    with pytest.raises(UnclosedQuote):
        read_addresses('店名,地址\n甲店,"示範路1號\n'.encode(), "a.csv")
