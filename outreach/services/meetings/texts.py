"""The words of a meeting's paper: when and where, who was there, what was concluded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from outreach.services.city import City
from outreach.services.meetings.looking import meeting_row
from outreach.services.meetings.refusals import NoSuchPart, TextTooLong
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.meeting_texts import TextRow, add_text, texts_of

#: `part`, `words`, `by` and `at` (UTC) of one wording.
MeetingText = TextRow

#: 時間、地點、主席、紀錄、出席、列席, the conclusions on the last minutes, the tracked items and each report.
PARTS = (
    "time",
    "place",
    "chair",
    "minutes_by",
    "present",
    "in_attendance",
    "previous",
    "tracked",
    *(f"item-{number}" for number in range(1, 10)),
    "closing",
)
LONGEST_TEXT = 4000


def texts(city: City, who: Who, number: int) -> Mapping[str, MeetingText]:
    """The words that hold for each part that has any, by part in the order of `PARTS`.

    Raises `NoSuchMeeting`.
    """
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        meeting_row(connection, number)
        latest = {row.part: row for row in texts_of(connection, number)}
    return {part: latest[part] for part in PARTS if part in latest and latest[part].words}


def text_history(city: City, who: Who, number: int, part: str | None = None) -> tuple[MeetingText, ...]:
    """Every wording of a part, or of all of them, the newest first; "" where words were taken away.

    Raises `NoSuchMeeting`, `NoSuchPart`.
    """
    who.must(Right.READ_MEETINGS)
    with reading(city.engine) as connection:
        meeting_row(connection, number)
        return tuple(reversed(texts_of(connection, number, part and _known(part))))


def state_text(city: City, who: Who, number: int, part: str, words: str, *, now: datetime) -> bool:
    """Say a part of the paper in other words, or "" for none; False where it says so already.

    Lines are kept, needless spaces are not. Raises `NoSuchMeeting`, `NoSuchPart`, `TextTooLong`.
    """
    who.must_everywhere(Right.STEER)
    lines = [" ".join(line.split()) for line in words.splitlines()]
    plain = "\n".join(lines).strip()
    with writing(city.engine) as connection:
        meeting_row(connection, number)
        known = texts_of(connection, number, _known(part))
        if len(plain) > LONGEST_TEXT:
            raise TextTooLong(length=len(plain), most=LONGEST_TEXT)
        if plain == (known[-1].words if known else ""):
            return False
        add_text(connection, meeting=number, part=part, words=plain, by=who.name, user=who.user, now=now)
    return True


def _known(part: str) -> str:
    if part not in PARTS:
        raise NoSuchPart(part=part, parts="、".join(PARTS))
    return part
