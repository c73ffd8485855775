"""The map's words, in a given language: its routes speak for readers whose session they do not know."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.layers import AreaFigure
from geodata.legend import RATE_COLOURS, WORDS, WORDS_EN, Entry, Scale, Words
from outreach.pages.terms import STANDINGS
from outreach.pages.words import N_, number, translated
from outreach.rules.rate import NO_RATE, Tally, rate_shown
from outreach.rules.vocabulary import Standing
from outreach.services.mapping import Area, Classes, Layer
from outreach.services.spots import Spot

LAYERS: Mapping[Layer, str] = {
    Layer.RATE: N_("完成率"),
    Layer.OUTSTANDING: N_("未完成家數"),
    Layer.EXCLUDED: N_("毋須納入比率"),
    Layer.JOINED: N_("加入家數"),
}
#: Light to dark in even steps, so that grey print keeps their order; each in the hue of what it counts.
_COLOURS: Mapping[Layer, tuple[str, ...]] = {
    Layer.RATE: RATE_COLOURS,
    Layer.OUTSTANDING: ("#FDF6EA", "#F5D9AE", "#E2AE6B", "#C57A2C", "#8A3F08"),
    Layer.EXCLUDED: ("#F4F5F5", "#D3D8DB", "#A9B2B8", "#7B868E", "#47525A"),
    Layer.JOINED: ("#EFF6F4", "#BFDDD8", "#86BDB5", "#45948B", "#0F5E58"),
}
#: Of the rate: the last class is exactly 100 %.
_RATE_CLASSES = (
    N_("50 %以下"),
    N_("逾 50 %至 75 %"),
    N_("逾 75 %至 90 %"),
    N_("逾 90 %未達 100 %"),
    N_("100 %"),
)
_EXCLUDED_CLASSES = (N_("0 %"), N_("5 %以下"), N_("逾 5 %至 10 %"), N_("逾 10 %至 25 %"), N_("逾 25 %"))
_NOTHING: Mapping[Layer, str] = {
    Layer.RATE: N_("無母數"),
    Layer.OUTSTANDING: N_("無母數"),
    Layer.EXCLUDED: N_("無店家"),
    Layer.JOINED: N_("無店家"),
}
_RATE, _SHARE = (
    N_("完成率 {rate}（{completed}／{eligible} 家）"),
    N_("毋須納入 {share}（{excluded}／{population} 家）"),
)
_MISSING, _ENROLLED = N_("還差 {count} 家"), N_("加入 {count} 家（提報 {population} 家）")
_ALL_JOINED = N_("加入 {count} 家")
_NO_VENUES, _NOT_COUNTED = N_("沒有列冊的店家"), N_("沒有納入母數的店家（提報 {population} 家）")
_JOINED, _NOT_JOINED = N_("已加入"), N_("未加入")


def map_words(language: str) -> Words:
    """What the map itself says."""
    return WORDS_EN if language == "en" else WORDS


def scale(classes: Classes, language: str) -> Scale:
    """A layer's classes with their colours and words."""
    layer = classes.layer
    labels = _labels(classes, language)
    return Scale(
        translated(LAYERS[layer], language),
        labels,
        _COLOURS[layer][: len(labels)],
        translated(_NOTHING[layer], language),
    )


def _labels(classes: Classes, language: str) -> tuple[str, ...]:
    if classes.layer is Layer.RATE:
        return tuple(translated(text, language) for text in _RATE_CLASSES)
    if classes.layer is Layer.EXCLUDED:
        return tuple(translated(text, language) for text in _EXCLUDED_CLASSES)
    spans = [(0, 0), *((bound + 1, bound + classes.step) for bound in classes.bounds)]
    return tuple(number(a) if a == b else f"{number(a)}–{number(b)}" for a, b in spans)


def figure(area: Area, layer: Layer, language: str) -> AreaFigure:
    """What an area shows: its colour, a figure on the ground, and a few lines beside the pointer."""
    name = area.place.name_en if language == "en" else area.place.name
    return AreaFigure(area.class_index, (name, *lines(area.tally, layer, language)), shown(area.tally, layer))


def shown(tally: Tally, layer: Layer) -> str:
    """A layer's figure of a group, as maps and tables print it."""
    if layer is Layer.RATE:
        return rate_shown(tally.completed, tally.eligible)
    if layer is Layer.EXCLUDED:
        return rate_shown(tally.excluded_total, tally.population)
    if layer is Layer.OUTSTANDING:
        return number(tally.outstanding) if tally.eligible else NO_RATE
    return number(tally.completed) if tally.population else NO_RATE


def lines(tally: Tally, layer: Layer, language: str) -> tuple[str, ...]:
    """A group's figures in words; an open drive (`joined`) has no rate."""
    told = {
        "count": number(tally.completed if layer is Layer.JOINED else tally.outstanding),
        "completed": number(tally.completed),
        "eligible": number(tally.eligible),
        "excluded": number(tally.excluded_total),
        "population": number(tally.population),
        "rate": rate_shown(tally.completed, tally.eligible),
        "share": rate_shown(tally.excluded_total, tally.population),
    }
    if not tally.population:
        texts = [_NO_VENUES]
    elif layer is Layer.JOINED:
        texts = [_ENROLLED if tally.completed < tally.population else _ALL_JOINED]
    else:
        texts = [_RATE, _MISSING] if tally.eligible else [_NOT_COUNTED]
        texts += [_SHARE] if tally.excluded_total else []
    return tuple(translated(text, language).format(**told) for text in texts)


def standing_words(standing: Standing, layer: Layer, language: str) -> str:
    """Where a venue stands; in an open drive nobody is behind, so there it has joined or has not."""
    if layer is Layer.JOINED and standing.eligible:
        return translated(_JOINED if standing is Standing.COMPLETED else _NOT_JOINED, language)
    return translated(STANDINGS[standing], language)


def venue_label(spot: Spot, layer: Layer, language: str) -> str:
    """A venue's line beside the pointer: where it stands, and whose it is."""
    return " · ".join(
        piece for piece in (standing_words(spot.standing, layer, language), spot.agency) if piece
    )


def venue_entries(layer: Layer, language: str) -> tuple[Entry, ...]:
    """The legend of venues."""
    completed, outstanding, excluded = map_words(language).venue_entries
    if layer is not Layer.JOINED:
        return completed, outstanding, excluded
    joined, not_joined = (translated(text, language) for text in (_JOINED, _NOT_JOINED))
    return (
        Entry(joined, completed.colour, completed.shape),
        Entry(not_joined, outstanding.colour, outstanding.shape),
        excluded,
    )
