"""趨勢: each scheme's rate over any days, of the city or one agency, with orders and meetings marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from outreach.pages import bar, frame, words
from outreach.pages.bar import Asked
from outreach.pages.board.chart import Drawn, Rule, Series, spec
from outreach.pages.board.pieces import kinds_of
from outreach.pages.downloads import offer
from outreach.pages.links import link
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _
from outreach.rules.dates import parse_day, roc
from outreach.rules.rate import Tally, basis_points, rate_shown
from outreach.rules.refusals import Refusal
from outreach.services.board import Board
from outreach.services.city import City, first_day
from outreach.services.lines import Happened, Mark, days_between, line, marks
from outreach.services.naming import find
from outreach.services.who import Who
from outreach.sheets.table import Cell

#: Ranges that the page offers by name, in weeks; None is from the first day on.
RANGES: Mapping[str, tuple[str, int | None]] = {
    "4w": (N_("近四週"), 4),
    "13w": (N_("近十三週"), 13),
    "all": (N_("全期"), None),
}
USUAL = "13w"
#: With more days than this, one a week is drawn and listed.
EVERY_DAY = 400
_SHORT: Mapping[Happened, str] = {
    Happened.MEETING: N_("第{names}次"),
    Happened.SUSPENDED: N_("停業"),
    Happened.REOPENED: N_("復業"),
    Happened.BY_APPLICATION: N_("可申請復業"),
}
_TOLD: Mapping[Happened, str] = {
    Happened.MEETING: N_("{day} 第{names}次會議"),
    Happened.SUSPENDED: N_("{day} 公告停業：{names}"),
    Happened.REOPENED: N_("{day} 公告復業：{names}"),
    Happened.BY_APPLICATION: N_("{day} 公告可申請復業：{names}"),
}


@dataclass(frozen=True, slots=True)
class Range:
    """The days asked for, and by which name (`own` where they were given)."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Course:
    """How one group of a scheme went: a tally for every day."""

    title: str
    rated: bool
    tallies: tuple[Tally, ...]


def show_trend(city: City, who: Who, asked: Asked, found: Board) -> None:
    """Pickers, the picture, what is marked in it, and the same numbers as a table."""
    asked_range, problem = _range(city, asked)
    agency = _agency(city)
    with st.container(key="board_trend"):
        put(el("h2", _("趨勢"), id="trend"), _ranges(asked_range))
        _pickers(city, asked_range, agency)
        if problem:
            put(el("div", el("p", problem), class_="notice note", role="status"))
        courses = _courses(city, who, asked, found, asked_range, agency)
        marked = marks(city, who, asked_range.first, asked_range.last, known_at=asked.known_at)
        days = days_between(asked_range.first, asked_range.last)
        if not any(tally.population for course in courses for tally in course.tallies):
            frame.notice(_("這段期間尚無資料；請改選期間或機關。"), kind="empty")
            return
        for rated, title in ((True, _("完成率（%）")), (False, _("加入家數（可持續加入，不計完成率）"))):
            own = [course for course in courses if course.rated is rated]
            if own:
                _picture(own, days, marked, title, _named(city, agency))
        put(_marked(marked))
        _numbers(courses, days)


def _range(city: City, asked: Asked) -> tuple[Range, str]:
    """The days that the address asks for; the usual ones, and why, where they cannot be had."""
    given = st.query_params
    problem = ""
    if given.get("from", "").strip() or given.get("to", "").strip():
        try:
            last = _day(given.get("to", "").strip()) or asked.as_of
            first = _day(given.get("from", "").strip()) or max(last - timedelta(weeks=13), bar.FIRST_DAY)
            days_between(first, last)
            return Range(first, last, "own"), ""
        except Refusal as refusal:
            problem = words.said(refusal)
    name = given.get("range", USUAL)
    name = name if name in RANGES else USUAL
    if RANGES[name][1] is None:
        firsts = [first_day(city, scheme.code) for scheme in city.reference().schemes.values()]
        first = min(day for day in firsts if day is not None)
        try:
            days_between(first, asked.as_of)
            return Range(first, asked.as_of, name), problem
        except Refusal as refusal:
            name, problem = USUAL, words.said(refusal)
    weeks = RANGES[name][1] or 0
    return Range(max(asked.as_of - timedelta(weeks=weeks), bar.FIRST_DAY), asked.as_of, name), problem


def _day(text: str) -> date | None:
    """A day that the calendar offers; None for no text. Raises `DayOutOfRange` and those of `dates`."""
    if not text:
        return None
    day = parse_day(text)
    if not bar.FIRST_DAY <= day <= bar.LAST_DAY:
        raise bar.DayOutOfRange(value=text, first=roc(bar.FIRST_DAY), last=roc(bar.LAST_DAY))
    return day


def _agency(city: City) -> str:
    """The code of the agency whose lines are asked for, "" for the city's."""
    asked = st.query_params.get("line", "").strip()
    return find(city.reference().agencies, asked, "機關").code if asked else ""


def _named(city: City, agency: str) -> str:
    """Whose lines they are: an agency's with those under it, or the city's."""
    if not agency:
        return _("全部機關")
    found = find(city.reference().agencies, agency, "機關")
    return found.short_name or found.name


def _ranges(asked: Range) -> Html:
    ways = [
        el("span", _(title), aria_current="true")
        if name == asked.name
        else link(_(title), {"range": name, "from": None, "to": None}, class_="plain")
        for name, (title, _weeks) in RANGES.items()
    ]
    told = _("{first} 至 {last}").format(first=words.day(asked.first), last=words.day(asked.last))
    return el("p", ways, el("span", told, class_="fine"), class_="ranges")


def _pickers(city: City, asked: Range, agency: str) -> None:
    agencies = {a.code: a.short_name or a.name for a in city.reference().agencies.values()}
    st.session_state["board_line"] = agency
    st.session_state["board_from"], st.session_state["board_to"] = asked.first, asked.last
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="board_pickers"):
        st.selectbox(
            _("機關"),
            ["", *agencies],
            format_func=lambda code: agencies.get(code, _("全部機關")),
            key="board_line",
            on_change=_take_line,
        )
        for key, title in (("board_from", _("自")), ("board_to", _("至"))):
            st.date_input(
                title, key=key, min_value=bar.FIRST_DAY, max_value=bar.LAST_DAY, on_change=_take_days
            )


def _take_line() -> None:
    _put_in_address("line", str(st.session_state["board_line"]))


def _take_days() -> None:
    for name in ("from", "to"):
        _put_in_address(name, st.session_state[f"board_{name}"].isoformat())


def _put_in_address(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _courses(city: City, who: Who, asked: Asked, found: Board, days: Range, agency: str) -> list[Course]:
    """Each scheme's group with a rate, and its open one, which is drawn apart."""
    told = []
    for one in found.schemes:
        for group in (one.rated, one.open):
            if group is None:
                continue
            where = asked.where_among(group.kinds)
            where = tuple(text for text in where if not text.startswith("agency="))
            tallies = line(
                city,
                who,
                one.scheme.code,
                days.first,
                days.last,
                agency=agency,
                where=where,
                known_at=asked.known_at,
            )
            title = _(one.scheme.name)
            if one.rated is not None and one.open is not None:
                title = f"{title}（{kinds_of(group)}）"
            told.append(Course(title, group is one.rated, tallies))
    return told


def _chosen(days: Sequence[date]) -> list[int]:
    """Which of the days are drawn and listed: all, or of very many the last and every seventh before it."""
    step = 1 if len(days) <= EVERY_DAY else 7
    return list(range((len(days) - 1) % step, len(days), step))


def _in_words(tally: Tally, *, rated: bool) -> str:
    if not tally.population:
        return _("尚無資料")
    if not rated:
        return words.number(tally.completed)
    base = f"{words.number(tally.completed)}／{words.number(tally.eligible)}"
    return f"{rate_shown(tally.completed, tally.eligible)} {base}"


def _value(tally: Tally, *, rated: bool) -> float | None:
    """What is drawn: the rate cut as it is printed; nothing before the first listing."""
    if not rated:
        return tally.completed if tally.population else None
    points = basis_points(tally.completed, tally.eligible)
    return None if points is None else points / 100


def _bounds(courses: Sequence[Course], chosen: Sequence[int], *, rated: bool) -> tuple[int, int] | None:
    """Rates from the ten below the lowest to 100 %; counts as they come, unless there are none."""
    drawn = [_value(course.tallies[at], rated=rated) for course in courses for at in chosen]
    values = [value for value in drawn if value is not None]
    if rated:
        return min(90, int(min(values, default=90)) // 10 * 10), 100
    return None if any(values) else (0, 1)


def _picture(
    courses: Sequence[Course], days: Sequence[date], marked: Sequence[Mark], title: str, agency: str
) -> None:
    chosen = _chosen(days)
    rated = courses[0].rated

    def point(course: Course, at: int) -> tuple[str, float | None, str]:
        tally = course.tallies[at]
        return days[at].isoformat(), _value(tally, rated=rated), _in_words(tally, rated=rated)

    drawn = Drawn(
        tuple(Series(c.title, tuple(point(c, at) for at in chosen)) for c in courses),
        tuple(
            Rule(m.day.isoformat(), _(_SHORT[m.what]).format(names=_names(m)), _said(m), _is_meeting(m))
            for m in marked
        ),
        _("完成率") if rated else _("加入家數"),
        _("日期"),
        _("方案"),
        st.context.theme.type == "dark",
        330 if rated else 210,
        _bounds(courses, chosen, rated=rated),
    )
    told = _("{what}，{first} 至 {last}").format(
        what=title, first=words.day(days[0]), last=words.day(days[-1])
    )
    of = " · ".join([agency, *(course.title for course in courses[: len(courses) == 1])])
    put(el("h3", title, el("span", of, class_="of")))
    st.vega_lite_chart(spec=dict(spec(drawn)), key=f"board_chart_{rated}", alt=told)


def _is_meeting(mark: Mark) -> bool:
    return mark.what is Happened.MEETING


def _names(mark: Mark) -> str:
    return "、".join(_(name) for name in mark.names)


def _said(mark: Mark) -> str:
    return _(_TOLD[mark.what]).format(day=words.day(mark.day), names=_names(mark))


def _marked(marked: Sequence[Mark]) -> Html | None:
    """Everything that is marked in the picture, in words."""
    if not marked:
        return None
    told: list[Child] = [
        el("li", _said(mark), class_="meeting" if _is_meeting(mark) else "ordered") for mark in marked
    ]
    return el("ul", told, class_="marks")


def _numbers(courses: Sequence[Course], days: Sequence[date]) -> None:
    """The same numbers as a table, made when somebody unfolds it, and as a file."""
    chosen = _chosen(days)
    every = _("每日") if len(chosen) == len(days) else _("每週")
    unfolded = st.expander(
        _("圖上的數字（{every}）").format(every=every), key="board_numbers", on_change="rerun"
    )
    if unfolded.open:
        with unfolded:
            offer("trend", _("趨勢"), _headings(courses), _rows(courses, days, chosen), key="board_trend")
            put(_table(courses, days, chosen))


def _headings(courses: Sequence[Course]) -> list[str]:
    told = [_("日期")]
    for course in courses:
        names = (_("完成率"), _("已完成"), _("母數")) if course.rated else (_("加入家數"),)
        told += [f"{course.title} {name}" for name in names]
    return told


def _rows(
    courses: Sequence[Course], days: Sequence[date], chosen: Sequence[int]
) -> Callable[[], list[list[Cell]]]:
    def made() -> list[list[Cell]]:
        return [
            [days[at].isoformat(), *(cell for c in courses for cell in _cells(c, c.tallies[at]))]
            for at in chosen
        ]

    return made


def _cells(course: Course, tally: Tally) -> list[Cell]:
    if not tally.population:
        return [_("尚無資料"), None, None] if course.rated else [_("尚無資料")]
    if not course.rated:
        return [tally.completed]
    return [rate_shown(tally.completed, tally.eligible), tally.completed, tally.eligible]


def _table(courses: Sequence[Course], days: Sequence[date], chosen: Sequence[int]) -> Html:
    heads = [
        el("th", _("日期"), scope="col"),
        *(el("th", c.title, scope="col", class_="num") for c in courses),
    ]
    body = [
        el(
            "tr",
            el("th", words.day(days[at]), scope="row"),
            [el("td", _in_words(c.tallies[at], rated=c.rated), class_="num") for c in courses],
        )
        for at in reversed(chosen)
    ]
    return el("table", el("thead", el("tr", heads)), el("tbody", body), class_="short trend-numbers")
