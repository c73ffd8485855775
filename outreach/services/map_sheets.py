"""A map's areas as they are drawn: the same on a page of A4, as a picture, and in a meeting's paper.

Figures and classes are those of `services.mapping.areas`; a village without any venue has no class and is
drawn so, never as 0 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.legend import Scale
from geodata.places import District, Village
from outreach.reports.drawings.map_ground import SheetArea
from outreach.reports.drawings.map_sheet import MapSheet
from outreach.rules.rate import Tally
from outreach.services.mapping import Areas


@dataclass(frozen=True, slots=True)
class Telling:
    """A picture's words in the reader's language.

    `cells` are a group's figures under `headings` (the first heads the names), `figure` the one on the map.
    """

    language: str
    title: str
    lines: tuple[str, ...]
    scale: Scale
    headings: tuple[str, ...]
    cells: Callable[[Tally], tuple[str, ...]]
    figure: Callable[[Tally], str]
    name: Callable[[District | Village], str]
    elsewhere: str
    total: str
    foot: tuple[str, ...]


def map_sheet_of(found: Areas, telling: Telling) -> MapSheet:
    """Every area with its figures, then what names none of them, and the total."""
    first = found.rows[0].place
    file = VILLAGES if isinstance(first, Village) else DISTRICTS
    shapes = {area.properties["code"]: area.geometry for area in boundary_file(file).areas}
    drawn = tuple(
        SheetArea(
            telling.name(row.place),
            shapes[row.place.code],
            row.class_index,
            telling.figure(row.tally),
            telling.cells(row.tally),
        )
        for row in found.rows
    )
    rows = [(telling.total, *telling.cells(found.total))]
    if found.somewhere_else:
        rows.insert(0, (telling.elsewhere, *telling.cells(found.elsewhere)))
    return MapSheet(
        telling.title,
        telling.lines,
        telling.scale,
        telling.headings,
        drawn,
        tuple(rows),
        telling.foot,
        found.layer.changes,
    )
