"""The weeks of a drive on the map: every area's figures at the end of each, in one scale of classes.

Constraints:
1. Every week's figures are those of `services.coverage` on its last day, known at the same number.
2. Classes are one scale over all weeks, so that a colour means the same in each.
3. The public reads what it reads of one day: districts, and of villages who joined.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.places import District, Village
from outreach.figures.coverage import tally
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import SHUT
from outreach.services.city import City, first_day
from outreach.services.coverage import name_of
from outreach.services.map_classes import Classes, classes
from outreach.services.map_layers import Layer, NotALayer
from outreach.services.mapping import (
    Question,
    area_conditions,
    area_dimension,
    ground,
    joined_alone,
    only_joined,
    open_conditions,
)
from outreach.services.open_figures import may_see_figures
from outreach.services.question import question as resolved
from outreach.services.who import Who

#: Steps at most; a longer drive is played by months, a still longer one by several months.
MOST = 60
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AreaWeeks:
    """A district or village with its figures, one for each day, and their classes (None: dotted)."""

    place: District | Village
    tallies: tuple[Tally, ...]
    class_indexes: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every area of a ground in order of code over rising `days`, and all venues together (`totals`).

    Before the first listing there are no days. `joined_only` as in `mapping.Areas`.
    """

    layer: Layer
    classes: Classes
    days: tuple[date, ...]
    rows: tuple[AreaWeeks, ...]
    totals: tuple[Tally, ...]
    joined_only: bool = False


def weeks(city: City, who: Who, question: Question, layer: Layer, district: str | None = None) -> Weeks:
    """The figures of all districts, or of a district's villages, at the end of each week up to `as_of`.

    Raises `NotALayer` for layers that compare days, and what `mapping.areas` raises.
    """
    by, where = area_dimension(district), area_conditions(question, district)
    alone = joined_alone(who, layer, district)
    if alone:
        open_conditions(who, where)
    else:
        may_see_figures(who, by, where)
    if layer.changes:
        told_of = "、".join(each for each in Layer if not each.changes)
        raise NotALayer(value=layer.value, layers=told_of, example=Layer.RATE.value)
    asked = resolved(city, question.scheme, question.known_at, where)
    days = steps(first_day(city, asked.scheme.code), question.as_of)
    besides = SHUT if alone else frozenset()
    counts = city.figures.on_days(asked.scheme.id, days, by, asked.where, asked.seq, besides)

    def told(numbers: Tally) -> Tally:
        return only_joined(numbers) if alone else numbers

    found = {
        name_of(asked.reference, asked.scheme.id, by, group)[0]: tuple(
            told(tally(c)) for c in counts[:, group]
        )
        for group in range(counts.shape[1])
        if counts[:, group].any()
    }
    nothing = (Tally(),) * len(days)
    series = [(place, found.get(place.code, nothing)) for place in ground(district)]
    scale = classes(layer, (each for _place, tallies in series for each in tallies))
    rows = [AreaWeeks(place, tallies, tuple(map(scale.of, tallies))) for place, tallies in series]
    totals = tuple(told(tally(c)) for c in counts.sum(axis=1))
    return Weeks(layer, scale, days, tuple(rows), totals, alone)


def steps(first: date | None, last: date) -> tuple[date, ...]:
    """Days to stop at, the last one `last`: weeks apart, or as many months that they are `MOST` at most."""
    if first is None or first > last:
        return ()
    count = (last - first) // _WEEK + 1
    if count <= MOST:
        return tuple(last - n * _WEEK for n in range(count - 1, -1, -1))
    months = (last.year - first.year) * 12 + last.month - first.month
    apart = months // MOST + 1
    found = (_months_before(last, n) for n in range(0, months + 1, apart))
    return tuple(sorted(day for day in found if day >= first))


def _months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
