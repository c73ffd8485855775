"""The page: bar, search, the table (or the preview in its place), and what is unsaved at the bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from outreach.pages import bar, conditions, frame
from outreach.pages.bar import Asked
from outreach.pages.empty import nothing_yet
from outreach.pages.grid.bulk import all_chosen, bulk_bar, choose_all, tell
from outreach.pages.grid.drafts import Draft, draft_of, lay_aside, other_drafts, take_back
from outreach.pages.grid.editor import ask_before_leaving, on_screen, refused, show_table
from outreach.pages.grid.review import show_review
from outreach.pages.grid.saving import REVIEWING, sorted_out, tell_failed, tell_saved, unsaved_bar
from outreach.pages.grid.shown import Shown
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.paging import VENUES, asked_page, ways
from outreach.pages.venues.filters import Filters, ask_more, clear
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import N_, _, n_
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.grid import PAGE_SIZES, GridPage, Prepared, Sort, grid_ids, grid_rows
from outreach.services.naming import find, scheme_named
from outreach.services.who import Extent, Right, Role

SORTS = {
    Sort.NAME: N_("店名"),
    Sort.STANDING: N_("統計歸類"),
    Sort.STAGE: N_("參與狀態"),
    Sort.SINCE: N_("最近異動"),
    Sort.DISTRICT: N_("行政區・里"),
}


@dataclass(frozen=True, slots=True)
class _View:
    """What the address asks of the table."""

    sort: Sort
    page: int
    size: int


def show() -> None:
    """Edit the venues of the own agency in place; an administrator chooses whose."""
    returned = not on_screen()
    frame.head(_("登錄（頁名）"))
    city, who = frame.city(), frame.who()
    database = str(city.engine.url)
    if who.role is Role.PUBLIC and not who.looking and (left := lay_aside(database, who)):
        _signed_out(left)
        return
    who.must(Right.CHANGE)
    take_back(database, who)
    everywhere = who.extent(Right.CHANGE) is Extent.CITY
    asked = bar.ask(city, "grid", with_agency=everywhere)
    # What is edited is the present record; how it was known earlier is the venues' page.
    asked = replace(asked, looking_back=False, known_at=cities.known_at(city, None))
    draft = draft_of(who, asked.scheme)
    others = other_drafts(who, asked.scheme)
    agency = find(city.reference().agencies, asked.agency, "機關").id if asked.agency else who.agency
    prepared, told = sorted_out(city, asked.scheme, draft, asked.as_of, agency)
    ask_before_leaving(draft, sum(others.values()))
    show_undo(city, "grid")
    for sentence in refused():
        frame.notice(sentence, kind="alarm")
    tell_failed(draft)
    tell()
    shown = Shown.of(city, asked.scheme)
    ids: list[int] = []
    reviewing = bool(st.session_state.get(REVIEWING)) and bool(draft.rows)
    if reviewing:
        show_review(draft, prepared, shown, asked.as_of)
    elif everywhere and not asked.agency:
        _choose_agency(city)
    else:
        _tell_of_drafts(city, len(draft.rows) if returned else 0, others)
        ids = _table(city, asked, draft, prepared, shown)
    with st.container(key="grid_bar"):
        tell_saved(city, asked.scheme)
        if not reviewing:
            bulk_bar(asked.scheme, asked.as_of, shown, ids)
        unsaved_bar(asked.scheme, asked.as_of, draft, prepared, told)


def _signed_out(left: int) -> None:
    """The session ended before everything was saved: that it is kept, and how to have it back."""
    ask_before_leaving(Draft(), 0)
    text = n_("您已登出或登入逾時。{count} 家的登錄還沒有儲存，已為您保留；重新登入後會回到這一頁。", left)
    frame.notice(text, next_step=frame.sign_in_link(_("登入")), kind="alarm")


def _table(city: City, asked: Asked, draft: Draft, prepared: Prepared, shown: Shown) -> list[int]:
    """Search, table and pager; the ids of all that meet the conditions, where all of them are chosen."""
    chosen, more = ask_more(city, asked)
    put(el("p", " · ".join(p for p in (bar.in_words(city, asked), more) if p), class_="question"))
    view, page = _page(city, asked, chosen)
    if not page.total:
        _nothing(city, asked)
        return []
    _tools(page, view, conditions.to_map(asked, chosen))
    show_table(city, page, draft, prepared, shown, view.sort, asked.scheme)
    put(ways(page.page, page.total, view.size, told=VENUES))
    return _ids(city, asked, chosen) if all_chosen() else []


def _view() -> _View:
    asked = st.query_params
    sort, size = asked.get("sort", ""), asked.get("size", "")
    return _View(
        Sort(sort) if sort in list(Sort) else Sort.NAME,
        asked_page(),
        int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[1],
    )


def _page(city: City, asked: Asked, chosen: Filters) -> tuple[_View, GridPage]:
    view = _view()
    page = grid_rows(
        city,
        frame.who(),
        asked.scheme,
        asked.as_of,
        today=frame.today(),
        where=chosen.where(asked),
        search=chosen.search,
        standings=chosen.standings,
        sort=view.sort,
        page=view.page,
        page_size=view.size,
    )
    return view, page


def _ids(city: City, asked: Asked, chosen: Filters) -> list[int]:
    return grid_ids(
        city,
        frame.who(),
        asked.scheme,
        asked.as_of,
        today=frame.today(),
        where=chosen.where(asked),
        search=chosen.search,
        standings=chosen.standings,
    )


def _tools(page: GridPage, view: _View, to_map: Html | None) -> None:
    """How many there are, all of them at once, in what order, and the way to the map."""
    with st.container(horizontal=True, vertical_alignment="center", key="grid_tools", gap="small"):
        put(el("h2", n_("{count} 家", page.total), class_="found"))
        choose_all(page.total)
        _pick("sort", _("排序"), {s.value: _(title) for s, title in SORTS.items()}, view.sort.value)
        _pick("size", _("每頁"), {str(n): n_("每頁 {count} 家", n) for n in PAGE_SIZES}, str(view.size))
        put(to_map)


def _pick(name: str, label: str, titles: dict[str, str], chosen: str) -> None:
    key = f"grid_{name}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(titles),
        format_func=lambda c: titles.get(c, c),
        key=key,
        label_visibility="collapsed",
        on_change=_take,
        args=(name,),
    )


def _take(name: str) -> None:
    bar.change(**{name: st.session_state[f"grid_{name}"], "page": None})


def _choose_agency(city: City) -> None:
    """An administrator has no agency of the own, and the whole city is no list that anybody keeps."""
    agencies = city.reference().agencies.values()
    put(
        el("p", _("請先選擇要登錄哪個機關的店家："), class_="notice note"),
        el(
            "ul",
            [el("li", link(a.short_name or a.name, {"agency": a.code})) for a in agencies],
            class_="chips",
        ),
    )


def _tell_of_drafts(city: City, here: int, others: dict[str, int]) -> None:
    """Somebody who comes back is told what is still unsaved, under this scheme and others."""
    if here:
        frame.notice(n_("您有 {count} 筆修改還沒有儲存，都還在；可以繼續登錄，或在下方檢視、儲存。", here))
    for scheme, count in others.items():
        name = _(scheme_named(city.reference(), scheme).name)
        text = n_("另有 {count} 筆未儲存的修改，方案：", count) + name
        frame.notice(text, next_step=link(_("前往"), {"scheme": scheme, "page": None}))


def _nothing(city: City, asked: Asked) -> None:
    if not nothing_yet(city, asked):
        frame.notice(_("這些條件下沒有您可以登錄的店家。"), kind="empty")
        st.button(_("清除條件"), key="grid_clear", type="primary", on_click=clear)
