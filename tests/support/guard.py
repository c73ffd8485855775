"""Ends a process that a test run started, even when the run itself is killed.

The run keeps the guard's standard input open. When that closes without a word, the run is gone: the guard
stops the process and removes its folder. A run that ends in order says `done` first, and the guard leaves at
once.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

_DONE = b"done"
_PATIENCE = 8.0  # seconds between asking and forcing


class Guard:
    """Watches `pid` on behalf of this process; `folder`, where given, is removed with it.

    `ask` is the signal that makes the process end in order (SIGINT is PostgreSQL's fast shutdown).
    """

    def __init__(self, pid: int, folder: Path | None = None, ask: signal.Signals = signal.SIGTERM) -> None:
        command = [sys.executable, __file__, str(pid), str(int(ask)), str(folder or "")]
        # A session of its own keeps the terminal's Ctrl-C from ending the guard before its work is done.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def done(self) -> None:
        """Say that the process has ended in order; the folder is the caller's again."""
        with suppress(BrokenPipeError):
            self._process.communicate(_DONE)
        self._process.wait()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _end(pid: int, ask: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, ask)
        until = time.monotonic() + _PATIENCE
        while _alive(pid):
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
                return
            time.sleep(0.05)


def _main(pid: str, ask: str, folder: str) -> None:
    if sys.stdin.buffer.read() == _DONE:
        return
    _end(int(pid), int(ask))
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
