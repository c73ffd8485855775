"""Reading a paper's tables back from its ODT, straight from the XML and by none of what wrote it.

Constraints:
1. Only text in cells counts, with all white space that the format tells; what spans into a cell leaves it "".
2. A number that a cell stores beside its text must be the one that is printed; else the stored one is read.
3. Entities are not resolved and content with a DOCTYPE is refused, so that a file from outside cannot grow.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
#: More than any paper has, and what a small file that unpacks without end is stopped at.
_MOST_BYTES = 200_000_000


class NotAnOdt(ValueError):
    """What was to be read again is no ODT that we could have written."""


def tables(data: bytes) -> dict[str, list[list[str]]]:
    """Each table's lines below its headings by the table's name: the cells' texts. Raises `NotAnOdt`."""
    return {
        table.get(f"{_TABLE}name", ""): list(_rows(table)) for table in _body(data).iter(f"{_TABLE}table")
    }


def headings(data: bytes) -> dict[str, list[list[str]]]:
    """Each table's heading lines by the table's name. Raises `NotAnOdt`."""
    return {
        table.get(f"{_TABLE}name", ""): [
            _cells(row) for row in table.iterfind(f"{_TABLE}table-header-rows/{_TABLE}table-row")
        ]
        for table in _body(data).iter(f"{_TABLE}table")
    }


def paragraphs(data: bytes) -> list[str]:
    """Every paragraph and heading outside tables in order. Raises `NotAnOdt`."""
    wanted = (f"{_TEXT}p", f"{_TEXT}h")
    body = _body(data).find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise NotAnOdt("content.xml has no text")
    return ["".join(_pieces(element)) for element in body if element.tag in wanted]


def _body(data: bytes) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if parts.getinfo("content.xml").file_size > _MOST_BYTES:
                raise NotAnOdt("content.xml is too large")
            content = parts.read("content.xml")
    except (zipfile.BadZipFile, KeyError) as error:
        raise NotAnOdt("there is no content.xml") from error
    # Without a DOCTYPE no entity can be declared, and none can grow.
    if b"<!DOCTYPE" in content:
        raise NotAnOdt("content.xml declares a DOCTYPE")
    try:
        return ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise NotAnOdt("content.xml is no XML") from error


def _rows(table: ElementTree.Element) -> Iterator[list[str]]:
    for row in table.iterfind(f"{_TABLE}table-row"):
        yield _cells(row)


def _cells(row: ElementTree.Element) -> list[str]:
    return [_cell(cell) for cell in row if cell.tag in _CELLS]


def _cell(cell: ElementTree.Element) -> str:
    said = "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iterfind(f"{_TEXT}p"))
    stored = cell.get(f"{_OFFICE}value")
    return said if stored is None or stored == said.replace(",", "") else stored


def _pieces(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == f"{_TEXT}s":
        yield " " * int(element.get(f"{_TEXT}c", "1"))
    elif element.tag == f"{_TEXT}tab":
        yield "\t"
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    yield element.text or ""
    for child in element:
        if child.tag.startswith(_TEXT):
            yield from _pieces(child)
        yield child.tail or ""
