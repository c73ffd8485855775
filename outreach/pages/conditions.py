"""Conditions besides the bar's question, under the same names in the address of 店家, 登錄 and 地圖.

Each page shows pickers of its own; what the address says is read, checked and said in words here, and a link
from one page to another keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import words
from outreach.pages.bar import Asked
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el
from outreach.pages.terms import STANDINGS
from outreach.pages.words import N_, _
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
#: The dimensions that a page may be narrowed by besides those of the bar.
MORE = (Dimension.VILLAGE, Dimension.SECTOR, Dimension.CATEGORY)
#: Parameters of the address that say these conditions.
OWN = ("q", "standing", *MORE)

Titles = Mapping[Dimension, Mapping[str, str]]


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
        return (*asked.where, *self.own_where)

    @property
    def own_where(self) -> tuple[str, ...]:
        """These conditions alone, as services take them."""
        told = ((d.value, NONE_NAME if code == NOBODY else code) for d, code in self.of.items())
        return tuple(f"{name}={code}" for name, code in told if code)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings asked for; none means all."""
        return CHOICES[self.standing][0] if self.standing else ()

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for here at all."""
        return bool(self.standing or self.search or any(self.of.values()))

    @property
    def address(self) -> dict[str, str]:
        """The parameters that say the same."""
        told = {"q": self.search, "standing": self.standing, **{d.value: c for d, c in self.of.items()}}
        return {name: value for name, value in told.items() if value}


def read(city: City, scheme: str, titles: Titles) -> tuple[Filters, tuple[str, ...]]:
    """What the address asks for of the choices `titles`; and a sentence for each part that is nonsense.

    A dimension without titles is not asked about.
    """
    problems: list[str] = []
    of = {d: _code(city, scheme, d, titles[d], problems) if d in titles else "" for d in MORE}
    standing = st.query_params.get("standing", "").strip()
    if standing and standing not in CHOICES:
        problems.append(words.said(NoSuchStanding(value=standing, known="、".join(CHOICES))))
        standing = ""
    return Filters(of, standing, st.query_params.get("q", "").strip()), tuple(problems)


def in_words(found: Filters, titles: Titles) -> str:
    """The conditions as people say them, after the bar's; "" for none."""
    pieces = [
        *(titles[d][code] for d, code in found.of.items() if code),
        _(CHOICES[found.standing][1]) if found.standing else "",
        _("含「{text}」").format(text=found.search) if found.search else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def titles_of(city: City, scheme: str, district: str) -> Titles:
    """Every choice: code and name. Villages are those of a district (its code), or all of them for ""."""
    villages = {**_villages(city, district), NOBODY: _("里未填")}
    return {Dimension.VILLAGE: villages, **titles_but_villages(city, scheme)}


def titles_but_villages(city: City, scheme: str) -> Titles:
    """The same for a page that asks in another way where a venue is."""
    reference = city.reference()
    scheme_id = scheme_named(reference, scheme).id
    return {
        Dimension.SECTOR: {
            **{e.code: _(e.name) for e in reference.sectors.values()},
            NOBODY: _("行業未填"),
        },
        Dimension.CATEGORY: {
            **{e.code: _(e.name) for e in entries_of(reference, Dimension.CATEGORY, scheme_id).values()},
            NOBODY: _("類別未填"),
        },
    }


def _villages(city: City, district: str) -> dict[str, str]:
    """The villages of a district by code; of the whole city with the district's name before each."""
    reference = city.reference()
    districts = {p.id: p for p in reference.places.values() if p.district_id is None}
    found, spoken = {}, words.language()
    for village in reference.places.values():
        within = districts.get(village.district_id or 0)
        if within is not None and district in ("", within.code):
            name = words.place(village.name, village.name_en, spoken)
            before = "" if district else f"{words.place(within.name, within.name_en, spoken)} "
            found[village.code] = before + name
    return found


def _code(
    city: City, scheme: str, dimension: Dimension, titles: Mapping[str, str], problems: list[str]
) -> str:
    """The code that the address names; nonsense is told and left out."""
    text = st.query_params.get(dimension.value, "").strip()
    if not text or text in titles:
        return text
    reference = city.reference()
    scheme_id = scheme_named(reference, scheme).id
    try:
        code = find(entries_of(reference, dimension, scheme_id), text, WHAT[dimension]).code
    except Refusal as refusal:
        problems.append(words.said(refusal))
        return ""
    # A village of the district that was asked for before says nothing about the present one.
    return code if code in titles else ""


def to_map(asked: Asked, found: Filters) -> Html | None:
    """A link to the same venues on the map: the village asked for, else the district, else the city.

    None for those that name no village: the map has no place that is theirs alone.
    """
    village = found.of.get(Dimension.VILLAGE, "")
    if village == NOBODY:
        return None
    place = village or asked.district
    told = {
        "view": "venues",
        **of_the_bar(asked),
        **{name: value for name, value in found.address.items() if name != Dimension.VILLAGE},
        "place": place,
    }
    told.pop("district", None)
    return _to("map", _("在地圖上看"), told)


def to_list(page: str, text: str, asked: Asked, more: Mapping[str, str]) -> Html:
    """A link to a page of lists (`venues`, `grid`) under the bar's conditions and `more` parameters."""
    return _to(page, text, {**of_the_bar(asked), **more})


def of_the_bar(asked: Asked) -> dict[str, str]:
    """The bar's conditions as parameters; day and language travel with every link."""
    kind = asked.kinds[0].value if len(asked.kinds) == 1 else ""
    return {"scheme": asked.scheme, "kind": kind, "district": asked.district, "agency": asked.agency}


def _to(page: str, text: str, told: Mapping[str, str]) -> Html:
    address = to_page(page, **{name: value for name, value in told.items() if value})
    return el("a", text, href=address, target="_self", class_="open elsewhere")
