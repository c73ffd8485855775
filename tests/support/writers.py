"""Writers in processes of their own (`tests.support.writer`), as several offices have them."""

import subprocess
import sys
from collections.abc import Sequence

from tests.support.shared import ROOT

_PATIENCE = 60.0  # seconds


def run_writers(url: str, names: Sequence[str], changes: int, facts: int, *, kill: bool = False) -> list[int]:
    """Let writers of these names record at once, and wait; the status that each ended with."""
    command = [sys.executable, "-m", "tests.support.writer", url]
    writers = [
        subprocess.Popen(
            [*command, name, str(changes), str(facts), *(["kill"] if kill else [])],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in names
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
        for writer in writers:
            assert writer.stdin is not None
            writer.stdin.close()
        return [writer.wait(_PATIENCE) for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
            if writer.stdout is not None:
                writer.stdout.close()
