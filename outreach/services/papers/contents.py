"""What a meeting's paper says, made from an edition: once, for every format."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outreach.reports.model import Block, Heading, Look, Paper, Paragraph
from outreach.reports.plain import plain
from outreach.rules.dates import TAIPEI, roc
from outreach.rules.numbering import formal
from outreach.services.city import City
from outreach.services.papers.appendix import appendix
from outreach.services.papers.conclusions import tracked_blocks
from outreach.services.papers.ground import Ground, ground_of
from outreach.services.papers.item import item_blocks
from outreach.services.who import Right, Who

CITY = "臺北市政府"
_WEEKDAYS = "一二三四五六日"
#: Facts above the paper: what they are called, and the part of the meeting's texts that says them.
_FACTS = {
    "時間": "time",
    "地點": "place",
    "主席": "chair",
    "紀錄": "minutes_by",
    "出席": "present",
    "列席": "in_attendance",
}


def paper(city: City, who: Who, number: int, *, edition: int | None = None) -> Paper:
    """The paper of a meeting from one of its editions, the newest unless told otherwise.

    Venues of the appendix are those the asker may see; every number is the edition's. Raises
    `NoSuchMeeting`, `NoSuchEdition`.
    """
    who.must(Right.READ_MEETINGS)
    return paper_of(ground_of(city, who, number, edition))


def paper_of(ground: Ground) -> Paper:
    """The paper of an edition that was looked up."""
    meeting = ground.edition.meeting
    name = meeting.name if meeting.name.startswith(CITY) else CITY + meeting.name
    return plain(
        Paper(
            f"{name} 會議資料",
            tuple(_facts(ground)),
            (*_notes(ground), *_previous(ground), *_reports(ground), *_end(ground)),
            tuple(appendix(ground)),
            _foot(ground),
        )
    )


def _facts(ground: Ground) -> Iterator[tuple[str, str]]:
    for called, part in _FACTS.items():
        words = ground.texts.get(part, "")
        if part == "time" and not words:
            words = f"{_day(ground.edition.meeting.on_day)}　　時　　分"
        yield called, words


def _day(day: date) -> str:
    return f"{roc(day)}（星期{_WEEKDAYS[day.weekday()]}）"


def _notes(ground: Ground) -> Iterator[Block]:
    head = ground.edition.head
    if head.note:
        yield Paragraph(f"(備註：{head.note})", Look.NOTE)
    if ground.edition.meeting.figures_only:
        told = "(備註：本次會議之數字取自紙本，本系統無逐家資料，不附增減原因與清冊。)"
        yield Paragraph(told, Look.NOTE)


def _previous(ground: Ground) -> Iterator[Block]:
    last = ground.last_meeting
    if last is None:
        told = "宣讀上次會議紀錄"
    else:
        name = last.name.removeprefix(CITY)
        told = f"宣讀本府{roc(last.on_day)}{name}紀錄"
    yield Heading(1, f"{formal(1)}、", told)
    yield Paragraph("會議結論：" + ground.texts.get("previous", ""), Look.CONCLUSION)


def _reports(ground: Ground) -> Iterator[Block]:
    yield Heading(1, f"{formal(2)}、", "報告事項")
    yield from tracked_blocks(ground)
    for position in range(len(ground.edition.items)):
        yield from item_blocks(ground, position, position + 2)


def _end(ground: Ground) -> Iterator[Block]:
    yield Heading(1, f"{formal(3)}、", "綜合會議結論")
    yield Paragraph(ground.texts.get("closing", ""), Look.CONCLUSION)
    yield Paragraph("散會（　　時　　分）")


def _foot(ground: Ground) -> str:
    head = ground.edition.head
    taken = head.frozen_at.astimezone(TAIPEI)
    at = "" if head.seq is None else f"（序號{head.seq}）"
    return f"版次：第{head.edition}版　資料擷取時間：{roc(taken.date())}{taken:%H:%M}{at}"
