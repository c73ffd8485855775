"""Old .xls files, read in a process of their own."""

from datetime import date

import pytest

from outreach.sheets import xls as xls_reading
from outreach.sheets.model import Limits
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import (
    DamagedFile,
    NoSuchSheet,
    NotASpreadsheet,
    PasswordProtected,
    SheetRefused,
    TooDemanding,
    TooManyRows,
)
from tests.sheets.builders import compound, xls


def test_cells_read_as_they_show() -> None:
    content = xls(
        {
            "清冊": [
                (0, 0, "名稱"),
                (0, 1, "編號"),
                (2, 0, "好店"),
                (2, 1, 3),
                (3, 0, date(2021, 1, 18)),
                (3, 1, True),
            ]
        }
    )
    sheet = read_workbook(content, "a.xls")
    assert sheet.rows == (("名稱", "編號"), ("", ""), ("好店", "3"), ("2021-01-18", "TRUE"))
    assert (sheet.format, sheet.sheet_name, sheet.sheet_names) == ("xls", "清冊", ("清冊",))


def test_sheets_are_chosen_by_name_or_the_first_visible_one_is_taken() -> None:
    content = xls({"隱藏": [(0, 0, "一")], "清冊": [(0, 0, "二")]}, hidden=["隱藏"])
    assert read_workbook(content, "a.xls").rows == (("二",),)
    assert read_workbook(content, "a.xls", sheet="隱藏").rows == (("一",),)
    with pytest.raises(NoSuchSheet, match="可選用：隱藏、清冊"):
        read_workbook(content, "a.xls", sheet="丙")


def test_a_cell_beyond_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(TooManyRows, match="超過 100 列（讀到第 201 列）"):
        read_workbook(xls({"a": [(200, 0, "x")]}), "a.xls", limits=Limits(rows=100))


def test_a_file_that_asks_for_all_memory_is_refused_and_harms_nobody() -> None:
    content = xls({"a": [(0, 0, "x"), (65_535, 65_535, "y")]})
    with pytest.raises(SheetRefused):
        read_workbook(content, "a.xls")


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls_reading, "_SECONDS", 0.001)
    with pytest.raises(TooDemanding, match=r"請另存為 \.xlsx"):
        read_workbook(xls({"a": [(0, 0, "x")]}), "a.xls")


def test_a_file_with_a_password_is_refused_as_such() -> None:
    with pytest.raises(PasswordProtected):
        read_workbook(xls({"a": [(0, 0, "x")]}, password=True), "a.xls")
    with pytest.raises(PasswordProtected):
        read_workbook(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "a.xlsx")


def test_a_damaged_file_and_another_office_document_are_refused() -> None:
    with pytest.raises(DamagedFile):
        read_workbook(xls({"a": [(0, 0, "x")]})[:1500], "a.xls")
    with pytest.raises(NotASpreadsheet, match="舊版 Office 文件"):
        read_workbook(compound({"WordDocument": b"x"}), "a.xls")
