"""Whose list of which scheme, from which day, and whether it is all of it; kept in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.markup import el, show
from outreach.pages.words import _
from outreach.rules.dates import parse_day
from outreach.rules.refusals import Refusal
from outreach.services import city as cities
from outreach.services.city import City
from outreach.services.imports.scope import NoAgencyOfOwn
from outreach.services.naming import find, scheme_named
from outreach.services.reach import OtherAgency
from outreach.services.who import Extent, Right


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is settled before a file is looked at; `agency` "" leaves it to the file's own column."""

    scheme: str
    agency: str
    effective_on: date
    complete: bool


def choose(city: City) -> Chosen:
    """Show the pickers; nonsense in the address is told and left out."""
    reference, problems = city.reference(), list[str]()
    schemes = list(reference.schemes.values())
    scheme, agency, effective_on = schemes[0], "", cities.opening_day(city, cities.today())
    try:
        if st.query_params.get("scheme"):
            scheme = scheme_named(reference, st.query_params["scheme"])
    except Refusal as refusal:
        problems.append(words.said(refusal))
    try:
        if st.query_params.get("agency"):
            agency = find(reference.agencies, st.query_params["agency"], "機關").code
    except Refusal as refusal:
        problems.append(words.said(refusal))
    try:
        if st.query_params.get("effective"):
            effective_on = min(max(parse_day(st.query_params["effective"]), bar.FIRST_DAY), bar.LAST_DAY)
    except Refusal as refusal:
        problems.append(words.said(refusal))
    complete = bool(agency) and st.query_params.get("complete") == "1"
    names = {a.code: a.short_name or a.name for a in reference.agencies.values()}
    offered = {"": _("依檔案的機關欄"), **names}
    own = _own_agency(city)
    if own is not None:
        if agency not in ("", own):
            problems.append(words.said(OtherAgency(agency=names[agency])))
        agency, offered = own, {own: names[own]}
        complete = st.query_params.get("complete") == "1"
    with st.container(horizontal=True, vertical_alignment="bottom", key="import_choices", gap="small"):
        _pick("scheme", _("方案"), {s.code: _(s.name) for s in schemes}, scheme.code)
        _pick("agency", _("機關"), offered, agency, only=own is not None)
        st.session_state["import_effective"] = effective_on
        st.date_input(
            _("生效日期"),
            key="import_effective",
            min_value=bar.FIRST_DAY,
            max_value=bar.LAST_DAY,
            on_change=_take,
            args=("effective",),
            help=_("檔案有「生效日期」欄的列，以該欄為準"),
        )
        st.session_state["import_complete"] = complete
        st.checkbox(
            _("這是全量清單"),
            key="import_complete",
            disabled=not agency,
            on_change=_take,
            args=("complete",),
            help=_("檔案沒有列出的該機關店家，自生效日起移出名冊；須先選機關"),
        )
    for problem in problems:
        show(el("div", el("p", problem), class_="notice note", role="status"))
    told = (
        _(scheme.name),
        names.get(agency, _("依檔案的機關欄")),
        _("自{day}起").format(day=words.day(effective_on)),
        _("全量清單") if complete else "",
    )
    show(el("p", " · ".join(piece for piece in told if piece), class_="question"))
    return Chosen(scheme.code, agency, effective_on, complete)


def _own_agency(city: City) -> str | None:
    """Code of the one agency whose venues the asker may change; None for who may change all."""
    who = frame.who()
    if who.extent(Right.CHANGE) is Extent.CITY:
        return None
    own = city.reference().agencies.get(who.agency or 0)
    if own is None:
        raise NoAgencyOfOwn(name=who.name)
    return own.code


def _pick(name: str, label: str, titles: dict[str, str], chosen: str, *, only: bool = False) -> None:
    key = f"import_{name}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(titles),
        format_func=lambda c: titles.get(c, c),
        key=key,
        on_change=_take,
        args=(name,),
        disabled=only,
    )


def _take(name: str) -> None:
    value = st.session_state[f"import_{name}"]
    told = value.isoformat() if isinstance(value, date) else "1" if value is True else value
    for gone in ("result", "rows", "change", *(("complete",) if name == "agency" and not told else ())):
        st.query_params.pop(gone, None)
    if told:
        st.query_params[name] = told
    else:
        st.query_params.pop(name, None)
