"""OpenDocument spreadsheets: text as shown, and repetitions that are counted before they are made."""

import pytest

from outreach.sheets.model import Limits
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import (
    CellTooLong,
    DamagedFile,
    EmptySheet,
    NoSuchSheet,
    PasswordProtected,
    SheetRefused,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    UnpacksTooLarge,
)
from tests.sheets.builders import ods_cell, ods_of_xml, ods_row, ods_table, zipped


def typed(kind: str, value: str, text: str) -> str:
    return ods_cell(text, f'office:value-type="{kind}" office:{value}')


def read(*rows: str, limits: Limits | None = None) -> tuple[tuple[str, ...], ...]:
    return read_workbook(ods_of_xml(ods_table(*rows)), "a.ods", limits=limits or Limits()).rows


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (ods_cell("好店"), "好店"),
        (ods_cell("", 'office:value-type="string" office:string-value="好店"'), "好店"),
        (ods_cell("好店", ""), "好店"),
        (typed("float", 'value="3"', "3"), "3"),
        (typed("float", 'value="4595257"', "04595257"), "04595257"),
        (typed("float", 'value="121.5645"', "121.56"), "121.5645"),
        (typed("percentage", 'value="0.5"', "50%"), "0.5"),
        (typed("date", 'date-value="2021-01-18"', "1月18日"), "2021-01-18"),
        (typed("date", 'date-value="2021-01-18T08:30:00"', "1月18日"), "2021-01-18 08:30:00"),
        (typed("time", 'time-value="PT08H30M00S"', "8:30"), "08:30:00"),
        (typed("boolean", 'boolean-value="true"', "真"), "TRUE"),
        (
            ods_cell("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p><text:p>e"),
            "a   b\tc\nd\ne",
        ),
        (ods_cell("\n   好\n   店  "), "好 店"),
        (ods_cell("好<text:span>店</text:span><text:a>號</text:a>"), "好店號"),
        (
            ods_cell("好</text:p><office:annotation><text:p>註</text:p></office:annotation><text:p>店"),
            "好\n店",
        ),
        (ods_cell("好</text:p><draw:frame><text:p>圖說</text:p></draw:frame><text:p>店"), "好\n店"),
        (ods_cell("&lt;script&gt;&amp;"), "<script>&"),
        (ods_cell(f"好</text:p>{ods_table(ods_row(ods_cell('內')), name='內')}<text:p>店"), "好\n店"),
    ],
)
def test_a_cell_reads_as_it_shows(cell: str, shown: str) -> None:
    assert read(ods_row(cell)) == ((shown,),)


def test_repeated_cells_and_rows_stand_where_they_show() -> None:
    rows = read(
        ods_row(ods_cell("a"), ods_cell(repeat=2), ods_cell("b", repeat=2), ods_cell(repeat=16_000)),
        ods_row(ods_cell(repeat=16_384), repeat=2),
        ods_row(ods_cell("z"), repeat=2),
        ods_row(ods_cell(repeat=16_384), repeat=1_048_000),
    )
    empty = ("",) * 5
    last = ("z", "", "", "", "")
    assert rows == (("a", "", "", "b", "b"), empty, empty, last, last)


def test_header_rows_and_grouped_rows_are_rows() -> None:
    first = f"<table:table-header-rows>{ods_row(ods_cell('名稱'))}</table:table-header-rows>"
    second = f"<table:table-row-group>{ods_row(ods_cell('好店'))}</table:table-row-group>"
    assert read(first, second) == (("名稱",), ("好店",))


def test_the_named_table_is_read_else_the_first_with_content() -> None:
    tables = ods_table(name="空白") + ods_table(ods_row(ods_cell("一")), name="甲")
    content = ods_of_xml(tables + ods_table(ods_row(ods_cell("二")), name="乙"))
    assert read_workbook(content, "a.ods").rows == (("一",),)
    second = read_workbook(content, "a.ods", sheet="乙")
    assert (second.rows, second.sheet_names, second.format) == ((("二",),), ("空白", "甲", "乙"), "ods")
    with pytest.raises(NoSuchSheet, match="可選用：空白、甲、乙"):
        read_workbook(content, "a.ods", sheet="丙")
    with pytest.raises(EmptySheet, match="「空白」沒有內容"):
        read_workbook(content, "a.ods", sheet="空白")


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([ods_row(ods_cell("x"), repeat=1_000_000)], TooManyRows),
        ([ods_row(ods_cell(), repeat=1_000_000), ods_row(ods_cell("x"))], TooManyRows),
        ([ods_row(ods_cell("x", repeat=1_000_000))], TooManyColumns),
        ([ods_row(ods_cell(repeat=1_000_000), ods_cell("x"))], TooManyColumns),
        ([ods_row(ods_cell("x", repeat=200), repeat=100_000)], TooManyCells),
        ([ods_row(ods_cell("x"), repeat=99_000), ods_row(ods_cell("x", repeat=200))], TooManyCells),
        ([ods_row(ods_cell("x<text:s text:c='2000000000'/>"))], CellTooLong),
        ([ods_row(ods_cell("x", repeat=10**30))], TooManyColumns),
    ],
)
def test_a_repetition_beyond_the_limits_is_refused_before_it_is_made(
    rows: list[str], refusal: type[SheetRefused]
) -> None:
    with pytest.raises(refusal):
        read(*rows)


def test_content_that_unpacks_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnpacksTooLarge):
        read(ods_row(ods_cell("x" * 3_000_000)), limits=Limits(unpacked_bytes=2_000_000))


def test_an_encrypted_document_is_refused_as_such() -> None:
    content = ods_of_xml(ods_table(ods_row(ods_cell("x"))), manifest="<encryption-data/>")
    with pytest.raises(PasswordProtected, match="設有密碼；請移除密碼"):
        read_workbook(content, "a.ods")


@pytest.mark.parametrize(
    "content",
    [
        ods_of_xml("<table:table>"),
        ods_of_xml(""),
        ods_of_xml(ods_table(ods_row(ods_cell("x", repeat=-3)))),
        ods_of_xml(ods_table(ods_row(ods_cell("&a;"))), head='<!DOCTYPE x [<!ENTITY a "ha">]>'),
        ods_of_xml(ods_table(ods_row(ods_cell("&a;")))),
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    ],
)
def test_a_damaged_document_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(DamagedFile) as refused:
        read_workbook(content, "a.ods")
    assert str(refused.value).count("。") == 1
