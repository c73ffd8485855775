"""The form that opens a meeting: number, day and items, suggested from the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.bar import FIRST_DAY, LAST_DAY
from outreach.pages.links import link
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.meetings.pieces import bracketed, meeting_name, outcome, refused, say
from outreach.pages.round.pieces import kinds_words
from outreach.pages.words import _
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Kind
from outreach.services.city import City, first_day
from outreach.services.meetings import open_meeting, suggested_meeting

#: A scheme's code and one kind of venue, "" for all of them.
Choice = tuple[str, str]
#: No meeting of any city has a larger number.
LARGEST = 99_999


def show_opening(city: City) -> None:
    """Number, day, items each with its as-of date; what is refused is said above the button."""
    today = frame.today()
    suggested = suggested_meeting(city, frame.who(), today=today)
    put(
        el("h2", _("開立會議"), class_="meeting-name"),
        el("p", link(_("看所有會議"), {"view": None}), class_="fine"),
    )
    with st.container(key="meeting_form"):
        numbered("open", suggested.number, today)
        usual = [
            (item.scheme, item.kinds[0].value if len(item.kinds) == 1 else "") for item in suggested.items
        ]
        chosen = choose_items(city, "open", usual)
        days = {choice: _day(city, choice, today) for choice in chosen}
        outcome()
        st.button(
            _("開立會議"), key="meeting_open", type="primary", on_click=_open, args=(chosen, days, today)
        )


def numbered(form: str, number: int, day: date) -> None:
    """Number, day and name of a meeting; `form` is the beginning of the widgets' keys."""
    with st.container(horizontal=True, gap="small"):
        st.number_input(_("會議次別"), 0, LARGEST, number, key=f"{form}_number", width=140)
        st.date_input(
            _("會議日期"), day, FIRST_DAY, LAST_DAY, key=f"{form}_date", format="YYYY/MM/DD", width=180
        )
        placeholder = _("不填則為第…次主任秘書會報")
        st.text_input(_("名稱"), key=f"{form}_name", max_chars=80, placeholder=placeholder, width="stretch")


def choose_items(city: City, form: str, usual: Sequence[Choice]) -> list[Choice]:
    """The lists that the meeting looks at: schemes, each with all venues or one kind of them."""
    schemes = list(city.reference().schemes.values())
    options: list[Choice] = [(s.code, kind) for s in schemes for kind in ("", Kind.CITY_VENUE, Kind.SHOP)]
    chosen: list[Choice] = st.multiselect(
        _("統計項目"),
        options,
        [choice for choice in usual if choice in options],
        key=f"{form}_items",
        format_func=lambda choice: choice_words(city, choice),
        placeholder=_("請選擇項目"),
    )
    return [(scheme, str(kind)) for scheme, kind in chosen]


def choice_words(city: City, choice: Choice) -> str:
    """「台北熊好券（店家）」."""
    names = {s.code: _(s.name) for s in city.reference().schemes.values()}
    return bracketed(names[choice[0]], kinds_words(kinds_of(choice)))


def kinds_of(choice: Choice) -> tuple[Kind, ...]:
    """The kinds of a choice, none for all."""
    return (Kind(choice[1]),) if choice[1] else ()


def _day(city: City, choice: Choice, today: date) -> date:
    """The as-of date of one item, and a warning where there is nothing to count on it."""
    label = _("{item}：統計截止日").format(item=choice_words(city, choice))
    day = st.date_input(label, today, FIRST_DAY, LAST_DAY, key=_key(choice), format="YYYY/MM/DD", width=320)
    first = first_day(city, choice[0])
    if first is None:
        put(el("p", _("尚無資料：這個方案還沒有列冊的店家。"), class_="fine alarm"))
    elif day < first:
        text = _("尚無資料：{day}還沒有列冊的店家，最早的資料在{first}。")
        put(el("p", text.format(day=words.day(day), first=words.day(first)), class_="fine alarm"))
    return day


def _open(chosen: Sequence[Choice], days: dict[Choice, date], today: date) -> None:
    asked = st.session_state
    items = [(choice[0], kinds_of(choice), asked.get(_key(choice), days[choice])) for choice in chosen]
    try:
        opened = open_meeting(
            frame.city(),
            frame.who(),
            int(asked["open_number"] or 0),
            asked["open_date"],
            items,
            name=asked["open_name"],
            now=datetime.now(UTC),
            today=today,
        )
    except Refusal as refusal:
        refused(refusal)
        return
    say("note", _("已開立{name}；凍結後即有第1版。").format(name=meeting_name(opened)))
    st.query_params["meeting"] = str(opened.number)
    st.query_params.pop("view", None)


def _key(choice: Choice) -> str:
    return f"open_as_of_{choice[0]}_{choice[1]}"
