"""The parts of an .ods file that holds a table and those after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from outreach.sheets.odf import document, frozen, spreadsheet, whole, words_cell
from outreach.sheets.table import SPARE_ROWS, Cell, Table, written

_CENTIMETRES_PER_CHARACTER = 0.21


def ods_parts(table: Table) -> dict[str, bytes]:
    """Name → content, the type's name first as the format demands."""
    return whole(
        {
            "content.xml": _content(table),
            "styles.xml": document("document-styles", "<office:styles/>"),
            "settings.xml": frozen((each.sheet_title, len(each.banner) + 1) for each in table.sheets),
        }
    )


def _content(table: Table) -> bytes:
    widths = sorted({width for each in table.sheets for width in each.column_widths()})
    validations = "".join(_validations(number, each) for number, each in enumerate(table.sheets))
    inside = f"<table:content-validations>{validations}</table:content-validations>" if validations else ""
    inside += "".join(_table(number, each) for number, each in enumerate(table.sheets))
    return spreadsheet(_styles(widths), inside)


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
    return words_cell(text, style, validation) if text else f"<table:table-cell{validation}/>"
