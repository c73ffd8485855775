"""A small reverse proxy in front of a program: it hands on what is below one path, and nothing else.

Each connection carries one request, so that every path is looked at; what upgrades to a websocket is handed
on byte by byte until either side leaves.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_KEEP_ALIVE = re.compile(rb"(?im)^connection:\s*keep-alive\r\n")
_NOT_HERE = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass
class Proxy:
    """A running proxy: `url` is its own host, `below` the path handed on, `astray` what was asked beside."""

    url: str
    below: str
    astray: list[str] = field(default_factory=list)


@contextmanager
def reverse_proxy(program_url: str, below: str) -> Iterator[Proxy]:
    """Stand before a program until the block ends; `below` begins with a slash and ends with none."""
    upstream = urlsplit(program_url)
    assert upstream.hostname is not None
    assert upstream.port is not None
    host, port = upstream.hostname, upstream.port
    loop = asyncio.new_event_loop()
    proxy = Proxy("", below)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            await _one_request(reader, writer)
        writer.close()

    async def _one_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ", 2)[1].decode("ascii").partition("?")[0]
        if path != below and not path.startswith(f"{below}/"):
            proxy.astray.append(path)
            writer.write(_NOT_HERE)
            await writer.drain()
            return
        inner, outer = await asyncio.open_connection(host, port)
        outer.write(_KEEP_ALIVE.sub(b"Connection: close\r\n", head))
        ways = [asyncio.ensure_future(_pour(reader, outer)), asyncio.ensure_future(_pour(inner, writer))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        outer.close()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    starting = asyncio.start_server(handle, "127.0.0.1", 0, limit=2**20)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(timeout=10)
    proxy.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65_536):
        target.write(piece)
        await target.drain()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
