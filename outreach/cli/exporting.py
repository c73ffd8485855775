"""`export`: the workbook of venues that `import` takes back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from outreach.cli.output import say
from outreach.cli.session import Session
from outreach.rules.refusals import Refusal
from outreach.services.workbook import my_venues
from outreach.sheets.writing import WrittenFormat, write_table

_FORMATS: dict[str, WrittenFormat] = {".xlsx": "xlsx", ".ods": "ods", ".csv": "csv"}


class FormatUnknown(Refusal, ValueError):
    """A file name whose ending is no format that can be written."""

    template = "讀到檔名『{value}』；副檔名請用 .xlsx、.ods 或 .csv，例如 店家清單.xlsx。"


def run_export(session: Session, given: Namespace) -> None:
    """`export`: a scheme's venues as of today into a file whose ending says its format."""
    path = Path(given.output)
    written = _FORMATS.get(path.suffix.lower())
    if written is None:
        raise FormatUnknown(value=path.name)
    table = my_venues(
        session.city(), session.who, given.scheme, session.today, now=session.now, agency=given.agency
    )
    write_table(path, table, written)
    say(f"{path.name}：{len(table.rows)} 家")
