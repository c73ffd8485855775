"""Figures asked in many ways that must agree, and venues counted one by one by the rules alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from outreach.figures.bridge import bridged
from outreach.figures.columns import Columns
from outreach.figures.coverage import tally
from outreach.figures.figures import Figures
from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.orders import known_orders
from outreach.figures.positions import FACET_OF, Dimension
from outreach.rules.bridge import Effect
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Exclusion, Facet, Listing, Standing
from outreach.services.city import City
from outreach.services.explain import explain, holding_facts
from outreach.store.codes import number_of
from outreach.store.engine import Engine, reading
from outreach.store.findings import Finding
from outreach.store.reference import Reference, read_reference
from outreach.store.told import ToldFact, told_facts

#: Laws of figures in words, and how one that does not hold is named.
FIGURE_LAWS: Mapping[str, tuple[str, str]] = {
    "rows_sum_to_total": ("各列合計須等於總計", "{where}"),
    "population_splits": ("提報家數須等於毋須納入與母數之和，母數須等於已完成與未完成之和", "{where}"),
    "members_behind_figures": ("數字須等於其背後的店家數", "{where}"),
    "trend_meets_coverage": ("趨勢須等於各日的統計", "{where}"),
    "bridge_sums": ("增減原因合計須等於兩日之差", "{where}"),
    "recount_agrees": ("依規則逐家重算須與統計相同", "{where}"),
    "columns_up_to_date": ("使用中的統計須與重新載入者相同", "{where}"),
}
#: Venues that are counted one by one; all, in a city that has no more.
SAMPLE = 1_000
#: Days on which figures are asked.
DAYS = 8
#: Days that a trend is asked for before the last one.
TREND = 60

Share = Callable[[float], None]


class _Still(Figures):
    """The figures of one moment: they do not ask the database again before each answer."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._still = super().columns()

    def columns(self) -> Columns:
        """The columns as they were read at first."""
        return self._still


@dataclass(frozen=True, slots=True)
class _Question:
    """One scheme on one day, as known at one number."""

    figures: Figures
    scheme_id: int
    scheme: str
    day: date
    seq: int

    def __str__(self) -> str:
        return f"{self.scheme} 截至 {self.day}（序號 {self.seq}）"

    def total(self) -> Tally:
        return self.figures.coverage(self.scheme_id, self.day, None, (), self.seq).total


def recounted(city: City, seq: int, share: Share) -> list[Finding]:
    """Laws about figures up to a number that do not hold. The facts must be readable."""
    figures = _Still(city.engine)
    with reading(city.engine) as connection:
        reference = read_reference(connection)
    days = _days(figures)
    questions = [
        _Question(figures, scheme.id, scheme.name, day, known)
        for scheme in reference.schemes.values()
        for day in days
        for known in sorted({seq // 2, seq})
    ]
    broken: dict[str, list[dict[str, Any]]] = {}
    for position, question in enumerate(questions):
        share(position / len(questions) * 0.6)
        for law, where in [*_sums(question), *_same_in_process(city, question)]:
            broken.setdefault(law, []).append({"where": where})
    for law, where in [*_bridges(questions), *_trends(questions)]:
        broken.setdefault(law, []).append({"where": where})
    share(0.8)
    for where in _one_by_one(city, questions, reference):
        broken.setdefault("recount_agrees", []).append({"where": where})
    return [Finding.of(law, rows) for law, rows in broken.items()]


def _days(figures: Figures) -> list[date]:
    """The day before anything was said, the first, the last, and days between on which facts take hold."""
    tracks = figures.columns().tracks.values()
    told = np.unique(np.concatenate([np.empty(0, np.int32), *(t.day for t in tracks)]))
    if not len(told):
        return []
    chosen = told[np.linspace(0, len(told) - 1, DAYS - 1).round().astype(int)]
    days = sorted({date.fromordinal(int(d)) for d in chosen})
    return [days[0] - timedelta(days=1), *days] if days[0] > date.min else days


def _splits(found: Tally, members: Counter[Standing]) -> bool:
    """The laws of the denominator over the venues behind a tally, counted from their standings alone."""
    excluded = sum(found.excluded[reason] for reason in Exclusion)
    return (
        found.population == excluded + found.eligible
        and found.eligible == found.completed + found.outstanding
        and found.population == sum(members.values())
    )


def _sums(question: _Question) -> Iterator[tuple[str, str]]:
    ask, total = question.figures.coverage, question.total()
    members = Counter(
        {
            standing: len(
                question.figures.members(question.scheme_id, question.day, standing, (), question.seq)
            )
            for standing in STANDINGS
        }
    )
    if not _splits(total, members):
        yield "population_splits", f"{question}"
    if total != Tally.of(dict(members)):
        yield "members_behind_figures", f"{question}"
    for by in Dimension:
        for roll_up in (False, True) if by is Dimension.AGENCY else (False,):
            found = ask(question.scheme_id, question.day, by, (), question.seq, roll_up)
            if found.total != total or _sum(found.rows.values()) != total:
                yield "rows_sum_to_total", f"{question} 依 {by}"


def _sum(tallies: Any) -> Tally:
    return sum(tallies, Tally())


def _same_in_process(city: City, question: _Question) -> Iterator[tuple[str, str]]:
    """What this process has topped up bit by bit against what was just read as a whole."""
    fresh = question.figures.positions(question.scheme_id, question.day, question.seq)
    kept = city.figures.positions(question.scheme_id, question.day, question.seq)
    size = min(len(fresh.codes), len(kept.codes))
    same = np.array_equal(fresh.codes[:size], kept.codes[:size])
    # Venues that came between the two reads have nothing to say at this number.
    if not same or (fresh.codes[size:] != ABSENT).any() or (kept.codes[size:] != ABSENT).any():
        yield "columns_up_to_date", f"{question}"


def _bridges(questions: list[_Question]) -> Iterator[tuple[str, str]]:
    """From each day to the next, as known now, and from what was known before to what is known now."""
    seq = max((q.seq for q in questions), default=0)
    now = [q for q in questions if q.seq == seq]
    for before, later in pairwise(now):
        if before.scheme_id != later.scheme_id:
            continue
        for earlier in (q for q in questions if (q.scheme_id, q.day) == (before.scheme_id, before.day)):
            for by in (None, *Dimension):
                if not _bridge_sums(earlier, later, by):
                    yield "bridge_sums", f"{earlier} 至 {later.day}（序號 {later.seq}）依 {by or '總計'}"


def _bridge_sums(earlier: _Question, later: _Question, by: Dimension | None) -> bool:
    points = (earlier.day, earlier.seq), (later.day, later.seq)
    parts = bridged(later.figures.steps(later.scheme_id, *points, by))
    before, after = (q.figures.coverage(q.scheme_id, q.day, by, (), q.seq) for q in (earlier, later))
    groups = {0} if by is None else before.rows.keys() | after.rows.keys() | parts.rows.keys()
    for group in groups:
        told = parts.total if by is None else parts.rows.get(group, ())
        early, late = (c.total if by is None else c.rows.get(group, Tally()) for c in (before, after))
        summed = tuple(
            sum(getattr(p.effect, name) for p in told) for name in ("population", "eligible", "completed")
        )
        change = (
            late.population - early.population,
            late.eligible - early.eligible,
            late.completed - early.completed,
        )
        if Effect(*summed) != Effect(*change):
            return False
    return True


def _trends(questions: list[_Question]) -> Iterator[tuple[str, str]]:
    for question in questions:
        first = max(question.day - timedelta(days=TREND), date.min)
        counts = question.figures.trend(
            question.scheme_id, first, question.day, Dimension.AGENCY, (), question.seq
        ).counts
        if tally(counts[-1].sum(axis=0)) != question.total():
            yield "trend_meets_coverage", f"{question}"


# ---- one by one


def _sampled(size: int, seq: int) -> list[int]:
    """Venue ids below `size`, evenly spread; another set after other changes, the same after the same."""
    step = max(1, -(-size // SAMPLE))
    return list(range(1 + seq % step, size, step))


def _one_by_one(city: City, questions: list[_Question], reference: Reference) -> Iterator[str]:
    by_number: dict[int, list[_Question]] = {}
    for question in questions:
        by_number.setdefault(question.seq, []).append(question)
    for seq, asked in by_number.items():
        ids = _sampled(asked[0].figures.columns().size, seq)
        with reading(city.engine) as connection:
            told = told_facts(connection, ids, None, seq)
        for question in asked:
            yield from _differences(question, told, reference)


def _differences(question: _Question, told: dict[int, list[ToldFact]], reference: Reference) -> Iterator[str]:
    figures, scheme_id, day, seq = question.figures, question.scheme_id, question.day, question.seq
    columns = figures.columns()
    orders = known_orders(columns, None if seq >= columns.seq else seq)
    settings = figures.settings(scheme_id, day, seq)
    gone = _merged(figures, seq)
    positions = figures.positions(scheme_id, day, seq)
    for venue, facts in told.items():
        own = [f for f in facts if f.scheme_id in (None, scheme_id)]
        holding = holding_facts(own, day)
        listing = holding.get(Facet.LISTING)
        listed = listing is not None and listing.value == number_of(Facet.LISTING, Listing.LISTED)
        counted = positions.codes[venue]
        if not listed or venue in gone:
            if counted != ABSENT:
                yield f"{question} 店家編號 {venue} 不在清單上"
            continue
        standing = explain(own, orders, settings, day).standing
        if counted == ABSENT or STANDINGS[counted] is not standing:
            yield f"{question} 店家編號 {venue} 應為 {standing}"
            continue
        for dimension in Dimension:
            fact = holding.get(FACET_OF[dimension])
            stated = _stated(reference, dimension, fact.value if fact else 0)
            if positions.dimension(dimension)[venue] != stated:
                yield f"{question} 店家編號 {venue} 的 {dimension} 應為 {stated}"


def _stated(reference: Reference, dimension: Dimension, value: int) -> int:
    """A place as the district or village that it means; every other value as it is."""
    if dimension not in (Dimension.DISTRICT, Dimension.VILLAGE) or not value:
        return value
    above = reference.places[value].district_id
    if dimension is Dimension.DISTRICT:
        return above or value
    return value if above else 0


def _merged(figures: Figures, seq: int) -> set[int]:
    """Venues that an unvoided merge known at a number has taken off every list."""
    statements = figures.columns().statements
    voided = {v.voided_change_id for v in statements.voids if v.seq <= seq}
    return {m.loser_id for m in statements.merges if m.seq <= seq and m.change_id not in voided}
