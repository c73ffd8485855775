"""The paper as PDF, opened again: pages, faces, words, and every cell of every table."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import cache

import pypdfium2
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.reports.model import Block, Cell, Column, Heading, Look, Paper, Paragraph, Picture, Row, Table
from outreach.reports.pdf import write_pdf
from outreach.reports.reading_pdf import cells, printed, tables, words
from tests.support.papers import TRICKY, agencies_table, names_table, sample_paper

_MADE = datetime(2021, 10, 26, 17, 0, tzinfo=timezone(timedelta(hours=8)))


@cache
def _sample() -> bytes:
    return write_pdf(sample_paper(), _MADE)


def _of(*blocks: Block) -> Paper:
    return Paper("會議資料", (), blocks, (), "第1版")


def _expected(paper: Paper) -> dict[str, list[list[str]]]:
    return {table.name: [[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables()}


def test_every_cell_of_every_table_is_read_back_from_the_pages() -> None:
    assert tables(_sample(), sample_paper()) == _expected(sample_paper())


def test_every_sentence_heading_caption_and_note_is_on_the_pages() -> None:
    paper, said = sample_paper(), words(_sample())
    for block in (*paper.blocks, *paper.appendix):
        for text in (
            getattr(block, "text", ""),
            getattr(block, "caption", ""),
            getattr(block, "note", ""),
            getattr(block, "number", ""),
        ):
            assert printed(text) in said
    for name, text in paper.facts:
        assert printed(f"{name}：{text}") in said


@pytest.mark.parametrize(
    "text",
    [
        *TRICKY,
        "#panic()",
        "*",
        "_",
        "$",
        "@",
        "<label>",
        "\\",
        "#{",
        "]",
        "//",
        "/* ",
        "= 1",
        "- 2",
        "+ 3",
        '"',
        "{{",
        "~",
        "--",
        "...",
    ],
)
def test_no_text_is_ever_read_as_a_command_to_the_typesetter(text: str) -> None:
    table = Table("t", text, (Column(text),), (Row((Cell(text),)),), text)
    paper = Paper(text, ((text, text),), (Heading(1, text, text), Paragraph(text), table), (), text)
    data = write_pdf(paper)
    assert tables(data, paper) == {"t": [[text]]}
    assert words(data).count(printed(text)) >= 8


_TABLE = agencies_table()
_PLACES = [
    (row, at, place)
    for row, line in enumerate(_TABLE.rows)
    for at, cell in enumerate(line.cells)
    for place, digit in enumerate(cell.text)
    if digit.isdigit()
]


def _with_cell(table: Table, row: int, at: int, text: str) -> Table:
    line = table.rows[row]
    changed = replace(line, cells=(*line.cells[:at], Cell(text), *line.cells[at + 1 :]))
    return replace(table, rows=(*table.rows[:row], changed, *table.rows[row + 1 :]))


@pytest.mark.parametrize(("row", "at", "place"), _PLACES)
def test_one_digit_changed_in_any_cell_is_seen_and_nowhere_else(row: int, at: int, place: int) -> None:
    right = _TABLE.rows[row].cells[at].text
    wrong = right[:place] + str((int(right[place]) + 1) % 10) + right[place + 1 :]
    found = tables(write_pdf(_of(_with_cell(_TABLE, row, at, wrong))), _of(_TABLE))
    expected = _expected(_of(_TABLE))[_TABLE.name]
    expected[row][at] = printed(wrong)
    assert found[_TABLE.name] == expected


def test_a_line_left_out_or_told_twice_is_seen() -> None:
    for rows in (_TABLE.rows[1:], (*_TABLE.rows, _TABLE.rows[-1])):
        found = tables(write_pdf(_of(replace(_TABLE, rows=rows))), _of(_TABLE))
        assert len(found[_TABLE.name]) == len(rows)


def test_a_table_too_many_has_a_name_of_its_own_and_a_lacking_one_none() -> None:
    data = write_pdf(_of(_TABLE, _TABLE))
    assert list(tables(data, _of(_TABLE))) == [_TABLE.name, "+2"]
    assert tables(write_pdf(_of(Paragraph("無"))), _of(_TABLE)) == {}


_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"))
    | st.sampled_from("臺北市0123456789 ,.%—−()#*_$@<>\\`'\"\n"),
    max_size=30,
)


def test_a_name_that_ends_with_a_hyphen_is_read_with_it() -> None:
    table = Table(
        "t", "表", (Column("甲"), Column("乙")), (Row((Cell("一"), Cell("A-"))), Row((Cell("B-"), Cell("C"))))
    )
    assert cells(write_pdf(_of(table))) == [[["一", "A-"], ["B-", "C"]]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=6))
def test_whatever_a_cell_says_it_reads_as_it_is_printed(rows: list[tuple[str, str]]) -> None:
    table = Table(
        "t", "表", (Column("甲"), Column("乙", numeric=True)), tuple(Row((Cell(a), Cell(b))) for a, b in rows)
    )
    if not any(printed(text) for row in rows for text in row):
        return
    assert cells(write_pdf(_of(table))) == [[[printed(a), printed(b)] for a, b in rows]]


def test_a_line_longer_than_a_page_goes_on_and_is_read_as_one() -> None:
    long = "".join(f"第{number}點，請持續努力。" for number in range(400))
    paper = _of(Table("t", "表", (Column("結論"), Column("機關")), (Row((Cell(long), Cell("商業處"))),) * 2))
    data = write_pdf(paper)
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) > 2
    assert tables(data, paper) == _expected(paper)


def _page_texts(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_headings_of_a_table_stand_on_each_of_its_pages_and_every_page_has_its_number() -> None:
    paper = _of(names_table(rows=100))
    pages = _page_texts(write_pdf(paper))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert page.count("店家名稱") == 1
        assert f"第 {number} 頁／共 {len(pages)} 頁" in page
        assert "第1版" in page


def test_wide_tables_stand_on_turned_pages_and_all_else_on_upright_ones() -> None:
    with pypdfium2.PdfDocument(_sample()) as document:
        sizes = [tuple(round(each) for each in page.get_size()) for page in document]
    pages = _page_texts(_sample())
    turned = [number for number, size in enumerate(sizes) if size == (842, 595)]
    assert [number for number, page in enumerate(pages) if "各機關執行情形" in page] == turned
    assert {size for number, size in enumerate(sizes) if number not in turned} == {(595, 842)}
    assert all(len(page.strip()) > 60 for page in pages), "no page is empty"


def test_only_the_packaged_faces_are_embedded_and_as_subsets() -> None:
    names = set(re.findall(rb"/BaseFont */([A-Za-z0-9+-]+)", _sample()))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+Noto(Serif|Sans)TC", name) for name in names)
    assert len(_sample()) < 400_000


def test_the_file_says_its_title_its_language_and_its_outline() -> None:
    with pypdfium2.PdfDocument(_sample()) as document:
        told = document.get_metadata_dict()
        outline = [bookmark.get_title() for bookmark in document.get_toc()]
    assert told["Title"] == sample_paper().title
    assert "20211026" in told["CreationDate"]
    assert re.search(rb"/Lang *\(zh-TW\)", _sample())
    assert "壹、宣讀第212次主任秘書會報紀錄" in outline
    assert "1. 說明" in outline


def test_a_picture_is_said_in_words_to_who_cannot_see_it() -> None:
    drawing = next(sample_paper().pictures())
    said = drawing.words.encode("utf-16-be").hex().upper().encode()
    assert re.search(rb"/Alt *<FEFF" + said, _sample())


def test_a_broken_drawing_is_no_paper() -> None:
    with pytest.raises(typst.TypstError):
        write_pdf(_of(Picture("p", "圖", "壞", "<svg", 100, 100)))


def test_the_same_paper_is_the_same_file_at_any_time() -> None:
    assert write_pdf(sample_paper()) == write_pdf(sample_paper())
    assert write_pdf(sample_paper(), _MADE) == _sample()


@pytest.mark.parametrize(("said", "room"), [("", True), ("會議結論：", True), ("備查", False)])
def test_a_conclusion_still_to_be_made_leaves_room_to_write(said: str, room: bool) -> None:
    paper = _of(Paragraph("前面"), Paragraph(said, Look.CONCLUSION), Paragraph("後面"))
    with pypdfium2.PdfDocument(write_pdf(paper)) as document:
        page = document[0].get_textpage()
        before, after = (page.get_charbox(page.search(word).get_next()[0])[3] for word in ("前面", "後面"))
    # Two lines of 9 mm are 51 points.
    assert (before - after > 66) == room
