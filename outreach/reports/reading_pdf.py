"""Reading a paper's tables back from its PDF, by another library than the one that wrote it.

A tagged PDF says of each text which cell of which table it belongs to. Constraints:
1. A cell is what is drawn on the pages for it, whole, even where its line goes on on the next page; a heading
   that is repeated there and the foot of the page are decoration and belong to none.
2. What is read is read without knowing what should stand there (`cells`).
3. Spaces and line breaks are the page's and not the text's: `printed` says how a text of it reads here,
   and `tables` gives back its spaces to what reads exactly so.
4. A line without any text has as many cells as the others; a table with nothing in any line has no lines.
"""

from __future__ import annotations

import ctypes
import threading
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from outreach.reports.glyphs import printable
from outreach.reports.model import Paper, Table

#: pdfium keeps state of its own for the whole process.
_ONE_AT_A_TIME = threading.Lock()
_CELLS = ("TD", "TH")
#: Texts of which is kept how they read: an appendix says the same few thousand times over.
KEPT = 1 << 12
#: Bytes of UTF-16 that nearly every line of a cell has room in.
_LONG = 256
#: What PDFium says for a hyphen that ends a line.
_DIVISION = "\x02"

Path = tuple[int, ...]


@dataclass(slots=True)
class _Read:
    """What was found so far, by its place in the tree of the whole document, so that pages add up."""

    #: Number of children by table body, and of cells by line.
    lines: dict[Path, int] = field(default_factory=dict)
    cells: dict[Path, int] = field(default_factory=dict)
    texts: dict[Path, list[str]] = field(default_factory=dict)
    #: Everything that is no decoration, in the order of pages.
    words: list[str] = field(default_factory=list)


@lru_cache(maxsize=KEPT)
def printed(text: str) -> str:
    """How a text reads from a PDF: as the faces print it, without any space, compatible forms alike."""
    return _joined([printable(text)])


def cells(data: bytes) -> list[list[list[str]]]:
    """Every table's lines below its headings in the order of pages, each cell as `printed`.

    Raises `pypdfium2.PdfiumError` where this is no PDF.
    """
    return _cells(_read(data))


def _cells(read: _Read) -> list[list[list[str]]]:
    found: list[list[list[str]]] = []
    for body, lines in sorted(read.lines.items()):
        width = max((read.cells.get((*body, line), 0) for line in range(lines)), default=0)
        found.append([_line(read, (*body, line), width) for line in range(lines)])
    return found


def tables(data: bytes, paper: Paper) -> dict[str, list[list[str]]]:
    """The same by the names of the paper's tables, which a PDF does not hold, in their order.

    A cell that reads as the paper's does is the paper's, with its spaces; any other is what was read. A table
    beyond the paper's is named by its number (`+5`); one that is not there is left out.
    """
    return _named(_cells(_read(data)), paper)


def tables_and_words(data: bytes, paper: Paper) -> tuple[dict[str, list[list[str]]], str]:
    """`tables` and `words` of one reading."""
    read = _read(data)
    return _named(_cells(read), paper), _joined(read.words)


def _named(found_cells: list[list[list[str]]], paper: Paper) -> dict[str, list[list[str]]]:
    expected = list(paper.tables())
    found: dict[str, list[list[str]]] = {}
    for at, lines in enumerate(found_cells):
        if at < len(expected):
            found[expected[at].name] = _with_spaces(expected[at], lines)
        else:
            found[f"+{at + 1}"] = lines
    return found


def _with_spaces(table: Table, lines: list[list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for at, line in enumerate(lines):
        texts = [cell.text for cell in table.rows[at].cells] if at < len(table.rows) else []
        of = dict(enumerate(texts))
        rows.append([of[x] if x in of and printed(of[x]) == read else read for x, read in enumerate(line)])
    return rows


def words(data: bytes) -> str:
    """All that the pages say except headings repeated and feet, in reading order, as `printed`."""
    return _joined(_read(data).words)


def _line(read: _Read, line: Path, width: int) -> list[str]:
    return [_joined(read.texts.get((*line, cell), [])) for cell in range(read.cells.get(line, width))]


def _joined(pieces: list[str]) -> str:
    whole = "".join(unicodedata.normalize("NFKC", "".join(pieces)).split())
    # Marks without width are not printable; where all is, none need be looked for.
    return whole if whole.isprintable() else "".join(c for c in whole if unicodedata.category(c) != "Cf")


def _read(data: bytes) -> _Read:
    read = _Read()
    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(data) as document:
        for page in document:
            _read_page(page, read)
            page.close()
    return read


def _read_page(page: pypdfium2.PdfPage, read: _Read) -> None:
    texts = _texts(page)
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    try:
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            child = pdfium.FPDF_StructTree_GetChildAtIndex(tree, at)
            if child:
                _walk(child, (at,), _Walk(read, texts))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


@dataclass(frozen=True, slots=True)
class _Walk:
    """One page's way through the tree."""

    read: _Read
    texts: dict[int, list[str]]


def _walk(element: Any, path: Path, walk: _Walk, cell: Path | None = None, body: bool = False) -> None:
    """Take up an element and what is below it; `path` is its place, `cell` that of the cell around it."""
    kind = _type(element)
    count = pdfium.FPDF_StructElement_CountChildren(element)
    if kind == "Table":
        # So that a table without a line is there too.
        walk.read.lines.setdefault(path, 0)
    if kind == "TBody":
        body = True
        path = path[:-1]
        walk.read.lines[path] = max(walk.read.lines.get(path, 0), count)
    elif kind == "TR" and body:
        walk.read.cells[path] = max(walk.read.cells.get(path, 0), count)
    elif kind in _CELLS and body and cell is None:
        cell = path
    for at in range(count):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, at)
        if child:
            _walk(child, (*path, at), walk, cell, body)
            continue
        pieces = walk.texts.get(pdfium.FPDF_StructElement_GetChildMarkedContentID(element, at), [])
        walk.read.words += pieces
        if cell is not None:
            walk.read.texts.setdefault(cell, []).extend(pieces)


def _texts(page: pypdfium2.PdfPage) -> dict[int, list[str]]:
    """The page's texts by the number of their mark; decoration has none, a picture's are its own."""
    found: dict[int, list[str]] = {}
    textpage = page.get_textpage()
    for at in range(pdfium.FPDFPage_CountObjects(page.raw)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, at)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn)
        if mark >= 0:
            found.setdefault(mark, []).append(_object_text(drawn, textpage.raw))
    textpage.close()
    return found


def _object_text(drawn: Any, textpage: Any) -> str:
    """What a text drawn on the page says: one line at most, so the first guess nearly always does."""
    size = _LONG
    while True:
        buffer = (ctypes.c_ushort * (size // 2))()
        length = pdfium.FPDFTextObj_GetText(drawn, textpage, buffer, size)
        if length <= size:
            said = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
            # What PDFium takes for a word's division at the end of a line is a hyphen that was written.
            return said.replace(_DIVISION, "-")
        size = length + length % 2


def _type(element: Any) -> str:
    """The name of a tag, which is short."""
    buffer = ctypes.create_string_buffer(_LONG)
    length = pdfium.FPDF_StructElement_GetType(element, buffer, _LONG)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le")
