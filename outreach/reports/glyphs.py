"""Which characters the packaged faces can print, and what stands for one that they cannot.

A name may hold a character that no face has (a rare variant beyond the plane of common ones). It would be
an empty box that can neither be searched nor copied; the mark that printers set for a missing type can.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylopdf_fonts_zh_tw import sans_path, serif_path

#: 缺字: set for a type that the printer has not.
MISSING = "〓"

#: What typst itself understands: the end of a line, and a place to break one (`widths.BREAK`).
_MARKS = "\n\u200b"
_SOFT_HYPHEN = 0xAD
_TABLE = struct.Struct(">4sLLL")
_ENCODING = struct.Struct(">HHL")
_GROUP = struct.Struct(">LLL")


def printable(text: str) -> str:
    """The text as the faces can print it: `MISSING` for what they have not, nothing for what has no width.

    Line breaks stay, tabs become spaces.
    """
    known = _known()
    if all(ord(each) in known for each in text):
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if ord(character) in _known() or character in _MARKS:
        return character
    if character == "\t":
        return " "
    # Controls, joiners and variation selectors: without them the character before is still the right one.
    return "" if unicodedata.category(character) in ("Cc", "Cf", "Mn") else MISSING


@cache
def _known() -> frozenset[int]:
    """The code points that either face has; a soft hyphen shows only where a line ends, and is none."""
    faces = (serif_path(), sans_path())
    return frozenset(point for path in faces for point in _code_points(path.read_bytes())) - {_SOFT_HYPHEN}


def _code_points(font: bytes) -> Iterator[int]:
    """What an OpenType font's `cmap` names in its table of whole Unicode (format 12)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    directory = (_TABLE.unpack_from(font, 12 + _TABLE.size * at) for at in range(tables))
    begin = next(offset for tag, _, offset, _ in directory if tag == b"cmap")
    (encodings,) = struct.unpack_from(">H", font, begin + 2)
    for at in range(encodings):
        offset = begin + _ENCODING.unpack_from(font, begin + 4 + _ENCODING.size * at)[2]
        if struct.unpack_from(">H", font, offset)[0] == 12:
            (groups,) = struct.unpack_from(">L", font, offset + 12)
            for group in range(groups):
                first, last, _ = _GROUP.unpack_from(font, offset + 16 + _GROUP.size * group)
                yield from range(first, last + 1)
            return
    raise ValueError("The packaged font has no table of whole Unicode.")
