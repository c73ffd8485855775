"""A door like `streamlit_app.py` that notes what each run of the script costs, for `benchmarks.browsing`.

`OUTREACH_BENCHMARK_SCRIPT` names the script, the program's own or a peer's; `OUTREACH_BENCHMARK_NOTES` the
file that gets a line of JSON for every run: `wall` and `cpu` (of the script's thread) in milliseconds, and
`process`, the seconds of processor time that the whole server had used when the run began.
`OUTREACH_BENCHMARK_FILES`, where it is set, names a folder whose files a peer's page may load from
`benchmark/`.

Streamlit tells nobody outside how long a run takes, so its own runner is wrapped: what a callback does
before the script and what is cleared up after it are counted as well.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import streamlit as st
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from outreach import web
from outreach.pages import frame

_NOTES = Path(os.environ["OUTREACH_BENCHMARK_NOTES"])
_run_script = ScriptRunner._run_script


def _timed(runner: ScriptRunner, asked: RerunData) -> None:
    process, wall, cpu = time.process_time(), time.perf_counter(), time.thread_time()
    try:
        _run_script(runner, asked)
    finally:
        took = {
            "wall": (time.perf_counter() - wall) * 1000,
            "cpu": (time.thread_time() - cpu) * 1000,
            "process": process,
        }
        with _NOTES.open("a", encoding="utf-8") as notes:
            notes.write(json.dumps(took) + "\n")


def _files() -> list[BaseRoute]:
    folder = os.environ.get("OUTREACH_BENCHMARK_FILES")
    return [Mount("/benchmark", app=StaticFiles(directory=folder))] if folder else []


ScriptRunner._run_script = _timed  # type: ignore[method-assign, assignment]
app = st.App(
    os.environ["OUTREACH_BENCHMARK_SCRIPT"],
    routes=[*_files(), *web.routes()],
    middleware=web.middleware(),
    on_script_error=frame.failed,
)
