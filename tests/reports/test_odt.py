"""The paper as ODT, opened again; and by LibreOffice where it is installed."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from outreach.reports.model import Block, Cell, Column, Look, Paper, Paragraph, Row, Table
from outreach.reports.odt import write_odt
from outreach.reports.reading_odt import NotAnOdt, headings, paragraphs, tables
from tests.support.papers import agencies_table, sample_paper

_OFFICE = shutil.which("soffice")


@cache
def _sample() -> bytes:
    return write_odt(sample_paper())


def _part(name: str, data: bytes | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data or _sample())) as parts:
        return parts.read(name)


def _with_part(name: str, content: bytes) -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_sample())) as parts, zipfile.ZipFile(changed, "w") as into:
        for part in parts.namelist():
            into.writestr(part, content if part == name else parts.read(part))
    return changed.getvalue()


def _of(*blocks: Block) -> Paper:
    return Paper("會議資料", (), blocks, (), "第1版")


def _expected(paper: Paper) -> dict[str, list[list[str]]]:
    return {table.name: [[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables()}


def test_every_cell_of_every_table_is_read_back_by_the_tables_name() -> None:
    assert tables(_sample()) == _expected(sample_paper())


def test_every_sentence_stands_there_with_all_its_white_space() -> None:
    said = paragraphs(_sample())
    wanted = [block.text for block in sample_paper().blocks if isinstance(block, Paragraph)]
    assert [each for each in said if each in wanted and each] == [each for each in wanted if each]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(" \t\n  0,1"), max_size=40))
def test_any_text_in_a_cell_comes_back_as_it_was(text: str) -> None:
    paper = _of(Table("t", "表", (Column("甲"),), (Row((Cell(text),)),)))
    assert tables(write_odt(paper)) == {"t": [[text]]}


def test_whole_numbers_are_stored_as_numbers_and_a_cut_rate_as_the_text_it_is() -> None:
    body = ElementTree.fromstring(_part("content.xml"))
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    typed = {
        "".join(cell.itertext()): (cell.get(f"{office}value-type"), cell.get(f"{office}value"))
        for cell in body.iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")
    }
    assert typed["1,849"] == ("float", "1849")
    assert typed["71.35 %"] == ("string", None)
    assert typed["=cmd|' /C calc'!A0"] == ("string", None)


def test_a_stored_number_that_is_not_the_printed_one_is_seen() -> None:
    wrong = _part("content.xml").replace(b'office:value="1849"', b'office:value="1850"', 1)
    assert tables(_with_part("content.xml", wrong))["item1-agencies"][0][2] == "1850"


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_one_digit_changed_in_any_cell_is_seen(data: st.DataObject) -> None:
    table = agencies_table()
    places = [
        (row, at) for row, line in enumerate(table.rows) for at, cell in enumerate(line.cells) if cell.text
    ]
    row, at = data.draw(st.sampled_from(places))
    line = table.rows[row]
    wrong = replace(line, cells=(*line.cells[:at], Cell(line.cells[at].text + "1"), *line.cells[at + 1 :]))
    rows = (*table.rows[:row], wrong, *table.rows[row + 1 :])
    found = tables(write_odt(_of(replace(table, rows=rows))))[table.name]
    differs = [
        (y, x)
        for y, cells in enumerate(found)
        for x, text in enumerate(cells)
        if text != table.rows[y].cells[x].text
    ]
    assert differs == [(row, at)]


@pytest.mark.parametrize(("said", "lines"), [("", 2), ("會議結論：", 2), ("備查", 0)])
def test_a_conclusion_still_to_be_made_has_lines_to_write_on(said: str, lines: int) -> None:
    content = _part("content.xml", write_odt(_of(Paragraph(said, Look.CONCLUSION)))).decode()
    assert content.count('text:style-name="Line0"') == lines
    assert said in content


def test_headings_in_two_lines_are_marked_to_stand_again_on_every_page() -> None:
    upper, lower = headings(_sample())["item1-agencies"]
    assert upper == [
        "項次",
        "機關",
        "提報家數(A)",
        "毋須納入母數(B)",
        "",
        "完成率(D/C)",
        "增減(百分點)",
        "備註",
    ]
    assert lower == ["", "", "", "歇業", "小計", "", "", ""]


def test_pictures_are_in_the_file_with_words_for_who_cannot_see_them() -> None:
    picture = Image.open(io.BytesIO(_part("Pictures/item1-waterfall.png")))
    assert picture.size == (720, 240)
    content = _part("content.xml").decode()
    assert "<svg:desc>已完成由 12 家增為 15 家。</svg:desc>" in content
    assert "<svg:title>圖1 增減原因 &lt;&amp;&gt;</svg:title>" in content


def test_pages_carry_edition_and_number_and_the_file_its_title_and_language() -> None:
    styles = _part("styles.xml").decode()
    assert styles.count("第2版　資料擷取時間 110年10月26日 17:00") == 2
    assert styles.count("<text:page-number") == styles.count("<text:page-count") == 2
    assert 'style:language-asian="zh"' in styles
    assert 'style:country-asian="TW"' in styles
    assert 'fo:language="en"' in styles, "a number in a Chinese sentence must not be broken like Chinese"
    assert "PMingLiU" in styles
    assert "標楷體" in styles
    meta = _part("meta.xml").decode()
    assert f"<dc:title>{sample_paper().title}</dc:title>" in meta
    assert "<dc:language>zh-TW</dc:language>" in meta


def test_the_same_paper_has_the_same_content_at_any_time() -> None:
    assert _part("content.xml", write_odt(sample_paper())) == _part("content.xml")
    with zipfile.ZipFile(io.BytesIO(_sample())) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}
        assert parts.infolist()[0].filename == "mimetype"
        assert parts.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_what_is_no_odt_or_declares_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    for data in (b"PK", b"", _with_part("content.xml", bomb), _with_part("content.xml", b"<a>")):
        with pytest.raises(NotAnOdt):
            tables(data)


@pytest.mark.skipif(_OFFICE is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_libreoffice_opens_it_without_complaint_and_prints_it(tmp_path: Path) -> None:
    (tmp_path / "paper.odt").write_bytes(_sample())
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [str(_OFFICE), home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(tmp_path / "paper.odt")],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert "Error" not in done.stdout + done.stderr
    with pypdfium2.PdfDocument((tmp_path / "paper.pdf").read_bytes()) as document:
        said = [page.get_textpage().get_text_bounded() for page in document]
        turned = [page.get_width() > page.get_height() for page in document]
    assert any(turned)
    assert not all(turned)
    whole = "".join(said)
    assert "98.82 %" in whole
    assert "1,849" in whole
    assert f"／共 {len(said)} 頁" in said[0].replace("\r\n", " ")
