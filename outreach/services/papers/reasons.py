"""表2: why an item's figures changed since the meeting before: a table that sums exactly, and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach.figures.bridge import PartFigure
from outreach.reports.drawings.waterfall import steps_between, waterfall
from outreach.reports.model import Block, Cell, Column, Picture, Row, Table
from outreach.rules.bridge import Part
from outreach.rules.rate import Tally
from outreach.services.bridge import bridge
from outreach.services.meetings.model import MeetingItem
from outreach.services.papers.cells import NOTHING, change, count, rate
from outreach.services.papers.ground import Before, Ground
from outreach.services.papers.sentences import list_named

PARTS: dict[Part, str] = {
    Part.JOINED: "新加入",
    Part.LEFT: "退出或未續",
    Part.EXCLUDED_OFFICE_ONLY: "新列毋須納入：僅公司辦公室",
    Part.EXCLUDED_CLOSED: "新列毋須納入：歇業",
    Part.EXCLUDED_SUSPENDED: "新列毋須納入：停業",
    Part.EXCLUDED_NOT_REOPENED: "新列毋須納入：尚未復業",
    Part.COUNTED_AGAIN: "恢復納入母數",
    Part.LISTED: "列冊",
    Part.DELISTED: "除名",
    Part.MOVED_IN: "移入",
    Part.MOVED_OUT: "移出",
    Part.CORRECTED: "更正",
}
_COLUMNS = (
    Column("增減原因", width=22),
    Column("店家數", numeric=True),
    Column("提報家數(A)", numeric=True),
    Column("母數(C)", numeric=True),
    Column("已完成(D)", numeric=True),
    Column("完成率(D/C)", numeric=True),
)
_OPEN_COLUMNS = (
    Column("增減原因", width=22),
    Column("店家數", numeric=True),
    Column("提報家數", numeric=True),
    Column("加入家數", numeric=True),
)
_WIDTH, _HEIGHT = 720, 340


def reasons_of(ground: Ground, position: int) -> tuple[Block, ...]:
    """表2 and its pictures; nothing where either meeting's figures come from paper, or nothing was before."""
    before, figures = ground.before[position], ground.edition.items[position]
    if before is None or before.edition.head.seq is None or ground.seq is None:
        return ()
    if before.figures.item.as_of > figures.item.as_of:
        return ()
    parts = _parts(ground, before, figures.item)
    is_open = figures.shown_open
    table = _table(ground, position, before, parts, is_open)
    return (table, *_pictures(ground, position, before, parts, is_open))


def _parts(ground: Ground, before: Before, item: MeetingItem) -> tuple[PartFigure, ...]:
    """Both days as their editions knew them, so that what was recorded late stands as 更正."""
    kinds = set(item.kinds)
    # Of two kinds there are two in all.
    where = [f"kind={kind}" for kind in kinds] if len(kinds) == 1 else []
    table = bridge(
        ground.city,
        ground.who,
        item.scheme,
        before.figures.item.as_of,
        item.as_of,
        where=where,
        known_at=ground.seq,
        first_known_at=before.edition.head.seq,
    )
    return table.total.parts


def _table(
    ground: Ground, position: int, before: Before, parts: Sequence[PartFigure], is_open: bool
) -> Table:
    figures = ground.edition.items[position]
    first, last = _meeting(before), f"本次：第{ground.edition.meeting.number}次會議"
    rows = (
        Row(_figures(first, before.figures.total, is_open)),
        *(Row(_part(part, is_open)) for part in parts),
        Row(_figures(last, figures.total, is_open), total=True),
    )
    return Table(
        f"item{position + 1}-reasons",
        f"表2 {list_named(figures.item)}增減原因",
        _OPEN_COLUMNS if is_open else _COLUMNS,
        rows,
        "各原因之增減加總，恰為兩次會議數字之差；更正指兩次會議間補登或更正上次統計日以前之資料。",
    )


def _meeting(before: Before) -> str:
    return f"上次：第{before.edition.meeting.number}次會議第{before.edition.head.edition}版"


def _figures(name: str, tally: Tally, is_open: bool) -> tuple[Cell, ...]:
    if is_open:
        return (Cell(name), NOTHING, count(tally.population), count(tally.completed))
    counts = count(tally.population), count(tally.eligible), count(tally.completed)
    return (Cell(name), NOTHING, *counts, rate(tally))


def _part(part: PartFigure, is_open: bool) -> tuple[Cell, ...]:
    head = (Cell(PARTS[part.part]), count(part.venues), change(part.effect.population))
    if is_open:
        return (*head, change(part.effect.completed))
    return (*head, change(part.effect.eligible), change(part.effect.completed), NOTHING)


def _pictures(
    ground: Ground, position: int, before: Before, parts: Sequence[PartFigure], is_open: bool
) -> Iterator[Picture]:
    """母數 and 已完成 each as a waterfall; of an open list 加入家數 alone. What did not move is not drawn."""
    was, now = before.figures.total, ground.edition.items[position].total
    drawn = [("completed", "加入家數" if is_open else "已完成家數", was.completed, now.completed)]
    if not is_open:
        drawn.insert(0, ("eligible", "母數", was.eligible, now.eligible))
    number, earlier = ground.edition.meeting.number, before.edition.meeting.number
    list_ = list_named(ground.edition.items[position].item)
    for at, (field, called, first, last) in enumerate(drawn, 1):
        effects = [(PARTS[p.part], int(getattr(p.effect, field))) for p in parts]
        moved = [(name, size) for name, size in effects if size]
        if not moved:
            continue
        steps = steps_between((f"第{earlier}次", first), moved, f"第{number}次")
        told = "、".join(f"{name}{change(size).text}" for name, size in moved)
        yield Picture(
            f"item{position + 1}-{field}",
            f"圖{at} {called}增減原因（第{earlier}次至第{number}次）",
            f"{list_}{called}由{first:,}家至{last:,}家：{told}。",
            waterfall(steps, title=f"{list_}{called}", width=_WIDTH, height=_HEIGHT),
            _WIDTH,
            _HEIGHT,
        )
