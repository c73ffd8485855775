"""What a round refuses, in sentences."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class NoSuchRound(Refusal, LookupError):
    """No round has this number."""

    template = "查無填報編號『{round}』；請從「填報」頁的清單選取，例如最近一次開啟的填報。"


class RoundUnnamed(Refusal, ValueError):
    """A round without a name, or with one too long to print."""

    template = "填報名稱讀到『{name}』；請輸入 1 至 80 個字，例如「第214次主任秘書會報」。"


class DeadlineTooEarly(Refusal, ValueError):
    """A deadline before the day that is asked about."""

    template = "填報截止日 {deadline} 早於統計截止日 {as_of}；請改為同日或之後的日期，例如 {as_of}。"


class NothingAskedFor(Refusal, ValueError):
    """A round without a scheme, or with one scheme twice."""

    template = "填報的方案讀到「{schemes}」；請選一個以上、不重複的方案，例如 台北通 myCode+。"


class NameTaken(Refusal):
    """Another open round has the name."""

    template = (
        "填報「{name}」已由{by}開啟，內容不同；請改用其他名稱，例如「{name}（補）」，或先結束原來的填報。"
    )


class RoundClosed(Refusal):
    """The round is over."""

    template = "填報「{name}」已於{day}結束，不能再{what}；如需補正請洽管考人員，例如另開一次填報。"


class NoAgency(Refusal):
    """The asker belongs to no agency."""

    template = "您的帳號沒有所屬機關，不能{what}；請系統管理員設定機關，例如商業處。"


class NothingToReport(Refusal):
    """The agency has no venue on the lists that the round asks about."""

    template = (
        "『{agency}』在填報「{name}」的方案中沒有列冊的店家，不需填報；請確認機關，例如店家是否已移出。"
    )


class AlreadyTaken(Refusal):
    """Somebody else has taken the same step before."""

    template = (
        "『{agency}』的填報已由{by}於{moment}{what}，不需重複；請重新開啟這一頁看最新狀態，例如備註與步驟。"
    )


class NotNow(Refusal):
    """The step may not follow how the agency stands."""

    template = "『{agency}』的填報目前是「{state}」，不能{what}；{instead}。"


class SomethingChanged(Refusal):
    """The words "nothing changed" were claimed of a list that did change."""

    template = (
        "自上次核定後清單有 {changes} 筆異動，不能以「沒有異動」送出；"
        "請看過異動後按「看過異動，送出」，例如先核對增減原因。"
    )


class NothingToCompare(Refusal):
    """The words "nothing changed" were claimed where nothing was ever confirmed."""

    template = "『{agency}』還沒有核定過的清單可以比對，不能以「沒有異動」送出；請核對清單後直接按「送出」。"


class NotLookedThrough(Refusal):
    """The list changed after the officer had looked through its changes."""

    template = "您看過之後清單又有 {changes} 筆異動；請重新開啟這一頁看過再送出，例如按「重新整理」。"


class SubmittedAnew(Refusal):
    """What the approver looked at is not what lies there now."""

    template = (
        "您看過之後『{agency}』已由{by}於{moment}重新送出；請重新開啟這一頁看過再核定，例如按「重新整理」。"
    )


class WordsMissing(Refusal, ValueError):
    """A list is not sent back without a word."""

    template = "退回須說明原因，讀到的是空白；請輸入要補正的內容，例如「請補第3家停業的備註」。"


class WordsTooLong(Refusal, ValueError):
    """More words than a page can show."""

    template = "說明讀到 {length} 個字，最多 {most} 個字；請縮短，例如只寫要補正的店家與原因。"


class NothingToRemind(Refusal):
    """Every agency meant has reported."""

    template = (
        "填報「{name}」選取的機關都已送出或核定，沒有可稽催的對象；請重新整理名單，例如重新開啟這一頁。"
    )


class ReminderTooLong(Refusal, ValueError):
    """Words of a reminder that nobody would read to the end."""

    template = "稽催的說明讀到 {length} 個字，最多 {most} 個字；請精簡，例如「請於10月20日前送出」。"
