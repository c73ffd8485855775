"""Adding and updating agencies from a list: 代碼,名稱,簡稱,上級代碼."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.figures.schemes import first_level
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.naming import folded
from outreach.services.setup import FROM_THE_BEGINNING
from outreach.services.who import Right, Who
from outreach.sheets.reading import read_workbook
from outreach.store.engine import Connection, writing
from outreach.store.posting import Change, open_change
from outreach.store.reference import put_agency, read_reference

_HEADINGS = ("代碼", "名稱", "簡稱", "上級代碼")


class AgenciesUnreadable(Refusal, ValueError):
    """The list of agencies lacks its headings, or a row lacks its code or name."""

    template = (
        "第 {row} 列{problem}；機關清單須有標題 代碼,名稱,簡稱,上級代碼，"
        "例如 commerce,臺北市商業處,商業處,economy。"
    )


@dataclass(frozen=True, slots=True)
class AgenciesDone:
    """How many agencies were added, updated, and as they were."""

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Line:
    row: int
    code: str
    name: str
    short_name: str
    parent: str


def import_agencies(
    city: City,
    who: Who,
    data: bytes,
    filename: str,
    *,
    now: datetime,
    effective_on: date | None = None,
) -> AgenciesDone:
    """Add or update agencies, all or none.

    A new agency's parent has always been its parent; one that changes does so from `effective_on`
    (default: from the beginning too, as a correction). Raises `AgenciesUnreadable` and `sheets`' refusals.
    """
    who.must(Right.ADMINISTER)
    lines = _lines(data, filename)
    with writing(city.engine) as connection:
        before = read_reference(connection).agencies
        known = {a.code: a.id for a in before.values()}
        parents = city.figures.parents(effective_on or date.max)
        written, ids = set(), dict(known)
        for line in lines:
            ids[line.code], changed = put_agency(connection, line.code, line.name, line.short_name)
            if changed:
                written.add(line.code)
        moved = [x for x in lines if parents.get(ids[x.code]) != _parent(ids, x)]
        _check_cycles(lines, ids, parents)
        _record(connection, who, filename, now, written, moved, ids, effective_on or FROM_THE_BEGINNING)
    touched = written | {x.code for x in moved}
    added = sum(1 for x in lines if x.code not in known)
    return AgenciesDone(added, len(touched - (ids.keys() - known.keys())), len(lines) - len(touched))


def _record(
    connection: Connection,
    who: Who,
    filename: str,
    now: datetime,
    written: set[str],
    moved: list[_Line],
    ids: dict[str, int],
    effective_on: date,
) -> None:
    if not written and not moved:
        return
    change: Change = open_change(
        connection,
        kind="agencies",
        actor=who.name,
        user=who.user,
        summary=f"機關清單 {filename}：{len(written)} 個機關",
        now=now,
        source=filename,
    )
    for line in moved:
        change.parent(ids[line.code], _parent(ids, line), effective_on)


def _parent(ids: dict[str, int], line: _Line) -> int | None:
    if not line.parent:
        return None
    if line.parent not in ids:
        raise AgenciesUnreadable(row=line.row, problem=f"的上級代碼『{line.parent}』查無此機關")
    return ids[line.parent]


def _check_cycles(lines: list[_Line], ids: dict[str, int], parents: dict[int, int]) -> None:
    """Refuse agencies that would stand above themselves."""
    after = dict(parents)
    for line in lines:
        parent = _parent(ids, line)
        if parent is None:
            after.pop(ids[line.code], None)
        else:
            after[ids[line.code]] = parent
    for line in lines:
        if first_level(ids[line.code], after) in after:
            raise AgenciesUnreadable(row=line.row, problem=f"的機關『{line.name}』成為自己的上級")


def _lines(data: bytes, filename: str) -> list[_Line]:
    sheet = read_workbook(data, filename)
    wanted = [folded(h) for h in _HEADINGS]
    for at, row in enumerate(sheet.rows[:20]):
        titles = [folded(cell) for cell in row]
        if all(w in titles for w in wanted[:2]):
            columns = [titles.index(w) if w in titles else None for w in wanted]
            return [_line(n, row, columns) for n, row in enumerate(sheet.rows[at + 1 :], at + 2) if any(row)]
    raise AgenciesUnreadable(row=1, problem="找不到「代碼」與「名稱」標題")


def _line(number: int, row: tuple[str, ...], columns: list[int | None]) -> _Line:
    code, name, short_name, parent = ("" if c is None else row[c].strip() for c in columns)
    if not code or not name:
        raise AgenciesUnreadable(row=number, problem="缺少代碼或名稱")
    return _Line(number, code, name, short_name or name, parent)
