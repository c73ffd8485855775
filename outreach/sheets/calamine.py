"""The one call into python-calamine, and what its failures mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import BinaryIO, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from outreach.sheets.cells import Value
from outreach.sheets.model import Limits
from outreach.sheets.refusals import DamagedFile, PasswordProtected
from outreach.sheets.size import check_size

_Result = TypeVar("_Result")


def first_sheet(source: BinaryIO, filename: str, limits: Limits) -> Sequence[Sequence[Value]]:
    """The rows of the first sheet from the file's first row on; none where no cell has content.

    Raises `PasswordProtected`, `DamagedFile`, or the refusal of the limit that is passed.
    """
    with opened(source, filename) as book:
        return values(lambda: book.get_sheet_by_index(0), filename, limits)


def opened(source: BinaryIO, filename: str) -> CalamineWorkbook:
    """The workbook, its failures as refusals."""
    return _guarded(lambda: CalamineWorkbook.from_filelike(source), filename)


def values(get: Callable[[], CalamineSheet], filename: str, limits: Limits) -> Sequence[Sequence[Value]]:
    """The rows of the sheet that `get` gives, within the limits."""
    sheet = _guarded(get, filename)
    if sheet.end is None:
        return ()
    check_size(sheet.end[0] + 1, sheet.end[1] + 1, filename, limits)
    return _guarded(lambda: sheet.to_python(skip_empty_area=False), filename)


def _guarded(call: Callable[[], _Result], filename: str) -> _Result:
    try:
        return call()
    except PasswordError as error:
        raise PasswordProtected(filename=filename) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise DamagedFile(filename=filename, where="試算表內容") from error
    except BaseException as error:
        # A panic in the library arrives as an exception that is no Exception; everything else goes its way.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile(filename=filename, where="試算表內容") from error
