"""The rows of door-plate files: one CSV file, a folder of them, or a tar.xz read as a stream.

Nothing is ever written to a disk: members of an archive are read where they stand, whatever their names say.
What an archive declares of itself is not believed; unpacked bytes, files, rows and the length of a line are
counted as they come, and the memory that unpacking may ask for is bounded.
"""

from __future__ import annotations

import csv
import io
import lzma
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, Protocol

_XZ = b"\xfd7zXZ\x00"
_BLOCK = 1 << 16

#: Told how many bytes of how many are read.
Read = Callable[[int, int], None]
#: The columns that a file must have, as the open data names them.
COLUMNS = ("FULL_ADDR", "ROAD", "SECTION", "LANE", "ALLEY", "NUMBER", "X", "Y")
_ACCEPTED = "臺北市門牌位置資料（UTF-8 CSV、裝有 CSV 的資料夾或 tar.xz），例如 doorplates.tar.xz"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read before a source is refused; the whole city is 1.1 million rows and 170 MB."""

    rows: int = 5_000_000
    files: int = 20_000
    unpacked_bytes: int = 1 << 30
    line_characters: int = 10_000
    #: What unpacking may need at once; xz's strongest preset takes 65 MB.
    unpacking_memory: int = 256 << 20


DEFAULT_BOUNDS = Bounds()


class DoorplatesRefused(ValueError):
    """A source that cannot be taken as a whole; the message is for whoever gave it."""


class NoDoorplates(DoorplatesRefused):
    """There is nothing to read, or not one plate in it."""


class NotDoorplates(DoorplatesRefused):
    """A file without the columns of door plates, or no text."""


class DoorplatesDamaged(DoorplatesRefused):
    """An archive that ends early or contradicts itself."""


class DoorplatesTooLarge(DoorplatesRefused):
    """More than the bounds allow."""


class PlateRow(NamedTuple):
    """A row as written: where it stands, and its cells in the order of `COLUMNS`; none if any is missing."""

    file: str
    line: int
    cells: Sequence[str]


def plate_rows(source: Path, read: Read, bounds: Bounds = DEFAULT_BOUNDS) -> Iterator[PlateRow]:
    """Every row of a source in its order; raises a DoorplatesRefused. OSError where it cannot be opened."""
    count = 0
    with _damage(source.name):
        for name, text in _texts(source, read, bounds):
            for row in _rows(name, text, bounds):
                count += 1
                if count > bounds.rows:
                    raise DoorplatesTooLarge(f"『{source.name}』超過 {bounds.rows:,} 列；請提供{_ACCEPTED}。")
                yield row


def _texts(source: Path, read: Read, bounds: Bounds) -> Iterator[tuple[str, IO[str]]]:
    if source.is_dir():
        yield from _folder(source, read, bounds)
        return
    size = source.stat().st_size
    with source.open("rb") as file:
        packed = file.read(len(_XZ)) == _XZ
        file.seek(0)
        if packed:
            yield from _archive(source.name, _Stream(file, read, size), bounds)
        elif size > bounds.unpacked_bytes:
            raise _too_large(source.name, bounds)
        else:
            yield source.name, _text(_Stream(file, read, size))


def _folder(source: Path, read: Read, bounds: Bounds) -> Iterator[tuple[str, IO[str]]]:
    files = sorted(path for path in source.rglob("*.csv") if path.is_file())
    if not files:
        raise NoDoorplates(f"資料夾『{source.name}』沒有 CSV 檔；請提供{_ACCEPTED}。")
    sizes = [path.stat().st_size for path in files]
    if len(files) > bounds.files or sum(sizes) > bounds.unpacked_bytes:
        raise _too_large(source.name, bounds)
    for number, path in enumerate(files):
        read(sum(sizes[:number]), sum(sizes))
        with path.open("rb") as file:
            yield path.name, _text(_Stream(file))


def _archive(name: str, packed: _Stream, bounds: Bounds) -> Iterator[tuple[str, IO[str]]]:
    unpacked = io.BufferedReader(_Unpacked(name, packed, bounds), _BLOCK)
    files = 0
    with tarfile.open(fileobj=unpacked, mode="r|") as archive:
        for member in archive:
            files += 1
            if files > bounds.files:
                raise _too_large(name, bounds)
            # A sparse member's zeros stand nowhere in the file, so nobody could count them.
            if not member.isreg() or member.issparse() or not member.name.lower().endswith(".csv"):
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield _shown(member.name), _text(_Stream(content))


def _text(file: _Stream) -> IO[str]:
    return io.TextIOWrapper(io.BufferedReader(file, _BLOCK), encoding="utf-8-sig", newline="")


def _shown(member: str) -> str:
    """The last part of a member's name, without what a terminal would act on."""
    last = member.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(each for each in last if each.isprintable())[:80]


def _too_large(name: str, bounds: Bounds) -> DoorplatesTooLarge:
    size = bounds.unpacked_bytes >> 20
    return DoorplatesTooLarge(
        f"『{name}』解開後超過 {size:,} MB 或 {bounds.files:,} 個檔案；請提供{_ACCEPTED}。"
    )


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Turns what the libraries say of a broken archive into a refusal."""
    try:
        yield
    except (tarfile.TarError, lzma.LZMAError, EOFError) as error:
        raise DoorplatesDamaged(
            f"『{name}』已損毀或不是 tar.xz（{error}）；請重新下載{_ACCEPTED}。"
        ) from error


class _Reads(Protocol):
    """Whatever gives bytes."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


class _Stream(io.RawIOBase):
    """A file that is only ever read on, and tells how many bytes of how many were read."""

    def __init__(self, file: _Reads, read: Read | None = None, size: int = 0) -> None:
        self._file, self._read, self._done, self._size = file, read, 0, size

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer, and tell."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._done += len(data)
        if self._read:
            self._read(min(self._done, self._size), self._size)
        return len(data)


class _Unpacked(io.RawIOBase):
    """The content of an xz stream, counted against the bound as it comes."""

    def __init__(self, name: str, packed: _Stream, bounds: Bounds) -> None:
        self._name, self._packed, self._bounds = name, packed, bounds
        self._left = bounds.unpacked_bytes
        self._decoder = self._new_decoder()
        self._waiting = b""

    def _new_decoder(self) -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=self._bounds.unpacking_memory)

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next; 0 at the end of the last stream of the file."""
        while True:
            if self._decoder.eof:
                # Streams may follow one another, with zeros between them.
                self._waiting = self._decoder.unused_data.lstrip(b"\x00") or self._more().lstrip(b"\x00")
                if not self._waiting:
                    return 0
                self._decoder = self._new_decoder()
            data, self._waiting = self._waiting, b""
            if self._decoder.needs_input and not data and not (data := self._more()):
                raise EOFError("檔案不完整")
            unpacked = self._decoder.decompress(data, len(buffer))
            self._left -= len(unpacked)
            if self._left < 0:
                raise _too_large(self._name, self._bounds)
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)

    def _more(self) -> bytes:
        return self._packed.read(_BLOCK) or b""


def _rows(name: str, text: IO[str], bounds: Bounds) -> Iterator[PlateRow]:
    reader = csv.reader(_lines(name, text, bounds))
    try:
        headings = [each.strip() for each in next(reader, [])]
        missing = [column for column in COLUMNS if column not in headings]
        if missing:
            raise NotDoorplates(f"『{name}』沒有欄位 {'、'.join(missing)}；請提供{_ACCEPTED}。")
        at = [headings.index(column) for column in COLUMNS]
        last = max(at)
        for cells in reader:
            if len(cells) > last:
                yield PlateRow(name, reader.line_num, [cells[each] for each in at])
            elif cells:
                yield PlateRow(name, reader.line_num, ())
    except UnicodeDecodeError as error:
        raise NotDoorplates(f"『{name}』不是 UTF-8 文字；請提供{_ACCEPTED}。") from error
    except csv.Error as error:
        raise NotDoorplates(
            f"『{name}』第 {reader.line_num} 行不是 CSV（{error}）；請提供{_ACCEPTED}。"
        ) from error


def _lines(name: str, text: IO[str], bounds: Bounds) -> Iterator[str]:
    most = bounds.line_characters
    while line := text.readline(most + 1):
        if len(line) > most:
            raise NotDoorplates(f"『{name}』有超過 {most:,} 字的一行；請提供{_ACCEPTED}。")
        yield line
