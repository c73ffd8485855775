"""What a file is once it has been read, and how much of one is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["xlsx", "xls", "ods", "csv"]

#: More than any spreadsheet's cell holds (Excel's own limit, characters).
CELL_LENGTH = 32_767


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before a file is refused; a file is measured before it is unpacked into memory."""

    rows: int = 100_000
    columns: int = 200
    #: Rows times columns of the used area.
    cells: int = 2_500_000
    input_bytes: int = 50 * 1024 * 1024
    #: Of all parts that are read, whatever sizes the file declares; also of the text its cells add up to.
    unpacked_bytes: int = 256 * 1024 * 1024
    #: Parts of a compressed file; a large real workbook has some hundred.
    parts: int = 5_000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Note:
    """Something that reading changed in one cell."""

    row: int
    """The file's own row, from 1."""
    column: int
    """Index into the row, from 0."""
    note: str
    """A Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text, each cell as the file shows it.

    Whole numbers stand without ".0", text keeps its leading zeros, days are ISO (2021-10-14), truth values
    TRUE and FALSE, empty cells "". All rows have the same length; `rows[i]` is the file's row i + 1, and
    empty rows behind the last one with content are left out.
    """

    rows: tuple[tuple[str, ...], ...]
    format: Format
    filename: str
    encoding: str | None = None
    """Of a CSV file: utf-8-sig, utf-8, utf-16, cp950, big5hkscs or what was detected; None for others."""
    delimiter: str | None = None
    """Of a CSV file."""
    sheet_name: str = ""
    sheet_names: tuple[str, ...] = ()
    """All worksheets of the file in its order; empty for a CSV file."""
    notes: tuple[Note, ...] = ()

    @property
    def width(self) -> int:
        """Columns of every row."""
        return len(self.rows[0]) if self.rows else 0
