"""The demonstration city for tests: made once in a run, a copy for everyone who asks."""

import os
import subprocess
import sys

from outreach.services.demonstration import fill
from outreach.store.engine import open_engine
from tests.support.builders import ADMINISTRATOR
from tests.support.databases import Databases
from tests.support.shared import ROOT


def demonstration_url(databases: Databases) -> str:
    """URL of the demonstration city, without accounts."""
    return databases.prepared("demonstration", _fill)


def set_up_demonstration_url(databases: Databases) -> str:
    """URL of the demonstration with its accounts, as the command line makes it for `bin/run`; SQLite only."""
    return databases.prepared("demonstration as it is set up", set_up_demonstration)


def set_up_demonstration(url: str) -> None:
    """Make the demonstration with its accounts, as `bin/run` does."""
    command = [sys.executable, "-m", "outreach", "setup", "--demo"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "OUTREACH_DATABASE_URL": url}, check=True)


def _fill(url: str) -> None:
    engine = open_engine(url)
    fill(engine, ADMINISTRATOR)
    engine.dispose()
