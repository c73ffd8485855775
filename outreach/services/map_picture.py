"""The map as a picture: the areas that the asker sees, on a page of A4, as PNG or PDF, coloured or not."""

from __future__ import annotations

from enum import StrEnum

from outreach.reports.drawings.map_patterns import Ink
from outreach.reports.drawings.map_sheet import map_sheet
from outreach.reports.drawings.png import as_png
from outreach.reports.typesetting import typeset
from outreach.services.city import City
from outreach.services.map_layers import Layer
from outreach.services.map_sheets import Telling, map_sheet_of
from outreach.services.mapping import Question, areas
from outreach.services.who import Who

#: Pixels across; A4 at twice the usual density.
PNG_WIDTH = 1588


class PictureForm(StrEnum):
    """What the picture can be taken as; the value ends the file's name."""

    PNG = ".png"
    PDF = ".pdf"
    PLAIN_PDF = "-bw.pdf"

    @property
    def ink(self) -> Ink:
        """What it is drawn with."""
        return Ink.BLACK if self is PictureForm.PLAIN_PDF else Ink.COLOURS


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
    sheet = map_sheet_of(areas(city, who, question, layer, district), telling)
    return page_as(map_sheet(sheet, form.ink), form, telling.title, telling.language)


def page_as(svg: str, form: PictureForm, title: str, language: str) -> bytes:
    """A page of A4 drawn as SVG in a form; `title` and `language` (zh, en) are a PDF's."""
    if form is PictureForm.PNG:
        return as_png(svg, PNG_WIDTH)
    return typeset("sheet.typ", {"svg": svg, "title": title, "lang": language}, "pdf")
