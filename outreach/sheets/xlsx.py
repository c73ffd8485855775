"""Reading one worksheet of an .xlsx (or .xlsm) file.

The worksheet is found here, measured (extent.py), and handed to python-calamine in a package of its own that
holds only what reading it takes. So the library never sees a part that was not bounded before.
"""

from __future__ import annotations

import io
import posixpath
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from outreach.sheets.calamine import first_sheet
from outreach.sheets.cells import Value
from outreach.sheets.extent import check_extent
from outreach.sheets.model import Limits
from outreach.sheets.package import Package, stored
from outreach.sheets.refusals import DamagedFile, EmptySheet, NoSuchSheet

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True, slots=True)
class _Worksheet:
    name: str
    part: str
    visible: bool


def read_xlsx(
    package: Package, filename: str, sheet: str | None, limits: Limits
) -> tuple[str, tuple[str, ...], Sequence[Sequence[Value]]]:
    """(name, all names, rows of values) of the named sheet, else of the first visible one with content."""
    return _Workbook(package, filename, limits).read(sheet)


class _Workbook:
    def __init__(self, package: Package, filename: str, limits: Limits) -> None:
        self._package, self._filename, self._limits = package, filename, limits
        self._part = self._workbook_part()
        book = self._xml(self._part)
        self._since_1904 = any(
            _local(node) == "workbookPr" and node.get("date1904") in ("1", "true") for node in book
        )
        self._related = self._relations(self._part)
        self._sheets = self._worksheets(book)
        self._styles = self._shared_part("styles")
        self._strings = self._shared_part("sharedStrings")

    def read(self, sheet: str | None) -> tuple[str, tuple[str, ...], Sequence[Sequence[Value]]]:
        names = tuple(each.name for each in self._sheets)
        if not names:
            raise DamagedFile(filename=self._filename, where="沒有工作表")
        if sheet is not None:
            wanted = [each for each in self._sheets if each.name == sheet]
            if not wanted:
                raise NoSuchSheet(
                    filename=self._filename, sheet=sheet, accepted="、".join(names), example=names[0]
                )
        else:
            wanted = [each for each in self._sheets if each.visible] or list(self._sheets)
        for each in wanted:
            rows = self._rows(each)
            if rows:
                return each.name, names, rows
        raise EmptySheet(filename=self._filename, sheet=wanted[0].name)

    def _rows(self, sheet: _Worksheet) -> Sequence[Sequence[Value]]:
        content = self._package.read_xml(sheet.part)
        check_extent(content, self._strings, self._filename, self._limits)
        return first_sheet(io.BytesIO(self._alone(content)), self._filename, self._limits)

    def _alone(self, sheet: bytes) -> bytes:
        """A workbook of this sheet alone, with the strings and the styles (they tell days from numbers)."""
        properties = '<workbookPr date1904="1"/>' if self._since_1904 else ""
        parts = {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships({"officeDocument": "xl/workbook.xml"}),
            "xl/workbook.xml": (
                f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}'
                '<sheets><sheet name="1" sheetId="1" r:id="worksheet"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": _relationships(
                {
                    "worksheet": "worksheets/sheet1.xml",
                    "styles": "styles.xml",
                    "sharedStrings": "sharedStrings.xml",
                }
            ),
            "xl/worksheets/sheet1.xml": sheet,
        }
        if self._styles:
            parts["xl/styles.xml"] = self._styles
        if self._strings:
            parts["xl/sharedStrings.xml"] = self._strings
        return stored(parts)

    def _workbook_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument" and target in self._package.names:
                return target
        return "xl/workbook.xml"

    def _worksheets(self, book: ET.Element) -> tuple[_Worksheet, ...]:
        found = []
        for node in book.iter():
            if _local(node) != "sheet":
                continue
            identity = next((value for key, value in node.items() if key.endswith("}id")), "")
            kind, part = self._related.get(identity, ("", ""))
            if kind == "worksheet" and part in self._package.names:
                visible = node.get("state", "visible") == "visible"
                found.append(_Worksheet(node.get("name", ""), part, visible))
        return tuple(found)

    def _shared_part(self, wanted: str) -> bytes:
        for kind, part in self._related.values():
            if kind == wanted and part in self._package.names:
                return self._package.read_xml(part)
        return b""

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part) of what `part` refers to inside the package."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._package.names:
            return {}
        found = {}
        for node in self._xml(path):
            target = node.get("Target", "").replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], whole)
        return found

    def _xml(self, part: str) -> ET.Element:
        if part not in self._package.names:
            raise DamagedFile(filename=self._filename, where=f"缺少 {part}")
        try:
            # Without a DOCTYPE, which read_xml refuses, there are no entities that could grow.
            return ET.fromstring(self._package.read_xml(part))
        except ET.ParseError as error:
            raise DamagedFile(filename=self._filename, where=part) from error


def _local(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _relationships(parts: dict[str, str]) -> bytes:
    lines = "".join(
        f"<Relationship Id={quoteattr(kind)} Type={quoteattr(f'{_OFFICE}/{kind}')} Target={quoteattr(part)}/>"
        for kind, part in parts.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'.encode()


def _content_types() -> bytes:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{sheet}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{sheet}.worksheet+xml"/></Types>'
    ).encode()
