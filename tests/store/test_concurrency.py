"""Several processes write at once, and each sees what the others recorded."""

from __future__ import annotations

import sqlalchemy as sa

from outreach.rules.vocabulary import Facet, Participation
from outreach.services.check import check
from outreach.services.city import open_city
from outreach.store.engine import reading
from outreach.store.tables import changes, counter, facts
from tests.support.builders import ADMINISTRATOR, FIRST_DAY, MYCODE, Clerk, small_city
from tests.support.writers import run_writers

NAMES = ["產業局", "商業處", "文化局", "市場處"]
CHANGES, FACTS = 8, 3


def test_four_processes_that_write_at_once_leave_no_gap_and_lose_nothing(url: str, clerk: Clerk) -> None:
    clerk.describe("甜圈坊")
    with reading(clerk.city.engine) as connection:
        before = connection.execute(sa.select(counter.c.seq)).scalar_one()
    assert run_writers(url, NAMES, CHANGES, FACTS) == [0] * 4
    with reading(clerk.city.engine) as connection:
        seqs = list(connection.execute(sa.select(facts.c.seq).order_by(facts.c.seq)).scalars())
        told = connection.execute(
            sa.select(facts.c.change_id, facts.c.remark, changes.c.actor, changes.c.last_seq, facts.c.seq)
            .join(changes)
            .order_by(facts.c.seq)
        ).all()
    written = len(NAMES) * CHANGES * FACTS
    assert seqs == list(range(before + 1, before + 1 + written))
    # A change's numbers stand together, in the order in which they were said, under the one who said them.
    for position in range(0, written, FACTS):
        part = told[position : position + FACTS]
        assert {t.change_id for t in part} == {part[0].change_id}
        assert [t.remark.split()[-1] for t in part] == [str(n) for n in range(FACTS)]
        assert {t.remark.split()[0] for t in part} == {part[0].actor}
        assert part[-1].seq == part[0].last_seq
    assert {(t.actor, t.remark.split()[1]) for t in told} == {
        (name, str(turn)) for name in NAMES for turn in range(1, CHANGES + 1)
    }
    broken = {b.law for b in check(clerk.city, ADMINISTRATOR)}
    assert broken == {"one_statement_a_change"}, "the writers contradict themselves; time and numbers do not"


def test_one_processs_fact_is_in_anothers_figures_at_once(url: str) -> None:
    small = small_city(url)
    other = open_city(url)
    scheme = small.clerk.scheme(MYCODE)
    seen = [other.figures.coverage(scheme, FIRST_DAY, None).total.completed]
    small.clerk.say(small.untouched, Facet.PARTICIPATION, Participation.JOINED)
    seen.append(other.figures.coverage(scheme, FIRST_DAY, None).total.completed)
    assert seen == [2, 3]
    assert run_writers(url, ["商業處"], changes=1, facts=2) == [0]
    assert other.figures.columns().seq == small.city.figures.columns().seq == 3 + 17 + 1 + 2
    for city in (small.city, other):
        city.engine.dispose()
