"""地圖: the city by district, a district by village, a village by venue, with the same numbers beside."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from outreach.pages import (
    anchors,
    bar,
    frame,
    map_foot,
    map_layers,
    map_place,
    map_spots,
    map_table,
    map_take,
    reporting,
    words,
)
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.links import link
from outreach.pages.map_place import Here
from outreach.pages.map_words import LAYERS
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.panel import show_opened
from outreach.pages.terms import KINDS
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.mapping import Areas, Choice, Layer, Question, areas, choice, layer_named
from outreach.services.spots import Spots, spots
from outreach.services.who import Right

_PICKER = "map_layer"
#: The table, as the link past the map knows it.
_NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class _Map:
    """What is shown: a layer, of which kinds of venue, where."""

    asked: Asked
    here: Here
    layer: Layer
    choice: Choice

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return self.choice.kinds(self.layer)

    @property
    def among(self) -> Kind | None:
        """The kind that a number must name when it opens, where the layer is about one of several."""
        return self.kinds[0] if self.choice.rated and self.choice.open else None

    @property
    def question(self) -> Question:
        where = self.asked.where_among(self.kinds)
        return Question(self.asked.scheme, self.asked.as_of, self.asked.known_at, where)

    @property
    def taken(self) -> map_take.Taken:
        """The same as files."""
        return map_take.Taken(self.asked, self.question, self.layer, self.kinds, self.here)


def show() -> None:
    """Bar, layers, where on the map, the map, and its numbers beside it."""
    frame.head(_("地圖"))
    city = frame.city()
    here, problem = map_place.in_address()
    asked = bar.ask(city, "map", within=here.district_code)
    here = here.within(asked.district)
    bar.show_question(city, asked)
    if problem:
        frame.notice(problem)
    if not map_spots.is_open(here):
        reporting.tell()
    found = choice(city, frame.who(), asked.scheme, asked.as_of, asked.kinds, asked.known_at)
    if here.district_code and not frame.who().may(Right.SEE_FIGURES):
        # Of villages the public reads who joined, and nothing of who did not.
        found = Choice((), (*found.rated, *found.open))
    with st.container(horizontal=True, vertical_alignment="center", key="where"):
        put(map_place.breadcrumb(here), anchors.past(_("跳過地圖，到表格"), _NUMBERS))
        layer = _pick_layer(found)
    shown = _Map(asked, here, layer, found)
    if here.village is None:
        _areas(city, shown)
    else:
        _spots(city, shown)
    put(map_foot.foot(city, asked))
    show_opened(city, asked)


def _areas(city: City, shown: _Map) -> None:
    here = shown.here
    found = areas(city, frame.who(), shown.question, shown.layer, here.district_code or None)
    if not found.total.population:
        _nothing(city, shown.asked)
    drawn, beside = st.columns([2, 1], gap="medium")
    with drawn, st.container(key="drawn"):
        map_layers.show_areas(shown.question, here, found)
        put(el("p", _unplaced(found, here), class_="fine"))
    with beside:
        put(_panel(shown, map_table.area_table(found, here, shown.among)))
        stem = f"{shown.layer.value}-{shown.asked.scheme}-{shown.asked.as_of.isoformat()}"
        with st.container(horizontal=True, gap="small"):
            map_table.take_areas(found, here, stem)
            map_take.take_map(city, shown.taken, found)


def _spots(city: City, shown: _Map) -> None:
    assert shown.here.village is not None
    found = spots(city, frame.who(), shown.question, shown.here.village.code)
    drawn, beside = st.columns([2, 1], gap="medium")
    with drawn, st.container(key="drawn"):
        map_layers.show_spots(shown.question, shown.here, shown.layer)
        put(el("p", _undrawn(found), class_="fine"))
    with beside:
        put(_panel(shown, map_spots.spot_table(found, shown.layer, shown.among)))
        map_take.take_map(city, shown.taken, None)
    map_spots.show_clicked(city, shown.asked, found)


def _panel(shown: _Map, table: Html) -> Html:
    """The numbers beside the map, under what they count."""
    of = "、".join(_(KINDS[kind]) for kind in shown.kinds) if shown.among else ""
    name = map_place.name(shown.here.village) if shown.here.village else _(LAYERS[shown.layer])
    title = el("h2", name, el("span", of, class_="of") if of else None)
    return el("section", title, table, class_="panel numbers", id=_NUMBERS, tabindex=-1)


def _unplaced(found: Areas, here: Here) -> str:
    count = found.elsewhere.population
    if not count:
        return _("所有店家都在圖上的範圍內。") if found.total.population else ""
    if here.district:
        return n_("另有 {count} 家未填里別，畫不進地圖，列在表格最後一列。", count)
    return n_("另有 {count} 家未填行政區，畫不進地圖，列在表格最後一列。", count)


def _undrawn(found: Spots) -> str:
    if not found.spots:
        return _("這個里沒有已加入的店家。") if found.joined_only else _("這個里沒有列冊的店家。")
    if found.unlocated:
        return n_("另有 {count} 家沒有座標，畫不進地圖，列在表格中並註明「無座標」。", found.unlocated)
    return _("點選記號看店家與歸類原因；同一地點的多家合為一個記號，數字為家數。")


def _pick_layer(found: Choice) -> Layer:
    """The layer in the address, where these kinds have it, and the switch to another."""
    chosen = found.layers[0]
    text = st.query_params.get("layer", "")
    try:
        asked = layer_named(text) if text else chosen
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        asked = chosen
    # An open drive has no rate: what was asked of another kind of venue gives way.
    chosen = asked if asked in found.layers else chosen
    st.session_state[_PICKER] = chosen.value
    st.segmented_control(
        _("圖層"),
        [layer.value for layer in found.layers],
        format_func=lambda value: _(LAYERS[Layer(value)]),
        key=_PICKER,
        required=True,
        label_visibility="collapsed",
        on_change=_take_layer,
    )
    return chosen


def _take_layer() -> None:
    st.query_params["layer"] = st.session_state[_PICKER]


def _nothing(city: City, asked: Asked) -> None:
    """No venue is on the list: nobody imported one, not yet, or not under these conditions."""
    if not nothing_yet(city, asked):
        step = link(_("清除條件"), {"kind": None, **map_place.going(None)})
        frame.notice(_("這些條件下沒有列冊的店家。"), next_step=step, kind="empty")
