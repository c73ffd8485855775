"""表3: the review list of an item, most outstanding first."""

from __future__ import annotations

from outreach.reports.model import Cell, Column, Row, Table
from outreach.rules.rate import review_order
from outreach.services.papers.agencies import CUT_NOTE
from outreach.services.papers.cells import count, percent, points, rate
from outreach.services.papers.ground import Ground, tallies_before
from outreach.services.papers.sentences import list_named

_REVIEW = (
    Column("項次", width=5),
    Column("機關", width=18),
    Column("母數(C)", numeric=True),
    Column("已完成(D)", numeric=True),
    Column("未完成(C−D)", numeric=True),
    Column("完成率(D/C)", numeric=True),
    Column("上次完成率", numeric=True),
    Column("增減(百分點)", numeric=True),
    Column("備註", width=16),
)


def review_table(ground: Ground, position: int) -> Table:
    """表3 檢討名單: first-level agencies at or below the scheme's threshold; empty where there is none."""
    figures = ground.edition.items[position]
    limits = figures.settings.thresholds
    together, _ = tallies_before(ground.before[position])
    found = [one.figure for one in figures.bureaus if one.figure.key]
    behind = sorted((f for f in found if limits.to_review(f.tally)), key=lambda f: review_order(f.tally))
    rows = []
    for number, figure in enumerate(behind, 1):
        tally, before = figure.tally, together.get(figure.agency)
        small = "母數較小" if limits.small(tally) else ""
        counts = (count(tally.eligible), count(tally.completed), count(tally.outstanding))
        told = (*counts, rate(tally), rate(before), points(before, tally))
        rows.append(Row((Cell(str(number)), Cell(figure.name), *told, Cell(small))))
    return Table(
        f"item{position + 1}-review",
        f"表3 {list_named(figures.item)}檢討名單（完成率{percent(limits.review)}以下）",
        _REVIEW,
        tuple(rows),
        f"依未完成家數由多至少、完成率由低至高排列；{CUT_NOTE}。",
    )
