"""The map's words, in a given language: its routes speak for readers whose session they do not know."""

from __future__ import annotations

from collections.abc import Mapping

from geodata.layers import AreaFigure
from geodata.legend import JOINED_COLOURS, RATE_COLOURS, WORDS, WORDS_EN, Entry, Scale, Words
from outreach.pages.parts import signed
from outreach.pages.terms import STANDINGS
from outreach.pages.words import N_, number, translated
from outreach.rules.points import points_text
from outreach.rules.rate import NO_RATE, Tally, rate_shown
from outreach.rules.vocabulary import Standing
from outreach.services.map_change import Compared
from outreach.services.map_classes import Classes, moved
from outreach.services.map_layers import Layer
from outreach.services.mapping import Area
from outreach.services.spots import Spot

LAYERS: Mapping[Layer, str] = {
    Layer.RATE: N_("完成率"),
    Layer.OUTSTANDING: N_("未完成家數"),
    Layer.EXCLUDED: N_("毋須納入比率"),
    Layer.CHANGE: N_("與另一日比較"),
    Layer.JOINED: N_("加入家數"),
    Layer.JOINED_CHANGE: N_("加入家數與另一日比較"),
}
#: What the legend calls a layer that is named for what is done.
_TITLES: Mapping[Layer, str] = {
    Layer.CHANGE: N_("完成率增減（百分點）"),
    Layer.JOINED_CHANGE: N_("加入家數增減"),
}
#: Brown fell and teal rose, told apart by whoever confuses red and green; the further, the darker.
_CHANGE_COLOURS = ("#9A5416", "#E8C08A", "#EFEDE6", "#9CCBC3", "#1F7A70")
#: Light to dark in even steps, so that grey print keeps their order; each in the hue of what it counts.
_COLOURS: Mapping[Layer, tuple[str, ...]] = {
    Layer.RATE: RATE_COLOURS,
    Layer.OUTSTANDING: ("#FDF6EA", "#F5D9AE", "#E2AE6B", "#C57A2C", "#8A3F08"),
    Layer.EXCLUDED: ("#F4F5F5", "#D3D8DB", "#A9B2B8", "#7B868E", "#47525A"),
    Layer.CHANGE: _CHANGE_COLOURS,
    Layer.JOINED: JOINED_COLOURS,
    Layer.JOINED_CHANGE: _CHANGE_COLOURS,
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
#: The signs say what the colours say.
_CHANGE_CLASSES = (
    N_("− 下降逾 {great}"),
    N_("− 下降 {great} 以內"),
    N_("0 無增減"),
    N_("+ 上升 {great} 以內"),
    N_("+ 上升逾 {great}"),
)
_JOINED_CHANGE_CLASSES = (
    N_("− 減少逾 {great} 家"),
    N_("− 減少 {great} 家以內"),
    N_("0 無增減"),
    N_("+ 增加 {great} 家以內"),
    N_("+ 增加逾 {great} 家"),
)
_NOTHING: Mapping[Layer, str] = {
    Layer.RATE: N_("無母數"),
    Layer.OUTSTANDING: N_("無母數"),
    Layer.EXCLUDED: N_("無店家"),
    Layer.CHANGE: N_("資料不足"),
    Layer.JOINED: N_("無店家"),
    Layer.JOINED_CHANGE: N_("資料不足"),
}
_RATE, _SHARE = (
    N_("完成率 {rate}（{completed}／{eligible} 家）"),
    N_("毋須納入 {share}（{excluded}／{population} 家）"),
)
_MISSING, _ENROLLED = N_("還差 {count} 家"), N_("加入 {count} 家（提報 {population} 家）")
_ALL_JOINED = N_("加入 {count} 家")
_MOVED, _MOVED_JOINED = N_("增減 {moved} 個百分點"), N_("增減 {moved} 家")
_TOO_LITTLE = N_("資料不足，無法比較")
_THEN, _NOW = (
    N_("比較日 {rate}（{completed}／{eligible} 家）"),
    N_("截止日 {rate}（{completed}／{eligible} 家）"),
)
_THEN_JOINED, _NOW_JOINED = N_("比較日加入 {completed} 家"), N_("截止日加入 {completed} 家")
#: Where only who joined is told: there may well be venues that have not.
_NOBODY, _NOBODY_JOINED = N_("尚無加入"), N_("尚無已加入的店家")
_NO_VENUES, _NOT_COUNTED = N_("沒有列冊的店家"), N_("沒有納入母數的店家（提報 {population} 家）")
_JOINED, _NOT_JOINED = N_("已加入"), N_("未加入")


def map_words(language: str) -> Words:
    """What the map itself says."""
    return WORDS_EN if language == "en" else WORDS


def scale(classes: Classes, language: str, *, joined_only: bool = False) -> Scale:
    """A layer's classes with their colours and words; `joined_only` as in `Areas`, here and below."""
    layer = classes.layer
    labels = _labels(classes, language)
    return Scale(
        title(layer, language),
        labels,
        _COLOURS[layer][: len(labels)],
        translated(_NOBODY if joined_only else _NOTHING[layer], language),
    )


def title(layer: Layer, language: str) -> str:
    """What a layer's figure is called, as over its legend."""
    return translated(_TITLES.get(layer, LAYERS[layer]), language)


def _labels(classes: Classes, language: str) -> tuple[str, ...]:
    if classes.layer.changes:
        rated = classes.layer is Layer.CHANGE
        great = number(classes.step // 100 if rated else classes.step)
        texts = _CHANGE_CLASSES if rated else _JOINED_CHANGE_CLASSES
        return tuple(translated(text, language).format(great=great) for text in texts)
    if classes.layer is Layer.RATE:
        return tuple(translated(text, language) for text in _RATE_CLASSES)
    if classes.layer is Layer.EXCLUDED:
        return tuple(translated(text, language) for text in _EXCLUDED_CLASSES)
    return classes.spans()


def figure(area: Area, layer: Layer, language: str, *, joined_only: bool = False) -> AreaFigure:
    """What an area shows: its colour, a figure on the ground, and a few lines beside the pointer."""
    name = area.place.name_en if language == "en" else area.place.name
    told = lines(area.tally, layer, language, joined_only=joined_only)
    return AreaFigure(area.class_index, (name, *told), shown(area.tally, layer))


def shown(tally: Tally, layer: Layer) -> str:
    """A layer's figure of a group, as maps and tables print it."""
    if layer.changes:
        change = moved(layer, tally)
        if change is None:
            return NO_RATE
        return points_text(change) if layer is Layer.CHANGE else signed(change)
    if layer is Layer.RATE:
        return rate_shown(tally.completed, tally.eligible)
    if layer is Layer.EXCLUDED:
        return rate_shown(tally.excluded_total, tally.population)
    if layer is Layer.OUTSTANDING:
        return number(tally.outstanding) if tally.eligible else NO_RATE
    return number(tally.completed) if tally.population else NO_RATE


def lines(tally: Tally, layer: Layer, language: str, *, joined_only: bool = False) -> tuple[str, ...]:
    """A group's figures in words; an open drive (`joined`) has no rate."""
    if joined_only and shown(tally, layer) == NO_RATE:
        return (translated(_NOBODY_JOINED, language),)
    if isinstance(tally, Compared):
        return _both(tally, layer, language)
    return tuple(_filled(text, tally, layer, language) for text in _texts(tally, layer))


def headline(tally: Tally, layer: Layer, language: str, *, joined_only: bool = False) -> str:
    """The one of a group's lines that is about the layer's own figure."""
    if joined_only and not tally.population:
        return translated(_NOBODY_JOINED, language)
    own = {Layer.OUTSTANDING: _MISSING, Layer.EXCLUDED: _SHARE}.get(layer)
    counted = tally.eligible if layer is Layer.OUTSTANDING else tally.population
    text = own if own is not None and counted else _texts(tally, layer)[0]
    return _filled(text, tally, layer, language)


def _texts(tally: Tally, layer: Layer) -> list[str]:
    if not tally.population:
        return [_NO_VENUES]
    if layer is Layer.JOINED:
        return [_ENROLLED if tally.completed < tally.population else _ALL_JOINED]
    texts = [_RATE, _MISSING] if tally.eligible else [_NOT_COUNTED]
    return [*texts, _SHARE] if tally.excluded_total else texts


def _filled(text: str, tally: Tally, layer: Layer, language: str) -> str:
    count = tally.completed if layer is Layer.JOINED else tally.outstanding
    return translated(text, language, count).format(
        count=number(count),
        completed=number(tally.completed),
        eligible=number(tally.eligible),
        excluded=number(tally.excluded_total),
        population=number(tally.population),
        rate=rate_shown(tally.completed, tally.eligible),
        share=rate_shown(tally.excluded_total, tally.population),
    )


def _both(tally: Compared, layer: Layer, language: str) -> tuple[str, ...]:
    """How far a group moved, and its figures on both days; of a day without venues that is said."""
    rated = layer is Layer.CHANGE
    change = shown(tally, layer)
    sentence = _TOO_LITTLE if change == NO_RATE else _MOVED if rated else _MOVED_JOINED
    told = [translated(sentence, language).format(moved=change)]
    days = (
        ((_THEN, tally.before), (_NOW, tally))
        if rated
        else ((_THEN_JOINED, tally.before), (_NOW_JOINED, tally))
    )
    for text, figures in days:
        told.append(
            translated(text, language).format(
                rate=rate_shown(figures.completed, figures.eligible),
                completed=number(figures.completed),
                eligible=number(figures.eligible),
            )
        )
    return tuple(told)


def standing_words(standing: Standing, layer: Layer, language: str) -> str:
    """Where a venue stands; in an open drive nobody is behind, so there it has joined or has not."""
    if layer.open and standing.eligible:
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
    if not layer.open:
        return completed, outstanding, excluded
    joined, not_joined = (translated(text, language) for text in (_JOINED, _NOT_JOINED))
    return (
        Entry(joined, completed.colour, completed.shape),
        Entry(not_joined, outstanding.colour, outstanding.shape),
        excluded,
    )
