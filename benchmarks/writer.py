"""Another process that writes: for each line it reads, it commits a fact or an undo and says the number.

`fact` makes a venue joined or agreed as of the year's last day, through the same calls as a page; `undo`
voids the last change that was not yet voided.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from benchmarks.reference import BEAR, LAST_DAY
from outreach.rules.vocabulary import Facet, Participation
from outreach.store.codes import number_of
from outreach.store.engine import open_engine, writing
from outreach.store.posting import NewFact, open_change


def main() -> None:
    """Serve until the input ends."""
    engine = open_engine(f"sqlite:///{sys.argv[1]}")
    written: list[int] = []
    for number, line in enumerate(sys.stdin):
        kind = line.strip()
        with writing(engine) as connection:
            change = open_change(connection, kind=kind, actor="writer", summary="", now=datetime.now(UTC))
            if kind == "undo":
                change.void([written.pop()])
            else:
                stage = (Participation.JOINED, Participation.AGREED)[number % 2]
                value = number_of(Facet.PARTICIPATION, stage)
                venue = 1 + number * 7919 % 3000
                change.facts([NewFact(venue, Facet.PARTICIPATION, value, LAST_DAY, BEAR)])
                written.append(change.id)
        print(change.last_seq, flush=True)


if __name__ == "__main__":
    main()
