"""The addresses of a file: one a line, or the column 地址 of a sheet."""

from __future__ import annotations

import io

from outreach.rules.refusals import Refusal
from outreach.sheets.csv_text import decode, delimiter_of
from outreach.sheets.headings import SEARCHED_ROWS, known_fields
from outreach.sheets.reading import read_workbook
from outreach.sheets.refusals import UnclosedQuote


class NoAddresses(Refusal, ValueError):
    """A workbook without a column of addresses."""

    template = (
        "『{filename}』前 {searched} 列找不到「地址」標題；"
        "請加上標題「地址」，或改用一行一址的文字檔，例如 addresses.txt。"
    )


def read_addresses(data: bytes, filename: str) -> list[str]:
    """Every address in its order, blank ones too, so that answers stand beside what was asked.

    Raises the refusals of `sheets`, and `NoAddresses`.
    """
    try:
        sheet = read_workbook(data, filename)
    except UnclosedQuote:
        lines = _lines(data, filename)
        delimiter = delimiter_of("\n".join(lines))
        if any(_address_column(line.split(delimiter)) is not None for line in lines[:SEARCHED_ROWS]):
            raise
        return lines
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        if (column := _address_column(row)) is not None:
            return [cells[column].strip() for cells in sheet.rows[at + 1 :]]
    if sheet.format != "csv":
        raise NoAddresses(filename=filename, searched=SEARCHED_ROWS)
    return _lines(data, filename)


def _lines(data: bytes, filename: str) -> list[str]:
    """The lines of a text; a comma in one is part of the address."""
    return [line.strip() for line in io.StringIO(decode(data, filename)[0], newline=None)]


def _address_column(row: list[str] | tuple[str, ...]) -> int | None:
    return next((at for at, cell in enumerate(row) if cell and known_fields([cell]) == {"address"}), None)
