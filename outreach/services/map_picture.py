"""The map as a picture: the areas that the asker sees, on a page of A4, as PNG or PDF, in colour or patterns.

Figures and classes are those of `services.mapping.areas`; a village without any venue has no class and is
drawn so, never as 0 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from geodata.boundaries import DISTRICTS, VILLAGES, boundary_file
from geodata.legend import Scale
from geodata.places import District, Village
from outreach.reports.drawings.map_sheet import MapSheet, SheetArea, map_sheet
from outreach.reports.drawings.png import as_png
from outreach.reports.typesetting import typeset
from outreach.rules.rate import Tally
from outreach.services.city import City
from outreach.services.mapping import Areas, Layer, Question, areas
from outreach.services.who import Who

#: Pixels across; A4 at twice the usual density.
PNG_WIDTH = 1588


class PictureForm(StrEnum):
    """What the picture can be taken as; the value ends the file's name."""

    PNG = ".png"
    PDF = ".pdf"
    PLAIN_PDF = "-bw.pdf"


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


def map_picture(
    city: City,
    who: Who,
    question: Question,
    layer: Layer,
    district: str | None,
    form: PictureForm,
    telling: Telling,
) -> bytes:
    """The picture of all districts, or of the villages of a district (its code).

    Raises the refusals of `areas`.
    """
    svg = drawing(areas(city, who, question, layer, district), telling, plain=form is PictureForm.PLAIN_PDF)
    if form is PictureForm.PNG:
        return as_png(svg, PNG_WIDTH)
    return typeset("sheet.typ", {"svg": svg, "title": telling.title, "lang": telling.language}, "pdf")


def drawing(found: Areas, telling: Telling, *, plain: bool) -> str:
    """The page as SVG: every area, what names none of them, and the total."""
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
    if found.elsewhere.population:
        rows.insert(0, (telling.elsewhere, *telling.cells(found.elsewhere)))
    sheet = MapSheet(
        telling.title, telling.lines, telling.scale, telling.headings, drawn, tuple(rows), telling.foot
    )
    return map_sheet(sheet, plain=plain)
