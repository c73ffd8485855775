"""Reading a CSV file: which encoding, which delimiter, which cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import chardet

from outreach.sheets.headings import known_fields
from outreach.sheets.model import CELL_LENGTH, Limits
from outreach.sheets.refusals import (
    CellTooLong,
    NotASpreadsheet,
    UnclosedQuote,
    UnreadableEncoding,
)
from outreach.sheets.size import check_size

DELIMITERS = (",", ";", "\t")
#: What a spreadsheet takes for a formula at the head of a cell, in half and full width.
FORMULA = "=+-@\t\r\n＝＋－＠"
LOOKS_LIKE_FORMULA = re.compile(f"'*[{re.escape(FORMULA)}]")
_ESCAPED = re.compile(f"'+[{re.escape(FORMULA)}]")
_SEPARATOR_LINE = re.compile("sep=([,;\t])(?:\r\n?|\n)")
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: Some control characters get into any list; more than these, and more than this share, make no text.
_BINARY_STRAYS, _BINARY_SHARE = 10, 0.01
_SAMPLE = 100_000
#: Encodings of East Asia are told from one another, not from chance; all others must be quite sure.
_NEARBY = frozenset({"gb18030", "gb2312", "gbk", "cp932", "shift_jis", "euc_jp", "euc_kr", "cp949", "euc_tw"})
_SURE = 0.5
#: Above this share of rare characters, what reads as Big5 is probably something else (a GB file does).
_RARE_SHARE = 0.3


def decode(data: bytes, filename: str) -> tuple[str, str]:
    """(text, encoding): by mark of order, then UTF-8, cp950, big5hkscs, each strictly, then what chardet
    says.

    Raises `UnreadableEncoding` with the first byte that is none, `NotASpreadsheet` for binary content.
    """
    text, encoding = _decoded(data, filename)
    if len(_BINARY.findall(text[:_SAMPLE])) > max(_BINARY_STRAYS, _BINARY_SHARE * len(text[:_SAMPLE])):
        raise NotASpreadsheet(filename=filename, content="二進位資料")
    return text, encoding


def _decoded(data: bytes, filename: str) -> tuple[str, str]:
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data, "utf-8-sig", filename), "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16", filename), "utf-16"
    if b"\x00" in data[:_SAMPLE]:
        return _strictly(data, _order_of_utf16(data[:_SAMPLE], filename), filename), "utf-16"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        position = error.start + 1
    for encoding in ("cp950", "big5hkscs"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _is_far_fetched(data[:_SAMPLE]):
            return text, encoding
        return _detected(data) or (text, encoding)
    detected = _detected(data)
    if detected is None:
        raise UnreadableEncoding(filename=filename, position=position)
    return detected


def _strictly(data: bytes, encoding: str, filename: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableEncoding(filename=filename, position=error.start + 1) from error


def _order_of_utf16(sample: bytes, filename: str) -> str:
    """The byte order of UTF-16 without a mark: where its zeros stand, there are the high bytes of commas."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < len(sample) // 50 or min(even, odd) * 10 > max(even, odd):
        raise NotASpreadsheet(filename=filename, content="二進位資料")
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_far_fetched(sample: bytes) -> bool:
    """Whether read as Big5 most characters are of its second, rare level (first byte C9 and up)."""
    lead = [byte for byte in re.findall(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]", sample) if byte[0] >= 0xA4]
    rare = sum(byte[0] >= 0xC9 for byte in lead)
    return bool(lead) and rare > _RARE_SHARE * len(lead)


def _detected(data: bytes) -> tuple[str, str] | None:
    """What chardet says, where it is likely and every byte agrees."""
    found = chardet.detect(data[:_SAMPLE])
    encoding = (found["encoding"] or "").lower().replace("-", "_")
    if not encoding or (encoding not in _NEARBY and found["confidence"] < _SURE):
        return None
    try:
        return data.decode(encoding), encoding
    except (UnicodeDecodeError, LookupError):
        return None


def delimiter_of(text: str) -> str:
    """The delimiter under which a row of known headings shows, else the one that splits most evenly.

    A comma where neither tells; and what a first line `sep=;` states, in any case.
    """
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        return stated[1]
    scores = {delimiter: _likelihood(text[:_SAMPLE], delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _likelihood(head: str, delimiter: str) -> tuple[int, int]:
    """(known headings in one row, fields of that row), or (0, evenness) where there is no such row."""
    try:
        records = [record for record in islice(_records(head, delimiter), 50) if any(record)]
    except csv.Error:
        return 0, 0
    known = max(((len(known_fields(record)), len(record)) for record in records), default=(0, 0))
    if known[0]:
        return known
    counts = Counter(len(record) for record in records if len(record) > 1)
    return 0, max(((fields - 1) * times for fields, times in counts.items()), default=0)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_cells(text: str, delimiter: str, filename: str, limits: Limits) -> list[list[str]]:
    """The records; a line that only names the separator stays as an empty row, so that row numbers hold."""
    stated = _SEPARATOR_LINE.match(text)
    rows: list[list[str]] = []
    if stated:
        rows.append([])
        text = text[stated.end() :]
    # A record of its own behind the end: it arrives whole unless a quotation mark is still open.
    end = ["\x1e"]
    ended = text if text.endswith(("\n", "\r")) or not text else text + "\n"
    width = 0
    try:
        for record in _records(ended + end[0], delimiter):
            rows.append([_unescaped(cell) for cell in record])
            if record != end:
                width = max(width, len(record))
                check_size(len(rows), width, filename, limits)
    except csv.Error as error:
        raise CellTooLong(filename=filename, row=len(rows) + 1, limit=CELL_LENGTH) from error
    if rows.pop() != end:
        raise UnclosedQuote(filename=filename, row=len(rows) + 1)
    return rows


def _unescaped(cell: str) -> str:
    """Without the apostrophe that this program's own CSV files put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and _ESCAPED.match(cell) else cell


def escaped(cell: str) -> str:
    """With an apostrophe before what a spreadsheet would run; `read_cells` takes exactly this one off."""
    return "'" + cell if LOOKS_LIKE_FORMULA.match(cell) else cell
