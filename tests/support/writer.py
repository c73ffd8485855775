"""A process of its own that records facts: `python -m tests.support.writer URL NAME CHANGES FACTS [kill]`.

It begins when its standard input closes, so that several begin at once. With `kill` it ends itself without
warning (SIGKILL) when its last change is written and not yet committed.
"""

import os
import signal
import sys
from datetime import UTC, datetime

from outreach.rules.vocabulary import Facet
from outreach.store.engine import open_engine, writing
from outreach.store.posting import NewFact, open_change
from tests.support.builders import FIRST_DAY


def main(url: str, name: str, changes: int, facts: int, kill: bool) -> None:
    """Record `changes` changes of `facts` facts each about venue 1."""
    engine = open_engine(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    for turn in range(1, changes + 1):
        with writing(engine) as connection:
            change = open_change(
                connection, kind="edit", actor=name, summary=f"第{turn}次", now=datetime.now(UTC)
            )
            for number in range(facts):
                # One statement a number, so that another writer has every chance to come between.
                change.facts(
                    [NewFact(1, Facet.KIND, number % 2, FIRST_DAY, remark=f"{name} {turn} {number}")]
                )
            if kill and turn == changes:
                os.kill(os.getpid(), signal.SIGKILL)
    engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:] == ["kill"])
