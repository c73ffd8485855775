"""What signing in and looking after an account refuse, each under a short code.

An address may say the code and nothing else: a sentence about somebody, or the name that was typed, does
not belong where servers and browsers keep it. So these sentences are complete without values.
"""

from __future__ import annotations

from typing import ClassVar

from outreach.rules.refusals import Refusal
from outreach.services.who import NotAllowed, OnlyLooking


class AccountRefusal(Refusal):
    """Base of what the sign-in page can say; `code` is how an address names it."""

    code: ClassVar[str] = ""


class NameOrPasswordWrong(AccountRefusal):
    """No active account has this name and password; which of the two it was is not said."""

    code = "wrong"
    template = (
        "帳號或密碼不正確；請確認後再試一次，例如大小寫與全形半形。忘記密碼請洽系統管理員取得重設連結。"
    )


class TooManyAttempts(AccountRefusal):
    """The account or the address failed too often lately; the password was not looked at."""

    code = "wait"
    template = "嘗試次數過多，這次沒有核對密碼；請稍候再試，最長 15 分鐘。急用時可請系統管理員提供重設連結。"


class TooBusy(AccountRefusal):
    """More people are signing in at this moment than the machine can check."""

    code = "busy"
    template = "目前登入的人較多，這次沒有核對密碼；請過幾秒再試一次。"


class FormUnreadable(AccountRefusal):
    """The request lacks a field, has one twice, or is larger than any form of ours."""

    code = "form"
    template = "送來的表單不完整或過大；請重新開啟這一頁再填一次。"


class NotSignedIn(AccountRefusal):
    """There is no session, or it has ended."""

    code = "expired"
    template = "尚未登入，或登入已逾時；請重新登入。"


class OldPasswordWrong(AccountRefusal):
    """The present password was not given."""

    code = "old"
    template = "目前的密碼不正確，密碼沒有變更；請確認後再試一次。"


class PasswordsDiffer(AccountRefusal):
    """The new password was not typed the same twice."""

    code = "differ"
    template = "兩次輸入的新密碼不同，密碼沒有變更；請再輸入一次。"


class PasswordTooShort(AccountRefusal, ValueError):
    """Shorter than 12 characters."""

    code = "short"
    template = "新密碼太短；至少要 12 個字元，例如把四個不相干的詞連在一起。"


class PasswordTooLong(AccountRefusal, ValueError):
    """Longer than 200 characters."""

    code = "long"
    template = "新密碼太長；最多 200 個字元，例如四到六個不相干的詞。"


class PasswordIsName(AccountRefusal, ValueError):
    """Made of the account's own name."""

    code = "name"
    template = "新密碼不可以由帳號或姓名構成；請改用與自己無關的詞，例如把四個不相干的詞連在一起。"


class PasswordCommon(AccountRefusal, ValueError):
    """Among the first that anybody would guess."""

    code = "common"
    template = "新密碼太常見，很容易被猜到；請改用別人想不到的，例如把四個不相干的詞連在一起。"


class PasswordUnchanged(AccountRefusal, ValueError):
    """The new password is the old one."""

    code = "same"
    template = "新密碼與目前的相同，沒有變更；請輸入另一個密碼。"


class ResetLinkUnusable(AccountRefusal):
    """The link was used, is older than a day, was replaced, or never was one."""

    code = "link"
    template = "重設連結無效、已使用或超過 24 小時；請系統管理員再提供一個。"


class NotDeputy(AccountRefusal):
    """Today the person may not act in that place."""

    code = "deputy"
    template = "今天沒有代理這個人的職務；請確認代理期間，或請系統管理員登錄代理。"


class DemonstrationPassword(AccountRefusal):
    """A demonstration account keeps the password that its sign-in page shows."""

    code = "demo"
    template = "示範帳號的密碼不能變更；請改用自己的帳號。"


class WhileLooking(AccountRefusal, OnlyLooking):
    """Whoever looks through another role's eyes can do nothing with an account but end the look."""

    code = "looking"
    template = "目前以其他身分檢視（唯讀），不能變更帳號或再換身分；請先結束檢視，例如按頁首的「結束檢視」。"


class MayNotLook(AccountRefusal, NotAllowed):
    """Only an administrator in the own place looks through another role's eyes."""

    code = "look"
    template = "只有系統管理員本人可以用其他身分檢視，代理人不行；請先回到自己的身分，例如按「回到本人」。"


class LookUnusable(AccountRefusal, ValueError):
    """No role to look as, or an officer's or approver's without an agency."""

    code = "look-as"
    template = "檢視的身分不完整；請選承辦人、核定人、管考或公眾，前兩者還要選機關，例如商業處。"


class OutsideUnfinished(AccountRefusal):
    """The city's sign-in service sent nobody back, or somebody without a name of its own."""

    code = "outside"
    template = "市府帳號登入沒有完成；請再試一次，或改用本程式的帳號。"


class OutsideNotReady(AccountRefusal):
    """Which role means what has not been set, or not readably."""

    code = "outside-set"
    template = (
        "市府帳號登入尚未設定完整，沒有登入；請系統管理員核對 secrets.toml 的 [outreach_sign_in]，"
        "例如 role_claim。"
    )


class OutsideRoleUnknown(AccountRefusal):
    """The city's sign-in service names no role of ours for this person."""

    code = "outside-role"
    template = "您的市府帳號沒有本程式的角色，沒有登入；請洽系統管理員設定角色，例如機關承辦人。"


class OutsideAgencyUnknown(AccountRefusal):
    """An officer's or approver's agency is not said, or none that we know."""

    code = "outside-agency"
    template = "您的市府帳號沒有可辨認的機關，沒有登入；請洽系統管理員核對機關代碼，例如 COM。"


class OutsideClosed(AccountRefusal):
    """The account was closed here, whatever the city's sign-in service says."""

    code = "outside-closed"
    template = "您的帳號在本程式已停用，沒有登入；請洽系統管理員，例如請其在人員頁重新啟用。"


#: Every refusal that an address can name.
BY_CODE: dict[str, type[AccountRefusal]] = {each.code: each for each in AccountRefusal.__subclasses__()}
