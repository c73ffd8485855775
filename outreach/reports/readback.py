"""Reading the paper's spreadsheets again, by libraries that had no part in writing them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from python_calamine import CalamineWorkbook

#: A cell as read: text, or a number as a number.
Value = str | float
Grid = list[list[Value]]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def grids(data: bytes) -> list[Grid]:
    """Every sheet of an .xlsx or .ods file from its first cell on: numbers as numbers, else text.

    Raises what the library raises where the file cannot be read.
    """
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        found.append([[_value(cell) for cell in row] for row in rows])
    return found


def _value(cell: object) -> Value:
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)


def printed(data: bytes) -> list[list[list[str]]]:
    """Every sheet of an .ods file as its XML prints it, cell by cell; what is spanned is ""."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        # Our own file, a moment old: what was written is plain XML without declarations.
        body = ElementTree.fromstring(package.read("content.xml"))
    return [
        [_printed(row) for row in table.iter(f"{_TABLE}table-row")] for table in body.iter(f"{_TABLE}table")
    ]


def _printed(row: ElementTree.Element) -> list[str]:
    return ["\n".join(_words(p) for p in cell.findall(f"{_TEXT}p")) for cell in row]


def _words(paragraph: ElementTree.Element) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == f"{_TEXT}s":
        yield " " * int(element.get(f"{_TEXT}c", "1"))
    elif element.tag == f"{_TEXT}tab":
        yield "\t"
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def cell_at(grid: Sequence[Sequence[Value]], line: int, column: int) -> Value:
    """The cell of a sheet, "" where it has none: trailing empty ones are not stored."""
    if line >= len(grid) or column >= len(grid[line]):
        return ""
    return grid[line][column]
