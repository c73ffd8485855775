"""What is refused of duplicates."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class WithItself(Refusal, ValueError):
    """A venue was to be merged with itself."""

    template = "店家編號 {venue_id} 不能與自己合併；請選取兩家不同的店家，例如 1250 與 1251。"


class MergedBefore(Refusal):
    """One of the two is merged away already."""

    template = (
        "店家編號 {venue_id} 已併入店家 {into}，不能再合併；"
        "請改選店家 {into}，或先復原該次合併，例如從店家歷程復原。"
    )


class SpansAgencies(Refusal):
    """The two venues belong to two agencies, and the asker may not act for both."""

    template = (
        "這兩家店家分屬「{one}」與「{other}」，跨機關的合併由系統管理員辦理；"
        "您可以申請移轉店家，或標記為「不是重複」，例如註明「同名不同店」。"
    )


class ReasonMissing(Refusal, ValueError):
    """A pair was to be kept apart without a reason."""

    template = "請填寫為什麼不是重複，例如「同名，但分屬不同樓層的兩家店」。"


class NotKeptApart(Refusal, LookupError):
    """Nobody had said that the pair is two venues."""

    template = "店家 {one} 與 {other} 沒有「不是重複」的標記；請重新整理清單，例如按重新載入。"


class HasAgency(Refusal):
    """A venue that belongs to an agency was to be assigned as nobody's."""

    template = (
        "店家編號 {venue_id} 已屬於「{agency}」，不是無主管機關的店家；請改用移轉，例如從店家頁申請移轉。"
    )


class NothingWaits(Refusal, LookupError):
    """No row of an import waits under this number, or none of the asker's agency."""

    template = (
        "查無匯入待確認的資料列『{row_id}』，或已處理，或不屬於您的機關；請重新整理清單，例如按重新載入。"
    )


class NotEnoughKept(Refusal):
    """A row that waits from before its values were kept with it."""

    template = (
        "這一列在舊版匯入時只留下名稱『{name}』，無法直接套用；"
        "請重新匯入該清單，或選「不採用」，例如重傳原檔。"
    )


class StandsAlready(Refusal):
    """A waiting row was to be added as a new venue, and a venue of its name and address is known by now."""

    template = (
        "第 {row} 列『{name}』與店家 {venue_id} 的名稱與地址都相同，不能新增為另一家；"
        "請選「同一家」或「不採用」，例如先併入後再更正。"
    )


class RowRefused(Refusal, ValueError):
    """What a waiting row says cannot be recorded now."""

    template = "第 {row} 列『{name}』不能套用：{reason}"
