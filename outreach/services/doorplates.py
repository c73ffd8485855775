"""Loading the city's door plates, in the place of those loaded before."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from geodata.doorplate_files import DoorplatesRefused
from geodata.doorplates import Doorplates, SkippedPlate, read_doorplates
from geodata.places import villages
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.setup import Progress, quiet
from outreach.services.who import Right, Who
from outreach.store.doorplates import PlateRow, replace_plates
from outreach.store.engine import Connection, writing
from outreach.store.posting import open_change
from outreach.store.reference import read_reference

#: The share of the work that reading the file is.
_READING = 0.8
_BATCH = 20_000


class DoorplatesNotTaken(Refusal, ValueError):
    """The source is no door plates, damaged or too large; what is loaded stays."""

    template = "{sentence}"


@dataclass(frozen=True, slots=True)
class LoadedDoorplates:
    """What a load put in: `rows` were read, of which `skipped` told no house; floors of a house are one."""

    change_id: int
    rows: int
    houses: int
    streets: int
    skipped: int
    examples: tuple[SkippedPlate, ...]

    @property
    def notice(self) -> str:
        """One sentence on what is loaded, and one on what was left out."""
        told = f"門牌已載入：讀取 {self.rows:,} 列，{self.streets:,} 條街路、{self.houses:,} 個門牌號。"
        if not self.skipped:
            return told
        named = "；".join(f"{e.file} 第 {e.line} 行「{e.value}」{e.problem}" for e in self.examples)
        return (
            f"{told}略過 {self.skipped:,} 列（{named}{'…' if self.skipped > len(self.examples) else ''}）。"
        )


def load_doorplates(
    city: City, who: Who, source: Path, *, now: datetime, progress: Progress = quiet
) -> LoadedDoorplates:
    """Read plates from a CSV file, a folder of them or a tar.xz, and put them in the place of all others.

    The file is read before anything is written; then all of it happens in one transaction. Raises
    `DoorplatesNotTaken`; FileNotFoundError where there is no such file.
    """
    who.must(Right.ADMINISTER)
    try:
        found = read_doorplates(source, lambda done, all_: progress(_READING * done / all_, "讀取門牌"))
    except DoorplatesRefused as refused:
        raise DoorplatesNotTaken(sentence=refused) from refused
    except PermissionError as refused:
        sentence = f"無權讀取『{source}』；請確認檔案權限，例如 chmod u+r {source.name}。"
        raise DoorplatesNotTaken(sentence=sentence) from refused
    with writing(city.engine) as connection:
        summary = f"載入門牌 {source.name}：{len(found.house):,} 個門牌號"
        change = open_change(
            connection,
            kind="doorplates",
            actor=who.name,
            user=who.user,
            summary=summary,
            now=now,
            source=source.name,
        )
        _write(connection, found, progress)
    progress(1.0, "寫入門牌")
    return LoadedDoorplates(
        change.id, found.rows, len(found.house), len(found.streets), found.skipped, found.examples
    )


def _write(connection: Connection, found: Doorplates, progress: Progress) -> None:
    ids = {place.code: place.id for place in read_reference(connection).places.values()}
    place_ids = np.array([ids[village.code] for village in villages()])
    columns = (found.street + 1, found.house, place_ids[found.village], found.lon, found.lat)
    total = len(found.house)

    def rows() -> Iterator[PlateRow]:
        for begin in range(0, total, _BATCH):
            part = (column[begin : begin + _BATCH].tolist() for column in columns)
            yield from zip(*part, strict=True)

    # A name of its own for each load: whoever keeps plates in memory sees by it that they are others now.
    name = secrets.token_hex(8)
    streets = dict(enumerate(found.streets, 1))
    replace_plates(
        connection,
        name,
        streets,
        rows(),
        lambda done: progress(_READING + (1 - _READING) * done / total, "寫入門牌"),
    )
