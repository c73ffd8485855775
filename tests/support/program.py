"""The program as people start it, for a test: on a free port, over a database of the test's own."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.demonstration import set_up_demonstration
from tests.support.guard import Guard
from tests.support.shared import ROOT

HOST = "127.0.0.1"
_STARTS_WITHIN = 60.0  # seconds; a machine with all its cores busy needs several


class ProgramDidNotStart(RuntimeError):
    """The program ended, or did not answer in time; the message ends with what it wrote."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program: `url` has no slash at its end; `log` is the file with what it wrote."""

    url: str
    pid: int
    log: Path


def demonstration(folder: Path) -> str:
    """Make the demonstration database in `folder`, as `bin/run` does, and return its URL."""
    url = f"sqlite:///{folder / 'demonstration.sqlite3'}"
    set_up_demonstration(url)
    return url


@contextmanager
def serving(
    database_url: str, folder: Path, script: Path = ROOT / "streamlit_app.py", base: str = ""
) -> Iterator[Program]:
    """Serve `script` over the database until the block ends; `folder` takes its log.

    `base` is the path below which it serves (`server.baseUrlPath`), "" for the root; `Program.url` leaves it
    out. Raises ProgramDidNotStart.
    """
    port = _free_port()
    log = folder / f"program-{port}.log"
    options = {
        "server.port": port,
        "server.address": HOST,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        **({"server.baseUrlPath": base} if base else {}),
    }
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--{name}={value}" for name, value in options.items()]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            # Nothing is read ahead: most tests ask for little of it, and on two cores it would delay others.
            env={"OUTREACH_WARM": "no", **os.environ, "OUTREACH_DATABASE_URL": database_url},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    guard = Guard(process.pid)
    try:
        _wait(process, port, log, f"/{base}" if base else "")
        yield Program(f"http://{HOST}:{port}", process.pid, log)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        guard.done()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, below: str) -> None:
    until = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if _healthy(port, below):
            return
        time.sleep(0.1)
    raise ProgramDidNotStart(log.read_text(errors="replace")[-4000:])


def _healthy(port: int, below: str) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", f"{below}/_stcore/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
