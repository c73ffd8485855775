"""The paper as .xlsx: numbers as numbers that show exactly what the paper prints, texts always as text."""

from __future__ import annotations

import io
import math
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import xlsxwriter

from outreach.reports.drawings.png import as_png
from outreach.reports.model import Cell, Look, Paper, Picture, Row
from outreach.reports.widths import column_widths, heading_cells, heading_lines, text_width
from outreach.reports.workbook import FACE, WORDS, Line, TableSheet, lines, table_sheets
from outreach.sheets.csv_text import LOOKS_LIKE_FORMULA

_A4 = 9
#: Points of a page for one character of a column's width.
_POINTS_A_CHARACTER = 5.2
_COUNT, _CHANGE = "#,##0", '+#,##0;"−"#,##0;0'
_RATE, _POINTS = '0.00" "%', '+0.00;"−"0.00;0.00'
#: Pictures have twice the pixels they are shown with, so that print is sharp.
_SHARPNESS = 2
_LONGEST_FOOT = 200


#: What a workbook says of its making where nobody says when that was; the library would read the clock.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def write_xlsx(paper: Paper, made: datetime | None = None) -> bytes:
    """The paper as an .xlsx workbook: its words, then a sheet for each table with its pictures below.

    `made` is its creation time; the same paper made at the same time is the same file.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": paper.title, "created": (made or _UNDATED).astimezone(UTC)})
    styles = _Styles(book)
    _write_words(book.add_worksheet(WORDS), styles, paper)
    for sheet in table_sheets(paper):
        _TableSheet(book.add_worksheet(sheet.name), styles, sheet, paper.foot).write()
    book.close()
    return target.getvalue()


class _Styles:
    """Formats by what they are made of, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **told: object) -> Any:
        """A format; every one has the paper's face and breaks its lines."""
        key = tuple(sorted(told.items()))
        if key not in self._made:
            usual = {"font_name": FACE, "font_size": 11, "text_wrap": True, "valign": "top"}
            self._made[key] = self._book.add_format({**usual, **told})
        return self._made[key]


def _write_text(sheet: Any, at: tuple[int, int], text: str, styles: _Styles, **told: object) -> None:
    """A text cell; one that looks like a formula is marked so that it stays text when somebody edits it."""
    if LOOKS_LIKE_FORMULA.match(text):
        told["quote_prefix"] = True
    if text:
        sheet.write_string(*at, text, styles.of(num_format="@", **told))
    else:
        sheet.write_blank(*at, None, styles.of(num_format="@", **told))


def _set_page(sheet: Any, foot: str, *, landscape: bool) -> None:
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    sheet.set_footer(f"&L{foot.replace('&', '&&')[:_LONGEST_FOOT]}&R第&P頁／共&N頁")


def _write_words(sheet: Any, styles: _Styles, paper: Paper) -> None:
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 82)
    _set_page(sheet, paper.foot, landscape=False)
    _write_text(sheet, (0, 0), paper.title, styles, bold=True, font_size=16, text_wrap=False)
    number = 1
    for line in lines(paper):
        told = _look(line)
        _write_text(sheet, (number, 0), line.label, styles, **told)
        _write_text(sheet, (number, 1), line.text, styles, **told)
        number += 1
    _write_text(sheet, (number + 1, 0), paper.foot, styles, font_size=9, text_wrap=False)


def _look(line: Line) -> dict[str, object]:
    if isinstance(line.look, int):
        return {"bold": line.look < 4, "font_size": {1: 14, 2: 12}.get(line.look, 11)}
    looks: dict[Look, dict[str, object]] = {
        Look.PLAIN: {},
        Look.STEP: {"indent": 1},
        Look.NOTE: {"font_size": 9},
        Look.CONCLUSION: {"bottom": 1},
    }
    return looks[line.look]


class _TableSheet:
    """One table: caption, headings that repeat on every page, rows, note, pictures."""

    def __init__(self, sheet: Any, styles: _Styles, told: TableSheet, foot: str) -> None:
        self._sheet, self._styles, self._told, self._foot = sheet, styles, told, foot
        self._table = told.table

    @cached_property
    def _top(self) -> int:
        """The first row's line: below the caption and the headings."""
        return 1 + heading_lines(self._table)

    def write(self) -> None:
        """Write everything."""
        sheet, table = self._sheet, self._table
        _set_page(sheet, self._foot, landscape=table.landscape)
        sheet.repeat_rows(0, self._top - 1)
        sheet.freeze_panes(self._top, 0)
        for at, width in enumerate(column_widths(table)):
            sheet.set_column(at, at, max(4.0, width / _POINTS_A_CHARACTER))
        _write_text(sheet, (0, 0), table.caption, self._styles, bold=True, font_size=12, text_wrap=False)
        self._write_headings()
        for at, row in enumerate(table.rows):
            self._write_row(self._top + at, row)
        end = self._top + len(table.rows)
        if table.note:
            self._write_note(end, table.note)
        self._insert_pictures(end + 2)

    def _write_headings(self) -> None:
        told = {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
        for cell in heading_cells(self._table):
            first, last = (1 + cell.y, cell.x), (cell.y + cell.rowspan, cell.x + cell.colspan - 1)
            if first != last:
                self._sheet.merge_range(*first, *last, "", self._styles.of(num_format="@", **told))
            _write_text(self._sheet, first, cell.text, self._styles, **told)

    def _write_row(self, line: int, row: Row) -> None:
        for at, cell in enumerate(row.cells):
            told: dict[str, object] = {"border": 1, **({"bold": True} if row.total else {})}
            numeric = self._table.columns[at].numeric
            if numeric:
                told["align"] = "right"
            elif row.indent and at == 1:
                told["indent"] = row.indent
            number = _number(cell)
            if number is None:
                _write_text(self._sheet, (line, at), cell.text, self._styles, **told)
            else:
                value, shown = number
                self._sheet.write_number(line, at, value, self._styles.of(num_format=shown, **told))

    def _write_note(self, line: int, note: str) -> None:
        """Below the whole table; a line that joined cells share has to be told how high it is."""
        last = len(self._table.columns) - 1
        if last:
            self._sheet.merge_range(line, 0, line, last, "", self._styles.of(num_format="@", font_size=9))
        _write_text(self._sheet, (line, 0), note, self._styles, font_size=9)
        wide = sum(column_widths(self._table))
        self._sheet.set_row(line, 13.0 * math.ceil(text_width(note, 9) / wide))

    def _insert_pictures(self, line: int) -> None:
        for picture in self._told.pictures:
            self._sheet.insert_image(line, 0, f"{picture.name}.png", _image(picture))
            # Lines are 20 pixels high.
            line += picture.height // 20 + 2
            _write_text(self._sheet, (line, 0), picture.caption, self._styles, font_size=9, text_wrap=False)
            line += 2


def _number(cell: Cell) -> tuple[float, str] | None:
    """The number of a cell and the format in which it shows exactly the cell's text."""
    if cell.value is not None:
        plain = cell.text == f"{cell.value:,}" and cell.value >= 0
        return cell.value, _COUNT if plain else _CHANGE
    if cell.rate is not None:
        return cell.rate / 10000, _RATE
    if cell.points is not None:
        return cell.points / 100, _POINTS
    return None


def _image(picture: Picture) -> dict[str, object]:
    return {
        "image_data": io.BytesIO(as_png(picture.svg, picture.width * _SHARPNESS)),
        "x_scale": 1 / _SHARPNESS,
        "y_scale": 1 / _SHARPNESS,
        "description": picture.words,
    }
