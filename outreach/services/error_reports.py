"""What anybody reports to be wrong about a venue on the public map, and what its agency makes of it.

No name, address or number is asked for, and such things are hidden in the words. Of the sender only a keyed
hash of the network address is counted, for a day, so that nobody floods an agency.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from outreach.rules.dates import today_in_taipei
from outreach.rules.masking import mask
from outreach.rules.refusals import Refusal
from outreach.services.account_refusals import TooManyAttempts
from outreach.services.attempts import charge, must_not_wait, subject
from outreach.services.city import City
from outreach.services.reach import agencies_within, within_reach
from outreach.services.sign_in_settings import ready_settings
from outreach.services.who import OnlyLooking, Right, Who
from outreach.store.engine import reading, writing
from outreach.store.error_reports import ReportRow, add_report, open_reports, report_by_id, settle_report

LONGEST_REPORT = 200
#: Open reports of one venue beyond which no more are taken: the agency knows.
MOST_OPEN = 5


class ErrorKind(StrEnum):
    """What may be wrong."""

    CLOSED = "closed"
    MOVED = "moved"
    NOT_JOINED = "not_joined"
    WRONG_PLACE = "wrong_place"
    OTHER = "other"


class SettledAs(StrEnum):
    """What came of a report."""

    MENDED = "mended"
    NO_ERROR = "no_error"


class NotOnTheMap(Refusal, LookupError):
    """No venue with this number is shown to the public."""

    template = "查無可回報的店家『{venue_id}』；請從公開地圖選取店家，例如點選地圖上的記號。"


class ReportUnreadable(Refusal, ValueError):
    """A kind of error that is none, words that are too long, or no words where they are needed."""

    template = (
        "回報內容不完整或過長；請選擇一種情形，說明最多 {most} 字，選「其他」時須說明，例如「電梯口已改門」。"
    )


class TooManyReports(Refusal):
    """Too many reports from one place, or about one venue."""

    template = "回報次數較多，這一次沒有收下；請稍後再試，例如明天。急件請撥 1999。"


class NoSuchReport(Refusal, LookupError):
    """No report has this number, or it is about a venue out of reach."""

    template = "查無回報『{report_id}』，或不屬於您的機關；請從待辦清單選取，例如最上面一筆。"


class ReportSettled(Refusal):
    """Somebody settled the report before."""

    template = "回報 {report_id} 已由{by}處理，沒有再變更；請重新整理清單，例如回到「我的機關」。"


def report_error(
    city: City, who: Who, venue_id: int, kind: str, words: str, address: str, *, now: datetime
) -> int:
    """Report that something is wrong with a venue that the public sees; the report's number.

    `address` is the sender's network address; only a keyed hash of it is counted. Raises `NotOnTheMap`,
    `ReportUnreadable`, `TooManyReports`, and `OnlyLooking` to who looks through another role's eyes.
    """
    who.must(Right.SEE_PUBLIC)
    if who.looking:
        raise OnlyLooking(name=who.name, what="回報錯誤")
    if not is_public(city, venue_id, today_in_taipei(now)):
        raise NotOnTheMap(venue_id=venue_id)
    told = mask(" ".join(words.replace("\0", "").split()))
    if kind not in list(ErrorKind) or len(told) > LONGEST_REPORT or (kind == ErrorKind.OTHER and not told):
        raise ReportUnreadable(most=LONGEST_REPORT)
    sender = [subject(ready_settings(city.engine).secret, "report", address)]
    try:
        with reading(city.engine) as connection:
            # A flood of reports keeps nobody waiting who writes.
            must_not_wait(connection, sender, now)
        with writing(city.engine) as connection:
            if len(open_reports(connection, venue_id)) >= MOST_OPEN:
                raise TooManyReports
            charge(connection, sender, now)
            return add_report(connection, venue_id, kind, told, now)
    except TooManyAttempts:
        raise TooManyReports from None


def is_public(city: City, venue_id: int, today: date) -> bool:
    """Whether anybody sees a venue on the map: it joined under some scheme and is open."""
    found = (city.figures.positions(scheme, today).open_joined for scheme in city.reference().schemes)
    return any(0 < venue_id < len(shown) and bool(shown[venue_id]) for shown in found)


def open_error_reports(
    city: City, who: Who, *, today: date, venue_id: int | None = None
) -> tuple[ReportRow, ...]:
    """Open reports about venues that the asker may mend, oldest first; of one venue where asked."""
    agencies_within(city, who, Right.CHANGE, today)
    with reading(city.engine) as connection:
        rows = open_reports(connection, venue_id)
    reached = within_reach(city, who, Right.CHANGE, {row.venue_id for row in rows}, today)
    return tuple(row for row in rows if row.venue_id in reached)


def settle(
    city: City, who: Who, report_id: int, settled_as: SettledAs, *, now: datetime, today: date
) -> None:
    """Say that a report's error was mended, or was none. Raises `NoSuchReport` and `ReportSettled`."""
    who.must(Right.CHANGE)
    with writing(city.engine) as connection:
        row = report_by_id(connection, report_id) if 0 < report_id < 2**31 else None
        if row is None or not within_reach(city, who, Right.CHANGE, [row.venue_id], today):
            raise NoSuchReport(report_id=report_id)
        if row.settled_as:
            raise ReportSettled(report_id=report_id, by=row.settled_by)
        settle_report(connection, row.id, settled_as.value, who.name, who.user, now)
