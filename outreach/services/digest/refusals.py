"""What is refused about digests; no address is ever repeated."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class AddressUnusable(Refusal, ValueError):
    """Not one mail address."""

    template = "信箱不是可用的電子郵件位址；請填一個機關公用信箱，{most} 字以內，例如 {example}。"


class MailSettingUnusable(Refusal, ValueError):
    """An environment variable about mail that cannot be used; what it holds is not repeated."""

    template = "環境變數 {name} 無法使用；請填{accepted}，例如 {example}。"


class NothingToSendAgain(Refusal, LookupError):
    """There is no digest, or no mailbox, of this agency."""

    template = "『{agency}』沒有{what}，無法再寄；請先{instead}，例如 {example}。"


class MailOfDemonstration(Refusal):
    """Invented figures are not mailed to anybody."""

    template = "示範資料不寄送電子郵件；請改用正式資料庫，例如設定 OUTREACH_DATABASE_URL。"
