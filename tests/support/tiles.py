"""A tile server of this computer that sends tiles, fails in two ways, or never says a word."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Mood(StrEnum):
    """How a server answers."""

    WELL = "well"
    FAILING = "failing"
    HANGING = "hanging"


@dataclass
class TileServer:
    """A running server: `url` has no slash at its end, `asked` counts connections, `mood` may change."""

    url: str
    mood: Mood
    asked: int = 0
    _held: list[socket.socket] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        """Answer until the socket is closed."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.asked += 1
            if self.mood is Mood.HANGING:
                self._held.append(connection)  # open, and silent for ever
                continue
            # One beside the other: a browser opens connections ahead of what it asks on them.
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                if not connection.recv(8192):
                    return
                connection.sendall(_reply(self.mood, self.asked))
            except OSError:
                return  # the browser went away

    def close(self) -> None:
        """Let go of whoever still waits."""
        for connection in self._held:
            connection.close()


@contextmanager
def tile_server(mood: Mood) -> Iterator[TileServer]:
    """Serve tiles in a mood until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        server = TileServer(f"http://127.0.0.1:{listening.getsockname()[1]}", mood)
        thread = threading.Thread(target=server.serve, args=(listening,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            server.close()
            thread.join(timeout=5)


def _reply(mood: Mood, asked: int) -> bytes:
    """A tile; or, in turn, a refusal and something that is no picture."""
    if mood is Mood.FAILING and asked % 2:
        return b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    kind, body = (b"image/png", _TILE) if mood is Mood.WELL else (b"text/html", b"<script>boo</script>")
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    return head % (kind, len(body)) + body


def _png(size: int = 256) -> bytes:
    """A tile of stripes, so that what lies over it can be seen to let it through."""
    row = b"\0" + bytes((0, 90, 200)) * (size // 2) + bytes((250, 220, 60)) * (size // 2)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    pixels = zlib.compress(row * size)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


_TILE = _png()
