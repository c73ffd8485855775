"""A file that says another number than the paper is found out, wherever and however it does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outreach.reports.checking import UNREADABLE, check_ods, check_odt, check_pdf, check_xlsx
from outreach.reports.model import Block, Cell, Column, Paper, Paragraph, Row, Table
from outreach.reports.ods import write_ods
from outreach.reports.odt import write_odt
from outreach.reports.pdf import write_pdf
from outreach.reports.plain import plain
from outreach.reports.xlsx import write_xlsx
from tests.support.papers import sample_paper

FORMATS = {
    "xlsx": (write_xlsx, check_xlsx),
    "ods": (write_ods, check_ods),
    "odt": (write_odt, check_odt),
    "pdf": (write_pdf, check_pdf),
}


def with_table(paper: Paper, name: str, change: Callable[[Table], Table]) -> Paper:
    """The paper with one of its tables told otherwise."""

    def told(block: Block) -> Block:
        return change(block) if isinstance(block, Table) and block.name == name else block

    return replace(paper, blocks=tuple(map(told, paper.blocks)), appendix=tuple(map(told, paper.appendix)))


def with_cell(at: tuple[int, int], cell: Cell) -> Callable[[Table], Table]:
    def change(table: Table) -> Table:
        rows = list(table.rows)
        cells = list(rows[at[0]].cells)
        cells[at[1]] = cell
        rows[at[0]] = replace(rows[at[0]], cells=tuple(cells))
        return replace(table, rows=tuple(rows))

    return change


def without_last_row(table: Table) -> Table:
    return replace(table, rows=table.rows[:-1])


def with_another_row(table: Table) -> Table:
    return replace(table, rows=(*table.rows, table.rows[-1]))


WRONG: dict[str, tuple[Callable[[Table], Table], str]] = {
    "a count": (with_cell((0, 2), Cell("1,848", 1848)), "第1列「提報家數(A)」"),
    "a rate rounded up": (with_cell((4, 5), Cell("98.83 %", rate=9883)), "第5列「完成率(D/C)」"),
    "a sign": (with_cell((1, 6), Cell("+0.07", points=7)), "第2列「增減(百分點)」"),
    "a name": (with_cell((1, 1), Cell("商業")), "第2列「機關」"),
    "a row less": (without_last_row, ""),
    "a row more": (with_another_row, ""),
}


@pytest.mark.parametrize("format_", FORMATS)
def test_what_a_writer_gets_wrong_is_named_by_table_row_and_column(format_: str) -> None:
    write, check = FORMATS[format_]
    paper = with_table(sample_paper(), "annex1-excluded", lambda table: replace(table, rows=table.rows[:3]))
    assert check(paper, write(paper)) == ()
    for what, (change, place) in WRONG.items():
        found = check(paper, write(with_table(paper, "item1-agencies", change)))
        assert found, what
        assert "表1 台北通 myCode+ 各機關執行情形" in found[0], what
        assert place in found[0], what


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sentence_that_says_another_number_is_named(format_: str) -> None:
    write, check = FORMATS[format_]
    sentence = Paragraph("提報5,562家，毋須納入母數471家，完成率95.28%。")
    paper = replace(sample_paper(), blocks=(sentence,), appendix=())
    wrong = replace(sentence, text=sentence.text.replace("95.28", "95.29"))
    assert check(paper, write(paper)) == ()
    assert check(paper, write(replace(paper, blocks=(wrong,)))) == (f"「{sentence.text[:20]}…」",)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_cannot_be_read_again_is_as_wrong_as_one_that_differs(format_: str) -> None:
    write, check = FORMATS[format_]
    paper = sample_paper()
    whole = write(paper)
    for broken in (b"", b"no file of any kind", whole[: len(whole) // 2]):
        assert check(paper, broken) == UNREADABLE


@example(["_x0041_", "\x07a\x00", " a  b ", "a\tb", "a\nb\n", "'=1", "\ud800"])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_whatever_anybody_typed_is_written_and_read_back(texts: list[str]) -> None:
    rows = tuple(Row((Cell(text),)) for text in texts)
    table = Table("names", "清冊", (Column("店家名稱"),), rows)
    told = plain(Paper("會議資料", (), (Paragraph(texts[0]), table), (), "第1版"))
    assert check_xlsx(told, write_xlsx(told)) == ()
    assert check_ods(told, write_ods(told)) == ()


def test_a_number_that_is_stored_otherwise_than_printed_is_found_in_an_ods() -> None:
    paper = sample_paper()
    told = zipfile.ZipFile(io.BytesIO(write_ods(paper)))
    parts = {name: told.read(name) for name in told.namelist()}
    content = parts["content.xml"].decode()
    for wrong in (
        content.replace('office:value="1849"', 'office:value="1850"', 1),
        content.replace("<text:p>1,849</text:p>", "<text:p>1,850</text:p>", 1),
    ):
        assert wrong != content
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name, data in (parts | {"content.xml": wrong.encode()}).items():
                package.writestr(name, data)
        assert check_ods(paper, target.getvalue()) == (
            "表1 台北通 myCode+ 各機關執行情形 第1列「提報家數(A)」",
        )
