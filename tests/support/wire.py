"""What really travels between browsers and the program, counted on the way.

The websocket is packed by the server, and neither a browser nor Playwright tells the packed size: a
forwarder stands before the server, hands every byte on as it comes, and counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

#: The path at which Streamlit's browser opens its websocket; a connection that begins so is nothing else.
_WEBSOCKET = b"/_stcore/stream"
_CHUNK = 1 << 16


@dataclass
class Wire:
    """A forwarder at `url`; bytes since it began, in both directions, headers and handshakes included."""

    url: str = ""
    websocket: int = 0
    requests: int = 0

    def _count(self, amount: int, *, websocket: bool) -> None:
        if websocket:
            self.websocket += amount
        else:
            self.requests += amount


@contextmanager
def counting(url: str) -> Iterator[Wire]:
    """Stand before a server of this computer until the block ends."""
    at = urlsplit(url)
    assert at.hostname is not None
    assert at.port is not None
    host, port = at.hostname, at.port
    wire = Wire()
    # In a thread of its own: Playwright keeps the main thread's loop to itself.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def serve(come: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.CancelledError):  # by `_end`
            await _forward(wire, host, port, come, back)

    async def begin() -> asyncio.Server:
        return await asyncio.start_server(serve, host, 0)

    server = asyncio.run_coroutine_threadsafe(begin(), loop).result(timeout=10)
    wire.url = f"http://{host}:{server.sockets[0].getsockname()[1]}"
    try:
        yield wire
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    """Take no more connections, and give up those that are open."""
    server.close()
    running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


async def _forward(
    wire: Wire, host: str, port: int, come: asyncio.StreamReader, back: asyncio.StreamWriter
) -> None:
    """One connection, until either side ends it."""
    first = await come.read(_CHUNK)
    websocket = _WEBSOCKET in first.partition(b"\r\n")[0]
    answer, onward = await asyncio.open_connection(host, port)
    wire._count(len(first), websocket=websocket)
    onward.write(first)

    async def pass_on(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        # A browser that closes its page cuts its connections short; nothing is lost that counts.
        with contextlib.suppress(ConnectionError):
            while chunk := await source.read(_CHUNK):
                wire._count(len(chunk), websocket=websocket)
                to.write(chunk)
                await to.drain()
        to.close()

    try:
        await asyncio.gather(pass_on(come, onward), pass_on(answer, back))
    finally:
        onward.close()
        back.close()
