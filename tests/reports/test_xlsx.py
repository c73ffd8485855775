"""The paper as .xlsx: numbers that show exactly what is printed, texts that cannot run, pages that print."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from outreach.reports.checking import check_xlsx
from outreach.reports.xlsx import write_xlsx
from outreach.rules.rate import rate_shown
from tests.support.papers import TRICKY, sample_paper

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@cache
def made() -> bytes:
    return write_xlsx(sample_paper())


def part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        return package.read(name).decode()


def test_every_table_has_a_sheet_and_reads_back_as_the_paper_says() -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(made())).sheet_names
    assert names == [
        "會議資料",
        "1 表1 台北通 myCode+ 各機關執行情形",
        "2 表3 檢討名單",
        "3 附件一 毋須納入母數清冊",
    ]
    assert check_xlsx(sample_paper(), made()) == ()


def test_counts_and_rates_are_numbers_and_what_is_no_number_stays_words() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made())).get_sheet_by_index(1)
    rows = sheet.to_python(skip_empty_area=False)
    assert rows[3][2:7] == [1849.0, 12.0, 12.0, 0.7135, 3.2]
    assert rows[5][5] == "<0.01 %"
    assert rows[6][5:7] == ["—", "—"]
    formats = part("xl/styles.xml")
    assert "0.00&quot; &quot;%" in formats
    assert "+0.00;&quot;−&quot;0.00;0.00" in formats


@given(st.integers(0, 10000))
def test_a_rate_stored_as_a_number_shows_the_cut_text(rate: int) -> None:
    # What a spreadsheet shows under 0.00 %: a hundred times the number, to two decimals.
    assert f"{rate / 10000 * 100:.2f} %" == rate_shown(rate, 10000)


def test_no_text_can_run_as_a_formula() -> None:
    for name in zipfile.ZipFile(io.BytesIO(made())).namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert not list(ElementTree.fromstring(part(name)).iter(f"{_MAIN}f")), name
    assert read_all() >= set(TRICKY)


def read_all() -> set[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made()))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return {cell for rows in sheets for row in rows for cell in row}


def test_headings_repeat_on_a4_pages_with_a_foot_and_wide_tables_lie() -> None:
    wide, narrow = part("xl/worksheets/sheet2.xml"), part("xl/worksheets/sheet4.xml")
    assert 'orientation="landscape"' in wide
    assert 'orientation="landscape"' not in narrow
    for sheet in (wide, narrow):
        assert 'paperSize="9"' in sheet
        assert "第&amp;P頁／共&amp;N頁" in sheet
        assert "第2版" in sheet
        assert 'state="frozen"' in sheet
    assert "$1:$3" in part("xl/workbook.xml")


def test_pictures_stand_below_their_table_and_say_in_words_what_they_show() -> None:
    drawing = part("xl/drawings/drawing1.xml")
    assert "已完成由 12 家增為 15 家。" in drawing
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        images = [name for name in package.namelist() if name.startswith("xl/media/")]
        assert package.read(images[0])[:8] == b"\x89PNG\r\n\x1a\n"
