"""`check` finds figures that are counted wrongly, whichever way they were asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from outreach.figures import coverage, positions, trend
from outreach.rules.vocabulary import Facet, Participation
from outreach.services import recount
from outreach.services.check import check
from outreach.services.city import City, open_city
from tests.support.builders import ADMINISTRATOR, SmallCity

MENDED_LATER = date(2021, 10, 20)


def _laws(city: City) -> set[str]:
    return {b.law for b in check(city, ADMINISTRATOR)}


def _wrong(name: str, module: object, make: Callable[[Any], Any]) -> Callable[[pytest.MonkeyPatch], None]:
    def put(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(module, name, make(getattr(module, name)))

    return put


def _joined_are_outstanding(table: Callable[[Any], Any]) -> Callable[[Any], Any]:
    swap = np.array([1, 0, *range(2, 256)], dtype=np.uint8)
    return lambda applies: swap[table(applies)]


def _first_group_lost(counted: Callable[..., Any]) -> Callable[..., Any]:
    def lost(where: Any, by: Any, *rest: Any) -> Any:
        counts = counted(where, by, *rest)
        if by is not None:
            counts[np.flatnonzero(counts.sum(axis=1))[:1]] = 0
        return counts

    return lost


def _first_part_lost(bridged: Callable[..., Any]) -> Callable[..., Any]:
    return lambda steps: replace(bridged(steps), total=bridged(steps).total[1:])


def _a_day_behind(trend: Callable[..., Any]) -> Callable[..., Any]:
    return lambda question, first, last: trend(question, first - 1, last - 1)


def _all_in_the_first_agency(translated: Callable[..., Any]) -> Callable[..., Any]:
    return lambda dimension, stated, places: np.minimum(translated(dimension, stated, places), 1)


def _one_more(tally: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda counts: replace(tally(counts), completed=tally(counts).completed + 1)


DEFECTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "rows_sum_to_total": _wrong("counted", coverage, _first_group_lost),
    "population_splits": _wrong("tally", coverage, _one_more),
    "members_behind_figures": _wrong("tally", coverage, _one_more),
    "bridge_sums": _wrong("bridged", recount, _first_part_lost),
    "trend_meets_coverage": _wrong("trend", trend, _a_day_behind),
    "recount_agrees": _wrong("standing_table", positions, _joined_are_outstanding),
}


@pytest.mark.parametrize("law", DEFECTS)
def test_a_figure_that_is_counted_wrongly_is_found(
    small: SmallCity, law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED, MENDED_LATER)
    assert check(small.city, ADMINISTRATOR) == []
    DEFECTS[law](monkeypatch)
    assert law in _laws(open_city(str(small.city.engine.url)))


def test_a_dimension_that_is_read_wrongly_is_found_by_counting_one_by_one(
    small: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    _wrong("translated", positions, _all_in_the_first_agency)(monkeypatch)
    assert _laws(small.city) == {"recount_agrees"}


def test_a_process_whose_figures_are_not_what_stands_in_the_database_is_told(small: SmallCity) -> None:
    assert _laws(small.city) == set()
    with small.city.engine.begin() as connection:
        connection.execute(sa.text("UPDATE facts SET value = 1 WHERE seq = 7"))
    assert _laws(small.city) == {"columns_up_to_date"}


def test_each_law_of_figures_is_broken_here() -> None:
    assert DEFECTS.keys() | {"columns_up_to_date"} == recount.FIGURE_LAWS.keys()
