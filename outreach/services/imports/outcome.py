"""The outcome file: the input with a result and a reason on each row, importable again after mending."""

from __future__ import annotations

from io import BytesIO

from outreach.services.imports.model import Outcome, Plan, PlannedRow
from outreach.services.imports.reading import ReadFile
from outreach.sheets import outcome as sheets_outcome
from outreach.sheets.writing import WrittenFormat, format_like, write_table

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.NEW: "新增",
    Outcome.CHANGED: "異動",
    Outcome.UNCHANGED: "未變",
    Outcome.CANDIDATE: "疑似重複",
    Outcome.CONFLICT: "衝突",
    Outcome.ERROR: "錯誤",
}
_BY_SUFFIX: dict[str, WrittenFormat] = {".xlsx": "xlsx", ".ods": "ods", ".csv": "csv"}


def outcome_file(read: ReadFile, plan: Plan, suffix: str = "") -> bytes:
    """The outcome file's bytes, in the format of a suffix (".xlsx"), else in the input's own."""
    results = {
        row.number: sheets_outcome.Outcome(OUTCOME_WORDS[row.outcome], _reason(row)) for row in plan.rows
    }
    target = BytesIO()
    table = sheets_outcome.outcome_table(read.sheet, read.match, results)
    write_table(target, table, _BY_SUFFIX.get(suffix.lower(), format_like(read.sheet)))
    return target.getvalue()


def _reason(row: PlannedRow) -> str:
    """The row's reason, with every problem and warning after it."""
    told = [row.reason, *(p.problem for p in row.problems)]
    return " ".join(dict.fromkeys(text for text in told if text))
