"""下載 at a table: three forms of the same rows, and what Big5 cannot hold told before it is taken."""

import io

import python_calamine
from streamlit.testing.v1 import AppTest

from outreach.pages.downloads import Form, file_of, lost_words
from outreach.pages.words import speaking
from outreach.sheets.big5 import Lost
from outreach.sheets.table import Table
from tests.pages.conftest import shown

SHOPS = Table("店家", ("店名", "家數"), [("=峯味", 3), ("好店", 12)])
_SCRIPT = """
import streamlit as st
from outreach.pages.downloads import offer
def rows():
    st.session_state["made"] = st.session_state.get("made", 0) + 1
    return [("堃記",), ("峯味",)]
offer("few", "店家", ["店名"], [("峯味",), ("好店",)], key="few")
offer("many", "店家", ["店名"], rows, key="many")
"""


def _labels(page: AppTest) -> list[str]:
    return [str(getattr(button, "label", "")) for button in page.get("download_button")]


def test_the_three_files_hold_the_same_rows_and_none_runs_as_a_formula() -> None:
    assert file_of(Form.CSV, SHOPS) == "\ufeff店名,家數\r\n'=峯味,3\r\n好店,12\r\n".encode()
    assert file_of(Form.BIG5, SHOPS) == "店名,家數\r\n'=□味,3\r\n好店,12\r\n".encode("cp950")
    sheet = python_calamine.load_workbook(io.BytesIO(file_of(Form.XLSX, SHOPS))).get_sheet_by_index(0)
    assert sheet.to_python() == [["店名", "家數"], ["=峯味", 3.0], ["好店", 12.0]]


def test_nothing_is_made_before_somebody_opens_the_downloads() -> None:
    page = AppTest.from_string(_SCRIPT).run()
    assert _labels(page) == []
    assert "made" not in page.session_state


def test_of_few_rows_what_big5_cannot_hold_is_told_beside_the_button() -> None:
    page = AppTest.from_string(_SCRIPT).run()
    page.session_state["few_downloads"] = True
    page.run()
    assert _labels(page) == ["CSV（UTF-8，含BOM）", "XLSX", "CSV（Big5）"]
    assert "以下 1 個字 Big5 存不下，改寫如下：峯 → □（第 2 列）" in shown(page)


def test_of_many_rows_it_is_told_before_the_file_can_be_taken() -> None:
    page = AppTest.from_string(_SCRIPT).run()
    page.session_state["many_downloads"] = True
    page.run()
    assert _labels(page) == ["CSV（UTF-8，含BOM）", "XLSX"]
    assert "made" not in page.session_state
    page.button(key="many_big5_ask").click().run()
    assert _labels(page)[-1] == "CSV（Big5）"
    assert "堃 → □（第 2 列）；峯 → □（第 3 列）" in shown(page)
    page.run()
    assert "堃 → □" in shown(page)
    assert page.session_state["made"] == 1
    page.query_params["district"] = "大安區"
    page.run()
    assert "堃 → □" not in shown(page)


def test_many_lost_characters_and_rows_are_told_in_part() -> None:
    rows = tuple(range(2, 20))
    with speaking("zh"):
        assert "（第 2、3、4、5、6 列等 18 列）" in lost_words([Lost("峯", "□", rows)])
        assert lost_words([Lost(chr(0x3400 + n), "□", (2,)) for n in range(50)]).endswith("…等")
    with speaking("en"):
        assert lost_words([Lost("峯", "□", (2,))]).startswith("1 character that Big5 cannot hold")
