"""The limits on a sheet's used area."""

from __future__ import annotations

from outreach.sheets.model import Limits
from outreach.sheets.refusals import TooManyCells, TooManyColumns, TooManyRows


def check_size(rows: int, columns: int, filename: str, limits: Limits) -> None:
    """Refuse a used area that is beyond a limit: `TooManyRows`, `TooManyColumns` or `TooManyCells`."""
    if rows > limits.rows:
        raise TooManyRows(filename=filename, read=rows, limit=limits.rows)
    if columns > limits.columns:
        raise TooManyColumns(filename=filename, read=columns, limit=limits.columns)
    if rows * columns > limits.cells:
        raise TooManyCells(filename=filename, read=rows * columns, limit=limits.cells)
