"""What a meeting refuses, in sentences."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class NoSuchMeeting(Refusal, LookupError):
    """No meeting has this number."""

    template = "查無第{number}次會議；請改用已開立的次別，或先開立會議，例如第{example}次。"


class NoSuchEdition(Refusal, LookupError):
    """The meeting has no edition of this number, or none at all."""

    template = (
        "第{number}次會議沒有第{edition}版（現有 {editions} 版）；請先凍結，或改查現有的版次，例如第1版。"
    )


class NoSuchItem(Refusal, LookupError):
    """The meeting does not look at this list."""

    template = "第{number}次會議沒有『{item}』這個統計項目；可用的項目有 {items}，請改選其中之一。"


class OutOfSequence(Refusal, ValueError):
    """A number that does not follow those of the meetings before."""

    template = "會議次別讀到 {number}，須大於最近一次的第{newest}次；請改用之後的次別，例如 {example}。"


class MeetingTaken(Refusal, ValueError):
    """There is a meeting of this number."""

    template = "第{number}次會議已由{by}建立；請改用其他次別，例如 {example}。"


class NotAMeeting(Refusal, ValueError):
    """A meeting's name or note that cannot be printed."""

    template = "{what}讀到 {length} 個字，最多 {most} 個字；請精簡，例如「第214次主任秘書會報」。"


class NothingToLookAt(Refusal, ValueError):
    """A meeting without items, or with the same list twice."""

    template = "會議的統計項目讀到「{items}」；請選一個以上、不重複的方案與類型，例如 mycode:shop。"


class AsOfInTheFuture(Refusal, ValueError):
    """An as-of date that has not come yet."""

    template = "統計截止日 {as_of} 晚於今天（{today}）；請改用今天或更早的日期，例如 {today}。"


class NoteMissing(Refusal, ValueError):
    """A correction that does not say what it corrects."""

    template = (
        "第{number}次會議已有第{edition}版；再凍結即為更正，請填寫更正說明，"
        "例如「更正商業處 3 家的參與狀態」。"
    )


class NothingChanged(Refusal):
    """A freeze that would repeat the edition before it."""

    template = (
        "第{number}次會議自第{edition}版凍結（{day}）以來，數字、店家與未填報機關都沒有變動；"
        "請直接使用第{edition}版，例如於更正資料後再凍結。"
    )


class FiguresFromPaper(Refusal):
    """A meeting known from paper alone cannot be frozen, nor has it venues to compare."""

    template = (
        "第{number}次會議的數字來自紙本，沒有逐家資料，不能{what}；"
        "請改選由本系統凍結的會議，例如最近一次會議。"
    )


class NotACount(Refusal, ValueError):
    """A negative number of venues."""

    template = "家數讀到 {count}；請填 0 或正整數，例如 931。"


class NoSuchPart(Refusal, LookupError):
    """The paper of a meeting has no such part."""

    template = "會議資料沒有『{part}』這一段；可用的有 {parts}，例如 place。"


class TextTooLong(Refusal, ValueError):
    """Words that would fill pages of a meeting's paper."""

    template = "文字讀到 {length} 個字，最多 {most} 個字；請精簡，例如把附件另行附上。"
