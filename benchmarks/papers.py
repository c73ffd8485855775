"""`python -m benchmarks.papers`: a meeting's paper in each format, small and large.

Timed, of the demonstration and of 250,000 venues, is what somebody waits for who asks for a file: the
edition looked up, the paper made, the file written, read again and compared. The city is copied first, since
a meeting is frozen in it. The first round warms up and is not counted.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.reference import LAST_DAY
from benchmarks.report import Row, Sample
from outreach.services.city import City, open_city
from outreach.services.demonstration import fill
from outreach.services.meetings import freeze, open_meeting
from outreach.services.papers import PaperFormat, paper, paper_file
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine

MANAGER = Who("量測管考", Role.MANAGER)
#: The larger city's two meetings, four weeks apart.
NUMBERS = (901, 902)
DEMONSTRATION_BELOW, CITY_BELOW, FREEZE_BELOW = 2_000, 10_000, 2_000


def frozen(opened: City) -> Row:
    """Two meetings about both schemes, the later one for the paper."""
    sample = Sample()
    now = datetime.now(UTC)
    for number, day in zip(NUMBERS, (LAST_DAY - timedelta(weeks=4), LAST_DAY), strict=True):
        items = [(scheme.code, (), day) for scheme in opened.reference().schemes.values()]
        open_meeting(opened, MANAGER, number, day, items, now=now)
        sample.take(freeze, opened, MANAGER, number, now=now)
    return Row("an edition frozen, 250,000 venues", sample, below=FREEZE_BELOW)


def printed(opened: City, number: int, whose: str, below: float, rounds: int) -> list[Row]:
    """The paper alone, and each format with everything that comes before a file is offered."""
    alone = Sample()
    formats = {format_: Sample() for format_ in PaperFormat}
    for at in range(-1, rounds):
        (alone if at >= 0 else Sample()).take(paper, opened, MANAGER, number)
        for format_, sample in formats.items():
            (sample if at >= 0 else Sample()).take(paper_file, opened, MANAGER, number, format_)
    rows = [Row(f"the paper's contents, {whose}", alone)]
    return [*rows, *(Row(f"as {f.upper()}, {whose}", sample, below=below) for f, sample in formats.items())]


def main() -> int:
    """Run everything and print the table; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'demonstration.sqlite3'}"
        engine = open_engine(url)
        fill(engine, Who("量測", Role.ADMINISTRATOR))
        engine.dispose()
        small = open_city(url)
        rows = printed(small, 213, "the demonstration", DEMONSTRATION_BELOW, given.rounds)
        small.engine.dispose()
        copied = Path(folder) / "city.sqlite3"
        shutil.copyfile(city(given.data, given.venues, given.seed), copied)
        large = open_city(f"sqlite:///{copied}")
        rows.append(frozen(large))
        rows += printed(large, NUMBERS[-1], f"{given.venues:,} venues", CITY_BELOW, given.rounds)
        large.engine.dispose()
    print(report.machine(("numpy", "xlsxwriter", "odfpy", "typst", "pypdfium2")))
    print(f"{given.rounds} rounds")
    print()
    print(report.table(rows, "peer"))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
