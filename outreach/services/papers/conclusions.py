"""The tracked items of a meeting's paper, and what was concluded of each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach.reports.model import Block, Cell, Column, Heading, Look, Paragraph, Row, Table
from outreach.rules.dates import roc
from outreach.rules.numbering import plain
from outreach.rules.rate import NO_RATE
from outreach.rules.tracking import DECISIONS, PROPOSALS, Part
from outreach.services.meetings.model import MeetingItem
from outreach.services.papers.cells import count
from outreach.services.papers.ground import Ground
from outreach.services.papers.sentences import counted, list_named
from outreach.services.tracking import TrackedLine, conclusions, tracked


def tracked_blocks(ground: Ground) -> Iterator[Block]:
    """一、 the conclusions kept in sight, agency by agency, and what this meeting decided of them."""
    yield Heading(2, "一、", "主任秘書會報會議結論事項執行情形")
    head = ground.edition.head
    number = ground.edition.meeting.number
    lines = tracked(ground.city, ground.who, number, edition=head.edition)
    yield Heading(3, "1.", "辦理情形")
    yield _table(lines) if lines else Paragraph("無列管中之會議結論事項。", Look.STEP)
    decided = conclusions(lines)
    said = [line for line in _lines(ground.texts.get("tracked", "")) if line not in decided]
    yield from conclusion("2.", [*decided, *said])


def conclusion(number: str, told: str | Sequence[str]) -> Iterator[Block]:
    """會議結論: （一） and on where it has several lines; a line to write on where nothing was concluded."""
    yield Heading(3, number, "會議結論：")
    lines = _lines(told) if isinstance(told, str) else list(told)
    if len(lines) < 2:
        yield Paragraph("".join(lines), Look.CONCLUSION)
        return
    for at, line in enumerate(lines, 1):
        yield Heading(4, f"（{plain(at)}）", line)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _table(lines: Sequence[TrackedLine]) -> Table:
    days = {line.as_of for line in lines if line.as_of is not None}
    # Schemes that are counted as of different days say so with their figures.
    until = f"(截至{roc(min(days))})" if len(days) == 1 else ""
    columns = (
        Column("列管編號", width=7),
        Column("會議結論事項", width=22),
        Column("主辦(協辦)機關", width=9),
        Column(f"辦理情形{until}", width=26),
        Column("預定完成日", width=10),
        Column("已列管次數", numeric=True, width=6),
        Column("建議", width=9),
        Column("會議結論", width=11),
    )
    rows = tuple(_row(line, lines[at - 1] if at else None) for at, line in enumerate(lines))
    note = "括號內為協辦機關；會議結論空白者，待本次會議決定。"
    return Table("tracked", "會議結論事項執行情形表", columns, rows, note, landscape=True)


def _row(line: TrackedLine, above: TrackedLine | None) -> Row:
    """One agency of an item; what the item's first line says of it is not said again."""
    first = above is None or above.item.number != line.item.number
    agency = f"({line.name})" if line.part is Part.ASSISTING else line.name
    return Row(
        (
            Cell(str(line.item.number)),
            Cell(line.item.conclusion if first else "同上"),
            Cell(agency),
            Cell(_progress(line)),
            Cell(roc(line.due_on) if line.due_on else ""),
            count(line.times),
            Cell(PROPOSALS[line.proposal] if line.proposal else NO_RATE),
            Cell(_decided(line)),
        )
    )


def _progress(line: TrackedLine) -> str:
    carried = f"（沿用第{line.carried_from}次）" if line.carried_from is not None else ""
    told = [line.progress + carried] if line.progress else []
    if line.tally is not None and line.as_of is not None and line.tally.population:
        item = line.item
        about = list_named(MeetingItem(item.scheme, item.scheme_name, item.kinds, line.as_of))
        told.append(f"{about}截至{roc(line.as_of)}：{counted(line.tally)}")
    return "\n".join(told)


def _decided(line: TrackedLine) -> str:
    if line.decision is None:
        return ""
    return f"{DECISIONS[line.decision]}：{line.words}" if line.words else DECISIONS[line.decision]
