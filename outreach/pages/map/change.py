"""與另一日比較: which earlier day the map compares with, in the address as `than`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import streamlit as st

from outreach.pages import bar, frame, links, words
from outreach.pages.bar import FIRST_DAY, LAST_DAY, Asked
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.rules.dates import roc
from outreach.rules.refusals import Refusal
from outreach.services.city import City, first_day
from outreach.services.map_change import USUAL, NothingBefore, checked_day, last_sitting, usual_day
from outreach.services.who import Right

#: The parameter of the address, and the picker of the day.
THAN = "than"
_PICKER = "map_than"
_WEEK = timedelta(days=7)


def pick(city: City, asked: Asked) -> date:
    """Show the pickers and return the day that the address names.

    Where it names none that can be compared with, that is said and the usual one is taken.
    """
    usual = usual_day(city, frame.who(), asked.scheme, asked.as_of)
    than = _in_address(city, asked, usual)
    st.session_state[_PICKER] = max(than, FIRST_DAY)
    with st.container(horizontal=True, vertical_alignment="bottom", key="than", gap="small"):
        st.date_input(
            _("比較日"), key=_PICKER, min_value=FIRST_DAY, max_value=LAST_DAY, on_change=_take, width=160
        )
        for key, label, day in _shortcuts(city, asked):
            st.button(label, key=f"than_{key}", on_click=_put, args=(day,), disabled=day == than)
    return than


def too_early(city: City, asked: Asked) -> bool:
    """Say that no day before the one asked about has anything, with the way to one that can be compared."""
    first = first_day(city, asked.scheme)
    if first is None or asked.as_of > first:
        return False
    # In a city's first weeks that day has not come.
    day = min(first + USUAL, max(first + timedelta(days=1), frame.today()))
    refusal = NothingBefore(as_of=roc(asked.as_of), first=roc(first), example=roc(day))
    frame.notice(words.said(refusal), kind="empty")
    st.button(
        _("看{day}").format(day=words.day(day)),
        type="primary",
        on_click=bar.change,
        kwargs={"as_of": day.isoformat()},
    )
    return True


def told(asked: Asked, than: date) -> Html:
    """Which two days are compared, and the way to why the figures differ, for who may know."""
    days = _("比較日{than}，截止日{as_of}。").format(than=words.day(than), as_of=words.day(asked.as_of))
    why = None
    if frame.who().may(Right.SEE_FIGURES):
        to = links.to_page("bridge", first=than.isoformat(), last=asked.as_of.isoformat(), **_narrowed(asked))
        why = el("a", _("看增減原因"), href=to, class_="open", target="_self")
    return el("p", days, why, class_="fine")


def _narrowed(asked: Asked) -> dict[str, str]:
    kind = asked.kinds[0].value if len(asked.kinds) == 1 else ""
    return {name: value for name, value in (("kind", kind), ("district", asked.district)) if value}


def _shortcuts(city: City, asked: Asked) -> Iterator[tuple[str, str, date]]:
    """Days that people compare with, each once, as far as there was anything on them."""
    who, seen = frame.who(), set[date]()
    days = [("week", _("前一週"), asked.as_of - _WEEK), ("weeks", _("四週前"), asked.as_of - 4 * _WEEK)]
    if who.may(Right.READ_MEETINGS):
        sitting = last_sitting(city, who, asked.scheme, asked.as_of, kinds=asked.kinds)
        if sitting is not None:
            label = _("上次會議（第{number}次）").format(number=sitting.number)
            days.append(("meeting", label, sitting.as_of))
    for key, label, day in days:
        if day not in seen and _can_be(city, asked, day):
            seen.add(day)
            yield key, label, day


def _can_be(city: City, asked: Asked, day: date) -> bool:
    try:
        checked_day(city, frame.who(), asked.scheme, asked.as_of, day)
    except Refusal:
        return False
    return True


def _in_address(city: City, asked: Asked, usual: date) -> date:
    text = st.query_params.get(THAN, "").strip()
    if not text:
        return usual
    try:
        return checked_day(city, frame.who(), asked.scheme, asked.as_of, bar.read_day(text))
    except Refusal as refusal:
        frame.notice(words.said(refusal))
        return usual


def _take() -> None:
    _put(st.session_state[_PICKER])


def _put(day: date) -> None:
    st.query_params[THAN] = day.isoformat()
