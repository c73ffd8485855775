"""`python -m benchmarks.locating PLATES LIST…`: the city's door plates loaded, and addresses located by them.

PLATES is the open data (a tar.xz, a folder or a CSV file), each LIST a sheet or text with addresses. The
peer is DuckDB: the same CSV files read into a table, and the addresses taken apart by regular expressions
in SQL and joined with it, number for number. Every round does both, one after the other.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from benchmarks import report
from benchmarks.report import Row, Sample
from geodata.doorplate_matching import Precision
from outreach.services import plates
from outreach.services.addresses import read_addresses
from outreach.services.city import City, open_city
from outreach.services.doorplates import load_doorplates
from outreach.services.locating import Place, locate
from outreach.services.setup import set_up
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine

WHO = Who("benchmark", Role.ADMINISTRATOR)
#: Addresses a second, and how long a load may take.
SPEED, LOAD_MS = 2_000, 90_000
FOUND = 0.85

_TEXTS = (
    "FULL_ADDR",
    "COUNTY",
    "TOWN",
    "VILLAGE",
    "NEIGHBORHOOD",
    "ROAD",
    "SECTION",
    "LANE",
    "ALLEY",
    "SUB_ALLEY",
    "TONG",
    "NUMBER",
)
_LOAD = """
CREATE OR REPLACE TABLE plates AS
SELECT ROAD AS road, coalesce(SECTION, '') AS section, coalesce(LANE, '') AS lane,
       coalesce(ALLEY, '') AS alley, regexp_extract(NUMBER, '^臨?[0-9]+(?:之[0-9]+)?號') AS number,
       avg(X) AS lon, avg(Y) AS lat
FROM read_csv($files, header = true, auto_detect = false, columns = $columns)
GROUP BY ALL ORDER BY ALL
"""
_LOCATE = """
WITH plain AS (
    SELECT row, replace(replace(translate(address, '０１２３４５６７８９―－-　 ', '0123456789之之之'),
                                '台北', '臺北'), '巿', '市') AS text
    FROM asked
), parts AS (
    SELECT row, regexp_extract(
        text, '^(?:臺北市)?(?:..區)?(?:[^0-9]{1,3}里)?(?:[0-9]+鄰)?([^0-9]+?(?:大道|路|街))'
              || '([0-9一二三四五六七八九]段)?([0-9]+巷)?([0-9]+弄)?([0-9]+(?:之[0-9]+)?號)',
        ['road', 'section', 'lane', 'alley', 'number']) AS part
    FROM plain
)
SELECT row, lon, lat
FROM parts JOIN plates
    ON road = part.road AND section = translate(part.section, '123456789', '一二三四五六七八九')
    AND lane = part.lane AND alley = part.alley AND number = part.number
"""


def unpacked(source: Path, folder: Path) -> list[str]:
    """The CSV files of a source, for the peer, which reads no archive."""
    if source.is_file() and not source.name.endswith(".csv"):
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        source = folder
    return [str(source)] if source.is_file() else sorted(str(path) for path in source.rglob("*.csv"))


def peer_locate(peer: duckdb.DuckDBPyConnection, addresses: Sequence[str]) -> int:
    """How many addresses the peer finds a plate for."""
    peer.execute("CREATE OR REPLACE TABLE asked (row INTEGER, address VARCHAR)")
    listed = [[number, address] for number, address in enumerate(addresses)]
    peer.execute(
        "INSERT INTO asked SELECT unnest($rows), unnest($texts)",
        {"rows": [row for row, _ in listed], "texts": [text for _, text in listed]},
    )
    return len({row for row, *_ in peer.execute(_LOCATE).fetchall()})


def cold(city: City, addresses: Sequence[str]) -> list[Place]:
    """Locate as a process does that has just begun."""
    plates.forget()
    return locate(city, WHO, addresses)


def one_by_one(city: City, addresses: Sequence[str]) -> Sample:
    """A question for each address, as a form asks."""
    sample = Sample()
    for address in addresses:
        sample.take(locate, city, WHO, [address])
    return sample


def measure(city: City, source: Path, addresses: Sequence[str], rounds: int) -> tuple[list[Row], list[Place]]:
    """Every figure, ours and the peer's in turn."""
    names = ("load", "peer load", "cold", "warm", "peer")
    load, peer_load, first, again, asked = (Sample() for _ in names)
    columns = dict.fromkeys(_TEXTS, "VARCHAR") | {"X": "DOUBLE", "Y": "DOUBLE"}
    found: list[Place] = []
    by_peer = 0
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "peer.duckdb")) as peer:
        files = unpacked(source, Path(folder))
        for _ in range(rounds):
            load.take(load_doorplates, city, WHO, source, now=datetime.now(UTC))
            peer_load.take(peer.execute, _LOAD, {"files": files, "columns": columns})
            found = first.take(cold, city, addresses)
            again.take(locate, city, WHO, addresses)
            by_peer = asked.take(peer_locate, peer, addresses)
    below = len(addresses) / SPEED * 1000
    count = f"{len(addresses):,} addresses"
    rows = [
        Row("all door plates read and loaded", load, peer_load, below=LOAD_MS),
        Row(f"{count}, nothing kept yet", first, asked, below=below),
        Row(f"{count} again", again, asked, below=below),
        Row("one address, streets kept", one_by_one(city, addresses[:500])),
    ]
    print(f"the peer finds a plate for {by_peer / len(addresses):.1%} of the addresses")
    return rows, found


def main() -> None:
    """Run everything and print the report; exit 1 where a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.locating", description=__doc__)
    parser.add_argument("plates", type=Path)
    parser.add_argument("lists", type=Path, nargs="+")
    parser.add_argument("--url", help="an empty database to use instead of an SQLite file")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    addresses = [each for path in chosen.lists for each in read_addresses(path.read_bytes(), path.name)]
    print(report.machine(["duckdb", "numpy", "sqlalchemy"]), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.url or f"sqlite:///{Path(folder) / 'plates.sqlite3'}"
        set_up(open_engine(url), WHO, now=datetime.now(UTC))
        rows, found = measure(open_city(url), chosen.plates, addresses, chosen.rounds)
    told = Counter(place.precision for place in found)
    print(", ".join(f"{each.value} {told[each] / len(found):.1%}" for each in Precision), end="\n\n")
    print(report.table(rows, "DuckDB"))
    sure = (told[Precision.PLATE] + told[Precision.NEAR]) / len(found)
    print(f"\nexact or nearest number: {sure:.1%} (target {FOUND:.0%})")
    if sure < FOUND or not all(row.met for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
