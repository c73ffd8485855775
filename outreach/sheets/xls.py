"""Reading an old .xls file, in a process of its own.

python-calamine lays a sheet out as the file tells it to, and the binary format gives no cheap way to
measure it before. So another process reads it, with a bound on its time and (where the system knows such)
its memory; whatever happens to it, this one gets either rows or a refusal. The two speak JSON.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from outreach.sheets import refusals
from outreach.sheets.calamine import opened, values
from outreach.sheets.cells import shown
from outreach.sheets.model import Limits
from outreach.sheets.refusals import (
    DamagedFile,
    EmptySheet,
    NoSuchSheet,
    SheetRefused,
    TooDemanding,
    UnpacksTooLarge,
)

_SECONDS = 60
_MEMORY = 2 * 1024**3
_ROOT = Path(__file__).resolve().parents[2]
_READ = "import sys; sys.path.insert(0, sys.argv[1]); from outreach.sheets.xls import answer; answer()"

Answer = tuple[str, tuple[str, ...], Sequence[Sequence[str]]]


def read_xls(data: bytes, filename: str, sheet: str | None, limits: Limits) -> Answer:
    """(name, all names, rows of text) of the named sheet, else of the first visible one with content."""
    request = {"filename": filename, "sheet": sheet, "limits": asdict(limits)}
    sent = json.dumps(request).encode() + b"\n" + data
    command = [sys.executable, "-I", "-c", _READ, str(_ROOT)]
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooDemanding(filename=filename) from error
    if done.returncode:
        # Killed by a signal, or by the library for want of memory.
        raise TooDemanding(filename=filename)
    answered = json.loads(done.stdout)
    if "refusal" in answered:
        refusal: type[SheetRefused] = getattr(refusals, answered["refusal"])
        raise refusal(**answered["values"])
    return answered["name"], tuple(answered["names"]), answered["rows"]


def answer() -> None:
    """In the other process: read the request and the file from standard input, write the answer."""
    _bound()
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    limits = Limits(**request["limits"])
    try:
        name, names, rows = _read(data, request["filename"], request["sheet"], limits)
    except SheetRefused as refused:
        answered: dict[str, Any] = {"refusal": type(refused).__name__, "values": refused.values}
    else:
        answered = {"name": name, "names": names, "rows": rows}
    sys.stdout.write(json.dumps(answered))


def _bound() -> None:
    """Take no more memory and time than allowed; Windows knows only the time, which the caller watches."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _read(data: bytes, filename: str, sheet: str | None, limits: Limits) -> Answer:
    with opened(io.BytesIO(data), filename) as book:
        worksheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        names = tuple(each.name for each in worksheets)
        if not names:
            raise DamagedFile(filename=filename, where="沒有工作表")
        if sheet is not None and sheet not in names:
            raise NoSuchSheet(filename=filename, sheet=sheet, accepted="、".join(names), example=names[0])
        visible = [each.name for each in worksheets if each.visible == SheetVisibleEnum.Visible]
        wanted = [sheet] if sheet is not None else visible or list(names)
        for name in wanted:
            cells = values(partial(book.get_sheet_by_name, name), filename, limits)
            rows = [[shown(value) for value in row] for row in cells]
            if sum(len(text) for row in rows for text in row) > limits.unpacked_bytes:
                raise UnpacksTooLarge(filename=filename, limit=limits.unpacked_bytes)
            if rows:
                return name, names, rows
        raise EmptySheet(filename=filename, sheet=wanted[0])
