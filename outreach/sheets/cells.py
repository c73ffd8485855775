"""From what a file holds in a cell to the text that is shown, and out with what is invisible."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from outreach.sheets.model import CELL_LENGTH, Note
from outreach.sheets.refusals import CellTooLong

Value = int | float | str | bool | time | date | datetime | timedelta
"""What python-calamine gives for a cell."""

#: C0 and C1 controls but tab and newline, marks that change the direction of text or show nothing, lone
#: surrogates.
_INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_DROP = re.compile(f"[{_INVISIBLE}]+")
_SUSPECT = re.compile(f"[{_INVISIBLE}\r]")
_LINE_END = re.compile("\r\n?")

DROPPED = "儲存格內的控制字元已移除"


def without_invisible(text: str) -> str:
    """The text without control characters, its line ends as newlines."""
    if not _SUSPECT.search(text):
        return text
    return _DROP.sub("", _LINE_END.sub("\n", text))


def shown(value: Value) -> str:
    """The cell's text: 3.0 as 3, a day as 2021-10-14, a moment as 2021-10-14 08:30:00, True as TRUE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return value.isoformat()


def _number(value: int | float) -> str:
    """At most 15 digits, as spreadsheets show, and never an exponent."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text


def as_text(
    rows: Iterable[Sequence[Value]], filename: str
) -> tuple[tuple[tuple[str, ...], ...], tuple[Note, ...]]:
    """Rows of text of equal length without trailing empty rows, and a note for each cell that was cleaned.

    Raises `CellTooLong` for a cell beyond what a spreadsheet's cell holds.
    """
    texts: list[tuple[str, ...]] = []
    notes: list[Note] = []
    width = used = 0
    for number, row in enumerate(rows, start=1):
        text = tuple([value if type(value) is str else shown(value) for value in row])
        whole = "".join(text)
        if _SUSPECT.search(whole):
            text = _cleaned(text, number, notes)
        if len(whole) > CELL_LENGTH and max(map(len, text)) > CELL_LENGTH:
            raise CellTooLong(filename=filename, row=number, limit=CELL_LENGTH)
        if whole:
            used = number
        width = max(width, len(text))
        texts.append(text)
    del texts[used:]
    padded = tuple(row if len(row) == width else row + ("",) * (width - len(row)) for row in texts)
    return padded, tuple(notes)


def _cleaned(row: tuple[str, ...], number: int, notes: list[Note]) -> tuple[str, ...]:
    """The row without invisible characters; line ends alone are no reason for a note."""
    for column, text in enumerate(row):
        if _DROP.search(text):
            notes.append(Note(row=number, column=column, note=DROPPED))
    return tuple(without_invisible(text) for text in row)
