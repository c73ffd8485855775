"""Which figures anybody may see: districts', by kind of venue at most; agencies' are for who signs in.

A figure over few venues would tell of a venue: so no figures by village, sector or agency without sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from outreach.figures.positions import Dimension
from outreach.rules.dates import roc
from outreach.rules.refusals import Refusal
from outreach.services.who import Right, Who

#: What the public may break figures down by, or narrow them to.
OPEN = frozenset({Dimension.DISTRICT, Dimension.KIND})


class DayToCome(Refusal, ValueError):
    """A day that has not come, asked about by the public: what is planned is not published."""

    template = "日期 {day} 還沒到，未登入時最晚看到 {today}；請改用較早的日期，例如 {example}。"


def must_have_come(who: Who, day: date, today: date) -> None:
    """Raise `DayToCome` where the public asks about a day after today."""
    who.must(Right.SEE_PUBLIC)
    if day > today and not who.may(Right.SEE_FIGURES):
        raise DayToCome(day=roc(day), today=roc(today), example=today.isoformat())


def may_see_figures(who: Who, by: Dimension | None, where: Sequence[str]) -> None:
    """Raise `NotAllowed` unless these figures are the asker's to see; `where` holds FIELD=CODE texts."""
    named = {text.partition("=")[0].strip() for text in where}
    if (by is None or by in OPEN) and named <= {d.value for d in OPEN}:
        who.must(Right.SEE_PUBLIC)
        return
    who.must(Right.SEE_FIGURES)
