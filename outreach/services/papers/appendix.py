"""附件: the venues outside the denominator, each with its reason, as known when the edition was frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count as counting

from geodata.legend import RATE_SCALE, WORDS
from outreach.figures.positions import Dimension
from outreach.reports.drawings.map_sheet import FIGURE_HEIGHT, FIGURE_WIDTH, map_figure
from outreach.reports.model import Block, Cell, Column, Heading, Picture, Row, Table
from outreach.rules.dates import roc, roc_short
from outreach.rules.masking import mask
from outreach.rules.numbering import plain
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Standing
from outreach.services.coverage import CoverageTable, coverage
from outreach.services.explain import Why
from outreach.services.map_layers import Layer
from outreach.services.map_sheets import Telling, map_sheet_of
from outreach.services.mapping import Areas, Question, areas
from outreach.services.meetings.behind import edition_venues
from outreach.services.meetings.model import ItemFigures, MeetingItem
from outreach.services.papers.cells import REASONS, count, rate
from outreach.services.papers.ground import Ground
from outreach.services.papers.sentences import list_named
from outreach.services.venues import Member

#: Venues of one list in the appendix; the others are told where to find.
MOST_LISTED = 1000
_EXCLUDED = tuple(standing for standing in Standing if standing.exclusion is not None)
_VENUES = (
    Column("機關", width=11),
    Column("店家名稱", width=22),
    Column("行業", width=11),
    Column("事由", width=11),
    Column("公告文號／備註", width=25),
    Column("起始日", width=10),
    Column("覆核日", width=10),
)
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
#: A document's number is no person's, however long it is.
_DOCUMENT = re.compile(r"(字第[\d０-９\-－]+號)")


def appendix(ground: Ground) -> Iterator[Block]:
    """Each item's 清冊, then each item's districts; nothing of figures that come from paper."""
    if ground.seq is None:
        return
    numbers = counting(1)
    for position, figures in enumerate(ground.edition.items):
        if figures.total.excluded_total:
            yield Heading(1, f"附件{plain(next(numbers))}　", f"{list_named(figures.item)}毋須納入母數清冊")
            yield _excluded(ground, position, figures)
    for position, figures in enumerate(ground.edition.items):
        if figures.total.population:
            yield Heading(1, f"附件{plain(next(numbers))}　", f"{list_named(figures.item)}行政區情形")
            yield from _districts(ground, position, figures)


def _excluded(ground: Ground, position: int, figures: ItemFigures) -> Table:
    item = figures.item
    found = edition_venues(
        ground.city,
        ground.who,
        ground.edition.meeting.number,
        item.scheme,
        item.kinds,
        edition=ground.edition.head.edition,
        standings=_EXCLUDED,
        page_size=MOST_LISTED,
    ).listed
    order = {row.name: at for at, row in enumerate(figures.rows)}

    def place(member: Member) -> tuple[int, int]:
        return order.get(member.agency, len(order)), _EXCLUDED.index(member.why.standing)

    members = sorted(found.members, key=place)
    left_out = found.total - len(members)
    said = [f"截至{roc(item.as_of)}共{figures.total.excluded_total:,}家"]
    if left_out:
        said.append(
            f"本表列店家編號在前之{len(members):,}家，另有{left_out:,}家未列，全部清冊請至「會議」頁"
            f"開啟本版次之數字下載，或執行 {_command(item, ground.seq or 0)}"
        )
    if found.out_of_reach:
        said.append(f"其他機關之{found.out_of_reach:,}家不在查閱權限內，未列")
    return Table(
        f"annex{position + 1}-excluded",
        f"{list_named(item)}毋須納入母數清冊",
        _VENUES,
        tuple(_row(member) for member in members),
        "；".join(said) + "。",
        landscape=True,
    )


def _command(item: MeetingItem, seq: int) -> str:
    return (
        f"python -m outreach venues --scheme {item.scheme} --as-of {item.as_of.isoformat()} "
        f"--known-at {seq} --format csv"
    )


def _row(member: Member) -> Row:
    why = member.why
    reason = why.standing.exclusion
    assert reason is not None
    review = why.fact.review_on if why.fact is not None else None
    return Row(
        (
            Cell(member.agency),
            Cell(member.venue.name),
            Cell(member.sector),
            Cell(REASONS[reason]),
            Cell(_remark(why)),
            Cell(roc_short(why.since) if why.since else ""),
            Cell(roc_short(review) if review else ""),
        )
    )


def _remark(why: Why) -> str:
    """The order's own text, or what somebody wrote, without what would identify a person."""
    if why.order is not None:
        return why.remark
    pieces = _DOCUMENT.split(why.remark)
    return "".join(piece if at % 2 else mask(piece) for at, piece in enumerate(pieces))


def _districts(ground: Ground, position: int, figures: ItemFigures) -> Iterator[Block]:
    """行政區 as a table and a picture, as of the item's day and known at the edition's number."""
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
    yield _district_table(position, figures, found)
    if not figures.shown_open and found.total.eligible:
        question = Question(item.scheme, item.as_of, found.known_at, where)
        yield _district_picture(position, figures, areas(ground.city, ground.who, question, Layer.RATE, None))


def _district_table(position: int, figures: ItemFigures, found: CoverageTable) -> Table:
    cells = _open_cells if figures.shown_open else _counted_cells
    rows = tuple(Row((Cell(row.name), *cells(row.tally))) for row in found.rows)
    total = Row((Cell("合計"), *cells(found.total)), total=True)
    return Table(
        f"annex{position + 1}-districts",
        f"{list_named(figures.item)}行政區情形（截至{roc(figures.item.as_of)}）",
        _OPEN_DISTRICTS if figures.shown_open else _DISTRICTS,
        (*rows, total),
    )


def _district_picture(position: int, figures: ItemFigures, found: Areas) -> Picture:
    """行政區完成率圖, the map's own picture; venues whose district nobody knows stand in its table alone."""
    listed = [row for row in found.rows if row.tally.population]
    told = "、".join(f"{row.place.name}{_rated(row.tally)}" for row in listed)
    return Picture(
        f"annex{position + 1}-map",
        f"圖 行政區完成率圖（截至{roc(figures.item.as_of)}）",
        f"各行政區完成率：{told}。",
        map_figure(map_sheet_of(found, _telling(figures))),
        FIGURE_WIDTH,
        FIGURE_HEIGHT,
    )


def _telling(figures: ItemFigures) -> Telling:
    """The picture's words."""
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


def _rated(tally: Tally) -> str:
    return rate_shown(tally.completed, tally.eligible)


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
