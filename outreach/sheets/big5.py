"""What Big5 (cp950) cannot hold of a table, and the table as Big5 can hold it.

Old office programs still want Big5. What it lacks (峯, 堃, 喆 …) becomes □, which it has (the geta mark 〓 it
has not); for nine signs such as £ there is a look-alike (￡). Both are losses, and are told with their rows.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from outreach.sheets.table import Cell, Table, written
from outreach.sheets.writing import write_csv

#: What stands where a character could not.
MISSING = "□"


@dataclass(frozen=True, slots=True)
class Lost:
    """One character that Big5 cannot hold, what is written for it, and the file's rows (from 1) it was in."""

    character: str
    written: str
    rows: tuple[int, ...]


def losses(table: Table) -> tuple[Lost, ...]:
    """Every character of the table that will not read back from Big5 as it was, in order of appearance.

    Rows are numbered as a spreadsheet numbers them: where there is no banner, the headings are row 1.
    """
    found: dict[str, list[int]] = {}
    for number, line in enumerate(table.lines, start=1):
        for cell in line:
            text = written(cell)
            if text.isascii():
                continue
            for character in dict.fromkeys(text):
                if _in_big5(character) != character:
                    rows = found.setdefault(character, [])
                    if not rows or rows[-1] != number:
                        rows.append(number)
    return tuple(Lost(character, _in_big5(character), tuple(rows)) for character, rows in found.items())


def in_big5(text: str) -> str:
    """The text as it reads back from Big5; what cannot be held is □ or its look-alike."""
    return text if text.isascii() else "".join(map(_in_big5, text))


def big5_csv(table: Table) -> bytes:
    """The table as a CSV file in Big5, nothing in it a formula; `losses` tells what became of its text."""
    file = io.BytesIO()
    plain = replace(
        table,
        headings=tuple(in_big5(heading) for heading in table.headings),
        rows=[_line(row) for row in table.rows],
        banner=[_line(row) for row in table.banner],
    )
    write_csv(file, plain, "cp950")
    return file.getvalue()


def _line(row: Sequence[Cell]) -> list[Cell]:
    return [in_big5(written(cell)) if isinstance(cell, str) else cell for cell in row]


@lru_cache(maxsize=1 << 15)
def _in_big5(character: str) -> str:
    """The character as it reads back."""
    try:
        return character.encode("cp950").decode("cp950")
    except UnicodeError:
        return MISSING
