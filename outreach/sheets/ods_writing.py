"""The parts of an .ods file that holds one table.

Written as text: the format asks for five small parts, and building the same by a document tree (odfpy)
takes about fifty times as long for five thousand rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from outreach.sheets.table import Cell, Table, written

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = "".join(
    f' xmlns:{prefix}="{_URN}{urn}"'
    for prefix, urn in (
        ("office", "office:1.0"),
        ("table", "table:1.0"),
        ("text", "text:1.0"),
        ("style", "style:1.0"),
        ("number", "datastyle:1.0"),
        ("fo", "xsl-fo-compatible:1.0"),
        ("config", "config:1.0"),
        ("manifest", "manifest:1.0"),
    )
)
#: White space that would be folded: a tab, a newline, or a space that is not between two other characters.
_MEANT_SPACE = re.compile(r"^ +| +$| {2,}|\t")
_CENTIMETRES_PER_CHARACTER = 0.21


def ods_parts(table: Table) -> dict[str, bytes]:
    """Name → content, the type's name first as the format demands."""
    return {
        "mimetype": _MIME.encode(),
        "content.xml": _content(table).encode(),
        "styles.xml": _document("document-styles", "<office:styles/>").encode(),
        "settings.xml": _document("document-settings", _frozen(table)).encode(),
        "META-INF/manifest.xml": _manifest().encode(),
    }


def _document(kind: str, inside: str) -> str:
    return f'{_HEAD}<office:{kind}{_NAMES} office:version="1.3">{inside}</office:{kind}>'


def _content(table: Table) -> str:
    top = len(table.banner)
    widths = table.column_widths()
    rows = "".join(_row(line, "bold" if at == top else "text") for at, line in enumerate(table.lines))
    columns = "".join(
        f'<table:table-column table:style-name="w{at}" table:default-cell-style-name="text"/>'
        for at in range(len(widths))
    )
    return _document(
        "document-content",
        f"<office:automatic-styles>{_styles(widths)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(table.sheet_title)}>"
        f"{columns}{rows}</table:table></office:spreadsheet></office:body>",
    )


def _styles(widths: Sequence[int]) -> str:
    """Cells are of the format "text", which keeps the zeros of a number typed in later; one style a width."""
    columns = "".join(
        f'<style:style style:name="w{at}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * _CENTIMETRES_PER_CHARACTER:.2f}cm"/></style:style>'
        for at, width in enumerate(widths)
    )
    return (
        '<number:text-style style:name="as-text"><number:text-content/></number:text-style>'
        '<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text"/>'
        '<style:style style:name="number" style:family="table-cell"/>'
        '<style:style style:name="bold" style:family="table-cell" style:data-style-name="as-text">'
        '<style:table-cell-properties fo:border-bottom="0.5pt solid #000000" fo:wrap-option="wrap"/>'
        '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
        + columns
    )


def _row(line: Sequence[Cell], style: str) -> str:
    cells = "".join(_cell(cell, style) for cell in line) or "<table:table-cell/>"
    return f"<table:table-row>{cells}</table:table-row>"


def _cell(cell: Cell, style: str) -> str:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (
            f'<table:table-cell table:style-name="number" office:value-type="float" office:value="{cell}">'
            f"<text:p>{cell}</text:p></table:table-cell>"
        )
    text = written(cell)
    if not text:
        return "<table:table-cell/>"
    paragraphs = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )


def _spaced(line: str) -> str:
    def mark(found: re.Match[str]) -> str:
        return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'

    return _MEANT_SPACE.sub(mark, escape(line))


def _frozen(table: Table) -> str:
    """The view in which the headings stay when the rows scroll."""
    top = len(table.banner) + 1
    items = (
        ("VerticalSplitMode", "short", 2),
        ("VerticalSplitPosition", "int", top),
        ("PositionBottom", "int", top),
    )
    entries = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in items
    )
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoteattr(table.sheet_title)}>{entries}"
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings>"
    )


def _manifest() -> str:
    parts = (("/", _MIME), *((name, "text/xml") for name in ("content.xml", "styles.xml", "settings.xml")))
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in parts
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_URN}manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
