"""`python -m benchmarks.importing`: a list of 10,000 rows from file to facts, beside pandas.

Ours: read the xlsx within bounds, match headings, type and check every cell, find known venues, locate
each address in its village, plan every row, and post facts with remarks in one transaction. The peer:
`pandas.read_excel` (calamine engine) and `to_sql` of the same file into an SQLite file of its own. Both
begin with the modules loaded and an empty database; each round does one and then the other.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from benchmarks import report
from benchmarks.report import Row, Sample
from geodata.places import district_by_code, villages
from outreach.services.city import City, open_city
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.setup import set_up
from outreach.services.who import Role, Who
from outreach.sheets.table import Table
from outreach.sheets.writing import write_xlsx
from outreach.store.engine import open_engine

WHO = Who("量測", Role.ADMINISTRATOR)
NOW = datetime(2021, 11, 1, 1, tzinfo=UTC)
TODAY = date(2021, 11, 1)
# fmt: off
HEADINGS = (
    "店家名稱", "性質", "行政區", "里", "地址", "行業",
    "場所型態", "營業狀態", "參與狀態", "生效日期", "備註",
)
# fmt: on
_STAGES = ("未聯繫", "已聯繫", "已同意", "已加入", "已加入", "已加入", "無意願")
_TRADES = ("餐飲業", "零售業", "烘焙食品業", "旅宿業", "視聽歌唱業")


class Miscounted(Exception):
    """The import did not record what the file says."""


def list_of(rows: int) -> bytes:
    """An xlsx of a list as an agency hands it in; every row a venue of its own."""
    known = villages()
    told = []
    for n in range(rows):
        village = known[n % len(known)]
        district = district_by_code(village.district_code)
        assert district is not None
        shut = n % 40 == 0
        told.append(
            (
                f"示範店家{n}號店",
                "轄管場館" if n % 9 == 0 else "店家",
                district.name,
                village.name if n % 3 else "",
                f"臺北市{district.name}{village.name}青禾路{n % 4 + 1}段{n}號{n % 12 + 1}樓",
                _TRADES[n % len(_TRADES)],
                "僅公司辦公室" if n % 50 == 1 else "有對外場所",
                "停業" if shut else "營業中",
                _STAGES[n % len(_STAGES)],
                f"110/10/{n % 28 + 1:02d}",
                "內部整修" if shut or n % 50 == 1 else "",
            )
        )
    target = BytesIO()
    write_xlsx(target, Table("清單", HEADINGS, told))
    return target.getvalue()


def fresh(folder: Path, name: str) -> City:
    """An empty database that is set up."""
    url = f"sqlite:///{folder / name}"
    set_up(open_engine(url), WHO, now=NOW)
    return open_city(url)


def ours(city: City, data: bytes) -> int:
    """Import a file end to end; how many venues are new."""
    options = Options("mycode")
    read = read_file(data, "list.xlsx", options)
    plan = plan_import(city, WHO, read, options, today=TODAY)
    return len(apply_plan(city, WHO, plan, read, options, today=TODAY, now=NOW).venue_ids)


def pandas_does(data: Path, target: Path) -> int:
    """Read the same file and write its cells into a table."""
    frame = pd.read_excel(data, engine="calamine")
    engine = sa.create_engine(f"sqlite:///{target}")
    frame.to_sql("list", engine)
    engine.dispose()
    return len(frame)


def main() -> int:
    """Run the rounds and print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    mine, peer = Sample(), Sample()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = list_of(given.rows)
        (folder / "list.xlsx").write_bytes(data)
        for n in range(given.rounds + 1):
            city = fresh(folder, f"{n}.sqlite3")
            # The first round warms both up and is not counted.
            counted = (mine, peer) if n else (Sample(), Sample())
            new = counted[0].take(ours, city, data)
            rows = counted[1].take(pandas_does, folder / "list.xlsx", folder / f"{n}-pandas.sqlite3")
            city.engine.dispose()
            if (new, rows) != (given.rows, given.rows):
                raise Miscounted(f"{new} and {rows} of {given.rows} rows")
    row = Row(f"xlsx of {given.rows:,} rows, end to end", mine, peer, at_least=1 / 5)
    print(report.machine(("numpy", "pandas", "python-calamine", "sqlalchemy")))
    print(report.table([row], "pandas"))
    return 0 if row.met else 1


if __name__ == "__main__":
    sys.exit(main())
