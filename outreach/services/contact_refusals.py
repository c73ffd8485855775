"""What is refused of a contact log's entries; no sentence repeats a note or a next action."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class ContactInFuture(Refusal, ValueError):
    """An attempt that nobody has made yet."""

    template = "聯繫日期讀到 {day}，晚於今天 {today}；請填今天或以前的日期，例如 {today}。"


class NextTooEarly(Refusal, ValueError):
    """A next action or a "not before" that lies before the attempt itself."""

    template = "「{what}」讀到 {day}，早於聯繫日期 {on_day}；請填當天或以後的日期，例如 {on_day}。"


class NextWithoutDay(Refusal, ValueError):
    """A next action that would never fall due."""

    template = "填了下一步卻沒有日期；請一併填寫追蹤日期，例如 {today}。"


class WordsTooLong(Refusal, ValueError):
    """A note or a next action longer than anybody reads; it is not repeated."""

    template = "「{what}」有 {count} 個字，最多 {most} 個字；請精簡，例如只寫結果與時間。"


class UnknownContactWord(Refusal, ValueError):
    """A way or an outcome that does not exist."""

    template = "讀到{what}『{value}』，沒有這個選項；可用的有 {accepted}。"


class NotOnTheList(Refusal):
    """A scheme on whose list the venue does not stand."""

    template = "店家編號 {venue_id} 不在「{scheme}」的名冊上；請改選它列冊的方案，或先把它列冊。"


class NoSuchEntry(Refusal, LookupError):
    """No such entry, or none of the asker's agency."""

    template = "查無聯繫紀錄『{entry_id}』，或不屬於您的機關；請從店家的聯繫紀錄選取，例如最近一筆。"


class NotOwnEntry(Refusal):
    """An entry that somebody else wrote."""

    template = "聯繫紀錄 {entry_id} 由「{by}」登錄，只有本人可以撤回；請洽登錄者，或另登錄一筆說明。"
