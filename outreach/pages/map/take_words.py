"""The words of the map's pictures, in the language and for the reader of now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.places import District, Village
from outreach.pages import bar, frame, map_words, words
from outreach.pages.map import find
from outreach.pages.map.place import name
from outreach.pages.map.table import columns_of
from outreach.pages.words import _, n_
from outreach.rules.rate import NO_RATE, Tally
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.map_layers import Layer
from outreach.services.map_sheets import Telling
from outreach.services.mapping import Areas
from outreach.services.venues_picture import VenueTelling

if TYPE_CHECKING:
    from outreach.pages.map.take import Taken


def areas_telling(city: City, taken: Taken, found: Areas) -> Telling:
    """The words of a picture of areas."""
    language, layer, here = words.language(), taken.layer, taken.here
    columns = columns_of(layer)
    title = _("{district}各里：{layer}") if here.district else _("臺北市各行政區：{layer}")
    district = name(here.district) if here.district else ""
    scale = map_words.scale(found.classes, language, joined_only=found.joined_only)
    figures = map_words.lines(found.total, layer, language, joined_only=found.joined_only)
    lines = [_question(city, taken), " · ".join(figures)]
    if found.than is not None:
        days = _("比較日{than}，截止日{as_of}。")
        lines.append(days.format(than=words.day(found.than), as_of=words.day(taken.asked.as_of)))
    made = _("{day}製圖，依第 {number} 號以前的登錄。比率取至小數第2位，以下捨去。")
    return Telling(
        language,
        title.format(district=district, layer=map_words.title(layer, language)),
        (*lines, *_invented(city)),
        scale,
        (_("里") if here.district else _("行政區"), *(_(column.title) for column in columns)),
        lambda tally: tuple(column.text(tally) for column in columns),
        lambda tally: _figure(tally, layer) or (scale.empty if layer.open or layer.changes else _("無店家")),
        _short_name,
        _("未填里別") if here.district else _("未填行政區"),
        _("合計"),
        (_made(made, taken), map_words.map_words(language).credit),
    )


def venues_telling(city: City, taken: Taken) -> VenueTelling:
    """The words of a picture of venues."""
    language, here = words.language(), taken.here
    where = name(here.district) if here.district else _("臺北市")
    if here.village:
        where = f"{name(here.village)}, {where}" if language == "en" else f"{where}{name(here.village)}"
    made = _("{day}製圖，依第 {number} 號以前的登錄。同一地點多家合為一個記號，內寫家數。")
    return VenueTelling(
        language,
        _("{place}：店家／場館").format(place=where),
        (_question(city, taken), *_invented(city)),
        map_words.venue_entries(taken.layer, language),
        _short_name,
        lambda metres: _("每格家數（{metres} 公尺見方）").format(metres=words.number(metres)),
        lambda count: n_("其中 {count} 家沒有座標，未畫。", count),
        lambda count: n_("本圖有 {count} 家。", count) if count else _("本圖沒有符合條件的店家。"),
        lambda count: n_("{count} 家的座標在圖外。", count),
        lambda count: n_("{count} 個編號因記號太密未標在圖上。", count),
        lambda count: n_("另有 {count} 家的名稱本頁列不下。", count),
        (_made(made, taken), map_words.map_words(language).credit),
    )


def _question(city: City, taken: Taken) -> str:
    """The question as people say it, with whatever narrows it besides the bar."""
    asked = replace(taken.asked, kinds=taken.kinds if len(taken.kinds) < len(Kind) else ())
    sought = find.in_words(city, taken.finding) if taken.finding else ""
    told = (bar.in_words(city, asked), taken.conditions or sought)
    return " · ".join(piece for piece in told if piece)


def _invented(city: City) -> tuple[str, ...]:
    return (_("示範資料：店家與狀態皆為虛構"),) if city.is_demonstration() else ()


def _made(text: str, taken: Taken) -> str:
    return text.format(day=words.day(frame.today()), number=words.number(taken.question.known_at))


def _figure(tally: Tally, layer: Layer) -> str:
    """What stands on an area, "" where it has no venues: a dash could be read as none joined."""
    if layer.changes:
        moved = map_words.shown(tally, layer)
        return "" if moved == NO_RATE else moved
    if not tally.population:
        return ""
    if not tally.eligible and layer in (Layer.RATE, Layer.OUTSTANDING):
        return _("無母數")
    return map_words.shown(tally, layer)


def _short_name(place: District | Village) -> str:
    """A name that fits into its area: of Da'an District the heading says that it is one."""
    return place.name_en.rsplit(" ", 1)[0] if words.language() == "en" else place.name
