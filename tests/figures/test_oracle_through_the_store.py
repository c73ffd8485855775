"""The oracle against figures that went the whole way: posted, committed, read back, topped up.

Fewer histories than in `test_oracle`, since each has a database of its own, on both engines. One process
has its figures open all the while and is asked in between; another comes only at the end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from outreach.figures.figures import Figures
from outreach.store.changes import seq_at
from outreach.store.engine import Engine, open_engine, reading
from tests.figures.agreement import agree_on_bridge, agree_on_coverage, agree_on_members, agree_on_trend
from tests.figures.posted import BEGINNING, post, records_by_change, small_city_url
from tests.support.databases import Databases
from tests.support.histories import (
    DIMENSIONS,
    SCHEMES,
    History,
    as_of_days,
    dimensions,
    filters,
    histories,
    known_at_of,
)
from tests.support.oracle import Oracle

#: Every example asks `databases` for a database of its own, so that none sees another's facts.
OWN_DATABASE = [HealthCheck.function_scoped_fixture]
#: Shrinking would take minutes of databases; `test_oracle` shrinks what columns get wrong.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
QUICK = settings(max_examples=12, suppress_health_check=OWN_DATABASE, phases=PHASES)
LONG = settings(max_examples=300, suppress_health_check=OWN_DATABASE, phases=PHASES)

#: Minutes from one change to the next by the clock, which is sometimes set back.
ticks = st.sampled_from([1, 1, 1, 0, 7, -5])


def _told_so_far(history: History, change: int) -> Oracle:
    return History(history.records[: history.ends[change - 1]], history.ends[:change]).oracle()


def post_and_ask_in_between(
    engine: Engine, program: Figures, history: History, data: st.DataObject
) -> list[datetime]:
    """Post every change; now and then ask the figures that stay open. The moments that were recorded."""
    now = BEGINNING
    recorded: list[datetime] = []
    asked = data.draw(st.sets(st.integers(1, len(history.ends)), max_size=4))
    for change, records in records_by_change(history):
        now += timedelta(minutes=data.draw(ticks))
        post(engine, change, records, now)
        recorded.append(max([now, *recorded[-1:]]))
        if change in asked:
            oracle, point = _told_so_far(history, change), (data.draw(as_of_days), history.last_seq)
            agree_on_coverage(program, oracle, data.draw(st.sampled_from(SCHEMES)), point, "agency")
    return recorded


def ask_everything(program: Figures, history: History, data: st.DataObject) -> None:
    """Every kind of question, at points of the history's own choosing."""
    oracle, scheme = history.oracle(), data.draw(st.sampled_from(SCHEMES))
    earlier, later = ((data.draw(as_of_days), data.draw(known_at_of(history))) for _ in range(2))
    where, by = data.draw(filters), data.draw(dimensions)
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


def a_posted_history_agrees(databases: Databases, history: History, data: st.DataObject) -> None:
    engine = open_engine(small_city_url(databases))
    try:
        staying = Figures(engine)
        recorded = post_and_ask_in_between(engine, staying, history, data)
        ask_everything(staying, history, data)
        ask_everything(Figures(engine), history, data)
        moments_name_numbers(engine, history, recorded)
    finally:
        engine.dispose()
        databases.drop_all()


@QUICK
@given(histories, st.data())
def test_a_history_posted_to_a_real_database_gives_the_oracles_figures(
    databases: Databases, history: History, data: st.DataObject
) -> None:
    a_posted_history_agrees(databases, history, data)


@pytest.mark.long
@LONG
@given(histories, st.data())
def test_hundreds_of_posted_histories_give_the_oracles_figures(
    databases: Databases, history: History, data: st.DataObject
) -> None:
    a_posted_history_agrees(databases, history, data)
