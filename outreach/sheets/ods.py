"""Reading one table of an .ods file, straight from its XML.

Not by python-calamine, because a cell or row repeated a million times, or one mark for a thousand million
spaces, is a few bytes of XML that it lays out in full; here a limit is met before anything is laid out.
It also keeps cells without a declared type, and the zeros that a number is shown with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from xml.parsers import expat

from outreach.sheets.cells import shown
from outreach.sheets.extent import parser
from outreach.sheets.model import CELL_LENGTH, Limits
from outreach.sheets.package import Package
from outreach.sheets.refusals import (
    CellTooLong,
    DamagedFile,
    EmptySheet,
    NoSuchSheet,
    PasswordProtected,
    UnpacksTooLarge,
)
from outreach.sheets.size import check_size

_CELLS = ("table:table-cell", "table:covered-table-cell")
#: What floats over a cell, is noted at it or is a table of its own inside it is not the cell's content.
_ASIDE = ("office:annotation", "draw:", "dr3d:", "presentation:", "table:")
_DURATION = re.compile(r"PT(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]*)?S)?")
_SPACES = re.compile("[ \t\r\n]+")
#: Stand-ins, which no XML can hold, for white space that is meant: it must survive the folding of the other.
_MEANT = str.maketrans({"\x00": " ", "\x01": "\t", "\x02": "\n"})

Row = tuple[str, ...]


def read_ods(
    package: Package, filename: str, sheet: str | None, limits: Limits
) -> tuple[str, tuple[str, ...], Sequence[Row]]:
    """(name, all names, rows of text) of the named table, else of the first with content."""
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.read(manifest):
        raise PasswordProtected(filename=filename)
    if "content.xml" not in package.names:
        raise DamagedFile(filename=filename, where="缺少 content.xml")
    reader = _Reader(filename, sheet, limits)
    try:
        reader.read(package.read_xml("content.xml"))
    except expat.ExpatError as error:
        raise DamagedFile(filename=filename, where="content.xml") from error
    names = tuple(reader.names)
    if not names:
        raise DamagedFile(filename=filename, where="沒有工作表")
    if sheet is not None and sheet not in names:
        raise NoSuchSheet(filename=filename, sheet=sheet, accepted="、".join(names), example=names[0])
    if not reader.rows:
        raise EmptySheet(filename=filename, sheet=sheet if sheet is not None else names[0])
    return reader.name, names, reader.rows


class _Reader:
    """Takes the rows of the first table that is wanted and has content; of the others only the name."""

    def __init__(self, filename: str, sheet: str | None, limits: Limits) -> None:
        self.names: list[str] = []
        self.name = ""
        self.rows: list[Row] = []
        self._filename, self._sheet, self._limits = filename, sheet, limits
        self._taking = False
        self._pending_rows = self._pending_cells = 0
        self._row: list[str] = []
        self._row_repeat = self._width = self._aside = self._text = 0
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._pieces: list[str] | None = None

    def read(self, content: bytes) -> None:
        walk = parser()
        walk.StartElementHandler = self._start
        walk.EndElementHandler = self._end
        walk.CharacterDataHandler = self._characters
        walk.Parse(content, True)

    # Elements ------------------------------------------------------------------------------------

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._start_inside_cell(name, attributes)
        elif name == "table:table":
            self._start_table(attributes.get("table:name"))
        elif not self._taking:
            return
        elif name == "table:table-row":
            self._row, self._pending_cells = [], 0
            self._row_repeat = self._count(attributes.get("table:number-rows-repeated"))
        elif name in _CELLS:
            self._cell, self._paragraphs, self._pieces = attributes, [], None

    def _start_table(self, name: str | None) -> None:
        if name is None:
            return
        self.names.append(name)
        wanted = name == self._sheet if self._sheet is not None else True
        self._taking = wanted and not self.rows
        if self._taking:
            self.name, self._pending_rows = name, 0

    def _start_inside_cell(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name.startswith(_ASIDE):
            self._aside += 1
        elif name == "text:p":
            self._pieces = []
        elif self._pieces is None:
            return
        elif name == "text:s":
            count = self._count(attributes.get("text:c"))
            if count > CELL_LENGTH:
                raise CellTooLong(filename=self._filename, row=len(self.rows) + 1, limit=CELL_LENGTH)
            self._pieces.append("\x00" * count)
        elif name == "text:tab":
            self._pieces.append("\x01")
        elif name == "text:line-break":
            self._pieces.append("\x02")

    def _characters(self, text: str) -> None:
        if self._pieces is not None and not self._aside:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        if not self._taking:
            return
        if self._aside:
            self._aside -= 1
        elif name == "text:p" and self._pieces is not None:
            self._paragraphs.append(_SPACES.sub(" ", "".join(self._pieces)).strip(" ").translate(_MEANT))
            self._pieces = None
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
        elif name == "table:table-row":
            self._end_row()

    # Cells and rows -------------------------------------------------------------------------------

    def _end_cell(self, cell: dict[str, str]) -> None:
        repeat = self._count(cell.get("table:number-columns-repeated"))
        text = _shown(cell, "\n".join(self._paragraphs))
        self._cell = None
        if not text:
            self._pending_cells += repeat
            return
        width = len(self._row) + self._pending_cells + repeat
        check_size(1, width, self._filename, self._limits)
        self._row += [""] * self._pending_cells + [text] * repeat
        self._pending_cells = 0
        self._text += len(text)
        if self._text > self._limits.unpacked_bytes:
            raise UnpacksTooLarge(filename=self._filename, limit=self._limits.unpacked_bytes)

    def _end_row(self) -> None:
        if not self._row:
            self._pending_rows += self._row_repeat
            return
        rows = len(self.rows) + self._pending_rows + self._row_repeat
        self._width = max(self._width, len(self._row))
        check_size(rows, self._width, self._filename, self._limits)
        self.rows += [()] * self._pending_rows + [tuple(self._row)] * self._row_repeat
        self._pending_rows = 0

    def _count(self, given: str | None) -> int:
        """How often something repeats; more digits than any limit has count as just beyond all of them."""
        if given is None:
            return 1
        if not (given.isascii() and given.isdigit()):
            raise DamagedFile(filename=self._filename, where=f"重複次數 {given[:20]}")
        return max(1, int(given[:12]))


def _shown(cell: dict[str, str], text: str) -> str:
    """The cell's text by its declared type, in the same form as in every other kind of file."""
    kind = cell.get("office:value-type") or cell.get("calcext:value-type") or ""
    if kind in ("float", "percentage", "currency"):
        return _number(cell.get("office:value", ""), text)
    if kind == "date":
        return _day(cell.get("office:date-value", ""), text)
    if kind == "boolean":
        return cell.get("office:boolean-value", text).upper()
    if kind == "time":
        found = _DURATION.fullmatch(cell.get("office:time-value", ""))
        if found:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return shown(timedelta(hours=hours, minutes=minutes, seconds=seconds))
    return text or cell.get("office:string-value", "")


def _number(value: str, text: str) -> str:
    try:
        plain = shown(float(value))
    except (ValueError, OverflowError):
        return text
    # 04595257 shown by a format of eight digits is the number the clerk sees and means.
    padded = text.isascii() and text.isdigit() and text.lstrip("0") == plain.lstrip("0")
    return text if padded else plain


def _day(value: str, text: str) -> str:
    try:
        return shown(datetime.fromisoformat(value))
    except ValueError:
        return text
