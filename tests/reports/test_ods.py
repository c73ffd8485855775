"""The paper as .ods: opened by another library, with numbers beside the words that are printed."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache

import odf.opendocument
import odf.table
from python_calamine import CalamineWorkbook

from outreach.reports.checking import check_ods
from outreach.reports.ods import write_ods
from outreach.reports.readback import printed
from tests.support.papers import TRICKY, sample_paper


@cache
def made() -> bytes:
    return write_ods(sample_paper())


def part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        return package.read(name).decode()


def test_it_reads_back_as_the_paper_says_in_numbers_and_in_print() -> None:
    assert check_ods(sample_paper(), made()) == ()
    rows = printed(made())[1]
    assert rows[3] == ["1", "產業局", "1,849", "12", "12", "71.35 %", "+3.20", "併計所屬"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made())).get_sheet_by_index(1)
    assert sheet.to_python(skip_empty_area=False)[3][2:7] == [1849.0, 12.0, 12.0, 0.7135, 3.2]


def test_another_library_opens_it_and_finds_a_sheet_for_each_table() -> None:
    document = odf.opendocument.load(io.BytesIO(made()))
    names = [t.getAttribute("name") for t in document.getElementsByType(odf.table.Table)]
    assert names == [
        "會議資料",
        "1 表1 台北通 myCode+ 各機關執行情形",
        "2 表3 檢討名單",
        "3 附件一 毋須納入母數清冊",
    ]
    assert len(document.getElementsByType(odf.table.TableHeaderRows)) == 3


def test_no_text_can_run_as_a_formula_and_none_is_lost() -> None:
    content = part("content.xml")
    assert "table:formula" not in content
    told = [cell for sheet in printed(made()) for row in sheet for cell in row]
    assert all(text in told for text in TRICKY)


def test_wide_tables_lie_on_a4_with_a_foot_that_counts_the_pages() -> None:
    styles, content = part("styles.xml"), part("content.xml")
    assert 'fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape"' in styles
    assert "第<text:page-number>1</text:page-number>頁／共<text:page-count>1</text:page-count>頁" in styles
    assert "第2版　資料擷取時間 110年10月26日 17:00" in styles
    assert content.count('table:style-name="turned"') == 1


def test_every_style_that_is_named_is_there() -> None:
    content, styles = part("content.xml"), part("styles.xml")
    named = set(
        re.findall(r'(?:table:style-name|style:data-style-name|style:apply-style-name)="([^"]+)"', content)
    )
    assert named <= set(re.findall(r'style:name="([^"]+)"', content))
    assert set(re.findall(r'style:master-page-name="([^"]+)"', content)) <= set(
        re.findall(r'style:master-page style:name="([^"]+)"', styles)
    )
    for text in (content, styles):
        assert 'style:font-face style:name="新細明體"' in text


def test_pictures_are_inside_and_say_in_words_what_they_show() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as package:
        assert package.read("Pictures/item1-waterfall.png")[:8] == b"\x89PNG\r\n\x1a\n"
    assert "<svg:desc>已完成由 12 家增為 15 家。</svg:desc>" in part("content.xml")
    assert "Pictures/annex-map.png" in part("META-INF/manifest.xml")
