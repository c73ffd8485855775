"""The filter bar: one row of pickers whose values stand in the address, and the question in words.

The address is the only truth. Each run reads it, puts what it says into the pickers, and a picker that
is changed writes the address before the next run. What cannot be read is said in a sentence, and the
page shows what it would show without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

import streamlit as st

from outreach.pages import links, words
from outreach.pages.markup import el, show
from outreach.pages.terms import KINDS
from outreach.pages.words import _
from outreach.rules.dates import parse_day, roc
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.naming import find, kind_named, scheme_named
from outreach.services.open_figures import must_have_come
from outreach.services.who import Right
from outreach.web import asking, opened

T = TypeVar("T")

#: Parameters of the address that make up the question.
FILTERS = ("scheme", "kind", "as_of", "district", "agency", "known_at")
#: What a parameter leaves meaningless when it changes: another district has other places, another scheme
#: other vouchers; and a part of a list (`rows`) is one of other venues.
_BELOW = {"district": ("place", "rows"), "scheme": ("voucher", "rows"), "kind": ("rows",), "as_of": ("rows",)}
#: Days that the calendar offers: the ROC's first, and as far ahead as anybody announces anything.
FIRST_DAY, LAST_DAY = date(1912, 1, 1), date(2110, 12, 31)
_MEMORY, _PAGE, _SHOWN = "asked", "asked_on", "page_shown"


class DayOutOfRange(Refusal, ValueError):
    """A day outside the calendar of the pages."""

    template = "讀到日期『{value}』，超出可查詢的範圍；請用 {first} 至 {last} 之間的日期，例如 110-10-26。"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a page answers; `where` are FIELD=CODE conditions as services take them.

    No `kinds` means all of them. `known_at` is always a number; `looking_back` says that it was asked
    for and is not simply the present one.
    """

    scheme: str
    scheme_name: str
    kinds: tuple[Kind, ...]
    as_of: date
    district: str
    agency: str
    known_at: int
    looking_back: bool
    more: tuple[str, ...] = ()
    """Further FIELD=CODE conditions, of a page that asks for some beside the bar."""

    @property
    def where(self) -> tuple[str, ...]:
        """The conditions of the question."""
        return self.where_among(self.kinds)

    def where_among(self, kinds: Sequence[Kind]) -> tuple[str, ...]:
        """The same conditions for other kinds of venue; none, or all of them, is no condition."""
        one = kinds[0].value if len(set(kinds)) == 1 else ""
        told = {"kind": one, "district": self.district, "agency": self.agency}
        return (*(f"{name}={value}" for name, value in told.items() if value), *self.more)


@dataclass(slots=True)
class _Reading:
    """The address being read; what cannot be read collects in `problems`."""

    problems: list[str] = field(default_factory=list)

    def read(self, name: str, parse: Callable[[str], T], otherwise: T) -> T:
        """A parameter's value, or the one it has where it is absent or nonsense."""
        text = st.query_params.get(name, "").strip()
        if not text:
            return otherwise
        try:
            return parse(text)
        except Refusal as refusal:
            self.problems.append(words.said(refusal))
            return otherwise


def ask(
    city: City,
    page: str,
    *,
    with_agency: bool = False,
    with_scheme: bool = True,
    with_day: bool = True,
    within: str = "",
) -> Asked:
    """Show the bar and return what is asked; `page` is the page's own address (`/map` is "map").

    Coming from another page without a question in the address, the last question is asked again.
    `within` is the code of the district that the page is about where the address names none.
    """
    _remember(page)
    links.remember_address()
    reading = _Reading()
    reference = city.reference()
    schemes = list(reference.schemes.values())
    scheme = reading.read("scheme", lambda t: scheme_named(reference, t), schemes[0])
    kind = reading.read("kind", lambda t: kind_named(t), None)
    opening = cities.opening_day(city, cities.today())
    as_of = reading.read("as_of", _day, opening)
    districts = {i: p for i, p in reference.places.items() if p.district_id is None}
    district = reading.read("district", lambda t: find(districts, t, "行政區").code, within)
    agency = reading.read("agency", lambda t: find(reference.agencies, t, "機關").code, "")
    present = cities.known_at(city, None)
    known_at = reading.read("known_at", lambda t: cities.known_at(city, t), present)

    with st.container(horizontal=True, vertical_alignment="bottom", key="bar", gap="small"):
        if with_scheme:
            names = {s.code: _(s.name) for s in schemes}
            _pick("scheme", _("方案"), [s.code for s in schemes], scheme.code, names)
        _pick_kind(kind)
        if with_day:
            _pick_day(as_of, opening, looking_back=known_at < present)
        _pick(
            "district",
            _("行政區"),
            ["", *(d.code for d in districts.values())],
            district,
            {"": _("全市"), **{d.code: words.place(d.name, d.name_en) for d in districts.values()}},
        )
        if with_agency:
            names = {a.code: a.short_name or a.name for a in reference.agencies.values()}
            _pick("agency", _("機關"), ["", *names], agency, {"": _("全部機關"), **names})
    for problem in reading.problems:
        show(el("div", el("p", problem), class_="notice note", role="status"))
    return Asked(
        scheme.code,
        scheme.name,
        (kind,) if kind else (),
        as_of,
        district,
        agency if with_agency else "",
        known_at,
        known_at < present,
    )


def in_words(city: City, asked: Asked) -> str:
    """The question as people say it: 台北熊好券 · 轄管場館 · 截至110年10月26日 · 大安區."""
    pieces = [
        _(asked.scheme_name),
        "、".join(_(KINDS[k]) for k in asked.kinds) or _("店家與轄管場館"),
        _("截至{day}").format(day=words.day(asked.as_of)),
        *(_whose(city, asked) if asked.district or asked.agency else ()),
        _("依第 {number} 號以前的登錄").format(number=words.number(asked.known_at))
        if asked.looking_back
        else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def _whose(city: City, asked: Asked) -> tuple[str, str]:
    """The district's and the agency's name; "" for what is not asked for."""
    reference = city.reference()
    places = (words.place(p.name, p.name_en) for p in reference.places.values() if p.code == asked.district)
    agencies = (a.name for a in reference.agencies.values() if a.code == asked.agency)
    return next(places, ""), next(agencies, "")


def change(**changes: str | None) -> None:
    """Change the question: the address, and what the next page will ask."""
    links.go(changes)
    st.session_state[_MEMORY] = _in_address()


def _in_address() -> dict[str, str]:
    return {name: st.query_params[name] for name in FILTERS if name in st.query_params}


def turned_to(page: str) -> None:
    """Note the page shown, also one without a bar: who comes back from it asks the last question again."""
    if st.session_state.get(_SHOWN, page) != page:
        st.session_state[_PAGE] = ""
    st.session_state[_SHOWN] = page


def _remember(page: str) -> None:
    """Bring the last question along to another page; otherwise the address says all."""
    moved = st.session_state.get(_PAGE, page) != page
    if moved and not _in_address():
        for name, value in st.session_state.get(_MEMORY, {}).items():
            st.query_params[name] = value
    st.session_state[_PAGE] = page
    st.session_state[_MEMORY] = _in_address()


def read_day(text: str) -> date:
    """A day that the calendar offers, as people write it. Raises `DayOutOfRange` and those of `dates`."""
    day = parse_day(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DayOutOfRange(value=text, first=roc(FIRST_DAY), last=roc(LAST_DAY))
    return day


def _day(text: str) -> date:
    day = read_day(text)
    must_have_come(asking.who(), day, opened.today())
    return day


def _last_day() -> date:
    """The last day that the reader may ask about."""
    return LAST_DAY if asking.who().may(Right.SEE_FIGURES) else opened.today()


def _pick(name: str, label: str, codes: Sequence[str], chosen: str, titles: dict[str, str]) -> None:
    key = f"bar_{name}"
    st.session_state[key] = chosen
    st.selectbox(label, codes, format_func=lambda c: titles.get(c, c), key=key, on_change=_take, args=(name,))


def _pick_kind(kind: Kind | None) -> None:
    st.session_state["bar_kind"] = kind.value if kind else ""
    titles = {"": _("全部"), **{k.value: _(title) for k, title in KINDS.items()}}
    st.segmented_control(
        _("性質"),
        list(titles),
        format_func=lambda c: titles.get(c, c),
        key="bar_kind",
        required=True,
        on_change=_take,
        args=("kind",),
    )


def _pick_day(as_of: date, opening: date, *, looking_back: bool) -> None:
    last = _last_day()
    st.session_state["bar_as_of"] = as_of
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="bar_days"):
        st.date_input(
            _("截至"),
            key="bar_as_of",
            min_value=FIRST_DAY,
            max_value=last,
            on_change=_take,
            args=("as_of",),
        )
        for key, icon, label, day in (
            ("earlier", ":material/chevron_left:", _("前一天"), _beside(as_of, -1, last)),
            ("later", ":material/chevron_right:", _("後一天"), _beside(as_of, +1, last)),
        ):
            st.button(
                label,  # seen only by who hears the page or points at the arrow; an icon alone has no name
                key=f"bar_{key}",
                icon=icon,
                help=label,
                on_click=change,
                kwargs={"as_of": day.isoformat()},
                disabled=day == as_of,
            )
        st.button(
            _("最新"),
            key="bar_latest",
            on_click=change,
            kwargs={"as_of": None, "known_at": None},
            disabled=as_of == opening and not looking_back,
        )


def _beside(day: date, step: int, last: date) -> date:
    return min(max(day + timedelta(days=step), FIRST_DAY), last)


def _take(name: str) -> None:
    value = st.session_state[f"bar_{name}"]
    told = value.isoformat() if isinstance(value, date) else value
    change(**{name: told}, **dict.fromkeys(_BELOW.get(name, ())))


def show_question(city: City, asked: Asked) -> None:
    """The question in words, for people and for papers printed from the page."""
    show(el("p", in_words(city, asked), class_="question"))
