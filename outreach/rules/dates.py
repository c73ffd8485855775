"""Days in both calendars: ISO (2021-10-14) and ROC (110年10月14日), and the city's own today.

A day is a `date`, never a time; "as of D" means the end of D in Asia/Taipei.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from outreach.rules.refusals import Refusal

TAIPEI = ZoneInfo("Asia/Taipei")
#: The first day of the ROC calendar's year 1 is in 1912.
ROC_OFFSET = 1911
#: Four digits of a year are read as ISO's, so an ROC year has at most three.
LAST_ROC_YEAR = 999

_DAY = re.compile(r"(?:民國)?(\d{1,4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


class NotADay(Refusal, ValueError):
    """The text is no day of either calendar."""

    template = "讀到『{value}』，不是有效日期；請用 {roc} 或 {iso}。"


class NotATime(Refusal, ValueError):
    """The text is neither a sequence number nor a time."""

    template = "讀到『{value}』，不是序號也不是時間；請用序號（例如 1250）或時間（例如 2021-10-26T09:00）。"


def parse_day(text: str) -> date:
    """Read a day written 2021-10-14, 2021/10/14, 110-10-14, 110/10/14 or 110年10月14日.

    Full-width digits and surrounding spaces are accepted. A year of four digits is ISO's, one of up
    to three digits is ROC's, which has no year 0. Raises `NotADay` with the nearest valid day as the
    example.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    found = _DAY.fullmatch(plain)
    if not found:
        raise _refuse(text, None)
    year = int(found[1])
    month, day = int(found[2] or found[4]), int(found[3] or found[5])
    if len(found[1]) < 4:
        if year == 0:
            raise _refuse(text, None)
        year += ROC_OFFSET
    try:
        return date(year, month, day)
    except ValueError:
        raise _refuse(text, _nearest(year, month, day)) from None


def _nearest(year: int, month: int, day: int) -> date | None:
    """The last valid day not after what was meant, where month and year are sound in both calendars."""
    if not (1 <= year - ROC_OFFSET <= LAST_ROC_YEAR and 1 <= month <= 12):
        return None
    return date(year, month, max(1, min(day, calendar.monthrange(year, month)[1])))


def _refuse(text: str, example: date | None) -> NotADay:
    day = example or date(2021, 10, 14)
    return NotADay(value=text.strip(), roc=roc_short(day), iso=day.isoformat())


def roc(day: date) -> str:
    """The day as Chinese pages and papers print it: 110年10月14日."""
    return f"{day.year - ROC_OFFSET}年{day.month}月{day.day}日"


def roc_short(day: date) -> str:
    """The day for narrow places: 110/10/14."""
    return f"{day.year - ROC_OFFSET}/{day.month:02d}/{day.day:02d}"


def today_in_taipei(now: datetime) -> date:
    """The city's day at an aware moment; the outermost layer passes the clock's reading in."""
    return now.astimezone(TAIPEI).date()


def parse_moment(text: str) -> datetime:
    """Read an ISO time as an aware UTC moment; one without a zone is Taipei's.

    A bare day means its end, since "known on the 26th" includes the 26th. Raises `NotATime`.
    """
    try:
        moment = _moment_as_written(unicodedata.normalize("NFKC", text).strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=TAIPEI)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotATime(value=text.strip()) from None


def _moment_as_written(plain: str) -> datetime:
    """An ISO day's or ROC day's end, or an ISO time, with the zone it names; raises `ValueError`."""
    for read in (date.fromisoformat, parse_day):
        try:
            return datetime.combine(read(plain), time.max)
        except ValueError:
            continue
    return datetime.fromisoformat(plain)
