"""Workbooks are read as they show, and measured before they are unpacked."""

import io
import random
import struct
import zipfile
from datetime import date

import pytest

from outreach.sheets.model import Limits
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import (
    CellTooLong,
    DamagedFile,
    EmptySheet,
    NoSuchSheet,
    SheetRefused,
    TooManyCells,
    TooManyColumns,
    TooManyParts,
    TooManyRows,
    UnpacksTooLarge,
)
from tests.sheets.builders import xlsx, xlsx_of_xml, zipped

HEADINGS = ("店家名稱", "統一編號")


def test_cells_read_as_they_show() -> None:
    content = xlsx({"清冊": [("名稱", "編號"), ("好店", 3), ("01234", 1.5), (True, 121.5645), (None, "末")]})
    sheet = read_workbook(content, "a.xlsx")
    assert sheet.rows == (("名稱", "編號"), ("好店", "3"), ("01234", "1.5"), ("TRUE", "121.5645"), ("", "末"))
    assert (sheet.format, sheet.encoding, sheet.sheet_name, sheet.sheet_names) == (
        "xlsx",
        None,
        "清冊",
        ("清冊",),
    )


def test_a_stall_number_that_became_a_date_shows_as_the_day() -> None:
    assert read_workbook(xlsx({"a": [(date(2021, 1, 18),)]}), "a.xlsx").rows == (("2021-01-18",),)


def test_numbers_show_without_an_exponent_and_with_fifteen_digits() -> None:
    content = xlsx({"a": [(0.1 + 0.2, 1e20, 12345678901234, 0.00001)]})
    assert read_workbook(content, "a").rows == (
        ("0.3", "100000000000000000000", "12345678901234", "0.00001"),
    )


def test_rows_keep_the_numbers_that_they_have_in_the_file() -> None:
    sheet = read_workbook(xlsx({"a": [(), (), ("名稱",), (), ("好店",)]}), "a.xlsx")
    assert sheet.rows == (("",), ("",), ("名稱",), ("",), ("好店",))


def test_the_content_tells_the_format_and_not_the_name() -> None:
    assert read_workbook(xlsx({"a": [HEADINGS]}), "清冊.csv").format == "xlsx"


def test_the_named_sheet_is_read() -> None:
    content = xlsx({"說明": [("一",)], "清冊": [("二",)]})
    sheet = read_workbook(content, "a.xlsx", sheet="清冊")
    assert (sheet.rows, sheet.sheet_name, sheet.sheet_names) == ((("二",),), "清冊", ("說明", "清冊"))


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(NoSuchSheet, match="沒有工作表「名單」；可選用：說明、清冊，例如「說明」"):
        read_workbook(xlsx({"說明": [("一",)], "清冊": [("二",)]}), "a.xlsx", sheet="名單")


def test_without_a_name_the_first_visible_sheet_with_content_is_read() -> None:
    content = xlsx({"隱藏": [("一",)], "空白": [], "清冊": [("二",)]}, hidden=["隱藏"])
    assert read_workbook(content, "a.xlsx").sheet_name == "清冊"


def test_a_workbook_without_content_is_refused() -> None:
    with pytest.raises(EmptySheet, match="沒有內容"):
        read_workbook(xlsx({"空白": []}), "a.xlsx")


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    parts = zipfile.ZipFile(io.BytesIO(xlsx({"a": [(date(2021, 1, 18),)]})))
    since_1904 = b'<workbookPr date1904="1" '
    changed = {name: parts.read(name).replace(b"<workbookPr ", since_1904) for name in parts.namelist()}
    assert read_workbook(zipped(changed), "a.xlsx").rows == (("2025-01-19",),)


def test_control_characters_are_taken_out_and_their_cell_is_named() -> None:
    sheet = read_workbook(xlsx({"a": [("名稱",), ("好\x07店\u202e\u200b",), ("甲\r\n乙",)]}), "a.xlsx")
    assert sheet.rows == (("名稱",), ("好店",), ("甲\n乙",))
    assert [(note.row, note.column) for note in sheet.notes] == [(2, 0)]


def test_a_formula_gives_the_value_that_it_showed() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>CMD()</f><v>乙</v></c></row>'
    assert read_workbook(xlsx_of_xml(rows), "a.xlsx").rows == (("2", "乙"),)


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>",
        '<row r="1"><c s="0" r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="B2"><v>3</v></c></row>',
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1"><x:v>2</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:v>3</x:v></x:c></x:row>',
    ],
)
def test_cells_without_a_place_of_their_own_follow_one_another(rows: str) -> None:
    assert read_workbook(xlsx_of_xml(rows), "a.xlsx").rows == (("1", "2"), ("", "3"))


def test_a_style_on_an_empty_cell_far_away_does_no_harm() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read_workbook(xlsx_of_xml(rows), "a.xlsx").rows == (("1",),)


# Limits ------------------------------------------------------------------------------------------


def cell(place: str, value: str = "1") -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        (row(cell("A1")) + row(cell("A1000000")), TooManyRows),
        (row(cell("A1"), cell("GS1")), TooManyColumns),
        (row(cell("A1")) + row(cell("GR99999")), TooManyCells),
        (row(cell("A1"), cell("XFD1048576")), TooManyRows),
        (row(cell("A1"), cell("ZZZZZZ4294967295")), TooManyRows),
        ('<row r="4000000000"><c><v>1</v></c></row>', TooManyRows),
        ("<row>" + "<c><v>1</v></c>" * 201 + "</row>", TooManyColumns),
        ("<!-- <row --> <row>" + "<c><v>1</v></c>" * 201 + "</row>", TooManyColumns),
    ],
)
def test_a_far_away_cell_is_refused_before_the_room_up_to_it_is_made(
    rows: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        read_workbook(xlsx_of_xml(rows), "a.xlsx")


def test_the_refusal_of_a_million_rows_names_the_limit() -> None:
    with pytest.raises(TooManyRows, match="超過 100,000 列（讀到第 1,000,000 列）；請分成幾個檔案"):
        read_workbook(xlsx_of_xml(row(cell("A1000000"))), "大.xlsx")


@pytest.mark.parametrize(("last", "refused"), [(4, False), (5, False), (6, True)])
def test_the_last_row_within_the_limit_is_still_read(last: int, refused: bool) -> None:
    content = xlsx_of_xml(row(cell("A1"), cell(f"A{last}")))
    if refused:
        with pytest.raises(TooManyRows):
            read_workbook(content, "a.xlsx", limits=Limits(rows=5))
    else:
        assert len(read_workbook(content, "a.xlsx", limits=Limits(rows=5)).rows) == last


def test_one_long_string_that_every_cell_names_is_refused() -> None:
    strings = f"<si><t>{'x' * 100_000}</t></si>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_001))
    with pytest.raises(UnpacksTooLarge):
        read_workbook(xlsx_of_xml(cells, strings=strings), "a.xlsx")


def test_a_long_string_that_few_cells_name_is_no_harm_but_for_its_length() -> None:
    strings = f"<si><t>{'x' * 30_000}</t></si><si><r><t>好</t></r><r><t>店</t></r></si>"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(2, 10_001)
    )
    sheet = read_workbook(xlsx_of_xml(cells, strings=strings), "a.xlsx")
    assert (len(sheet.rows[0][0]), sheet.rows[1], len(sheet.rows)) == (30_000, ("好店",), 10_000)
    with pytest.raises(CellTooLong, match="第 1 列有超過 32,767 字"):
        read_workbook(
            xlsx_of_xml(
                '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=f"<si><t>{'x' * 32_768}</t></si>"
            ),
            "a",
        )


def test_a_part_that_unpacks_beyond_the_limit_is_refused() -> None:
    content = xlsx_of_xml(row(cell("A1")) + " " * 40_000_000)
    assert len(content) < 100_000
    with pytest.raises(UnpacksTooLarge, match="解開後超過 20,000,000 位元組"):
        read_workbook(content, "a.xlsx", limits=Limits(unpacked_bytes=20_000_000))


def test_a_part_that_lies_about_its_size_is_measured_all_the_same() -> None:
    content = bytearray(xlsx_of_xml(row(cell("A1")) + " " * 40_000_000))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(UnpacksTooLarge):
        read_workbook(bytes(content), "a.xlsx", limits=Limits(unpacked_bytes=20_000_000))


def test_pictures_and_other_parts_are_never_unpacked() -> None:
    content = xlsx_of_xml(row(cell("A1")), extra={"xl/media/image1.png": bytes(40_000_000)})
    assert read_workbook(content, "a.xlsx", limits=Limits(unpacked_bytes=100_000)).rows == (("1",),)


def test_a_file_of_very_many_parts_is_refused_without_listing_them() -> None:
    content = xlsx_of_xml(row(cell("A1")), extra={f"x{n}": b"" for n in range(101)})
    with pytest.raises(TooManyParts, match="內含 107 個部分；試算表檔以 100 個為限"):
        read_workbook(content, "a.xlsx", limits=Limits(parts=100))


# Damage ------------------------------------------------------------------------------------------


def test_entities_are_refused_before_they_can_grow() -> None:
    head = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    rows = '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
    with pytest.raises(DamagedFile, match="DOCTYPE"):
        read_workbook(xlsx_of_xml(rows, head=head), "a.xlsx")


@pytest.mark.parametrize(
    "content",
    [
        xlsx({"a": [HEADINGS]})[:-100],
        xlsx({"a": [HEADINGS]})[:200],
        xlsx_of_xml('<row r="1"><c r="A1"><v>1</v>'),
        xlsx_of_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
        xlsx_of_xml('<row r="1"><c r="甲1"><v>1</v></c></row>'),
        xlsx_of_xml("", extra={"xl/workbook.xml": b"<workbook/>"}),
        xlsx_of_xml("", extra={"xl/workbook.xml": b"<workbook"}),
    ],
)
def test_a_damaged_file_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises((DamagedFile, EmptySheet)) as refused:
        read_workbook(content, "a.xlsx")
    assert str(refused.value).count("。") == 1


def test_a_changed_byte_never_raises_anything_but_a_refusal() -> None:
    good = xlsx({"a": [HEADINGS, ("好店", "04595257"), ("乙", 3)]})
    dice = random.Random(7)
    read = refused = 0
    for _ in range(150):
        content = bytearray(good)
        for _ in range(dice.randint(1, 4)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            read_workbook(bytes(content), "a.xlsx")
        except SheetRefused:
            refused += 1
        else:
            read += 1
    assert min(read, refused) > 10
