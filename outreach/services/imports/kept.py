"""What is kept of a row that waits for a person: all it states of the venue, nothing of people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from outreach.services.imports.reading import ReadFile
from outreach.sheets.fields import BY_CODE
from outreach.sheets.headings import HeadingMatch
from outreach.sheets.model import Sheet
from outreach.sheets.values import ParsedRow, RowValues

#: The row's own identity is settled by a person, and contact details are never kept here.
_LEFT_OUT = frozenset({"row", "name", "id", "version", "contact", "phone"})
_FIELDS = tuple(code for code in RowValues.__dataclass_fields__ if code not in _LEFT_OUT)

Kept = Mapping[str, object]


def as_kept(told: RowValues, effective_on: date) -> dict[str, object]:
    """A row's values as JSON: its name, the day from which it holds, and every field that it states."""
    values: dict[str, object] = {}
    for code in _FIELDS:
        value = getattr(told, code)
        if isinstance(value, date):
            value = value.isoformat()
        if value is not None:
            values[code] = list(value) if isinstance(value, tuple) else value
    return {
        "name": told.name,
        "effective_on": (told.effective_on or effective_on).isoformat(),
        "values": values,
    }


def is_whole(kept: Kept) -> bool:
    """Whether the row's values were kept; earlier versions kept its name alone."""
    return isinstance(kept.get("values"), dict)


def day_of(kept: Kept) -> date:
    """The day from which a kept row holds."""
    return date.fromisoformat(str(kept["effective_on"]))


def as_read(kept: Kept, filename: str, number: int, venue_id: int | None) -> ReadFile:
    """A kept row as a file of one row, about a venue (None: a new one)."""
    values = kept["values"]
    assert isinstance(values, dict)
    told: dict[str, object] = {code: value for code, value in values.items() if code in _FIELDS}
    if "effective_on" in told:
        told["effective_on"] = date.fromisoformat(str(told["effective_on"]))
    if isinstance(kinds := told.get("voucher_kinds"), list):
        told["voucher_kinds"] = tuple(kinds)
    row = RowValues(row=number, name=str(kept["name"]), id=venue_id, **told)  # type: ignore[arg-type]
    codes = ("name", *told)
    headings = tuple(BY_CODE[code].heading for code in codes)
    match = HeadingMatch(0, headings, {code: at for at, code in enumerate(codes)})
    return ReadFile(Sheet((headings,), "csv", filename), match, (ParsedRow(number, row),))
