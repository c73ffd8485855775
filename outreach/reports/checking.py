"""Whether a written file says what the paper says: it is read again, and every table's cells are compared.

What the readers return was read from the bytes that would be offered; the paper is what they were made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import CalamineError

from outreach.reports.model import Cell, Paper, Paragraph, Table
from outreach.reports.readback import Grid, Value, cell_at, grids, printed
from outreach.reports.widths import heading_lines

#: Places that are named where a file differs in more.
MOST_NAMED = 5
#: A file that nobody can read says nothing of what it should.
UNREADABLE = ("檔案無法讀回",)
#: Half of the smallest step between two rates: what a stored number may be off by its own inexactness.
_NEAR = 1e-7


def check_xlsx(paper: Paper, data: bytes) -> tuple[str, ...]:
    """Where an .xlsx file differs from the paper, in words; nothing where it does not."""
    try:
        read = grids(data)
        return _first((*_sheets(paper, read), *_sentences(paper, _first_sheet(read))))
    except CalamineError:
        return UNREADABLE


def check_ods(paper: Paper, data: bytes) -> tuple[str, ...]:
    """Where an .ods file differs from the paper in its numbers or in what it prints."""
    try:
        read = grids(data)
        said = _sentences(paper, _first_sheet(read))
        return _first((*_sheets(paper, read), *_texts(paper, printed(data)), *said))
    except (CalamineError, BadZipFile, KeyError, ParseError):
        return UNREADABLE


def check_odt(paper: Paper, data: bytes) -> tuple[str, ...]:
    """Where an .odt file differs from the paper."""
    from outreach.reports import reading_odt

    try:
        said = "".join(reading_odt.paragraphs(data))
        return _first((*check_tables(paper, reading_odt.tables(data)), *_sentences(paper, said)))
    except reading_odt.NotAnOdt:
        return UNREADABLE


def check_pdf(paper: Paper, data: bytes) -> tuple[str, ...]:
    """Where a .pdf file differs from the paper."""
    from pypdfium2 import PdfiumError

    from outreach.reports import reading_pdf

    try:
        found, said = reading_pdf.tables_and_words(data, paper)
        told = _sentences(paper, said, reading_pdf.printed)
        return _first((*check_tables(paper, found, reading_pdf.printed), *told))
    except PdfiumError:
        return UNREADABLE


def check_tables(
    paper: Paper,
    found: Mapping[str, Sequence[Sequence[str]]],
    printed_as: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Where the tables read from a file (rows of texts by name, without headings) differ from the paper's.

    `printed_as` says how a text of the paper reads in that file.
    """
    names = {table.name for table in paper.tables()}
    more = (f"多出表格 {name}" for name in found if name not in names)
    rows = (place for table in paper.tables() for place in _rows(table, found.get(table.name), printed_as))
    return _first(chain(more, rows))


def _first(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(places, MOST_NAMED))


def _sentences(paper: Paper, said: str, printed_as: Callable[[str], str] = str) -> Iterator[str]:
    """Sentences with a number that the file's words do not hold; spaces and lines do not count."""
    whole = _compact(said)
    blocks = (*paper.blocks, *paper.appendix)
    for text in (block.text for block in blocks if isinstance(block, Paragraph)):
        if any(c.isdecimal() for c in text) and _compact(printed_as(text)) not in whole:
            yield f"「{text[:20]}…」"


def _compact(text: str) -> str:
    return "".join(text.split())


def _first_sheet(sheets: Sequence[Grid]) -> str:
    return "\n".join(str(cell) for row in sheets[0] for cell in row) if sheets else ""


def _sheets(paper: Paper, sheets: Sequence[Grid]) -> Iterator[str]:
    """The first sheet holds words; the others are the tables in order."""
    tables = list(paper.tables())
    if len(sheets) != len(tables) + 1:
        yield f"工作表有 {len(sheets)} 張，應有 {len(tables) + 1} 張"
        return
    for table, grid in zip(tables, sheets[1:], strict=True):
        top = 1 + heading_lines(table)
        yield from _headings(table, grid, top)
        for number, row in enumerate(table.rows):
            for at, cell in enumerate(row.cells):
                if not _same(cell, cell_at(grid, top + number, at)):
                    yield _place(table, number, at)
        yield from _ends(table, grid, top + len(table.rows))


def _headings(table: Table, grid: Grid, top: int) -> Iterator[str]:
    for at, column in enumerate(table.columns):
        told = {str(cell_at(grid, line, at)) for line in range(1, top)}
        if column.title not in told:
            yield f"{table.caption} 欄名「{column.title}」"


def _ends(table: Table, grid: Grid, end: int) -> Iterator[str]:
    """After the last row stands the note and nothing that could be taken for a row."""
    others = range(1, len(table.columns))
    if cell_at(grid, end, 0) != table.note or any(cell_at(grid, end, at) for at in others):
        yield f"{table.caption} 末列之後"


def _same(cell: Cell, found: Value) -> bool:
    if cell.value is not None:
        return found == float(cell.value)
    if cell.rate is not None:
        return isinstance(found, float) and abs(found * 10000 - cell.rate) < _NEAR
    if cell.points is not None:
        return isinstance(found, float) and abs(found * 100 - cell.points) < _NEAR
    return found == cell.text


def _texts(paper: Paper, sheets: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    for table, grid in zip(paper.tables(), sheets[1:], strict=False):
        top = 1 + heading_lines(table)
        yield from _rows(table, grid[top : top + len(table.rows)])


def _rows(
    table: Table, found: Sequence[Sequence[str]] | None, printed_as: Callable[[str], str] = str
) -> Iterator[str]:
    if found is None:
        yield f"{table.caption}（缺）"
        return
    if len(found) != len(table.rows):
        yield f"{table.caption} 有 {len(found)} 列，應有 {len(table.rows)} 列"
        return
    for number, (row, texts) in enumerate(zip(table.rows, found, strict=True)):
        for at, cell in enumerate(row.cells):
            if at >= len(texts) or not _alike(texts[at], cell.text, printed_as):
                yield _place(table, number, at)


def _alike(found: str, told: str, printed_as: Callable[[str], str]) -> bool:
    return found == told or printed_as(found) == printed_as(told)


def _place(table: Table, row: int, at: int) -> str:
    return f"{table.caption} 第{row + 1}列「{table.columns[at].title}」"
