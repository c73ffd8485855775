"""What is written reads back as it was, in every format, and nothing in it can run."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import load
from odf.table import TableCell, TableRow

from outreach.sheets.cells import without_invisible
from outreach.sheets.csv_text import FORMULA
from outreach.sheets.headings import find_headings
from outreach.sheets.outcome import Outcome, outcome_table
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import CharactersLost
from outreach.sheets.table import Table
from outreach.sheets.values import parse_rows
from outreach.sheets.writing import (
    WrittenFormat,
    big5_losses,
    format_like,
    write_csv,
    write_ods,
    write_table,
    write_xlsx,
)
from tests.sheets.builders import xls

FORMATS: tuple[WrittenFormat, ...] = ("xlsx", "ods", "csv")
HEADINGS = ("店家名稱", "統一編號", "備註")
DANGEROUS = ["=1+1", "+886", "-5", "@SUM(A1)", "\t=1", "\n=1", "=cmd|' /C calc'!A0", "＝1+1", "'=1", "''-1"]


def bytes_of(table: Table, file_format: WrittenFormat) -> bytes:
    target = io.BytesIO()
    write_table(target, table, file_format)
    return target.getvalue()


def read_back(table: Table, file_format: WrittenFormat) -> tuple[tuple[str, ...], ...]:
    return read_workbook(bytes_of(table, file_format), "a").rows


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        *DANGEROUS,
        "04595257",
        "  兩 邊  有 空白 ",
        "一\n二",
        "a\tb",
        '引"號,逗號;分號',
        "'單引號",
        "<b>&amp;",
        "_x0041_",
        "峯堃喆",
    ],
)
def test_a_text_reads_back_as_it_was(text: str, file_format: WrittenFormat) -> None:
    assert read_back(Table("清冊", HEADINGS, [(text, text, "x")]), file_format)[1] == (text, text, "x")


CELLS = st.text(
    st.one_of(st.sampled_from("=+-@'\t\n ,;\"＝臺0<&_x"), st.characters(exclude_categories=["Cs"])),
    max_size=12,
)


@pytest.mark.parametrize("file_format", FORMATS)
@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_any_table_reads_back_but_for_control_characters(
    file_format: WrittenFormat, rows: list[tuple[str, str, str]]
) -> None:
    expected = [tuple(without_invisible(cell) for cell in row) for row in rows]
    while expected and not any(expected[-1]):
        expected.pop()
    assert read_back(Table("清冊", HEADINGS, rows), file_format) == (HEADINGS, *expected)


@given(CELLS)
def test_no_cell_of_a_csv_file_begins_like_a_formula(text: str) -> None:
    target = io.BytesIO()
    write_csv(target, Table("a", ("名稱",), [(text,)]))
    (_, *rows) = csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""))
    assert not [row for row in rows if row and row[0].startswith(tuple(FORMULA))]


@pytest.mark.parametrize(("text", "marked"), [*((text, True) for text in DANGEROUS), ("好店", False)])
def test_a_text_that_looks_like_a_formula_is_a_text_cell_marked_as_such(text: str, marked: bool) -> None:
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(Table("a", ("名稱",), [(text,)]), "xlsx")))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count(' t="s"') == 2
    assert "<f" not in sheet
    # The mark keeps it text when somebody edits the cell; only styles in use are written.
    assert ('quotePrefix="1"' in archive.read("xl/styles.xml").decode()) is marked


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_looks_like_a_formula_is_a_text_cell_of_an_open_document(text: str) -> None:
    document = load(io.BytesIO(bytes_of(Table("a", ("名稱",), [(text,)]), "ods")))
    cells = document.spreadsheet.getElementsByType(TableCell)
    assert [cell.getAttribute("valuetype") for cell in cells] == ["string", "string"]
    assert [cell.getAttribute("formula") for cell in cells] == [None, None]


@pytest.mark.parametrize("file_format", FORMATS)
def test_numbers_are_written_as_numbers_and_text_of_digits_as_text(file_format: WrittenFormat) -> None:
    table = Table("a", ("名稱", "家數", "完成率"), [("0045", 12, -1.5), (None, 0, 57.25)])
    assert read_back(table, file_format)[1:] == (("0045", "12", "-1.5"), ("", "0", "57.25"))


def test_another_library_reads_the_open_document_row_by_row() -> None:
    document = load(io.BytesIO(bytes_of(Table("清冊", HEADINGS, [("好店", "04595257", 3)]), "ods")))
    rows = document.spreadsheet.getElementsByType(TableRow)
    assert [str(row) for row in rows] == ["店家名稱統一編號備註", "好店045952573"]


@pytest.mark.parametrize("file_format", FORMATS)
def test_rows_above_the_headings_stay_above_them(file_format: WrittenFormat) -> None:
    table = Table("a", HEADINGS, [("好店", "", "x")], banner=[("截至110年10月14日",), ()])
    rows = read_back(table, file_format)
    assert [row[0] for row in rows] == ["截至110年10月14日", "", "店家名稱", "好店"]


def test_headings_are_bold_frozen_and_wide_enough_for_chinese() -> None:
    table = Table("a", ("名稱",), [("很長很長的店家名稱",)], banner=[("標題",)])
    assert table.column_widths() == (20,)
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(table, "xlsx")))
    sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="2" topLeftCell="A3"' in sheet
    assert '<col min="1" max="1" width="20.7109375"' in sheet
    assert "<b/>" in archive.read("xl/styles.xml").decode()
    settings = zipfile.ZipFile(io.BytesIO(bytes_of(table, "ods"))).read("settings.xml").decode()
    assert '"VerticalSplitPosition" config:type="int">2<' in settings


def test_given_widths_hold_and_measured_ones_have_bounds() -> None:
    assert Table("a", ("名稱",), [], widths=(9,)).column_widths() == (9,)
    assert Table("a", ("x", "長" * 100), []).column_widths() == (6, 50)


def test_choices_become_drop_downs_that_reach_below_the_last_row() -> None:
    table = Table("a", ("名稱", "參與狀態"), [("好店", "已加入")], choices={1: ("未聯繫", "已加入")})
    sheet = zipfile.ZipFile(io.BytesIO(bytes_of(table, "xlsx"))).read("xl/worksheets/sheet1.xml").decode()
    assert 'sqref="B2:B502"' in sheet
    assert "未聯繫,已加入" in sheet


@pytest.mark.parametrize(
    ("title", "name"),
    [("清/冊:1", "清_冊_1"), ("'好'", "好"), ("", "Sheet1"), ("長" * 40, "長" * 31), ("a\x00b", "ab")],
)
def test_a_title_becomes_a_name_that_sheets_may_have(title: str, name: str) -> None:
    for file_format in ("xlsx", "ods"):
        assert read_workbook(bytes_of(Table(title, HEADINGS, []), file_format), "a").sheet_name == name


def test_a_first_cell_that_speaks_of_separators_is_only_text() -> None:
    assert read_back(Table("a", ("sep=;", "店家名稱"), [("甲;乙", "丙")]), "csv")[0] == ("sep=;", "店家名稱")


def test_big5_losses_names_each_character_once_in_order() -> None:
    assert big5_losses("峯a堃臺北峯―喆瑠双") == ("峯", "堃", "―", "喆", "瑠", "双")
    assert big5_losses("臺北市 ABC") == ()


def test_a_lossy_big5_file_is_refused_unless_it_is_agreed_to() -> None:
    table = Table("a", ("名稱",), [("峯記",), ("好店",)])
    with pytest.raises(CharactersLost, match="存不了這些字：峯；請改存 UTF-8"):
        write_csv(io.BytesIO(), table, "cp950")
    target = io.BytesIO()
    write_csv(target, table, "cp950", lossy=True)
    sheet = read_workbook(target.getvalue(), "a.csv")
    assert (sheet.rows, sheet.encoding) == ((("名稱",), ("?記",), ("好店",)), "cp950")


def test_a_refused_file_leaves_none_behind(tmp_path: Path) -> None:
    with pytest.raises(CharactersLost):
        write_csv(tmp_path / "a.csv", Table("a", ("峯",), []), "cp950")
    assert list(tmp_path.iterdir()) == []


def test_a_path_is_written_like_a_buffer(tmp_path: Path) -> None:
    table = Table("a", HEADINGS, [("好店", "", "x")])
    write_xlsx(tmp_path / "a.xlsx", table)
    write_ods(str(tmp_path / "a.ods"), table)
    write_csv(tmp_path / "a.csv", table)
    for path in tmp_path.iterdir():
        assert read_workbook(path.read_bytes(), path.name).rows == (HEADINGS, ("好店", "", "x"))


# The outcome file ----------------------------------------------------------------------------------

LIST = Table(
    "清冊",
    ("店名", "統編"),
    [("甲", "04595257"), ("", ""), ("乙", "1"), ("丙", "")],
    banner=[("臺北市店家清冊",), ("110年",)],
)


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_outcome_is_the_input_with_a_result_and_a_reason_and_imports_again(
    file_format: WrittenFormat,
) -> None:
    sheet = read_workbook(bytes_of(LIST, file_format), f"a.{file_format}")
    outcomes = {4: Outcome("新增"), 6: Outcome("錯誤", "=統一編號須為8位數字"), 7: Outcome("未變")}
    table = outcome_table(sheet, find_headings(sheet), outcomes)
    again = read_workbook(bytes_of(table, format_like(sheet)), "b")
    assert again.format == file_format
    assert [row[:2] for row in again.rows] == list(sheet.rows)
    assert [row[2:] for row in again.rows[2:]] == [
        ("結果", "原因"),
        ("新增", ""),
        ("", ""),
        ("錯誤", "=統一編號須為8位數字"),
        ("未變", ""),
    ]
    match = find_headings(again)
    assert (match.row, dict(match.columns), match.unmatched) == (
        2,
        {"name": 0, "tax_id": 1},
        ("結果", "原因"),
    )
    assert [row.row for row in parse_rows(again, match)] == [4, 6, 7]


def test_the_columns_of_an_earlier_outcome_are_replaced() -> None:
    sheet = read_workbook(bytes_of(LIST, "csv"), "a.csv")
    once = outcome_table(sheet, find_headings(sheet), {4: Outcome("錯誤", "一")})
    again = read_workbook(bytes_of(once, "csv"), "b.csv")
    twice = outcome_table(again, find_headings(again), {4: Outcome("新增")})
    assert twice.headings == ("店名", "統編", "結果", "原因")
    assert twice.rows[0] == ("甲", "04595257", "新增", "")


def test_a_reason_column_of_the_input_is_its_own() -> None:
    sheet = read_workbook(bytes_of(Table("a", ("店名", "原因"), [("甲", "整修")]), "csv"), "a.csv")
    table = outcome_table(sheet, find_headings(sheet), {2: Outcome("新增")})
    assert table.headings == ("店名", "原因", "結果", "原因")
    assert table.rows[0] == ("甲", "整修", "新增", "")


def test_the_answer_to_an_old_workbook_is_a_new_one() -> None:
    assert format_like(read_workbook(xls({"a": [(0, 0, "店名")]}), "a.xls")) == "xlsx"
