"""A compressed office file, unpacked part by part within bounds.

The sizes that the file declares are not believed: each part is inflated by zlib up to what is left of the
bound. Parts that nobody asks for (pictures, embedded files) are never unpacked. What the spreadsheet
library then reads is built from these parts anew (`stored`), so that it sees nothing that was not
measured here.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from outreach.sheets.model import Limits
from outreach.sheets.refusals import DamagedFile, PasswordProtected, TooManyParts, UnpacksTooLarge

_ENTRY = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s5H3L2H")
_DAY = (1980, 1, 1, 0, 0, 0)


class Package:
    """The parts of a compressed file by name, each read once at most.

    Raises `TooManyParts`, `DamagedFile` on construction; `read` raises `UnpacksTooLarge`,
    `PasswordProtected` and `DamagedFile`, and KeyError for a name that is not in `names`.
    """

    def __init__(self, data: bytes, filename: str, limits: Limits) -> None:
        self._data = data
        self._filename = filename
        self._limit = self._left = limits.unpacked_bytes
        # Counted in the bytes, since reading a directory of a million entries is itself too much work.
        entries = data.count(_ENTRY)
        if entries > limits.parts:
            raise TooManyParts(filename=filename, read=entries, limit=limits.parts)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._entries = {entry.filename.replace("\\", "/"): entry for entry in archive.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise DamagedFile(filename=filename, where="壓縮檔目錄") from error
        self.names = frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """The part's content; what it takes is off what is left for the others."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise PasswordProtected(filename=self._filename)
        content = self._inflated(self._packed(entry), entry)
        if len(content) > self._left:
            raise UnpacksTooLarge(filename=self._filename, limit=self._limit)
        self._left -= len(content)
        if zlib.crc32(content) != entry.CRC:
            raise DamagedFile(filename=self._filename, where=name)
        return content

    def read_xml(self, name: str) -> bytes:
        """A part that must be plain XML: without a DOCTYPE no entity can be declared, and none can grow."""
        content = self.read(name)
        if b"<!DOCTYPE" in content:
            raise DamagedFile(filename=self._filename, where=f"{name} 內含 DOCTYPE")
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        begin = entry.header_offset
        header = self._data[begin : begin + _LOCAL.size]
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise DamagedFile(filename=self._filename, where=entry.filename)
        *_, name_length, extra_length = _LOCAL.unpack(header)
        begin += _LOCAL.size + name_length + extra_length
        packed = self._data[begin : begin + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise DamagedFile(filename=self._filename, where=entry.filename)
        return packed

    def _inflated(self, packed: bytes, entry: zipfile.ZipInfo) -> bytes:
        if entry.compress_type == zipfile.ZIP_STORED:
            return packed
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise DamagedFile(filename=self._filename, where=f"{entry.filename} 的壓縮方式")
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, self._left + 1)
        except zlib.error as error:
            raise DamagedFile(filename=self._filename, where=entry.filename) from error
        if len(content) <= self._left and not inflater.eof:
            raise DamagedFile(filename=self._filename, where=entry.filename)
        return content


def stored(parts: Mapping[str, bytes], *, compressed: bool = False) -> bytes:
    """A package of these parts in their order, the same on every day; the first is never compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for at, (name, content) in enumerate(parts.items()):
            method = zipfile.ZIP_DEFLATED if compressed and at else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, method)
    return target.getvalue()
