"""A server that is timed from inside, a browser that uses it, and what each step cost."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, WebSocket

from benchmarks.report import Sample
from tests.support.browser import WIDE, new_context, settle
from tests.support.program import serving
from tests.support.wire import Wire, counting

HERE = Path(__file__).parent
#: How long a click may take to reach the server and come back.
_PATIENCE = 60.0


class NothingRan(Exception):
    """A step did not make the server run its script."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What reruns cost: milliseconds of the script's run, and kilobytes over the websocket for each step.

    `kilobytes` are what page and server tell one another, `packed` what of it travels.
    `server` is the processor time of the whole server for a step: with what follows the script, and with
    the layers that the browser then fetches.
    """

    wall: Sample = field(default_factory=Sample)
    cpu: Sample = field(default_factory=Sample)
    server: Sample = field(default_factory=Sample)
    kilobytes: Sample = field(default_factory=Sample)
    packed: Sample = field(default_factory=Sample)
    runs: list[int] = field(default_factory=list)

    def add(self, other: Cost) -> None:
        """Take over what another measured."""
        for mine, theirs in (
            (self.wall, other.wall),
            (self.cpu, other.cpu),
            (self.server, other.server),
            (self.kilobytes, other.kilobytes),
            (self.packed, other.packed),
        ):
            mine.times.extend(theirs.times)
        self.runs.extend(other.runs)


@dataclass
class Visit:
    """An open page of a timed server, and what each step on it cost; `direct` is the server past the wire."""

    page: Page
    notes: Path
    wire: Wire
    direct: str
    cost: dict[str, Cost] = field(default_factory=dict)
    _bytes: int = 0
    _server: Sample | None = None
    _begun: float = 0.0

    def open(self, address: str, *, settled: bool = True) -> None:
        """Go to an address and wait until Streamlit's page (`settled`) is there; nothing is counted."""
        self.page.on("websocket", self._listen)
        self.page.goto(address)
        if settled:
            settle(self.page)

    def step(self, what: str, act: Callable[[Page], None], *, counted: bool = True) -> None:
        """Do something that makes the script run, and keep what it cost. Raises `NothingRan`."""
        before = len(self._noted())
        self._bytes, travelled = 0, self.wire.websocket
        act(self.page)
        self._wait_for_more_than(before, what)
        settle(self.page)
        runs = self._noted()[before:]
        # What a step cost the whole server is known when the next begins.
        if self._server is not None:
            self._server.times.append((runs[0]["process"] - self._begun) * 1000)
        self._server, self._begun = None, runs[0]["process"]
        if not counted:
            return
        cost = self.cost.setdefault(what, Cost())
        cost.wall.times.extend(run["wall"] for run in runs)
        cost.cpu.times.extend(run["cpu"] for run in runs)
        cost.kilobytes.times.append(self._bytes / 1000)
        cost.packed.times.append((self.wire.websocket - travelled) / 1000)
        cost.runs.append(len(runs))
        self._server = cost.server

    def together(self, *but: str) -> Cost:
        """All steps as one."""
        total = Cost()
        for what, cost in self.cost.items():
            if what not in but:
                total.add(cost)
        return total

    def _noted(self) -> list[dict[str, float]]:
        text = self.notes.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def _wait_for_more_than(self, runs: int, what: str) -> None:
        until = time.monotonic() + _PATIENCE
        while len(self._noted()) <= runs:
            if time.monotonic() > until:
                raise NothingRan(what)
            self.page.wait_for_timeout(20)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._count)
        socket.on("framesent", self._count)

    def _count(self, frame: str | bytes) -> None:
        self._bytes += len(frame.encode()) if isinstance(frame, str) else len(frame)


@contextmanager
def visiting(browser: Browser, script: Path, url: str, folder: Path) -> Iterator[Visit]:
    """Serve a script by the timed door over a database, and open a browser's profile on it."""
    notes = folder / f"runs-{len(list(folder.glob('runs-*')))}.jsonl"
    notes.touch()
    told = {"OUTREACH_BENCHMARK_SCRIPT": str(script), "OUTREACH_BENCHMARK_NOTES": str(notes)}
    os.environ.update(told)
    with serving(url, folder, HERE / "timed_door.py") as program, counting(program.url) as wire:
        context = new_context(browser, wire.url, WIDE)
        yield Visit(context.new_page(), notes, wire, program.url)
        context.close()
