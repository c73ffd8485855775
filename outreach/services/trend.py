"""How a scheme's figures went day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.figures.coverage import tally
from outreach.figures.positions import Dimension
from outreach.figures.trend import MOST_DAYS
from outreach.rules.dates import roc
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.coverage import name_of
from outreach.services.open_figures import may_see_figures
from outreach.services.question import question
from outreach.services.who import Who
from outreach.store.reference import Named


class RangeRefused(Refusal, ValueError):
    """A range of days that ends before it begins, or is too long."""

    template = (
        "日期範圍 {first} 至 {last} 不成立；起日須在迄日當天或之前，最長 {most} 天，例如 {last} 至 {last}。"
    )


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One group's tallies, one a day."""

    key: str
    name: str
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class TrendTable:
    """Lines by code over consecutive days; without `by` there is only the total."""

    scheme: Named
    days: tuple[date, ...]
    known_at: int
    lines: tuple[TrendLine, ...]
    total: TrendLine


def trend(
    city: City,
    who: Who,
    scheme: str,
    first: date,
    last: date,
    *,
    by: Dimension | None = None,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> TrendTable:
    """Figures of every day from `first` to `last`. Raises `RangeRefused` for an impossible range."""
    may_see_figures(who, by, where)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise RangeRefused(first=roc(first), last=roc(last), most=MOST_DAYS)
    asked = question(city, scheme, known_at, where)
    counts = city.figures.trend(asked.scheme.id, first, last, by, asked.where, asked.seq).counts
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    lines = []
    if by is not None:
        for group in range(counts.shape[1]):
            if counts[:, group].any():
                key, name = name_of(asked.reference, asked.scheme.id, by, group)
                lines.append(TrendLine(key, name, tuple(tally(c) for c in counts[:, group])))
        lines.sort(key=lambda line: (line.key == "", line.key))
    total = TrendLine("", "總計", tuple(tally(c) for c in counts.sum(axis=1)))
    return TrendTable(asked.scheme, days, asked.seq, tuple(lines), total)
