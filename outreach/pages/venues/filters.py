"""What narrows the list of venues besides the bar's question; it stands in the address too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import bar, words
from outreach.pages.bar import Asked
from outreach.pages.markup import el, show
from outreach.pages.terms import STANDINGS
from outreach.pages.words import N_, _, n_
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.naming import NONE_NAME, WHAT, entries_of, find, scheme_named

#: What the address says where a venue has none.
NOBODY = "-"
#: Groups of standings that may be asked for besides each single one.
GROUPS: Mapping[str, tuple[tuple[Standing, ...], str]] = {
    "eligible": (tuple(s for s in Standing if s.eligible), N_("母數")),
    "excluded": (tuple(s for s in Standing if not s.eligible), N_("毋須納入母數")),
}
CHOICES: Mapping[str, tuple[tuple[Standing, ...], str]] = {
    Standing.COMPLETED: ((Standing.COMPLETED,), STANDINGS[Standing.COMPLETED]),
    Standing.OUTSTANDING: ((Standing.OUTSTANDING,), STANDINGS[Standing.OUTSTANDING]),
    **GROUPS,
    **{s: ((s,), STANDINGS[s]) for s in Standing if not s.eligible},
}
_MORE = (Dimension.VILLAGE, Dimension.SECTOR, Dimension.CATEGORY)
#: Parameters of the address that are this page's own.
OWN = ("q", "standing", *_MORE)


class NoSuchStanding(Refusal, LookupError):
    """The address names a standing that is none."""

    template = "查無統計歸類『{value}』；可用的有 {known}，例如 outstanding。"


@dataclass(frozen=True, slots=True)
class Filters:
    """Codes by dimension ("" for no condition, `NOBODY` for what has none), a standing, and a text."""

    of: Mapping[Dimension, str]
    standing: str
    search: str

    def where(self, asked: Asked) -> tuple[str, ...]:
        """The bar's conditions and these, as services take them."""
        told = ((d.value, NONE_NAME if code == NOBODY else code) for d, code in self.of.items())
        return (*asked.where, *(f"{name}={code}" for name, code in told if code))

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings asked for; none means all."""
        return CHOICES[self.standing][0] if self.standing else ()

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for here at all."""
        return bool(self.standing or self.search or any(self.of.values()))


def ask_more(city: City, asked: Asked) -> tuple[Filters, str]:
    """Show search and further pickers; what they hold, and the same in words ("" for nothing)."""
    titles = _titles(city, asked)
    problems: list[str] = []
    of = {d: _read(city, asked, d, titles[d], problems) for d in _MORE}
    standing = st.query_params.get("standing", "").strip()
    if standing and standing not in CHOICES:
        problems.append(words.said(NoSuchStanding(value=standing, known="、".join(CHOICES))))
        standing = ""
    found = Filters(of, standing, st.query_params.get("q", "").strip())
    _pickers(found, titles)
    for problem in problems:
        show(el("div", el("p", problem), class_="notice note", role="status"))
    pieces = [
        *(titles[d][code] for d, code in of.items() if code),
        _(CHOICES[standing][1]) if standing else "",
        _("含「{text}」").format(text=found.search) if found.search else "",
    ]
    return found, " · ".join(piece for piece in pieces if piece)


def _titles(city: City, asked: Asked) -> dict[Dimension, dict[str, str]]:
    """Every choice of every picker: code and name. Villages are those of the district asked for, if any."""
    reference = city.reference()
    scheme_id = scheme_named(reference, asked.scheme).id
    districts = {p.id: p for p in reference.places.values() if p.district_id is None}
    villages = {}
    for village in reference.places.values():
        district = districts.get(village.district_id or 0)
        if district is not None and asked.district in ("", district.code):
            name = words.place(village.name, village.name_en)
            before = "" if asked.district else f"{words.place(district.name, district.name_en)} "
            villages[village.code] = before + name
    return {
        Dimension.VILLAGE: {**villages, NOBODY: _("里未填")},
        Dimension.SECTOR: {
            **{e.code: _(e.name) for e in reference.sectors.values()},
            NOBODY: _("行業未填"),
        },
        Dimension.CATEGORY: {
            **{e.code: _(e.name) for e in entries_of(reference, Dimension.CATEGORY, scheme_id).values()},
            NOBODY: _("類別未填"),
        },
    }


def _read(
    city: City, asked: Asked, dimension: Dimension, titles: Mapping[str, str], problems: list[str]
) -> str:
    """The code that the address names; nonsense is told and left out."""
    text = st.query_params.get(dimension.value, "").strip()
    if not text or text in titles:
        return text
    reference = city.reference()
    scheme_id = scheme_named(reference, asked.scheme).id
    try:
        code = find(entries_of(reference, dimension, scheme_id), text, WHAT[dimension]).code
    except Refusal as refusal:
        problems.append(words.said(refusal))
        return ""
    # A village of the district that was asked for before says nothing about the present one.
    return code if code in titles else ""


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
            for dimension, label in zip(_MORE, (_("里"), _("行業"), _("類別")), strict=True):
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
    bar.change(**dict.fromkeys((*OWN, "page")))
