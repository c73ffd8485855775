"""How much a worksheet's XML would become in memory, before a library makes it so.

A cell that says it stands in the last row and the last column makes the library lay out seventeen thousand
million cells, and one long shared string can be named by every cell; both fit in a file of some hundred
bytes. Constraints:
1. What passes is within the limits whatever the XML says about itself (its `dimension` is not read).
2. Ordinary sheets (26 columns at most, every cell with its place first) are told by two quick searches
   that no text in the file can hide a cell from; all others are walked by a real XML parser.
3. Only cells with content count, as in the library: a style on an empty cell far away does no harm.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from outreach.sheets.model import Limits
from outreach.sheets.refusals import DamagedFile, UnpacksTooLarge
from outreach.sheets.size import check_size

#: The library goes by these literal names, so a cell that it sees is one that this finds.
_UNUSUAL_CELL = re.compile(rb'<c(?! r="[A-Z][1-9][0-9]{0,4}"[\s/>])[\s/>]')
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_PLACE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,10})")
_NUMBER = re.compile(r"[0-9]{1,10}")
#: A comment or CDATA section can hold the end mark of a string that goes on.
_HIDES_MARKS = (b"<!--", b"<![CDATA[")


def check_extent(sheet: bytes, strings: bytes, filename: str, limits: Limits) -> None:
    """Refuse a worksheet part whose cells, rows, columns or text are beyond the limits."""
    if _is_ordinary(sheet, strings, limits):
        return
    try:
        lengths = _StringLengths(strings).lengths if strings else []
        _Walk(lengths, filename, limits).over(sheet)
    except expat.ExpatError as error:
        raise DamagedFile(filename=filename, where="工作表內容") from error


def _is_ordinary(sheet: bytes, strings: bytes, limits: Limits) -> bool:
    """Whether the used area is at most Z99999 (within the default limits) and the text is bounded."""
    if _UNUSUAL_CELL.search(sheet) or _PREFIXED_CELL.search(sheet):
        return False
    if any(mark in strings for mark in _HIDES_MARKS):
        return False
    longest = max(map(len, strings.split(b"</si>")))
    return longest * sheet.count(b"<c ") <= limits.unpacked_bytes


def parser() -> expat.XMLParserType:
    """A parser of UTF-8 without entities, its text in whole pieces."""
    made = expat.ParserCreate(encoding="UTF-8")
    made.buffer_text = True
    return made


class _StringLengths:
    """The lengths of the shared strings, in bytes, in order."""

    def __init__(self, strings: bytes) -> None:
        self.lengths: list[int] = []
        walk = parser()
        walk.StartElementHandler = self._start
        walk.CharacterDataHandler = self._text
        walk.Parse(strings, True)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if _local(name) == "si":
            self.lengths.append(0)

    def _text(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text.encode())


class _Walk:
    """Goes from cell to cell as the library does: what has no place follows the one before."""

    def __init__(self, lengths: list[int], filename: str, limits: Limits) -> None:
        self._lengths, self._filename, self._limits = lengths, filename, limits
        self._row = self._column = self._text = 0
        self._rows = self._columns = 0
        self._place: tuple[int, int] | None = None
        self._shared = self._in_value = False
        self._index = ""

    def over(self, sheet: bytes) -> None:
        walk = parser()
        walk.StartElementHandler = self._start
        walk.EndElementHandler = self._end
        walk.CharacterDataHandler = self._characters
        walk.Parse(sheet, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "row":
            given = attributes.get("r", "")
            self._row = int(given) if _NUMBER.fullmatch(given) else self._row + 1
            self._column = 0
        elif name == "c":
            self._place = self._placed(attributes.get("r"))
            self._column = self._place[1]
            self._shared = attributes.get("t") == "s"
        elif self._place:
            self._in_value = name == "v"
            self._used(*self._place)

    def _placed(self, given: str | None) -> tuple[int, int]:
        if given is None:
            return self._row, self._column + 1
        found = _PLACE.fullmatch(given)
        if not found:
            raise DamagedFile(filename=self._filename, where=f"儲存格位置 {given[:20]}")
        column = 0
        for letter in found[1].upper():
            column = column * 26 + ord(letter) - 64
        return int(found[2]), column

    def _used(self, row: int, column: int) -> None:
        if row > self._rows or column > self._columns:
            self._rows, self._columns = max(self._rows, row), max(self._columns, column)
            check_size(self._rows, self._columns, self._filename, self._limits)

    def _characters(self, text: str) -> None:
        if self._in_value and self._shared:
            self._index += text

    def _end(self, name: str) -> None:
        name = _local(name)
        if name == "v" and self._in_value:
            self._in_value = False
            index = self._index.strip()
            if _NUMBER.fullmatch(index) and int(index) < len(self._lengths):
                self._text += self._lengths[int(index)]
            self._index = ""
            if self._text > self._limits.unpacked_bytes:
                raise UnpacksTooLarge(filename=self._filename, limit=self._limits.unpacked_bytes)
        elif name == "c":
            self._place = None


def _local(name: str) -> str:
    return name.rpartition(":")[2]
