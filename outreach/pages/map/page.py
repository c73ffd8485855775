"""地圖: the city by district, a district by village, the venues of either, and the same numbers beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from outreach.pages import anchors, bar, frame, reporting, words
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.links import link
from outreach.pages.map import change as map_change
from outreach.pages.map import filters as map_filters
from outreach.pages.map import find as map_find
from outreach.pages.map import foot as map_foot
from outreach.pages.map import layers as map_layers
from outreach.pages.map import others as map_others
from outreach.pages.map import place as map_place
from outreach.pages.map import share as map_share
from outreach.pages.map import spots as map_spots
from outreach.pages.map import table as map_table
from outreach.pages.map import take as map_take
from outreach.pages.map import view as map_view
from outreach.pages.map.filters import Narrowed
from outreach.pages.map.place import NUMBERS, Here
from outreach.pages.map.view import View
from outreach.pages.map_words import LAYERS
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.panel import show_opened
from outreach.pages.terms import KINDS
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City
from outreach.services.coverage import coverage
from outreach.services.finding import ANYTHING, Finding, FoundPage
from outreach.services.map_layers import Choice, Layer, choice, layer_named
from outreach.services.mapping import Areas, Question, areas
from outreach.services.who import Right

_PICKER = "map_layer"


@dataclass(frozen=True, slots=True)
class _Map:
    """What is shown: a layer, of which kinds of venue, where."""

    asked: Asked
    here: Here
    view: View
    layer: Layer
    choice: Choice
    narrowed: Narrowed
    than: date | None = None

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
        return Question(self.asked.scheme, self.asked.as_of, self.asked.known_at, where, self.than)

    @property
    def asked_of_venues(self) -> Question:
        """The same of every kind of venue that is asked for: venues are not added up to a rate."""
        asked = self.asked
        return Question(asked.scheme, asked.as_of, asked.known_at, asked.where)

    @property
    def taken(self) -> map_take.Taken:
        """The same as files."""
        return map_take.Taken(self.asked, self.question, self.layer, self.kinds, self.here)

    def taken_venues(self, finding: Finding) -> map_take.Taken:
        """The venues found as files."""
        kinds = self.asked.kinds or tuple(Kind)
        return map_take.Taken(self.asked, self.asked_of_venues, self.layer, kinds, self.here, finding)


def show() -> None:
    """Bar, view, where on the map, the map, and its numbers or venues beside it."""
    city = frame.city()
    frame.head(_("地圖"))
    # What may stand above the map stands in one block: a map that changes its place is built anew.
    above = st.container(key="map_head")
    with above:
        shown, finding = _asked(city)
    if shown.view is View.AREAS:
        _areas(city, shown, above)
    else:
        _venues(city, shown, finding, above)
    put(map_foot.foot(city, shown.asked))
    show_opened(city, shown.asked)


def _asked(city: City) -> tuple[_Map, Finding]:
    """The bar and all other choices, and what the address asks by them."""
    here, problem = map_place.in_address()
    view = map_view.asked(here)
    # Who comes to find a shop wants those of today; of other days the address and the other view tell.
    signed_in = frame.who().may(Right.SEE_FIGURES)
    with_day = view is View.AREAS or signed_in
    asked = bar.ask(city, "map", within=here.district_code, with_day=with_day)
    here = here.within(asked.district)
    narrowed = map_filters.read(city, asked.scheme)
    if signed_in:
        asked = narrowed.of(asked)
    finding = ANYTHING
    if view is View.VENUES:
        standings = narrowed.filters.standings if signed_in else ()
        kinds = map_find.kinds_offered(city, asked.scheme)
        finding = map_find.asked(kinds, narrowed.sector, standings)
        map_find.ask(kinds, finding, narrowed.filters.standing)
    bar.show_question(city, asked)
    if problem:
        frame.notice(problem)
    of_venues = view is View.VENUES
    listed = of_venues and _is_list(here, finding)
    put(narrowed.told(of_venues=of_venues, listed=listed) if signed_in else narrowed.unread())
    if not map_spots.is_open():
        reporting.tell()
    found = choice(city, frame.who(), asked.scheme, asked.as_of, asked.kinds, asked.known_at)
    if here.district_code and not signed_in:
        # Of villages the public reads who joined, and nothing of who did not.
        found = Choice((), (*found.rated, *found.open))
    with st.container(horizontal=True, vertical_alignment="center", key="where"):
        put(map_place.breadcrumb(here), anchors.past(_("跳過地圖，到表格"), NUMBERS))
        if here.village is None:
            map_view.pick(view)
        layer = _pick_layer(found) if view is View.AREAS else _spoken_of(found)
    than = None
    if layer.changes and not map_change.too_early(city, asked):
        than = map_change.pick(city, asked)
    return _Map(asked, here, view, layer, found, narrowed, than), finding


def _areas(city: City, shown: _Map, above: DeltaGenerator) -> None:
    if shown.layer.changes and shown.than is None:
        return  # no day to compare with, as has been said
    here = shown.here
    found = areas(city, frame.who(), shown.question, shown.layer, here.district_code or None)
    if not found.total.population:
        with above:
            _nothing(city, shown.asked)
    drawn, beside = st.columns([2, 1], gap="medium")
    with drawn, st.container(key="drawn"):
        map_layers.show_areas(city, shown.question, here, found)
        compared = map_change.told(shown.asked, shown.than) if shown.than else None
        put(compared, el("p", _unplaced(found, here), class_="fine"))
    with beside:
        put(_panel(shown, map_table.area_table(found, here, shown.among)))
        stem = f"{shown.layer.value}-{shown.asked.scheme}-{shown.asked.as_of.isoformat()}"
        stem += f"-than-{shown.than.isoformat()}" if shown.than else ""
        with st.container(horizontal=True, gap="small"):
            map_table.take_areas(found, here, stem)
            map_take.take_map(city, shown.taken, found)
            map_share.offer()
        put(shown.narrowed.lists(shown.asked, here))


def _venues(city: City, shown: _Map, finding: Finding, above: DeltaGenerator) -> None:
    here, question = shown.here, shown.asked_of_venues
    page = map_find.page_of(city, question, here.code, finding, told=_is_list(here, finding))
    if not page.total and finding == ANYTHING:
        with above:
            nothing_yet(city, shown.asked)
    drawn, beside = st.columns([2, 1], gap="medium")
    with drawn, st.container(key="drawn"):
        map_layers.show_venues(question, here, shown.layer, finding, joined_only=page.joined_only)
        put(el("p", _undrawn(page, listed=_is_list(here, finding)), class_="fine"))
    with beside:
        put(_beside(city, shown, finding, page))
        with st.container(horizontal=True, gap="small"):
            map_take.take_map(city, shown.taken_venues(finding), None)
            map_share.offer()
        put(shown.narrowed.lists(shown.asked, here))
    map_spots.show_clicked(city, shown.asked, question, finding)


def _is_list(here: Here, finding: Finding) -> bool:
    """Whether venues stand beside the map by name."""
    return here.district is not None or map_find.by_words(finding)


def _beside(city: City, shown: _Map, finding: Finding, page: FoundPage) -> Html:
    """The venues shown; of the whole city its districts, since nobody reads a list of all its venues."""
    if _is_list(shown.here, finding):
        figures = _figures(city, shown, finding)
        told = [_whose(shown) if figures else None, figures, map_others.note(shown.asked.as_of)]
        of = shown.asked_of_venues
        return map_find.found_list(city, of, page, shown.here, shown.layer, finding, told)
    question = shown.asked_of_venues if page.joined_only else shown.question
    table = map_table.area_table(areas(city, frame.who(), question, shown.layer), shown.here, shown.among)
    # Of several kinds of venue only some have a rate: then the table says whose it is.
    whose = None if page.joined_only else _whose(shown)
    return map_find.counted(shown.here, page, [map_others.note(shown.asked.as_of), whose, table])


def _figures(city: City, shown: _Map, finding: Finding) -> Html | None:
    """The place's figures for whoever may read them, where all of its venues are shown."""
    who, asked = frame.who(), shown.question
    if map_find.by_words(finding) or not who.may(Right.SEE_FIGURES):
        return None
    where = (*asked.where, f"village={shown.here.village.code}") if shown.here.village else asked.where
    table = coverage(city, who, asked.scheme, asked.as_of, where=where, known_at=asked.known_at)
    also = f"village={shown.here.village.code}" if shown.here.village else ""
    return map_table.figures(shown.layer, table.total, shown.among, also)


def _whose(shown: _Map) -> Html | None:
    """A layer and its kinds of venue, where it is not about all that are asked for."""
    of = _kinds(shown)
    return el("p", f"{_(LAYERS[shown.layer])} · {of}", class_="fine") if of else None


def _kinds(shown: _Map) -> str:
    """The kinds of venue that a layer is about, "" where these are all that are asked for."""
    return "、".join(_(KINDS[kind]) for kind in shown.kinds) if shown.among else ""


def _panel(shown: _Map, table: Html) -> Html:
    """The numbers beside the map, under what they count."""
    of = _kinds(shown)
    title = el("h2", _(LAYERS[shown.layer]), el("span", of, class_="of") if of else None)
    return el("section", title, table, class_="panel numbers", id=NUMBERS, tabindex=-1)


def _unplaced(found: Areas, here: Here) -> str:
    count = found.elsewhere.population
    if not count:
        return _("所有店家都在圖上的範圍內。") if found.total.population else ""
    if here.district:
        return n_("另有 {count} 家未填里別，畫不進地圖，列在表格最後一列。", count)
    return n_("另有 {count} 家未填行政區，畫不進地圖，列在表格最後一列。", count)


def _undrawn(page: FoundPage, *, listed: bool) -> str:
    if page.unlocated and not listed:
        return n_("另有 {count} 家沒有座標，畫不進地圖；選一個行政區，就列在清單中。", page.unlocated)
    if page.unlocated:
        return n_("另有 {count} 家沒有座標，畫不進地圖，列在清單中並註明「無座標」。", page.unlocated)
    return _("點選記號看店家；數字是同一地點或附近的家數，點選後放大。") if page.total else ""


def _spoken_of(found: Choice) -> Layer:
    """In which words venues are spoken of: where nobody is behind, one has joined or has not."""
    if not frame.who().may(Right.SEE_FIGURES):
        return Layer.JOINED
    return found.layers[0]


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
    chosen = found.nearest(asked)
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
        step = link(
            _("清除條件"), {"kind": None, "known_at": None, **map_filters.CLEARED, **map_place.going(None)}
        )
        frame.notice(_("這些條件下沒有列冊的店家。"), next_step=step, kind="empty")
