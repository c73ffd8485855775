"""What tracking refuses, in sentences."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class NotAnItemNumber(Refusal, ValueError):
    """A text that is no 列管編號."""

    template = "列管編號讀到『{value}』；請寫成 會議次別-項次，例如 205-2。"


class NoSuchTrackedItem(Refusal, LookupError):
    """No item has this number."""

    template = "查無列管編號『{item}』；請從列管清單選取，例如 {example}。"


class NumberTaken(Refusal, ValueError):
    """There is an item of this number."""

    template = "列管編號 {item} 已由{by}建立；請改用其他項次，例如 {example}。"


class MeetingYetToCome(Refusal, ValueError):
    """An item of a meeting that has not been opened."""

    template = (
        "會議次別讀到 {number}，最近一次會議是第{newest}次；請改用 1 到 {newest} 的次別，例如 {newest}。"
    )


class SequenceOutOfRange(Refusal, ValueError):
    """A sequence below 1 or above 9999."""

    template = "項次讀到 {sequence}；請填 1 到 9999 的整數，例如 1。"


class TimesOutOfRange(Refusal, ValueError):
    """A number of times that cannot be."""

    template = "先前已列管次數讀到 {times}；請填 0 到 999 的整數，例如 3。"


class LeadMissing(Refusal, ValueError):
    """An item that no agency leads."""

    template = "列管事項須有主辦機關；主辦讀到「{agencies}」，請選一個以上，例如 {example}。"


class AgencyTwice(Refusal, ValueError):
    """An agency named twice."""

    template = "『{agency}』重複列為主辦或協辦；每個機關請只選一次，例如只列為主辦。"


class RateNotNamed(Refusal, ValueError):
    """Kinds of venue without a scheme."""

    template = "選了性質「{kinds}」但未選方案；請一併選擇方案，或都不選，例如 mycode。"


class WordsDoNotFit(Refusal, ValueError):
    """Words that are missing, or too many."""

    template = "『{what}』讀到 {length} 個字，須有 {least} 到 {most} 個字；請修改，例如「{example}」。"


class NotOfTheItem(Refusal, LookupError):
    """The agency is neither lead nor assisting."""

    template = "『{agency}』不是列管編號 {item} 的主辦或協辦機關；請從該案的機關選取，例如 {example}。"


class NotYetTracked(Refusal, ValueError):
    """A meeting at which the item did not exist."""

    template = (
        "列管編號 {item} 是第{of}次會議的結論，第{number}次會議還不會討論；"
        "請改選其後的會議，例如第{example}次。"
    )


class DecisionDoesNotFit(Refusal, ValueError):
    """A decision that cannot follow what was decided before."""

    template = "列管編號 {item}（{agency}）先前{state}，不能決定「{decision}」；請改為「{example}」。"


class AlreadyDiscussed(Refusal):
    """An item about which something was said cannot be taken away."""

    template = (
        "列管編號 {item} 已有{what}，不能撤回；每一筆紀錄都會保留，請改以會議結論解除列管，例如註明「誤列」。"
    )
