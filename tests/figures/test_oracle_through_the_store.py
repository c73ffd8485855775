"""The oracle against figures that went the whole way: posted, committed, read back, topped up.

Fewer histories than in `test_oracle`, since each has a database of its own, on both engines. One process
has its figures open all the while and is asked in between; another comes only at the end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from outreach.figures.figures import Figures
from outreach.store.changes import seq_at
from outreach.store.engine import Engine, open_engine, reading
from tests.figures.agreement import agree_on_bridge, agree_on_coverage, agree_on_members, agree_on_trend
from tests.figures.posted import BEGINNING, post, records_by_change, small_city_url
from tests.support.actions import SCHEMES, History, written
from tests.support.databases import Databases
from tests.support.histories import (
    DIMENSIONS,
    Choose,
    a_filter,
    a_history,
    a_point,
    an_as_of,
    by_dice,
)

#: Minutes from one change to the next by the clock, which is sometimes set back.
TICKS = (1, 1, 1, 0, 7, -5)


def post_and_ask_in_between(
    engine: Engine, program: Figures, history: History, choose: Choose
) -> list[datetime]:
    """Post every change; now and then ask the figures that stay open. The moments that were recorded."""
    now = BEGINNING
    recorded: list[datetime] = []
    for change, records in records_by_change(history):
        now += timedelta(minutes=choose(TICKS))
        post(engine, change, records, now)
        recorded.append(max([now, *recorded[-1:]]))
        if choose((True, False, False, False)):
            so_far = written(history.actions[:change]).oracle()
            point = an_as_of(choose), history.last_seq
            agree_on_coverage(program, so_far, choose(SCHEMES), point, "agency")
    return recorded


def ask_everything(program: Figures, history: History, choose: Choose) -> None:
    """Every kind of question, at points of the history's own choosing."""
    oracle, scheme = history.oracle(), choose(SCHEMES)
    earlier, later = a_point(choose, history), a_point(choose, history)
    where, by = a_filter(choose), choose(DIMENSIONS)
    for dimension in (None, *DIMENSIONS):
        agree_on_coverage(program, oracle, scheme, later, dimension, where)
    agree_on_coverage(program, oracle, scheme, later, "agency", roll_up=True)
    agree_on_members(program, oracle, scheme, earlier, where)
    days = (min(earlier[0], later[0]), max(earlier[0], later[0]))
    agree_on_trend(program, oracle, scheme, days, later[1], by, where)
    agree_on_bridge(program, oracle, scheme, earlier, later, by, where)


def moments_name_numbers(engine: Engine, history: History, recorded: list[datetime]) -> None:
    """A moment means the last number recorded at or before it."""
    a_little = timedelta(microseconds=1)
    with reading(engine) as connection:
        assert seq_at(connection, min(recorded) - a_little) == 0
        for moment in recorded:
            for asked in (moment, moment + a_little, moment - a_little):
                told = [end for end, at in zip(history.ends, recorded, strict=True) if at <= asked]
                assert seq_at(connection, asked) == max(told, default=0)


def post_and_ask_about_number(databases: Databases, number: int) -> None:
    """The history of this number in a database of its own."""
    history, choose = a_history(by_dice(f"history {number}")), by_dice(f"questions {number}")
    engine = open_engine(small_city_url(databases))
    try:
        staying = Figures(engine)
        recorded = post_and_ask_in_between(engine, staying, history, choose)
        ask_everything(staying, history, choose)
        ask_everything(Figures(engine), history, choose)
        moments_name_numbers(engine, history, recorded)
    finally:
        engine.dispose()
        databases.drop_all()


def test_a_history_posted_to_a_real_database_gives_the_oracles_figures(databases: Databases) -> None:
    for number in range(12):
        post_and_ask_about_number(databases, number)


@pytest.mark.long
@pytest.mark.parametrize("hundred", range(3))
def test_hundreds_of_posted_histories_give_the_oracles_figures(databases: Databases, hundred: int) -> None:
    for number in range(100 * hundred, 100 * (hundred + 1)):
        post_and_ask_about_number(databases, number)
