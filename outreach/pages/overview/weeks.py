"""Thirteen weeks as columns: each is a day that can be gone to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from outreach.pages import words
from outreach.pages.links import link
from outreach.pages.markup import Html, el
from outreach.pages.words import _
from outreach.rules.dates import roc_short
from outreach.rules.rate import Tally, rate_shown


def spark(as_of: date, weeks: Sequence[tuple[date, Tally]]) -> Html:
    """The rate of each week, from 0 to 100 %, as a row of thin columns."""
    columns = [
        el(
            "i",
            style=f"height:{_share(t.completed, t.eligible):.1f}%",
            class_="now" if day == as_of else None,
        )
        for day, t in weeks
    ]
    told = _("{first} 至 {last} 的完成率：{rates}").format(
        first=words.day(weeks[0][0]),
        last=words.day(weeks[-1][0]),
        rates="、".join(rate_shown(t.completed, t.eligible) for _day, t in weeks),
    )
    return el("div", columns, class_="spark", role="img", aria_label=told)


def columns(as_of: date, weeks: Sequence[tuple[date, Tally]], *, rated: bool) -> Html:
    """Completed (solid) and outstanding (hollow) of each week, on one scale; a click goes to that day."""
    highest = max((t.eligible if rated else t.completed for _day, t in weeks), default=0)
    return el("ol", [_column(as_of, day, t, highest, rated) for day, t in weeks], class_="weeks")


def _column(as_of: date, day: date, tally: Tally, highest: int, rated: bool) -> Html:
    told = f"{words.day(day)} {_in_words(tally, rated)}"
    pieces = [el("i", class_="outstanding", style=f"height:{_share(tally.outstanding, highest):.1f}%")]
    pieces = [
        *(pieces if rated else []),
        el("i", class_="completed", style=f"height:{_share(tally.completed, highest):.1f}%"),
    ]
    column = link(el("span", pieces, class_="column"), {"as_of": day.isoformat()}, title=told, class_="week")
    short = roc_short(day).partition("/")[2]
    return el("li", column, el("span", short, class_="when"), class_="now" if day == as_of else None)


def _in_words(tally: Tally, rated: bool) -> str:
    if not tally.population:
        return _("尚無資料")
    if not rated:
        return _("加入 {count} 家").format(count=words.number(tally.completed))
    rate = rate_shown(tally.completed, tally.eligible)
    return f"{rate} {words.number(tally.completed)}／{words.number(tally.eligible)}"


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
