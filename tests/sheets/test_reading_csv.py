"""CSV files: any encoding of the city's offices, any delimiter, and nothing run or lost."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets.model import Limits
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import (
    CellTooLong,
    EmptyFile,
    NoSheetsInCsv,
    NotASpreadsheet,
    SheetRefused,
    TooLarge,
    TooManyCells,
    TooManyColumns,
    TooManyRows,
    UnclosedQuote,
    UnreadableEncoding,
)
from tests.sheets.builders import zipped

TEXT = "店家名稱,地址\r\n好客小吃店,臺北市中山區康樂里林森北路２４７號\r\n"
ROWS = (("店家名稱", "地址"), ("好客小吃店", "臺北市中山區康樂里林森北路２４７號"))


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-8", "utf-8"),
        ("cp950", "cp950"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
    ],
)
def test_an_encoding_is_found_and_named(codec: str, encoding: str) -> None:
    sheet = read_workbook(TEXT.encode(codec), "a.csv")
    assert (sheet.rows, sheet.encoding, sheet.format, sheet.sheet_names) == (ROWS, encoding, "csv", ())


def test_characters_beyond_cp950_are_read_as_big5_of_hong_kong() -> None:
    sheet = read_workbook((TEXT + "堃記,瑠公街\n").encode("big5hkscs"), "a.csv")
    assert (sheet.rows[2], sheet.encoding) == (("堃記", "瑠公街"), "big5hkscs")


@pytest.mark.parametrize("character", "碁銹裏墻恒粧嫺‧–—﹑")
def test_characters_that_only_cp950_has_or_places_so_are_read_by_it(character: str) -> None:
    sheet = read_workbook((TEXT + f"{character}店,x\n").encode("cp950"), "a.csv")
    assert (sheet.rows[2][0], sheet.encoding) == (f"{character}店", "cp950")


def test_a_file_in_simplified_chinese_is_not_taken_for_big5() -> None:
    text = "店家名称,地址\n" + "中山区的饮食店与商业街区,台北市中山区林森北路二百四十七号地下一层\n" * 5
    sheet = read_workbook(text.encode("gb18030"), "a.csv")
    assert (sheet.rows[0], sheet.encoding) == (("店家名称", "地址"), "gb18030")


def test_text_in_no_encoding_is_refused_with_the_byte() -> None:
    content = ROWS[0][0].encode() + b",\xff\xfe\xff\x81\n" + bytes(range(128, 256)) * 3
    with pytest.raises(UnreadableEncoding, match="第 14 個位元組起不是可辨識的文字"):
        read_workbook(content, "a.csv")


def test_a_broken_byte_behind_a_mark_of_utf8_is_refused_and_not_guessed() -> None:
    with pytest.raises(UnreadableEncoding):
        read_workbook(b"\xef\xbb\xbf" + TEXT.encode() + b"\xff", "a.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_makes_headings(delimiter: str) -> None:
    text = f"清冊;，\n店家名稱{delimiter}地址\n好店{delimiter}一;二、三,四\t五\n".replace(
        delimiter + "四", "四"
    )
    sheet = read_workbook(text.encode(), "a.csv")
    assert sheet.delimiter == delimiter
    assert sheet.rows[1][:2] == ("店家名稱", "地址")


def test_without_known_headings_the_most_even_delimiter_counts() -> None:
    assert read_workbook(b"a;b;c\n1;2,5;3\n4;5;6\n", "a.csv").rows[1] == ("1", "2,5", "3")


def test_a_line_that_states_the_separator_is_obeyed_and_keeps_its_row() -> None:
    sheet = read_workbook("sep=;\r\n店家名稱;a,b,c\r\n".encode(), "a.csv")
    assert sheet.rows == (("", ""), ("店家名稱", "a,b,c"))


def test_a_list_of_names_alone_is_one_column_whatever_the_names_hold() -> None:
    assert read_workbook("店家名稱\n甲;乙\n丙;丁\n".encode(), "a.csv").rows == (
        ("店家名稱",),
        ("甲;乙",),
        ("丙;丁",),
    )


def test_newlines_and_quotes_inside_quotes_belong_to_the_cell() -> None:
    text = '店家名稱,地址\r\n"甲 ""乙""","一樓\r\n二樓"\r\n丙,丁\r\n'
    assert read_workbook(text.encode(), "a.csv").rows == (
        ("店家名稱", "地址"),
        ('甲 "乙"', "一樓\n二樓"),
        ("丙", "丁"),
    )


def test_short_rows_are_filled_and_empty_lines_keep_their_number() -> None:
    rows = read_workbook("名稱,地址\n\n甲\n乙,丙\n\n\n".encode(), "a.csv").rows
    assert rows == (("名稱", "地址"), ("", ""), ("甲", ""), ("乙", "丙"))


def test_formulas_stay_text_and_an_apostrophe_before_them_is_taken_off() -> None:
    text = "名稱,備註\n=1+1,'=1+1\n@SUM(A1),'-5\n''=a,'好\n"
    assert read_workbook(text.encode(), "a.csv").rows[1:] == (
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "-5"),
        ("'=a", "'好"),
    )


def test_control_characters_are_taken_out_and_their_cell_is_named() -> None:
    sheet = read_workbook("名稱,地址\n好\x07店,\ufeff乙\n".encode(), "a.csv")
    assert sheet.rows[1] == ("好店", "乙")
    assert [(note.row, note.column) for note in sheet.notes] == [(2, 0), (2, 1)]


@pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf", b"\xff\xfe", b",,,\n,,\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"『空\.csv』是空白檔案"):
        read_workbook(content, "空.csv")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"%PDF-1.7 ...", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "PNG 圖片"),
        (b"\xff\xd8\xff\xe0", "JPEG 圖片"),
        (b"  <!DOCTYPE html><html>", "網頁（HTML）"),
        (b"<HTML><table>", "網頁（HTML）"),
        (b'<?xml version="1.0"?><Workbook/>', "XML 文件"),
        (zipped({"a.txt": "x"}), "壓縮檔"),
        (zipped({"word/document.xml": "x", "_rels/.rels": "<a/>"}), "Word 文件"),
        (zipped({"xl/workbook.bin": b"x", "_rels/.rels": "<a/>"}), "Excel 二進位活頁簿（.xlsb）"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "壓縮檔"),
        (bytes(range(1, 32)) * 40, "二進位資料"),
        (bytes(256) + b"\x01\x02" * 50, "二進位資料"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_by_what_it_is(content: bytes, named: str) -> None:
    with pytest.raises(NotASpreadsheet) as refused:
        read_workbook(content, "清冊.xlsx")
    assert f"『清冊.xlsx』的內容是{named}，不是試算表；請另存為" in str(refused.value)


def test_a_quotation_mark_that_is_never_closed_is_refused_and_swallows_nothing() -> None:
    with pytest.raises(UnclosedQuote, match="第 3 列的引號沒有結尾"):
        read_workbook('名稱,地址\n甲,乙\n丙,"丁\n戊,己\n'.encode(), "a.csv")


def test_a_cell_beyond_what_a_cell_holds_is_refused() -> None:
    with pytest.raises(CellTooLong, match="第 2 列"):
        read_workbook(("名稱\n" + "x" * 40_000).encode(), "a.csv")
    with pytest.raises(CellTooLong, match="第 2 列"):
        read_workbook(("名稱\n" + "x" * 200_000).encode(), "a.csv")


@pytest.mark.parametrize(
    ("text", "limits", "refusal"),
    [
        ("a\n" * 6, Limits(rows=5), TooManyRows),
        ("a,b,c\n", Limits(columns=2), TooManyColumns),
        ("a,b,c\n" * 4, Limits(cells=10), TooManyCells),
        ("a,b,c\n", Limits(input_bytes=3), TooLarge),
    ],
)
def test_more_than_a_limit_is_refused(text: str, limits: Limits, refusal: type[SheetRefused]) -> None:
    with pytest.raises(refusal):
        read_workbook(text.encode(), "a.csv", limits=limits)


def test_exactly_the_limit_is_read() -> None:
    assert len(read_workbook(b"a,b\n" * 5, "a.csv", limits=Limits(rows=5, columns=2, cells=10)).rows) == 5


def test_a_million_rows_are_refused_with_the_limit() -> None:
    with pytest.raises(TooManyRows, match="超過 100,000 列"):
        read_workbook("名稱,地址\n".encode() + "好店,甲\n".encode() * 1_000_000, "大.csv")


def test_a_csv_file_has_no_sheets() -> None:
    with pytest.raises(NoSheetsInCsv, match=r"讀到工作表「清冊」.*沒有工作表可選"):
        read_workbook(TEXT.encode(), "a.csv", sheet="清冊")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(SheetRefused):
        sheet = read_workbook(content, "a")
        assert sheet.rows
        assert len({len(row) for row in sheet.rows}) == 1
