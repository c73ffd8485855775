"""The parts of an .ods file that holds a table and those after it.

Written as text: the format asks for five small parts, and building the same by a document tree (odfpy)
takes about fifty times as long for five thousand rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from outreach.sheets.table import SPARE_ROWS, Cell, Table, written

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
        ("of", "of:1.2"),
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
    widths = sorted({width for each in table.sheets for width in each.column_widths()})
    validations = "".join(_validations(number, each) for number, each in enumerate(table.sheets))
    inside = f"<table:content-validations>{validations}</table:content-validations>" if validations else ""
    inside += "".join(_table(number, each) for number, each in enumerate(table.sheets))
    return _document(
        "document-content",
        f"<office:automatic-styles>{_styles(widths)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body>",
    )


def _table(number: int, table: Table) -> str:
    top = len(table.banner)
    validated = {at: f' table:content-validation-name="v{number}-{at}"' for at in _offered(table)}
    rows = "".join(
        _row(line, "bold" if at == top else "text", validated if at > top else {})
        for at, line in enumerate(table.lines)
    )
    if validated:
        spare = "".join(_cell(None, "text", validated.get(at, "")) for at in range(len(table.headings)))
        rows += f'<table:table-row table:number-rows-repeated="{SPARE_ROWS}">{spare}</table:table-row>'
    columns = "".join(
        f'<table:table-column table:style-name="w{width}" table:default-cell-style-name="text"/>'
        for width in table.column_widths()
    )
    return f"<table:table table:name={quoteattr(table.sheet_title)}>{columns}{rows}</table:table>"


def _offered(table: Table) -> list[int]:
    """Columns whose cells offer words to choose from."""
    return sorted(at for at, words in table.choices.items() if words)


def _validations(number: int, table: Table) -> str:
    """The words that cells offer; others may be written after a warning."""
    base = quoteattr("'" + table.sheet_title.replace("'", "''") + "'.A1")
    return "".join(
        f'<table:content-validation table:name="v{number}-{at}" table:condition={_one_of(table.choices[at])} '
        f'table:allow-empty-cell="true" table:display-list="unsorted" table:base-cell-address={base}>'
        '<table:error-message table:message-type="warning" table:display="true"/></table:content-validation>'
        for at in _offered(table)
    )


def _one_of(words: Sequence[str]) -> str:
    listed = ";".join('"' + written(word).replace('"', '""') + '"' for word in words)
    return quoteattr(f"of:cell-content-is-in-list({listed})")


def _styles(widths: Sequence[int]) -> str:
    """Cells are of the format "text", which keeps the zeros of a number typed in later; one style a width."""
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * _CENTIMETRES_PER_CHARACTER:.2f}cm"/></style:style>'
        for width in widths
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


def _row(line: Sequence[Cell], style: str, validated: Mapping[int, str]) -> str:
    cells = "".join(_cell(cell, style, validated.get(at, "")) for at, cell in enumerate(line))
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def _cell(cell: Cell, style: str, validation: str = "") -> str:
    """One cell; `validation` is the attribute that names what it offers."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return (
            f'<table:table-cell table:style-name="number"{validation} office:value-type="float" '
            f'office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
        )
    text = written(cell)
    if not text:
        return f"<table:table-cell{validation}/>"
    paragraphs = "".join(f"<text:p>{spaced(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}"{validation} office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )


def spaced(line: str) -> str:
    """A line of text as ODF keeps it: escaped, and with every space and tab that XML would fold."""

    def mark(found: re.Match[str]) -> str:
        return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'

    return _MEANT_SPACE.sub(mark, escape(line))


def _frozen(table: Table) -> str:
    """The view in which the headings of each sheet stay when the rows scroll."""
    entries = "".join(_view(each) for each in table.sheets)
    return (
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{entries}'
        "</config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings>"
    )


def _view(table: Table) -> str:
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
    name = quoteattr(table.sheet_title)
    return f"<config:config-item-map-entry config:name={name}>{entries}</config:config-item-map-entry>"


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
