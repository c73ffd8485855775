"""Writing a table as .xlsx, .ods or .csv so that no text in it can run as a formula.

In .xlsx and .ods every text is a text cell (in .xlsx also marked so where it looks like a formula, so
that it stays text when somebody edits it). A .csv file knows no types: what would run gets an apostrophe
before it, which `read_workbook` takes off again, so writing and reading give back the same text in every
format.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Literal

import xlsxwriter

from outreach.sheets.csv_text import LOOKS_LIKE_FORMULA, escaped
from outreach.sheets.model import Sheet
from outreach.sheets.ods_writing import ods_parts
from outreach.sheets.package import stored
from outreach.sheets.refusals import CharactersLost
from outreach.sheets.table import SPARE_ROWS, Cell, Table, written

Target = str | Path | BinaryIO
WrittenFormat = Literal["xlsx", "ods", "csv"]
CsvEncoding = Literal["utf-8-sig", "utf-8", "cp950"]

#: A list of choices longer than this is no list for Excel.
_CHOICES_LENGTH = 255


def write_table(
    target: Target, table: Table, file_format: WrittenFormat, encoding: CsvEncoding = "utf-8-sig"
) -> None:
    """Write the table in one of the three formats; `encoding` is a CSV file's."""
    if file_format == "xlsx":
        write_xlsx(target, table)
    elif file_format == "ods":
        write_ods(target, table)
    else:
        write_csv(target, table, encoding)


def format_like(sheet: Sheet) -> WrittenFormat:
    """The format in which an answer to this file is written: its own, and .xlsx for .xls."""
    return "xlsx" if sheet.format == "xls" else sheet.format


def big5_losses(text: str) -> tuple[str, ...]:
    """The characters that Big5 (cp950) cannot hold, each once, in order: 峯, 堃, 喆 …"""
    if text.isascii():
        return ()
    return tuple(character for character in dict.fromkeys(text) if not _in_big5(character))


def _in_big5(character: str) -> bool:
    try:
        character.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def write_csv(
    target: Target, table: Table, encoding: CsvEncoding = "utf-8-sig", *, lossy: bool = False
) -> None:
    """Write a CSV file with CRLF.

    Raises `CharactersLost` where cp950 cannot hold a character, unless `lossy`: then it becomes "?".
    """
    text = io.StringIO(newline="")
    # A first line "sep=;" would speak to the reader; in quotation marks it is text.
    first = written(next((cell for line in table.lines[:1] for cell in line), ""))
    writer = csv.writer(
        text,
        lineterminator="\r\n",
        quoting=csv.QUOTE_ALL if first.startswith("sep=") else csv.QUOTE_MINIMAL,
    )
    for line in table.lines:
        writer.writerow([escaped(written(cell)) if isinstance(cell, str) else written(cell) for cell in line])
    content = text.getvalue()
    if encoding == "cp950" and not lossy:
        losses = big5_losses(content)
        if losses:
            raise CharactersLost(characters="、".join(losses[:20]))
    with _opened(target) as file:
        file.write(content.encode(encoding, errors="replace" if lossy else "strict"))


def write_ods(target: Target, table: Table) -> None:
    """Write an OpenDocument spreadsheet with bold, frozen headings and, as .xlsx, drop-downs."""
    with _opened(target) as file:
        file.write(stored(ods_parts(table), compressed=True))


def write_xlsx(target: Target, table: Table) -> None:
    """Write an .xlsx workbook with bold, frozen headings and, where the table has choices, drop-downs."""
    with _opened(target) as file:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        book = xlsxwriter.Workbook(file, options)
        style = _XlsxStyle(book)
        for each in table.sheets:
            _Xlsx(style, book.add_worksheet(each.sheet_title), each).write()
        book.close()


class _XlsxStyle:
    def __init__(self, book: Any) -> None:
        # The text format also keeps the zeros of a number that is typed into the column later.
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.bold = book.add_format(
            {"bold": True, "num_format": "@", "bottom": 1, "valign": "top", "text_wrap": True}
        )


class _Xlsx:
    def __init__(self, style: _XlsxStyle, sheet: Any, table: Table) -> None:
        self._style, self._sheet, self._table = style, sheet, table

    def write(self) -> None:
        table = self._table
        top = len(table.banner)
        for at, width in enumerate(table.column_widths()):
            self._sheet.set_column(at, at, width, self._style.text if self._is_text(at) else None)
        for number, line in enumerate(table.lines):
            for at, cell in enumerate(line):
                self._write(number, at, cell, heading=number == top)
        self._sheet.freeze_panes(top + 1, 0)
        for at, words in table.choices.items():
            if words and len(",".join(words)) <= _CHOICES_LENGTH:
                last = top + len(table.rows) + SPARE_ROWS
                options = {"validate": "list", "source": list(words), "error_type": "warning"}
                self._sheet.data_validation(top + 1, at, last, at, options)

    def _is_text(self, at: int) -> bool:
        return not any(isinstance(row[at], int | float) for row in self._table.rows if at < len(row))

    def _write(self, row: int, column: int, cell: Cell, *, heading: bool) -> None:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            self._sheet.write_number(row, column, cell)
            return
        text = written(cell)
        if heading:
            self._sheet.write_string(row, column, text, self._style.bold)
        elif text:
            style = self._style.quoted if LOOKS_LIKE_FORMULA.match(text) else self._style.text
            self._sheet.write_string(row, column, text, style)


@contextmanager
def _opened(target: Target) -> Iterator[BinaryIO]:
    """The target to write to; a path is opened and closed, anything else stays the caller's."""
    if isinstance(target, str | Path):
        with Path(target).open("wb") as file:
            yield file
    else:
        yield target
