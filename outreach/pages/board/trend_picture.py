"""The trend as a picture, and what is marked in it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from outreach.pages import words
from outreach.pages.board.chart import Drawn, Rule, Series, spec
from outreach.pages.board.courses import Course, chosen_of, in_words
from outreach.pages.markup import Child, Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _
from outreach.rules.rate import Tally, basis_points
from outreach.services.lines import Happened, Mark

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


def picture(
    courses: Sequence[Course], days: Sequence[date], marked: Sequence[Mark], title: str, agency: str
) -> None:
    """Draw some courses over days, with what is marked; `title` and `agency` stand above."""
    chosen = chosen_of(days)
    rated = courses[0].rated

    def point(course: Course, at: int) -> tuple[str, float | None, str]:
        tally = course.tallies[at]
        return days[at].isoformat(), _value(tally, rated=rated), in_words(tally, rated=rated)

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


def _is_meeting(mark: Mark) -> bool:
    return mark.what is Happened.MEETING


def _names(mark: Mark) -> str:
    return "、".join(_(name) for name in mark.names)


def _said(mark: Mark) -> str:
    return _(_TOLD[mark.what]).format(day=words.day(mark.day), names=_names(mark))


def marked_in_words(marked: Sequence[Mark]) -> Html | None:
    """Everything that is marked in the picture, in words."""
    if not marked:
        return None
    told: list[Child] = [
        el("li", _said(mark), class_="meeting" if _is_meeting(mark) else "ordered") for mark in marked
    ]
    return el("ul", told, class_="marks")
