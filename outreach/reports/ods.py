"""The paper as .ods: written as text, since a document tree takes about fifty times as long.

Every number is stored as a number beside the text that the paper prints, so that who opens the file and who
reads its XML see the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from outreach.reports.drawings.png import as_png
from outreach.reports.model import Cell, Column, Look, Paper, Picture, Row
from outreach.reports.ods_styles import (
    CONTENT_STYLES,
    FACES,
    SHEET_STYLES,
    column_style,
    row_style,
    row_styles,
)
from outreach.reports.widths import HeadingCell, column_widths, heading_cells, heading_lines
from outreach.reports.workbook import WORDS, Line, TableSheet, lines, table_sheets
from outreach.sheets.odf import document, frozen, spreadsheet, whole, words_cell
from outreach.sheets.package import stored

_SHARPNESS = 2
_CENTIMETRES_PER_PIXEL = 2.54 / 96
#: Widths of the first sheet's two columns, in points.
_WORDS_WIDTHS = (54.0, 428.0)


def write_ods(paper: Paper) -> bytes:
    """The paper as an OpenDocument spreadsheet: its words, then a sheet for each table."""
    sheets = table_sheets(paper)
    parts = {
        "content.xml": _content(paper, sheets),
        "styles.xml": document("document-styles", SHEET_STYLES.replace("{foot}", escape(paper.foot))),
        "settings.xml": frozen((sheet.name, 1 + heading_lines(sheet.table)) for sheet in sheets),
    }
    pictures = {
        f"Pictures/{p.name}.png": as_png(p.svg, p.width * _SHARPNESS) for s in sheets for p in s.pictures
    }
    return stored(whole(parts, pictures), compressed=True)


def _content(paper: Paper, sheets: Sequence[TableSheet]) -> bytes:
    widths = {_WORDS_WIDTHS[0], _WORDS_WIDTHS[1], *(w for s in sheets for w in column_widths(s.table))}
    heights = {picture.height for sheet in sheets for picture in sheet.pictures}
    columns = {round(width): column_style(width) for width in widths}
    styles = CONTENT_STYLES + "".join(columns.values()) + row_styles(heights)
    inside = _words(paper) + "".join(_sheet(sheet) for sheet in sheets)
    return spreadsheet(styles, inside, faces=FACES)


def _columns(widths: Sequence[float]) -> str:
    return "".join(f'<table:table-column table:style-name="w{width:.0f}"/>' for width in widths)


def _words(paper: Paper) -> str:
    rows = [_line((_text(paper.title, "title"),))]
    for line in lines(paper):
        style = _look(line)
        rows.append(_line((_text(line.label, style), _text(line.text, style))))
    rows += [_line(()), _line((_text(paper.foot, "caption"),))]
    name = quoteattr(WORDS)
    return (
        f'<table:table table:name={name} table:style-name="upright">{_columns(_WORDS_WIDTHS)}'
        f"{''.join(rows)}</table:table>"
    )


def _look(line: Line) -> str:
    if isinstance(line.look, int):
        return f"level{line.look}"
    return {Look.PLAIN: "plain", Look.STEP: "step", Look.NOTE: "note", Look.CONCLUSION: "line"}[line.look]


def _sheet(sheet: TableSheet) -> str:
    table = sheet.table
    turned = "turned" if table.landscape else "upright"
    head = "".join((_line((_text(table.caption, "caption-bold"),)), *_headings(sheet)))
    rows = "".join(_row(table.columns, row) for row in table.rows)
    note = _line((_spanning(table.note, "note", len(table.columns)),)) if table.note else ""
    below = "".join(_picture_lines(picture) for picture in sheet.pictures)
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{turned}">'
        f"{_columns(column_widths(table))}<table:table-header-rows>{head}</table:table-header-rows>"
        f"{rows}{note}{below}</table:table>"
    )


def _headings(sheet: TableSheet) -> Iterator[str]:
    """The headings' lines; what another cell spans is a covered cell."""
    begins = {(cell.x, cell.y): cell for cell in heading_cells(sheet.table)}
    for y in range(heading_lines(sheet.table)):
        cells = [begins.get((x, y)) for x in range(len(sheet.table.columns))]
        yield _line(_heading(cell) for cell in cells)


def _heading(cell: HeadingCell | None) -> str:
    if cell is None:
        return "<table:covered-table-cell/>"
    spans = f' table:number-columns-spanned="{cell.colspan}" table:number-rows-spanned="{cell.rowspan}"'
    return _text(cell.text, "heading", spans if (cell.colspan, cell.rowspan) != (1, 1) else "")


def _spanning(text: str, style: str, columns: int) -> str:
    spans = f' table:number-columns-spanned="{columns}" table:number-rows-spanned="1"'
    return _text(text, style, spans) + "<table:covered-table-cell/>" * (columns - 1)


def _row(columns: Sequence[Column], row: Row) -> str:
    weight = "-total" if row.total else ""
    cells = []
    for at, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        number = _number(cell)
        if number is not None:
            kind, value = number
            typed = "percentage" if kind == "rate" else "float"
            cells.append(
                f'<table:table-cell table:style-name="{kind}{weight}" office:value-type="{typed}" '
                f'office:value="{value}"><text:p>{escape(cell.text)}</text:p></table:table-cell>'
            )
        else:
            style = "right" if column.numeric else "indented" if row.indent and at == 1 else "cell"
            cells.append(_text(cell.text, style + weight))
    return _line(cells)


def _number(cell: Cell) -> tuple[str, str] | None:
    """The style and the value of a cell that holds a number."""
    if cell.value is not None:
        plain = cell.text == f"{cell.value:,}" and cell.value >= 0
        return "count" if plain else "change", str(cell.value)
    if cell.rate is not None:
        return "rate", f"{cell.rate // 10000}.{cell.rate % 10000:04d}"
    if cell.points is not None:
        size = abs(cell.points)
        return "points", f"{'-' if cell.points < 0 else ''}{size // 100}.{size % 100:02d}"
    return None


def _line(cells: Iterator[str] | Sequence[str], style: str = "") -> str:
    told = f' table:style-name="{style}"' if style else ""
    return f"<table:table-row{told}>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def _text(text: str, style: str, attributes: str = "") -> str:
    if not text:
        return f'<table:table-cell table:style-name="{style}"{attributes}/>'
    return words_cell(text, style, attributes)


def _picture_lines(picture: Picture) -> str:
    """An empty line, the picture in a cell of a line as high as it is, and its caption."""
    wide, high = (size * _CENTIMETRES_PER_PIXEL for size in (picture.width, picture.height))
    frame = (
        f'<draw:frame draw:name={quoteattr(picture.name)} draw:z-index="0" svg:x="0cm" svg:y="0cm" '
        f'svg:width="{wide:.2f}cm" svg:height="{high:.2f}cm">'
        f'<draw:image xlink:href="Pictures/{picture.name}.png" xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/><svg:title>{escape(picture.caption)}</svg:title>'
        f"<svg:desc>{escape(picture.words)}</svg:desc></draw:frame>"
    )
    held = f"<table:table-cell>{frame}</table:table-cell>"
    return _line(()) + _line((held,), row_style(picture)) + _line((_text(picture.caption, "caption"),))
