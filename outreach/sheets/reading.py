"""From the bytes of an office file to a sheet of text, whatever the file is called."""

from __future__ import annotations

import re

from outreach.sheets import csv_text
from outreach.sheets.cells import as_text
from outreach.sheets.model import DEFAULT_LIMITS, Limits, Sheet
from outreach.sheets.ods import read_ods
from outreach.sheets.package import Package
from outreach.sheets.refusals import (
    EmptyFile,
    EmptySheet,
    NoSheetsInCsv,
    NotASpreadsheet,
    PasswordProtected,
    TooLarge,
)
from outreach.sheets.xls import read_xls
from outreach.sheets.xlsx import read_xlsx

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Of an .xls file: the record that says "encrypted" right behind the one that opens the workbook.
_ENCRYPTED_RECORDS = re.compile(
    rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})(?:\x86\x00\x00\x00)?\x2f\x00.\x00", re.DOTALL
)
_OTHER = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "PNG 圖片"),
    (b"\xff\xd8\xff", "JPEG 圖片"),
    (b"GIF8", "GIF 圖片"),
    (b"Rar!", "RAR 壓縮檔"),
    (b"7z\xbc\xaf\x27\x1c", "7z 壓縮檔"),
    (b"\x1f\x8b", "gzip 壓縮檔"),
    (b"{\\rtf", "RTF 文件"),
    (b"SQLite format 3", "資料庫"),
)
_MARKUP = (
    (b"<!doctype html", "網頁（HTML）"),
    (b"<html", "網頁（HTML）"),
    (b"<table", "網頁（HTML）"),
    (b"<?xml", "XML 文件"),
)
#: What a compressed file is by one part that it has.
_PACKAGES = (
    ("xl/workbook.bin", "Excel 二進位活頁簿（.xlsb）"),
    ("word/document.xml", "Word 文件"),
    ("ppt/presentation.xml", "PowerPoint 簡報"),
)
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def read_workbook(
    data: bytes, filename: str, sheet: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Sheet:
    """Read one sheet: the named one, else the first visible one with content.

    What the file is shows in its content, never in its name. Raises a `SheetRefused` for a file that
    cannot be taken as a whole; what is wrong with a single cell is no matter of reading.
    """
    if len(data) > limits.input_bytes:
        raise TooLarge(filename=filename, read=len(data), limit=limits.input_bytes)
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(filename=filename)
    if data.startswith(_ZIP):
        return _packaged(data, filename, sheet, limits)
    if data.startswith(_COMPOUND):
        return _compound(data, filename, sheet, limits)
    _refuse_other(data, filename)
    if sheet is not None:
        raise NoSheetsInCsv(filename=filename, sheet=sheet)
    return _csv(data, filename, limits)


def _packaged(data: bytes, filename: str, sheet: str | None, limits: Limits) -> Sheet:
    package = Package(data, filename, limits)
    other = _known_other(package)
    if not other and ("xl/workbook.xml" in package.names or "_rels/.rels" in package.names):
        name, names, values = read_xlsx(package, filename, sheet, limits)
        rows, notes = as_text(values, filename)
        return _sheet(Sheet(rows, "xlsx", filename, sheet_name=name, sheet_names=names, notes=notes))
    if _is_ods(package):
        name, names, texts = read_ods(package, filename, sheet, limits)
        rows, notes = as_text(texts, filename)
        return _sheet(Sheet(rows, "ods", filename, sheet_name=name, sheet_names=names, notes=notes))
    raise NotASpreadsheet(filename=filename, content=other or "壓縮檔")


def _known_other(package: Package) -> str:
    return next((content for part, content in _PACKAGES if part in package.names), "")


def _is_ods(package: Package) -> bool:
    return "mimetype" in package.names and package.read("mimetype").startswith(_ODS_TYPE)


def _compound(data: bytes, filename: str, sheet: str | None, limits: Limits) -> Sheet:
    """The container of Office before 2007, which also wraps today's encrypted files."""
    if "EncryptedPackage".encode("utf-16-le") in data or _ENCRYPTED_RECORDS.search(data):
        raise PasswordProtected(filename=filename)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise NotASpreadsheet(filename=filename, content="舊版 Office 文件")
    name, names, texts = read_xls(data, filename, sheet, limits)
    rows, notes = as_text(texts, filename)
    return _sheet(Sheet(rows, "xls", filename, sheet_name=name, sheet_names=names, notes=notes))


def _refuse_other(data: bytes, filename: str) -> None:
    for begin, content in _OTHER:
        if data.startswith(begin):
            raise NotASpreadsheet(filename=filename, content=content)
    head = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for begin, content in _MARKUP:
        if head.startswith(begin):
            raise NotASpreadsheet(filename=filename, content=content)


def _csv(data: bytes, filename: str, limits: Limits) -> Sheet:
    text, encoding = csv_text.decode(data, filename)
    delimiter = csv_text.delimiter_of(text)
    rows, notes = as_text(csv_text.read_cells(text, delimiter, filename, limits), filename)
    if not rows:
        raise EmptyFile(filename=filename)
    return Sheet(rows, "csv", filename, encoding=encoding, delimiter=delimiter, notes=notes)


def _sheet(sheet: Sheet) -> Sheet:
    """The sheet, unless nothing but empty cells is left of it."""
    if not sheet.rows:
        raise EmptySheet(filename=sheet.filename, sheet=sheet.sheet_name)
    return sheet
