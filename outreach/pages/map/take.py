"""圖片與圖資 beside the map: what it shows as a picture, and as files for GIS; made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from geodata.gis_files import Crs
from outreach.pages import frame, words
from outreach.pages.bar import Asked
from outreach.pages.map.place import Here
from outreach.pages.map.take_words import areas_telling, venues_telling
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _, n_, speaking
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.finding import Finding
from outreach.services.map_export import MOST_VENUES, GisForm, Ground, map_file, venues_in_file
from outreach.services.map_layers import Layer
from outreach.services.map_picture import PictureForm, map_picture
from outreach.services.mapping import Areas, Question
from outreach.services.venues_picture import venues_picture

_PICTURES = {
    PictureForm.PNG: (N_("PNG 圖片"), "image/png"),
    PictureForm.PDF: (N_("A4 PDF（彩色）"), "application/pdf"),
    PictureForm.PLAIN_PDF: (N_("A4 PDF（黑白圖樣）"), "application/pdf"),
}
_GIS = {
    GisForm.GEOPACKAGE: ("GeoPackage", "application/geopackage+sqlite3"),
    GisForm.GEOJSON: ("GeoJSON", "application/geo+json"),
}
_SYSTEMS = {Crs.WGS84: "WGS 84", Crs.TWD97: "TWD97"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is shown, and so what can be taken: a question, a layer of some kinds of venue, a place.

    `finding` is what the view of venues looks for (None in the view of areas), `conditions` in words whatever
    narrows the question besides the bar, "" for nothing.
    """

    asked: Asked
    question: Question
    layer: Layer
    kinds: tuple[Kind, ...]
    here: Here
    finding: Finding | None = None
    conditions: str = ""

    def stem(self, *, invented: bool) -> str:
        """A file's name without its ending."""
        mark = "demonstration-" if invented else ""
        what = self.layer.value if self.finding is None else "venues"
        than = f"-than-{self.question.than}" if self.finding is None and self.question.than else ""
        return f"{mark}map-{what}-{self.question.scheme}-{self.place or 'taipei'}-{self.question.as_of}{than}"

    @property
    def place(self) -> str:
        """The code of the place shown, "" for the city."""
        return self.here.village.code if self.here.village else self.here.district_code


def take_map(city: City, taken: Taken, found: Areas | None) -> None:
    """Offer pictures and GIS files in a popover: of areas where `found` has them, else of venues."""
    popover = st.popover(
        _("圖片與圖資"), icon=":material/map:", type="tertiary", key="map_files", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        _pictures(city, taken, found)
        _gis(city, taken)


def _pictures(city: City, taken: Taken, found: Areas | None) -> None:
    who, today, language = frame.who(), frame.today(), words.language()
    of_venues = found is None or taken.finding is not None
    told = None if found is None or of_venues else areas_telling(city, taken, found)
    said = venues_telling(city, taken) if of_venues else None

    def make(form: PictureForm) -> bytes:
        # Made outside the page's run, where nobody has said which language is spoken.
        with speaking(language):
            if told is not None:
                district = taken.here.district_code or None
                return map_picture(city, who, taken.question, taken.layer, district, form, told)
            assert said is not None
            sought = taken.finding or Finding()
            question, place = taken.question, taken.place
            return venues_picture(city, who, question, place, sought, form, said, today=today)

    for form, (label, mime) in _PICTURES.items():
        file = f"{taken.stem(invented=city.is_demonstration())}{form.value}"
        _button(_(label), file, mime, partial(make, form))


def _gis(city: City, taken: Taken) -> None:
    """GIS files with how many venues are in them, or why there are none."""
    who, today = frame.who(), frame.today()
    ground = Ground(taken.here.district_code, taken.here.village.code if taken.here.village else "")
    count = venues_in_file(city, who, taken.question, ground, taken.finding, today=today)
    if count > MOST_VENUES:
        text = _("這個範圍有 {count} 家，圖資檔最多 {most} 家；請先在地圖上選一個行政區。")
        told = text.format(count=words.number(count), most=words.number(MOST_VENUES))
        put(el("p", told, class_="notice note", role="status"))
        return
    for form, (label, mime) in _GIS.items():
        for crs, system in _SYSTEMS.items():

            def make(form: GisForm = form, crs: Crs = crs) -> bytes:
                question, layer, finding = taken.question, taken.layer, taken.finding
                return map_file(city, who, question, layer, ground, form, crs, finding, today=today)

            stem = taken.stem(invented=city.is_demonstration())
            file = f"{stem}-{crs.value}.{form.value}"
            _button(
                f"{label}（{system}）" if words.language() == "zh" else f"{label} ({system})",
                file,
                mime,
                make,
            )
    if taken.finding is None:
        text = n_("圖資檔含範圍內各區域的數字與您可看的 {count} 家店家，不含聯絡資料。", count)
    else:
        text = n_("圖資檔含您可看的 {count} 家店家，不含聯絡資料。", count)
    put(el("p", text, class_="fine"))


def _button(label: str, file: str, mime: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label, data=make, file_name=file, mime=mime, key=f"take_{label}", on_click="ignore", width="stretch"
    )
