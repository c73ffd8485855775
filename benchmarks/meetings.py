"""`python -m benchmarks.meetings`: freezing a meeting over 250,000 venues, beside DuckDB counting the same.

Frozen is a meeting of three lists on days of their own: the counts by agency, the venues behind every
standing, all written to SQLite as an edition in one transaction. DuckDB counts the same three lists by
agency over the same facts and writes nothing; every answer is compared with what the edition keeps. Then the
edition is counted anew from the facts at its number, and read as its page does.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.figures import Disagreement
from benchmarks.peer import N, Peer, Way
from benchmarks.reference import BEAR, LAST_DAY, MYCODE
from benchmarks.report import Row, Sample
from outreach.figures.arrays import Int64
from outreach.figures.lookup import STANDING_CODES
from outreach.figures.positions import Dimension, Where
from outreach.rules.vocabulary import Facet, Kind, Standing
from outreach.services.city import City, open_city
from outreach.services.meetings import (
    Edition,
    ItemFigures,
    edition,
    freeze,
    open_meeting,
    recompute,
    then_and_now,
)
from outreach.services.who import Role, Who
from outreach.store.codes import number_of

WHO = Who("量測", Role.MANAGER)
#: What every meeting looks at: a scheme (code and id) and kinds of venue; none means all.
LISTS = (
    ("mycode", MYCODE, ()),
    ("bear_voucher", BEAR, (Kind.CITY_VENUE,)),
    ("bear_voucher", BEAR, (Kind.SHOP,)),
)
_NOW = datetime(2022, 1, 10, 1, 0, tzinfo=UTC)


def day_of(number: int) -> date:
    """Every meeting looks at another day."""
    return LAST_DAY - timedelta(days=number)


def held(opened: City, number: int) -> Edition:
    """Freeze a meeting that is open."""
    freeze(opened, WHO, number, now=_NOW)
    return edition(opened, WHO, number)


def counted_by(peer: Peer, day: date, way: Way) -> list[Int64]:
    """The three lists by agency, shape (groups, standings) each."""
    found = []
    for _code, scheme, kinds in LISTS:
        where: Where = tuple((Dimension.KIND, number_of(Facet.KIND, kind)) for kind in kinds)
        found.append(peer.coverage(scheme, day.toordinal(), Dimension.AGENCY, where, None, way))
    return found


def agree(kept: ItemFigures, counts: Int64, what: str) -> None:
    """Refuse an edition that says another number of any agency and standing."""
    ours = np.zeros((max(len(counts), *(row.agency + 1 for row in kept.rows)), N), dtype=np.int64)
    for row in kept.rows:
        ours[row.agency, STANDING_CODES[Standing.COMPLETED]] = row.tally.completed
        ours[row.agency, STANDING_CODES[Standing.OUTSTANDING]] = row.tally.outstanding
        for reason, count in row.tally.excluded.items():
            ours[row.agency, STANDING_CODES[Standing(f"excluded_{reason}")]] = count
    theirs = np.pad(counts, ((0, len(ours) - len(counts)), (0, 0)))
    if not np.array_equal(ours, theirs):
        raise Disagreement(f"{what}: {ours.sum(axis=0)} here, {theirs.sum(axis=0)} there")


def rows(opened: City, peer: Peer, rounds: int) -> list[Row]:
    """Freezing beside counting; then counting anew, reading, and comparing with today."""
    frozen, anew, read, since = Sample(), Sample(), Sample(), Sample()
    theirs = {way: Sample() for way in Way}
    for number in range(1, rounds + 2):
        lists = [(code, kinds, day_of(number)) for code, _scheme, kinds in LISTS]
        open_meeting(opened, WHO, number, LAST_DAY, lists, now=_NOW)
        if number == 1:  # the first one lays out the columns, and warms the peer up as well
            held(opened, number)
            counted_by(peer, day_of(number), Way.WINDOW)
            continue
        frozen.take(freeze, opened, WHO, number, now=_NOW)
        kept = read.take(edition, opened, WHO, number)
        for way, sample in theirs.items():
            for item, counts in zip(
                kept.items, sample.take(counted_by, peer, day_of(number), way), strict=True
            ):
                agree(item, counts, f"meeting {number}, {item.item.scheme}")
        (told,) = anew.take(recompute, opened, WHO, number)
        if not told.agrees:
            raise Disagreement(f"meeting {number} counted anew: {told.differs}")
        since.take(then_and_now, opened, WHO, number, "mycode")
    best = min(theirs.values(), key=lambda sample: sample.median)
    return [
        Row("three lists frozen as an edition, venues and all", frozen, best, below=2000),
        Row("the edition counted anew from its facts", anew, best),
        Row("the edition read for its page", read),
        Row("then and now of one list, nothing corrected", since),
    ]


def main() -> None:
    """Run everything and print the report."""
    parser = options()
    parser.description = __doc__
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    print(report.machine(["numpy", "duckdb", "sqlalchemy"]), flush=True)
    path = city(chosen.data, chosen.venues, chosen.seed)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        copy = Path(folder) / path.name
        shutil.copyfile(path, copy)
        opened, peer = open_city(f"sqlite:///{copy}"), Peer(path)
        told = rows(opened, peer, chosen.rounds)
        opened.engine.dispose()
    print(report.table(told, "DuckDB"))
    if not all(row.met for row in told):
        sys.exit(1)


if __name__ == "__main__":
    main()
