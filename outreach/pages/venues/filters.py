"""Search and pickers by which the list of venues is narrowed; what they hold stands in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import bar, conditions
from outreach.pages.bar import Asked
from outreach.pages.conditions import CHOICES, MORE, OWN
from outreach.pages.conditions import Filters as Filters
from outreach.pages.markup import el, show
from outreach.pages.words import _, n_
from outreach.services.city import City


def ask_more(city: City, asked: Asked) -> tuple[Filters, str]:
    """Show search and further pickers; what they hold, and the same in words ("" for nothing)."""
    titles = conditions.titles_of(city, asked.scheme, asked.district)
    found, problems = conditions.read(city, asked.scheme, titles)
    _pickers(found, titles)
    if st.query_params.get("voucher", "").strip():
        problems = (*problems, _("清單不依券別篩選；只看某一券別的店家，請用地圖。"))
    for problem in problems:
        show(el("div", el("p", problem), class_="notice note", role="status"))
    return found, conditions.in_words(found, titles)


def _pickers(found: Filters, titles: Mapping[Dimension, Mapping[str, str]]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="bar_more", gap="small"):
        st.session_state["find_q"] = found.search
        st.text_input(
            _("搜尋"),
            key="find_q",
            placeholder=_("店名、地址或統一編號"),
            icon=":material/search:",
            max_chars=60,
            on_change=_take,
            args=("q",),
        )
        standings = {code: _(title) for code, (_standings, title) in CHOICES.items()}
        _pick("standing", _("統計歸類"), standings, found.standing)
        active = sum(1 for code in found.of.values() if code)
        label = n_("更多條件（{count}）", active) if active else _("更多條件")
        with st.popover(label, icon=":material/tune:", key="find_more"):
            for dimension, label in zip(MORE, (_("里"), _("行業"), _("類別")), strict=True):
                _pick(dimension.value, label, titles[dimension], found.of[dimension])
        if found.narrows:
            st.button(_("清除條件"), key="find_clear", type="tertiary", on_click=clear)


def _pick(name: str, label: str, titles: Mapping[str, str], chosen: str) -> None:
    key = f"find_{name}"
    shown = {"": _("全部"), **titles}
    st.session_state[key] = chosen
    st.selectbox(
        label, list(shown), format_func=lambda c: shown.get(c, c), key=key, on_change=_take, args=(name,)
    )


def _take(name: str) -> None:
    bar.change(**{name: st.session_state[f"find_{name}"], "page": None})


def clear() -> None:
    """Ask for all venues of the bar's question."""
    bar.change(**dict.fromkeys((*OWN, "voucher", "page")))
