"""圖片與圖資 beside the table: what the map shows as a picture, and as files for GIS; made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from geodata.gis_files import Crs
from geodata.places import District, Village
from outreach.pages import bar, frame, map_words, words
from outreach.pages.bar import Asked
from outreach.pages.map_place import Here, name
from outreach.pages.map_table import columns_of
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _, n_, speaking
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.map_export import MOST_VENUES, GisForm, Ground, map_file, venues_in_file
from outreach.services.map_picture import PictureForm, map_picture
from outreach.services.map_sheets import Telling
from outreach.services.mapping import Areas, Layer, Question
from outreach.services.who import Right

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
    """What is shown, and so what can be taken: a question, a layer of some kinds of venue, a place."""

    asked: Asked
    question: Question
    layer: Layer
    kinds: tuple[Kind, ...]
    here: Here

    def stem(self, *, invented: bool) -> str:
        """A file's name without its ending."""
        place = self.here.village.code if self.here.village else self.here.district_code or "taipei"
        mark = "demonstration-" if invented else ""
        return f"{mark}map-{self.layer.value}-{self.question.scheme}-{place}-{self.question.as_of}"


def take_map(city: City, taken: Taken, found: Areas | None) -> None:
    """Offer pictures (of areas, where `found` has them) and GIS files in a popover."""
    popover = st.popover(
        _("圖片與圖資"), icon=":material/map:", type="tertiary", key="map_files", on_change="rerun"
    )
    if not popover.open:
        return
    with popover:
        if found is not None:
            _pictures(city, taken, found)
        _gis(city, taken)


def _pictures(city: City, taken: Taken, found: Areas) -> None:
    who, told = frame.who(), _telling(city, taken, found)
    for form, (label, mime) in _PICTURES.items():

        def make(form: PictureForm = form) -> bytes:
            with speaking(told.language):
                district = taken.here.district_code or None
                return map_picture(city, who, taken.question, taken.layer, district, form, told)

        _button(_(label), f"{taken.stem(invented=city.is_demonstration())}{form.value}", mime, make)


def _gis(city: City, taken: Taken) -> None:
    """GIS files with how many venues are in them, or why there are none."""
    who = frame.who()
    ground = Ground(taken.here.district_code, taken.here.village.code if taken.here.village else "")
    count = venues_in_file(city, who, taken.question, ground)
    if count > MOST_VENUES:
        text = _("這個範圍有 {count} 家，圖資檔最多 {most} 家；請先在地圖上選一個行政區。")
        told = text.format(count=words.number(count), most=words.number(MOST_VENUES))
        put(el("p", told, class_="notice note", role="status"))
        return
    for form, (label, mime) in _GIS.items():
        for crs, system in _SYSTEMS.items():

            def make(form: GisForm = form, crs: Crs = crs) -> bytes:
                return map_file(city, who, taken.question, taken.layer, ground, form, crs)

            stem = taken.stem(invented=city.is_demonstration())
            file = f"{stem}-{crs.value}.{form.value}"
            _button(
                f"{label}（{system}）" if words.language() == "zh" else f"{label} ({system})",
                file,
                mime,
                make,
            )
    text = n_("圖資檔含範圍內各區域的數字與您可看的 {count} 家店家，不含聯絡資料。", count)
    put(el("p", text, class_="fine"))


def _button(label: str, file: str, mime: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label, data=make, file_name=file, mime=mime, key=f"take_{label}", on_click="ignore", width="stretch"
    )


# Words of the picture ----------------------------------------------------------------------------


def _telling(city: City, taken: Taken, found: Areas) -> Telling:
    """The picture's words, in the language and for the reader of now."""
    language, layer, here = words.language(), taken.layer, taken.here
    columns = columns_of(layer)
    spoken = map_words.map_words(language)
    title = _("{district}各里：{layer}") if here.district else _("臺北市各行政區：{layer}")
    district = name(here.district) if here.district else ""
    asked = replace(taken.asked, kinds=taken.kinds if len(taken.kinds) < len(Kind) else ())
    scale = map_words.scale(found.classes, language)
    # Of villages the public reads who joined: where nobody has, there may well be venues.
    joined_only = bool(here.district) and not frame.who().may(Right.SEE_FIGURES)
    nobody = _("尚無加入") if joined_only else _("無店家")
    if joined_only:
        scale = replace(scale, empty=nobody)
    lines = [bar.in_words(city, asked), " · ".join(map_words.lines(found.total, layer, language))]
    if city.is_demonstration():
        lines.append(_("示範資料：店家與狀態皆為虛構"))
    made = _("{day}製圖，依第 {number} 號以前的登錄。比率取至小數第2位，以下捨去。").format(
        day=words.day(frame.today()), number=words.number(taken.question.known_at)
    )
    return Telling(
        language,
        title.format(district=district, layer=_(map_words.LAYERS[layer])),
        tuple(lines),
        scale,
        (_("里") if here.district else _("行政區"), *(_(column.title) for column in columns)),
        lambda tally: tuple(column.text(tally) for column in columns),
        lambda tally: _figure(tally, layer) or nobody,
        _short_name,
        _("未填里別") if here.district else _("未填行政區"),
        _("合計"),
        (made, spoken.credit),
    )


def _figure(tally: Tally, layer: Layer) -> str:
    """What stands on an area, "" where it has no venues: a dash could be read as none joined."""
    if not tally.population:
        return ""
    if not tally.eligible and layer in (Layer.RATE, Layer.OUTSTANDING):
        return _("無母數")
    return map_words.shown(tally, layer)


def _short_name(place: District | Village) -> str:
    """A name that fits into its area: of Da'an District the heading says that it is one."""
    return place.name_en.rsplit(" ", 1)[0] if words.language() == "en" else place.name
