"""A city of the benchmarks' size in an SQLite file: 250,000 venues and the facts of a year.

`python -m benchmarks.city` makes it where it is missing and says where it is. It is a database like any
other: made by the migrations, numbered as `store.posting` numbers, only written faster.
"""

from __future__ import annotations

import argparse
import hashlib
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import shapely
import sqlalchemy as sa

from benchmarks import reference, story, telling
from benchmarks.reference import LAST_DAY, References, orders, put_references
from benchmarks.telling import ORDER_ROW, VOID_ROW, Ints, Rows
from geodata.boundaries import VILLAGES, boundary_file
from outreach.rules.matching import address_key, name_key
from outreach.rules.vocabulary import Facet
from outreach.store.codes import FACET_NUMBERS
from outreach.store.engine import open_engine, writing
from outreach.store.posting import open_change
from outreach.store.schema import head

VENUES, SEED = 250_000, 20211231
DEFAULT_FOLDER = Path(tempfile.gettempdir()) / "outreach-benchmarks"
_KINDS = ("import", "edit", "edit", "import", "order", "undo", "undo")
_REMARKS = {
    (FACET_NUMBERS[Facet.PREMISES], 1): "僅辦公室，無對外場所",
    (FACET_NUMBERS[Facet.OPERATING], 1): "暫停營業，現場張貼公告",
    (FACET_NUMBERS[Facet.OPERATING], 2): "已歇業，現場查訪確認",
    (FACET_NUMBERS[Facet.OPERATING], 3): "尚未復業，電話聯繫確認",
}
#: Facets and values that stay excluded until they are looked at again, 30 days later.
_REVIEWED = ((FACET_NUMBERS[Facet.OPERATING], 1), (FACET_NUMBERS[Facet.OPERATING], 3))


def city(folder: Path, venues: int = VENUES, seed: int = SEED) -> Path:
    """The database file of a city, made in `folder` if it is not there yet; made anew with a new schema."""
    sources = b"".join(Path(str(m.__file__)).read_bytes() for m in (reference, story, telling))
    made_by = hashlib.sha256(sources + Path(__file__).read_bytes() + head().encode()).hexdigest()[:12]
    path = folder / f"city-{venues}-{seed}-{made_by}.sqlite3"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        for left in folder.glob(f"{half.name}*"):
            left.unlink()
        build(half, venues, seed)
        half.rename(path)
    return path


def build(path: Path, venues: int, seed: int) -> None:
    """Fill an empty database file."""
    engine = open_engine(f"sqlite:///{path}")
    references = put_references(engine)
    rows = story.draw(venues, seed, references)
    _write(path, rows, venues, seed, references)
    _merge(engine, venues)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write(path: Path, rows: Rows, venues: int, seed: int, references: References) -> None:
    """All rows in one transaction; indexes are made anew afterwards, which is quicker."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('facts', 'changes', 'voids', 'venues')"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        connection.executemany(
            "INSERT INTO venues (id, name, address, tax_id, lon, lat, voucher_kinds, name_key, address_key)"
            " VALUES (?, ?, ?, '', ?, ?, '饗購', ?, ?)",
            _venues(rows, venues, seed, references),
        )
        _write_rows(connection, rows)
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")


def _venues(rows: Rows, venues: int, seed: int, references: References) -> Iterator[tuple[object, ...]]:
    """Descriptions; each point lies within the village first stated of its venue, where one is."""
    rng = np.random.default_rng(seed + 1)
    areas = boundary_file(VILLAGES).areas
    centre = np.array([shapely.maximum_inscribed_circle(a.geometry).coords[0] for a in areas])
    radius = np.array([shapely.maximum_inscribed_circle(a.geometry).length for a in areas])
    stated = np.flatnonzero(rows.facet == FACET_NUMBERS[Facet.PLACE])[::-1]
    village = np.zeros(venues + 1, dtype=np.int64)
    village[rows.venue[stated]] = np.searchsorted(references.villages, rows.value[stated])
    village = np.minimum(village, len(areas) - 1)
    angle, away = rng.uniform(0, 2 * np.pi, venues + 1), np.sqrt(rng.random(venues + 1)) * radius[village]
    lon = (centre[village, 0] + away * np.cos(angle)).round(6).tolist()
    lat = (centre[village, 1] + away * np.sin(angle)).round(6).tolist()
    for venue in range(1, venues + 1):
        properties = areas[village[venue]].properties
        name, address = f"第{venue:06d}號店", f"臺北市{properties['name']}{venue % 300 + 1}號"
        yield venue, name, address, lon[venue], lat[venue], name_key(name), address_key(address)


def _write_rows(connection: sqlite3.Connection, rows: Rows) -> None:
    """Changes, facts, voids and orders, numbered from where the counter stands."""
    (base,) = connection.execute("SELECT seq FROM counter").fetchone()
    (before,) = connection.execute("SELECT max(id) FROM changes").fetchone()
    spans = np.array(telling.changes_of(rows), dtype=np.int64)
    batches = rows.batch[spans[:, 0]]
    change = before + 1 + np.repeat(np.arange(len(spans)), np.diff(spans, axis=1)[:, 0])
    seq = base + 1 + np.arange(len(rows.batch))
    connection.executemany(
        "INSERT INTO changes (id, kind, actor, recorded_at, summary, last_seq) VALUES (?, ?, ?, ?, ?, ?)",
        zip(
            range(before + 1, before + 1 + len(spans)),
            [_KINDS[k] for k in telling.kind_of(batches).tolist()],
            [f"承辦{n:02d}" for n in (batches & 0xFFFFFFFF) % 60],
            _moments(telling.day_told(batches)).tolist(),
            ["" for _ in batches],
            (base + spans[:, 1]).tolist(),
            strict=True,
        ),
    )
    void, order = rows.facet == VOID_ROW, rows.facet == ORDER_ROW
    voided = before + 1 + np.searchsorted(batches, rows.value[void])
    connection.executemany(
        "INSERT INTO voids (seq, change_id, voided_change_id) VALUES (?, ?, ?)",
        zip(seq[void].tolist(), change[void].tolist(), voided.tolist(), strict=True),
    )
    statements = orders()
    for row in np.flatnonzero(order).tolist():
        stated, number = statements[rows.value[row]], int(seq[row])
        back = None if stated.reopened_on is None else stated.reopened_on.toordinal()
        connection.execute(
            "INSERT INTO order_statements VALUES (?, ?, ?, ?, ?, ?)",
            (number, int(change[row]), stated.order, back, stated.by_application, f"府產業商字第{number}號"),
        )
    facts = ~void & ~order
    _write_facts(connection, seq[facts], change[facts], rows.only(facts))
    connection.execute("UPDATE counter SET seq = ?", (base + len(seq),))


def _write_facts(connection: sqlite3.Connection, seq: Ints, change: Ints, rows: Rows) -> None:
    facet, value = rows.facet.tolist(), rows.value.tolist()
    kinds = list(zip(facet, value, strict=True))
    connection.executemany(
        "INSERT INTO facts"
        " (seq, change_id, venue_id, scheme_id, facet, value, effective_on, remark, review_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        zip(
            seq.tolist(),
            change.tolist(),
            rows.venue.tolist(),
            [s or None for s in rows.scheme.tolist()],
            facet,
            value,
            rows.day.tolist(),
            [_REMARKS.get(k, "") for k in kinds],
            [d + 30 if k in _REVIEWED else None for k, d in zip(kinds, rows.day.tolist(), strict=True)],
            strict=True,
        ),
    )


def _moments(days: Ints) -> Ints:
    """Recorded times (microseconds since 1970, UTC): within the office's hours of each day, never falling."""
    first = np.searchsorted(days, days, side="left")
    last = np.searchsorted(days, days, side="right")
    morning = (days - datetime(1970, 1, 1, tzinfo=UTC).toordinal()) * 86_400 + 3_600
    within: Ints = (np.arange(len(days)) - first) * 28_800 * 1_000_000 // (last - first)
    return morning * 1_000_000 + within


def _merge(engine: sa.Engine, venues: int) -> None:
    """Some duplicates turn up at the year's end; the first of them is none."""
    now = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=UTC)
    with writing(engine) as connection:
        for n in range(1, 22):
            change = open_change(connection, kind="merge", actor="承辦01", summary="重複", now=now)
            change.merge(loser_id=venues * n // 22, winner_id=venues * n // 22 - 1)
            if n == 1:
                undo = open_change(connection, kind="undo", actor="承辦01", summary="並非重複", now=now)
                undo.void([change.id])


def options() -> argparse.ArgumentParser:
    """The options that every benchmark over this city has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="folder that keeps the city")
    parser.add_argument("--venues", type=int, default=VENUES)
    parser.add_argument("--seed", type=int, default=SEED)
    return parser


def main() -> None:
    """Make the city and say where it is."""
    chosen = options().parse_args()
    begun = time.perf_counter()
    path = city(chosen.data, chosen.venues, chosen.seed)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("venues", "changes", "facts", "voids"):
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - four words
            print(f"{table}: {count:,}")
    print(f"{path} ({path.stat().st_size / 1e6:.0f} MB, {time.perf_counter() - begun:.0f} s)")


if __name__ == "__main__":
    main()
