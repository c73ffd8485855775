"""What is refused of transfers between agencies."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class SameAgency(Refusal, ValueError):
    """The receiver has the venue already."""

    template = "店家 {venue_id} 已屬{agency}；請選擇另一個機關，例如接手的機關。"


class OfferedAlready(Refusal):
    """Another offer of the venue is open."""

    template = "店家 {venue_id} 已提出移轉給{agency}，對方尚未回覆；請先撤回，例如撤回移轉 {transfer_id}。"


class BeforeLastMove(Refusal, ValueError):
    """The day lies before the giver got the venue, or before a move that was announced."""

    template = (
        "移轉日讀到 {day}，但店家 {venue_id} 的機關另有自 {last} 起的登錄；"
        "請用該日或之後的日期，例如 {last}。"
    )


class MovedMeanwhile(Refusal):
    """The venue's agency is another one than when it was offered."""

    template = (
        "店家 {venue_id} 提出移轉後，機關已另有變更，這項移轉不再適用；"
        "請改由現在的機關重新提出，例如{agency}。"
    )


class WordsMissing(Refusal, ValueError):
    """A transfer or its refusal without words, or with too many."""

    template = "{what}須填寫，{most} 字以內；讀到 {length} 字，請填寫，例如「{example}」。"


class NoSuchTransfer(Refusal, LookupError):
    """No offer has this number, or it is none of the asker's business."""

    template = "查無移轉『{transfer_id}』，或不需要由您處理；請從「我的機關」的移轉清單選取，例如最上面一筆。"


class TransferDecided(Refusal):
    """The offer was answered or withdrawn before."""

    template = "移轉 {transfer_id} 已由{by}處理，沒有再變更；請重新整理清單，例如回到「我的機關」。"
