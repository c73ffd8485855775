"""The real lists that may lie beside the checkout are read whole."""

import re

import pytest

from outreach.rules.matching import address_key
from outreach.sheets.headings import find_headings
from outreach.sheets.reading import read_workbook
from outreach.sheets.values import parse_rows
from tests.support.shared import shared_data


@pytest.mark.parametrize(
    ("name", "file_format", "encoding", "row", "fields", "rows", "doubtful"),
    [
        ("restaurants_banner_rows.xlsx", "xlsx", None, 3, "name category district address", 8_542, 10),
        ("bakeries_big5.csv", "csv", "cp950", 0, "name district address", 580, 53),
        ("food_courts_utf8bom.csv", "csv", "utf-8-sig", 0, "name address", 57, 0),
        ("datong_district.ods", "ods", None, 0, "name sector address", 485, 0),
    ],
)
def test_a_real_list_is_read_row_by_row(
    name: str, file_format: str, encoding: str | None, row: int, fields: str, rows: int, doubtful: int
) -> None:
    sheet = read_workbook(shared_data(name).read_bytes(), name)
    match = find_headings(sheet)
    read = parse_rows(sheet, match)
    assert (sheet.format, sheet.encoding, match.row) == (file_format, encoding, row)
    assert " ".join(match.columns) == fields
    assert len(read) == rows
    assert all(each.values is not None for each in read)
    assert sum(len(each.problems) for each in read) == doubtful


def test_the_payment_remarks_of_a_real_list_are_no_remark() -> None:
    sheet = read_workbook(shared_data("bakeries_big5.csv").read_bytes(), "a.csv")
    assert find_headings(sheet).unmatched == ("備註(支付)",)


def test_a_real_address_written_with_a_village_is_found_without_it() -> None:
    sheet = read_workbook(shared_data("restaurants_banner_rows.xlsx").read_bytes(), "a.xlsx")
    behind_district = re.compile(r"^(臺北市(\w\w)區)\w{2}里(?=\w+[路街])")
    addresses = [row[4] for row in sheet.rows[4:] if behind_district.match(row[4])]
    assert len(addresses) > 6_000
    for address in addresses:
        assert address_key(behind_district.sub(r"\2區", address)) == address_key(address)
