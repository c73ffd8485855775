"""The paper as ODT: what an office program can go on writing in.

Constraints:
1. Tables carry the model's names, whole numbers as numbers (`office:value`), everything else as text.
2. Wide tables stand on turned pages; headings of a table stand again on every page.
3. No clock is read: the same paper gives the same content.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from odf import dc, draw, style, svg, table, text
from odf.opendocument import OpenDocument, OpenDocumentText

from outreach.reports.drawings.png import as_png
from outreach.reports.model import Block, Cell, Heading, Look, Paper, Paragraph, Picture, Row, Table
from outreach.reports.odt_styles import PAGES, add_styles, paragraph_style
from outreach.reports.sections import Section, is_open, sections
from outreach.reports.widths import (
    UPRIGHT,
    column_widths,
    heading_cells,
    heading_lines,
    heading_words,
    numbered,
    page_width,
    row_may_break,
    step_column,
    text_size,
)

_STYLES = {Look.PLAIN: "Plain", Look.STEP: "Step", Look.CONCLUSION: "Conclusion"}
#: Points per CSS pixel, and pixels of a PNG for each of them.
_PIXEL, _DENSITY = 0.75, 2
#: White space that XML would fold: what stands at either end, and what follows other white space.
_MEANT = re.compile(r"(^ +| +$| {2,}|\t|\n)", re.MULTILINE)
#: What no XML can hold.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY = (1980, 1, 1, 0, 0, 0)


def write_odt(paper: Paper) -> bytes:
    """The paper as an .odt file."""
    document = OpenDocumentText()
    document.meta.addElement(dc.Title(text=paper.title))
    document.meta.addElement(dc.Subject(text=paper.foot))
    document.meta.addElement(dc.Language(text="zh-TW"))
    frame = add_styles(document, _legal(paper.foot))
    writer = _Writer(document, frame)
    writer.paragraph("Title", paper.title)
    for name, said in paper.facts:
        writer.paragraph("Fact", f"{name}：{said}")
    for at, section in enumerate(sections(paper)):
        writer.section(section, first=at == 0)
    return _packed(document)


class _Writer:
    """Adds block after block to a document."""

    def __init__(self, document: OpenDocument, frame: Any) -> None:
        self._document = document
        self._frame = frame
        self._body: Any = document.text
        self._level = 0
        #: The page that the next paragraph begins.
        self._page: str | None = None
        self._styles: set[str] = set()

    def section(self, section: Section, *, first: bool) -> None:
        """The blocks, on pages of their direction."""
        if section.landscape or section.begins or not first:
            self._page = PAGES[section.landscape]
        self._level = section.level
        for block in section.blocks:
            self._block(block)

    def paragraph(self, look: str, said: str = "") -> Any:
        """A paragraph of a fixed style; the first of a section begins its page."""
        made = text.P(stylename=self._begun(look))
        _say(made, said)
        self._body.addElement(made)
        return made

    def _begun(self, look: str) -> str:
        if self._page is None:
            return look
        page, self._page = self._page, None
        return self._own(paragraph_style(f"{look}On{page}", parent=look, master=page))

    def _own(self, made: Any) -> str:
        """Add a style once; its name."""
        name: str = made.getAttribute("name")
        if name not in self._styles:
            self._styles.add(name)
            self._document.automaticstyles.addElement(made)
        return name

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._level = block.level
            made = text.H(outlinelevel=block.level, stylename=self._begun(f"Heading_20_{block.level}"))
            _say(made, numbered(block))
            self._body.addElement(made)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._picture(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        if paragraph.look is Look.NOTE:
            self.paragraph("Note", paragraph.text)
        elif is_open(paragraph):
            if paragraph.text:
                self.paragraph(f"{_STYLES[Look.PLAIN]}{self._level}", paragraph.text)
            for _ in range(2):
                self.paragraph(f"Line{self._level}")
        else:
            self.paragraph(f"{_STYLES[paragraph.look]}{self._level}", paragraph.text)

    # Tables ---------------------------------------------------------------------------------------

    def _table(self, told: Table) -> None:
        self.paragraph("TableCaption", told.caption)
        look = style.Style(name=f"{told.name}Table", family="table")
        look.addElement(
            style.TableProperties(width=f"{page_width(told):.1f}pt", align="left", bordermodel="collapsing")
        )
        made = table.Table(name=told.name, stylename=self._own(look))
        widths = column_widths(told)
        for at, width in enumerate(widths):
            column = style.Style(name=f"{told.name}Column{at}", family="table-column")
            column.addElement(style.TableColumnProperties(columnwidth=f"{width:.1f}pt"))
            made.addElement(table.TableColumn(stylename=self._own(column)))
        made.addElement(self._headings(told, widths))
        for row in told.rows:
            long = row_may_break(row, widths, text_size(told))
            made.addElement(self._row(told, row, "LongRow" if long else "Row"))
        self._body.addElement(made)
        if told.note:
            self.paragraph("Note", told.note)

    def _headings(self, told: Table, widths: list[float]) -> Any:
        cells = {(cell.y, cell.x): cell for cell in heading_cells(told)}
        rows = table.TableHeaderRows()
        size = text_size(told)
        look = self._cell_look(size, "center", bold=True)
        for y in range(heading_lines(told)):
            row = table.TableRow(stylename="Row")
            for x in range(len(told.columns)):
                cell = cells.get((y, x))
                if cell is None:
                    row.addElement(table.CoveredTableCell())
                    continue
                spans: dict[str, int] = {}
                if cell.colspan > 1:
                    spans["numbercolumnsspanned"] = cell.colspan
                if cell.rowspan > 1:
                    spans["numberrowsspanned"] = cell.rowspan
                made = table.TableCell(stylename="Heading", valuetype="string", **spans)
                made.addElement(_said(look, heading_words(cell, widths, size)))
                row.addElement(made)
            rows.addElement(row)
        return rows

    def _row(self, told: Table, row: Row, look: str) -> Any:
        made = table.TableRow(stylename=look)
        size, step = text_size(told), step_column(told)
        for at, (column, cell) in enumerate(zip(told.columns, row.cells, strict=True)):
            align = "end" if column.numeric else "start"
            indent = row.indent if at == step else 0
            words = self._cell_look(size, align, bold=row.total, indent=indent)
            made.addElement(_cell(cell, words, total=row.total))
        return made

    def _cell_look(self, size: float, align: str, *, bold: bool, indent: int = 0) -> str:
        name = f"In{size * 10:g}{align}{'Bold' if bold else ''}{indent or ''}"
        if name in self._styles:
            return name
        inset = {"marginleft": f"{indent * size:g}pt"} if indent else {}
        return self._own(
            paragraph_style(
                name, size=size, bold=bold, textalign=align, marginbottom="0pt", lineheight="100%", **inset
            )
        )

    # Pictures -------------------------------------------------------------------------------------

    def _picture(self, picture: Picture) -> None:
        wide = picture.width * _PIXEL
        scale = min(1.0, UPRIGHT / wide)
        frame = draw.Frame(
            name=picture.name,
            stylename=self._frame,
            anchortype="as-char",
            width=f"{wide * scale:.1f}pt",
            height=f"{picture.height * _PIXEL * scale:.1f}pt",
        )
        data = as_png(picture.svg, picture.width * _DENSITY)
        href = self._document.addPicture(f"Pictures/{picture.name}.png", "image/png", data)
        frame.addElement(draw.Image(href=href, type="simple", show="embed", actuate="onLoad"))
        frame.addElement(svg.Title(text=picture.caption))
        frame.addElement(svg.Desc(text=picture.words))
        self.paragraph("Picture").addElement(frame)
        self.paragraph("PictureCaption", picture.caption)


def _cell(cell: Cell, look: str, *, total: bool) -> Any:
    style_name = "Total" if total else "Cell"
    # A program that shows a number by its value must show what is printed; only a plain count is sure to.
    if cell.value is not None and cell.text == f"{cell.value:,}":
        made = table.TableCell(stylename=f"{style_name}Count", valuetype="float", value=cell.value)
    else:
        made = table.TableCell(stylename=style_name, valuetype="string")
    made.addElement(_said(look, cell.text))
    return made


def _said(look: str, said: str) -> Any:
    made = text.P(stylename=look)
    _say(made, said)
    return made


def _say(element: Any, said: str) -> None:
    """Add text with all its white space."""
    for piece in _MEANT.split(_legal(said)):
        if piece == "\n":
            element.addElement(text.LineBreak())
        elif piece == "\t":
            element.addElement(text.Tab())
        elif piece and not piece.strip(" ") and (len(piece) > 1 or _MEANT.fullmatch(piece)):
            element.addElement(text.S(c=len(piece)))
        elif piece:
            element.addText(piece)


def _legal(said: str) -> str:
    return _ILLEGAL.sub("", said)


def _packed(document: OpenDocument) -> bytes:
    """The document's parts with no time of their own."""
    written = io.BytesIO()
    document.write(written)
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w") as fixed:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, _DAY)
            entry.compress_type = part.compress_type
            entry.external_attr = part.external_attr
            fixed.writestr(entry, parts.read(part))
    return packed.getvalue()
