"""表3 and 表4: who is to be reviewed, and who is so under two schemes at once, with cause and remedy."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.reports.model import Cell, Column, Row, Table
from outreach.rules.behind import SEVERAL, ReviewedList, behind_in_several
from outreach.rules.rate import Tally, review_order
from outreach.services.meetings.model import ItemFigures
from outreach.services.papers.agencies import CUT_NOTE
from outreach.services.papers.cells import NOTHING, count, percent, points, rate
from outreach.services.papers.ground import Ground, tallies_before
from outreach.services.papers.sentences import list_named
from outreach.services.remedies import remedies

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


def behind_table(ground: Ground, position: int) -> Table | None:
    """表4 兩方案均落後機關 with cause and remedy, with the last of the lists that it compares; else None."""
    lists = _compared(ground.edition.items)
    if len(lists) < SEVERAL or ground.edition.items[position] is not lists[-1]:
        return None
    reviewed = [
        ReviewedList({one.figure.agency: one.figure.tally for one in item.bureaus}, item.settings.thresholds)
        for item in lists
    ]
    names = {one.figure.agency: one.figure.name for item in lists for one in item.bureaus}
    stated = remedies(ground.city, ground.who)
    rows = []
    for number, found in enumerate(behind_in_several(reviewed), 1):
        remedy = stated.get(found.agency)
        figures = [cell for tally in found.tallies for cell in _behind_cells(tally)]
        told = (Cell(remedy.cause), Cell(remedy.remedy)) if remedy else (Cell(""), Cell(""))
        rows.append(Row((Cell(str(number)), Cell(names[found.agency]), *figures, *told)))
    columns = (
        Column("項次", width=4),
        Column("機關", width=12),
        *(
            Column(title, list_named(item.item), numeric=True, width=8)
            for item in lists
            for title in ("未完成", "完成率")
        ),
        Column("原因", width=24),
        Column("改善措施", width=24),
    )
    note = f"列出在兩個以上方案均達檢討標準之機關；{CUT_NOTE}。"
    return Table("behind", "表4 兩方案均落後機關", columns, tuple(rows), note, landscape=True)


def _compared(items: Sequence[ItemFigures]) -> list[ItemFigures]:
    """The first rated list of each scheme that has any venue."""
    found: dict[str, ItemFigures] = {}
    for item in items:
        if not item.shown_open and item.total.population:
            found.setdefault(item.item.scheme, item)
    return list(found.values())


def _behind_cells(tally: Tally | None) -> tuple[Cell, Cell]:
    return (NOTHING, NOTHING) if tally is None else (count(tally.outstanding), rate(tally))
