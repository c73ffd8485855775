"""達標預估: when each agency would have all of today's denominator, at the pace of the last four weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from outreach.figures.bridge import tops
from outreach.figures.pace import gained
from outreach.figures.positions import Dimension
from outreach.rules.forecast import WEEKS, Forecast, forecast
from outreach.services.city import City, first_day
from outreach.services.coverage import Row, coverage
from outreach.services.open_figures import may_see_figures
from outreach.services.question import question
from outreach.services.who import Who
from outreach.store.reference import Named

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AgencyForecast:
    """An agency's figures (with its subordinates) and what its pace leads to."""

    row: Row
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class ForecastTable:
    """Every agency of the first level by code, what has none last, and all together."""

    scheme: Named
    as_of: date
    known_at: int
    weeks: int
    """Weeks that the pace is made of: four, or as many as there were since the first listing."""
    rows: tuple[AgencyForecast, ...]
    total: AgencyForecast


def forecasts(
    city: City,
    who: Who,
    scheme: str,
    as_of: date,
    *,
    where: Sequence[str] = (),
    known_at: str | int | None = None,
) -> ForecastTable:
    """Foretell every agency's day from the weeks that end on `as_of`, all as known at one number.

    `rules.forecast` has the definition; `where` narrows as in `coverage`, whose refusals this raises.
    """
    may_see_figures(who, Dimension.AGENCY, where)
    asked = question(city, scheme, known_at, where)
    table = coverage(
        city, who, scheme, as_of, by=Dimension.AGENCY, where=where, known_at=asked.seq, roll_up=True
    )
    weeks = _weeks(city, scheme, as_of)
    days = [as_of - n * _WEEK for n in range(weeks, -1, -1)]
    positions = [city.figures.positions(asked.scheme.id, day, asked.seq) for day in days]
    agencies = positions[-1].dimension(Dimension.AGENCY)
    above = tops(int(agencies.max(initial=0)), city.figures.parents(as_of, asked.seq))
    gains = gained(positions, above[agencies], positions[-1].selected(asked.where))

    def foretold(row: Row, gain: Sequence[int]) -> AgencyForecast:
        tally = row.tally
        return AgencyForecast(row, forecast(as_of, tally.outstanding, tally.eligible, gain))

    rows = [
        foretold(row, gains[row.id].tolist() if row.id < len(gains) else [0] * weeks) for row in table.rows
    ]
    total = foretold(Row(0, "", "總計", table.total), gains.sum(axis=0).tolist())
    return ForecastTable(asked.scheme, as_of, asked.seq, weeks, tuple(rows), total)


def _weeks(city: City, scheme: str, as_of: date) -> int:
    """Whole weeks up to a day in which the scheme had a list, at most four."""
    first = first_day(city, scheme)
    return 0 if first is None else max(0, min(WEEKS, (as_of - first).days // 7))
