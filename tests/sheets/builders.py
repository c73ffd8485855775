"""Files built by hand, byte by byte, so that tests can say exactly what is in them."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
URN = "urn:oasis:names:tc:opendocument:xmlns:"

Cell = str | int | float | bool | date | None


def zipped(parts: Mapping[str, str | bytes], *, compressed: bool = True) -> bytes:
    target = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook as a spreadsheet program would save it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": 'm"月"d"日"'})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        elif book.worksheets_objs[0] != sheet:
            sheet.activate()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                elif cell is not None:
                    sheet.write(at, column, cell)
    book.close()
    return target.getvalue()


def xlsx_of_xml(
    rows: str, *, strings: str = "", head: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook whose worksheet holds exactly this XML inside `sheetData`."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="清冊" sheetId="1" r:id="s1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="s1" Type="{OFFICE}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="s2" Type="{OFFICE}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{MAIN}" xmlns:x="{MAIN}"><sheetData>{rows}'
            "</sheetData></worksheet>",
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            **(extra or {}),
        }
    )


def ods_of_xml(tables: str, *, manifest: str = "", head: str = "") -> bytes:
    """A document whose spreadsheet holds exactly this XML."""
    names = "".join(
        f' xmlns:{prefix}="{URN}{urn}"'
        for prefix, urn in (
            ("office", "office:1.0"),
            ("table", "table:1.0"),
            ("text", "text:1.0"),
            ("draw", "drawing:1.0"),
        )
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{head}<office:document-content{names}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def ods_table(*rows: str, name: str = "清冊") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def ods_row(*cells: str, repeat: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeat}">{"".join(cells)}</table:table-row>'


def ods_cell(text: str = "", attributes: str = 'office:value-type="string"', repeat: int = 1) -> str:
    inside = f"<text:p>{text}</text:p>" if text else ""
    return (
        f'<table:table-cell {attributes} table:number-columns-repeated="{repeat}">{inside}</table:table-cell>'
    )


# The format of Excel 97: records in one stream of a compound file -----------------------------------


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, style, value))


def _xf(number_format: int) -> bytes:
    return _record(0x00E0, struct.pack("<HH", 0, number_format) + bytes(16))


def xls(
    sheets: Mapping[str, Sequence[tuple[int, int, Cell]]],
    *,
    hidden: Sequence[str] = (),
    password: bool = False,
) -> bytes:
    """A workbook of Excel 97 with these (row, column, value) cells."""
    bodies = []
    for cells in sheets.values():
        body = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1996, 0, 6))
        for row, column, value in cells:
            if isinstance(value, bool):
                body += _record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))
            elif isinstance(value, date):
                body += _number(row, column, (value - date(1899, 12, 30)).days, 1)
            elif isinstance(value, int | float):
                body += _number(row, column, value)
            else:
                body += _label(row, column, str(value))
        bodies.append(body + _record(0x000A))
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1996, 0, 6))
    opening += _record(0x002F, struct.pack("<HI", 1, 0)) if password else b""
    opening += _record(0x0042, struct.pack("<H", 1200)) + _xf(0) + _xf(14)
    names = [name.encode("utf-16-le") for name in sheets]
    offset = len(opening) + sum(12 + len(name) for name in names) + 4
    for title, name, body in zip(sheets, names, bodies, strict=True):
        state = int(title in hidden)
        opening += _record(0x0085, struct.pack("<IBBBB", offset, state, 0, len(name) // 2, 1) + name)
        offset += len(body)
    return compound({"Workbook": opening + _record(0x000A) + b"".join(bodies)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (the container of Office before 2007) of at most some 60 kB."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chains, entries, content = [table, end], [_entry("Root Entry", 5, 1, end, 0)], b""
    for name, stream in streams.items():
        padded = stream.ljust(4096, b"\0")
        padded += bytes(-len(padded) % 512)
        first, sectors = len(chains), len(padded) // 512
        chains += [*range(first + 1, first + sectors), end]
        entries.append(_entry(name, 2, free, first, len(padded)))
        content += padded
    assert len(chains) <= 128, "one sector of the allocation table holds 128 entries"
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    allocation = struct.pack("<128I", *(chains + [free] * (128 - len(chains))))
    return header + allocation + b"".join(entries).ljust(512, b"\0") + content


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        wide.ljust(64, b"\0")
        + struct.pack("<HBB", len(wide), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )
