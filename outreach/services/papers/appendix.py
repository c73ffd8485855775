"""附件: the venues outside the denominator, each with its reason, as known when the edition was frozen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count as counting

from outreach.reports.model import Block, Cell, Column, Heading, Row, Table
from outreach.rules.dates import roc, roc_short
from outreach.rules.masking import mask
from outreach.rules.numbering import plain
from outreach.rules.vocabulary import Standing
from outreach.services.explain import Why
from outreach.services.meetings.behind import edition_venues
from outreach.services.meetings.model import ItemFigures, MeetingItem
from outreach.services.papers.cells import REASONS
from outreach.services.papers.districts import district_blocks
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
            yield from district_blocks(ground, position, figures)


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
