"""doorplates and locate: where addresses are."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from outreach.cli.output import say, write_csv, write_json
from outreach.cli.session import Session
from outreach.services.addresses import read_addresses
from outreach.services.doorplates import load_doorplates
from outreach.services.locating import doorplates_loaded, locate

_COLUMNS = ("address", "lon", "lat", "district", "village", "precision", "matched")

_NOT_LOADED = "尚未載入門牌，只能判讀地址所寫的行政區與里；請先執行 python -m outreach doorplates。"


def run_doorplates(session: Session, given: Namespace) -> None:
    """`doorplates FILE|FOLDER|tar.xz`: load door plates in the place of those loaded before."""
    source = Path(given.source)
    loaded = load_doorplates(session.city(), session.who, source, now=session.now, progress=session.progress)
    say(loaded.notice)


def run_locate(session: Session, given: Namespace) -> None:
    """`locate FILE`: one row for each address, in order; in JSON with what is doubtful about it."""
    path = Path(given.file)
    addresses = read_addresses(path.read_bytes(), path.name)
    city = session.city()
    if not doorplates_loaded(city, session.who):
        say(_NOT_LOADED, sys.stderr)
    places = locate(city, session.who, addresses)
    rows = [[getattr(place, column) for column in _COLUMNS] for place in places]
    if given.format == "csv":
        write_csv(_COLUMNS, rows)
        return
    write_json(
        {
            "rows": [
                {**dict(zip(_COLUMNS, row, strict=True)), "doubts": place.doubts}
                for place, row in zip(places, rows, strict=True)
            ]
        }
    )
