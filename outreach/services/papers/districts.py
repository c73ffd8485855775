"""附件: each item's districts as a table and as the map's own picture, as known when the edition was frozen.

Both have the figures of `coverage`. Where there is a rate it is what the picture shows; of a list that stays
open, how many joined. Venues whose district nobody knows stand in the picture's table alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from geodata.legend import JOINED_COLOURS, RATE_SCALE, WORDS, Scale
from outreach.figures.positions import Dimension
from outreach.reports.drawings.map_sheet import FIGURE_HEIGHT, FIGURE_WIDTH, map_figure
from outreach.reports.model import Block, Cell, Column, Picture, Row, Table
from outreach.rules.dates import roc
from outreach.rules.rate import Tally, rate_shown
from outreach.services.coverage import CoverageTable, coverage
from outreach.services.map_classes import Classes
from outreach.services.map_layers import Layer
from outreach.services.map_sheets import Telling, map_sheet_of
from outreach.services.mapping import Areas, Question, areas
from outreach.services.meetings.model import ItemFigures
from outreach.services.papers.cells import count, rate
from outreach.services.papers.ground import Ground
from outreach.services.papers.sentences import list_named

_DISTRICTS = (
    Column("行政區", width=14),
    Column("提報家數(A)", numeric=True),
    Column("毋須納入母數(B)", numeric=True),
    Column("母數(C=A−B)", numeric=True),
    Column("已完成(D)", numeric=True),
    Column("未完成(C−D)", numeric=True),
    Column("完成率(D/C)", numeric=True),
)
_OPEN_DISTRICTS = (
    Column("行政區", width=14),
    Column("提報家數", numeric=True),
    Column("加入家數", numeric=True),
)
#: What the map says of a district without venues.
_NO_VENUES = "無店家"


def district_blocks(ground: Ground, position: int, figures: ItemFigures) -> Iterator[Block]:
    """行政區情形 of an item, as of its day and known at the edition's number."""
    item = figures.item
    where = tuple(f"kind={kind}" for kind in item.kinds) if len(set(item.kinds)) == 1 else ()
    found = coverage(
        ground.city,
        ground.who,
        item.scheme,
        item.as_of,
        by=Dimension.DISTRICT,
        where=where,
        known_at=ground.seq,
    )
    yield _table(position, figures, found)
    if figures.shown_open or found.total.eligible:
        question = Question(item.scheme, item.as_of, found.known_at, where)
        layer = Layer.JOINED if figures.shown_open else Layer.RATE
        yield _picture(position, figures, areas(ground.city, ground.who, question, layer))


def _table(position: int, figures: ItemFigures, found: CoverageTable) -> Table:
    cells = _open_cells if figures.shown_open else _counted_cells
    rows = tuple(Row((Cell(row.name), *cells(row.tally))) for row in found.rows)
    total = Row((Cell("合計"), *cells(found.total)), total=True)
    return Table(
        f"annex{position + 1}-districts",
        f"{list_named(figures.item)}行政區情形（截至{roc(figures.item.as_of)}）",
        _OPEN_DISTRICTS if figures.shown_open else _DISTRICTS,
        (*rows, total),
    )


def _counted_cells(tally: Tally) -> tuple[Cell, ...]:
    return (
        count(tally.population),
        count(tally.excluded_total),
        count(tally.eligible),
        count(tally.completed),
        count(tally.outstanding),
        rate(tally),
    )


def _open_cells(tally: Tally) -> tuple[Cell, ...]:
    return (count(tally.population), count(tally.completed))


# The picture ---------------------------------------------------------------------------------------


def _picture(position: int, figures: ItemFigures, found: Areas) -> Picture:
    rated = found.layer is Layer.RATE
    what = "完成率" if rated else "加入家數"
    told = "、".join(
        f"{row.place.name}{_rated(row.tally) if rated else f'{row.tally.completed:,}家'}"
        for row in found.rows
        if row.tally.population
    )
    telling = _rate_telling(figures) if rated else _joined_telling(figures, found.classes)
    return Picture(
        f"annex{position + 1}-map",
        f"圖 行政區{what}圖（截至{roc(figures.item.as_of)}）",
        f"各行政區{what}：{told or '無'}。",
        map_figure(map_sheet_of(found, telling)),
        FIGURE_WIDTH,
        FIGURE_HEIGHT,
    )


def _rate_telling(figures: ItemFigures) -> Telling:
    """The words of a picture of rates."""
    return Telling(
        "zh",
        f"{list_named(figures.item)}行政區完成率",
        (f"截至{roc(figures.item.as_of)}",),
        RATE_SCALE,
        ("行政區", "完成率", "已完成／母數"),
        lambda tally: (_rated(tally), f"{tally.completed:,}／{tally.eligible:,}"),
        lambda tally: _rated(tally) if tally.eligible else RATE_SCALE.empty,
        lambda place: place.name,
        "未填行政區",
        "合計",
        (f"取至小數第2位，以下捨去。{WORDS.credit}",),
    )


def _joined_telling(figures: ItemFigures, found: Classes) -> Telling:
    """The words of a picture of who joined: nobody is behind, and there is no rate."""
    labels = found.spans()
    return Telling(
        "zh",
        f"{list_named(figures.item)}行政區加入家數",
        (f"截至{roc(figures.item.as_of)}",),
        Scale("加入家數", labels, JOINED_COLOURS[: len(labels)], _NO_VENUES),
        ("行政區", "加入家數", "提報家數"),
        lambda tally: (f"{tally.completed:,}", f"{tally.population:,}"),
        lambda tally: f"{tally.completed:,}" if tally.population else _NO_VENUES,
        lambda place: place.name,
        "未填行政區",
        "合計",
        (WORDS.credit,),
    )


def _rated(tally: Tally) -> str:
    return rate_shown(tally.completed, tally.eligible)
