"""The command line as a script uses it: its two streams and its exit code.

Most tests call `main` within this process, since starting Python a hundred times would take minutes;
`process` starts a real one.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import pytest

from outreach.cli.main import main
from tests.support.shared import ROOT


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document that it must be."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal whose programs use one database."""

    url: str

    def run(self, *arguments: str) -> Answer:
        """What `python -m outreach` with these arguments answers."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
            patched.setenv("OUTREACH_DATABASE_URL", self.url)
            try:
                code = main(arguments)
            except SystemExit as ended:
                code = int(str(ended.code))
        return Answer(code, out.getvalue(), err.getvalue())

    def process(self, *arguments: str) -> Answer:
        """The same from a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "outreach", *arguments],
            env={**os.environ, "OUTREACH_DATABASE_URL": self.url, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str) -> Any:
        """Run a command that must succeed with --format json; its document."""
        answer = self.run(*arguments, "--format", "json")
        assert answer.code == 0, answer.err
        return answer.json
