"""表1: each agency's figures beside those of the meeting before, subordinates below their bureau."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from outreach.reports.model import Cell, Column, Row, Table
from outreach.rules.dates import roc
from outreach.rules.rate import Tally, Thresholds
from outreach.rules.vocabulary import Exclusion
from outreach.services.meetings.model import Figure, ItemFigures
from outreach.services.papers.agreeing import ITSELF
from outreach.services.papers.cells import NOTHING, REASONS, change, count, points, rate
from outreach.services.papers.ground import Before, Ground, tallies_before
from outreach.services.papers.sentences import list_named

CUT_NOTE = "完成率取至小數第2位，以下捨去"
_COUNTED = (
    Column("項次", width=4),
    Column("機關", width=16),
    Column("提報家數(A)", numeric=True, width=8),
    *(Column(name, "毋須納入母數(B)", numeric=True, width=7) for name in REASONS.values()),
    Column("小計", "毋須納入母數(B)", numeric=True, width=7),
    Column("母數(C=A−B)", numeric=True, width=8),
    Column("已完成(D)", numeric=True, width=8),
    Column("未完成(C−D)", numeric=True, width=8),
    Column("完成率(D/C)", numeric=True, width=9),
    Column("上次完成率", numeric=True, width=9),
    Column("增減(百分點)", numeric=True, width=8),
    Column("備註", width=16),
)
_OPEN = (
    Column("項次", width=4),
    Column("機關", width=20),
    Column("提報家數", numeric=True),
    Column("加入家數", numeric=True),
    Column("上次加入家數", numeric=True),
    Column("增減(家)", numeric=True),
    Column("備註", width=16),
)
#: From an agency's figures and those of the meeting before to the cells between its name and its remark.
_Cells = Callable[[Tally, Tally | None], list[Cell]]


def agencies_table(ground: Ground, position: int) -> Table:
    """表1 of an item: 合計 last; of an open list 加入家數 without a rate."""
    figures, before = ground.edition.items[position], ground.before[position]
    is_open = figures.shown_open
    cells: _Cells = _open_cells if is_open else _counted_cells
    rows = tuple(_rows(ground, figures, before, cells, is_open))
    total = Row((Cell(""), Cell("合計"), *cells(figures.total, _total(before)), Cell("")), total=True)
    return Table(
        f"item{position + 1}-agencies",
        f"表1 {list_named(figures.item)}各機關{'加入' if is_open else '執行'}情形",
        _OPEN if is_open else _COUNTED,
        (*rows, total),
        _note(ground, position, is_open),
        landscape=not is_open,
    )


def _note(ground: Ground, position: int, is_open: bool) -> str:
    before = ground.before[position]
    small = ground.edition.items[position].settings.thresholds.small_base
    parts = [] if is_open else [CUT_NOTE, f"母數較小指母數未滿{small}家"]
    if before is None:
        parts.append("上次會議無相同項目之數字")
    else:
        head, meeting, day = before.edition.head, before.edition.meeting, before.figures.item.as_of
        parts.append(f"上次：第{meeting.number}次會議第{head.edition}版（截至{roc(day)}）")
        if not is_open:
            parts.append("增減以兩次完成率之精確值相減後捨去")
    if ground.edition.meeting.figures_only:
        parts.append("本表數字取自紙本")
    return "；".join(parts) + "。"


def _total(before: Before | None) -> Tally | None:
    return None if before is None else before.figures.total


def _rows(
    ground: Ground, figures: ItemFigures, before: Before | None, cells: _Cells, is_open: bool
) -> Iterator[Row]:
    together, alone = tallies_before(before)
    limits = None if is_open else figures.settings.thresholds
    absent = set(ground.edition.non_reporters)
    for number, bureau in enumerate(figures.bureaus, 1):
        top, opened = bureau.figure, bureau.has_subordinates
        remark = _remark(top, limits, set() if opened else absent, ["併計所屬"] if opened else [])
        told = cells(top.tally, together.get(top.agency))
        yield Row((Cell(str(number)), Cell(top.name), *told, Cell(remark)))
        for figure in bureau.inside if opened else ():
            name = figure.name + ITSELF if figure.agency == top.agency else figure.name
            told = cells(figure.tally, alone.get(figure.agency))
            yield Row((Cell(""), Cell(name), *told, Cell(_remark(figure, limits, absent, []))), indent=1)


def _remark(figure: Figure, limits: Thresholds | None, absent: set[str], said: list[str]) -> str:
    parts = list(said)
    if figure.name in absent:
        parts.append("未填報")
    if limits is not None and limits.small(figure.tally):
        parts.append("母數較小")
    return "、".join(parts)


def _counted_cells(tally: Tally, before: Tally | None) -> list[Cell]:
    return [
        count(tally.population),
        *(count(tally.excluded[reason]) for reason in Exclusion),
        count(tally.excluded_total),
        count(tally.eligible),
        count(tally.completed),
        count(tally.outstanding),
        rate(tally),
        rate(before),
        points(before, tally),
    ]


def _open_cells(tally: Tally, before: Tally | None) -> list[Cell]:
    earlier = (
        [NOTHING, NOTHING]
        if before is None
        else [count(before.completed), change(tally.completed - before.completed)]
    )
    return [count(tally.population), count(tally.completed), *earlier]
