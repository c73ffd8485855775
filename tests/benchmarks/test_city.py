"""The benchmarks' city is a sound city, and both sides of the benchmark give the same figures of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from benchmarks.city import build
from benchmarks.figures import QUESTIONS, Disagreement, Loaded, agree, ask, load
from benchmarks.peer import Peer, Way
from benchmarks.reference import BEAR, FIRST_DAY, LAST_DAY, MYCODE
from benchmarks.report import Row, Sample, table
from outreach.figures import trend
from outreach.figures.positions import Dimension
from outreach.services.check import check
from outreach.services.city import open_city
from outreach.services.who import Role, Who
from outreach.store.engine import open_engine

VENUES, SEED = 500, 7
#: While the lists come in, under orders, and after the last reopening.
DAYS = (date(2021, 2, 10), date(2021, 6, 1), LAST_DAY)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("city") / "city.sqlite3"
    build(file, VENUES, SEED)
    return file


@pytest.fixture(scope="module")
def loaded(path: Path) -> Iterator[Loaded]:
    engine = open_engine(f"sqlite:///{path}")
    yield load(engine, path)
    engine.dispose()


def ask_sqlite(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_the_city_breaks_no_law_of_the_domain(path: Path) -> None:
    city = open_city(f"sqlite:///{path}")
    assert [str(broken) for broken in check(city, Who("test", Role.ADMINISTRATOR))] == []
    city.engine.dispose()


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("facts of both schemes", "SELECT scheme_id FROM facts WHERE scheme_id IN (1, 2) GROUP BY 1"),
        ("undone changes", "SELECT seq FROM voids"),
        ("merged duplicates", "SELECT seq FROM merges"),
        (
            "orders reopened for all",
            "SELECT seq FROM order_statements WHERE reopened_on AND NOT by_application",
        ),
        ("orders reopened by application", "SELECT seq FROM order_statements WHERE by_application"),
        ("approvals", "SELECT seq FROM facts WHERE facet = 9"),
        (
            "moves between agencies",
            "SELECT venue_id FROM facts WHERE facet = 3 GROUP BY 1 HAVING count(*) > 1",
        ),
        (
            "corrections told later and dated earlier",
            "SELECT 1 FROM facts a JOIN facts b USING (venue_id, facet)"
            " WHERE a.scheme_id IS b.scheme_id AND b.seq > a.seq AND b.effective_on < a.effective_on",
        ),
        (
            "announcements of what is to come",
            f"SELECT seq FROM facts WHERE facet = 8 AND effective_on > {LAST_DAY.toordinal()}",
        ),
    ],
)
def test_the_year_brings_what_a_real_one_does(path: Path, what: str, query: str) -> None:
    assert len(ask_sqlite(path, query)) > 1, what


def test_the_same_seed_gives_the_same_city_and_another_seed_another(path: Path, tmp_path: Path) -> None:
    facts = "SELECT seq, change_id, venue_id, scheme_id, facet, value, effective_on FROM facts ORDER BY seq"
    same, other = tmp_path / "same.sqlite3", tmp_path / "other.sqlite3"
    build(same, VENUES, SEED)
    build(other, VENUES, SEED + 1)
    assert ask_sqlite(same, facts) == ask_sqlite(path, facts)
    assert ask_sqlite(other, facts) != ask_sqlite(path, facts)


@pytest.mark.parametrize("way", Way)
@pytest.mark.parametrize("scheme", [BEAR, MYCODE])
def test_duckdb_counts_what_the_program_counts(loaded: Loaded, scheme: int, way: Way) -> None:
    listed = 0
    for question in QUESTIONS:
        for day in DAYS:
            known = question.known_at(loaded.columns)
            asked = type(question)(question.what, scheme, question.by, question.where, question.back)
            mine = ask(loaded, asked, day)
            agree(mine, loaded.peer.coverage(scheme, day.toordinal(), asked.by, asked.where, known, way), "")
            listed += int(mine.sum())
    assert listed > VENUES


@pytest.mark.parametrize(
    ("by", "where"),
    [
        (Dimension.AGENCY, ()),
        (Dimension.VILLAGE, ()),
        (Dimension.SECTOR, ((Dimension.DISTRICT, 3), (Dimension.KIND, 0))),
    ],
)
@pytest.mark.parametrize("share", [None, 0.6])
def test_duckdb_draws_the_trend_that_the_program_draws(
    loaded: Loaded, by: Dimension, where: tuple[tuple[Dimension, int], ...], share: float | None
) -> None:
    known = None if share is None else int(loaded.columns.seq * share)
    for first, last in ((FIRST_DAY, LAST_DAY), (date(2021, 5, 1), date(2021, 8, 1))):
        span = first.toordinal(), last.toordinal()
        asked = trend.Question(loaded.columns, loaded.places, BEAR, by, where, known)
        mine = trend.trend(asked, *span).counts
        assert mine.any()
        agree(mine, loaded.peer.trend(BEAR, *span, by, where, known), "trend")


def test_figures_that_differ_are_never_reported(path: Path, loaded: Loaded) -> None:
    counts = ask(loaded, QUESTIONS[0], LAST_DAY)
    wrong = counts.copy()
    wrong[1, 0] += 1
    with pytest.raises(Disagreement):
        agree(counts, wrong, "coverage")
    yesterday = Peer(path).coverage(MYCODE, FIRST_DAY.toordinal(), Dimension.AGENCY)
    with pytest.raises(Disagreement):
        agree(counts, yesterday, "coverage")


def test_groups_without_venues_make_no_difference() -> None:
    counts = np.ones((2, 6), dtype=np.int64)
    agree(counts, np.pad(counts, [(0, 3), (0, 0)]), "coverage")


def test_a_row_says_how_many_times_faster_and_whether_that_is_enough() -> None:
    ours, peer = Sample([1.0, 2.0, 9.0]), Sample([116.0, 115.0, 999.0])
    assert Row("coverage", ours, peer, at_least=58).met
    assert not Row("coverage", ours, peer, at_least=58.5).met
    assert not Row("load", ours, below=2).met
    assert Row("load", ours, below=2.5).met
    assert "| coverage | 2.00 (9.00) | 116 (999) | 58.0× | ≥ 58.5× | **no** |" in table(
        [Row("coverage", ours, peer, at_least=58.5)], "peer"
    )
