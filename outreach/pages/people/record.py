"""帳號紀錄: the newest entries of what was done with accounts."""

from __future__ import annotations

from outreach.pages import frame
from outreach.pages.downloads import offer
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.terms import moment
from outreach.pages.words import N_, _
from outreach.services.account_record import MOST, Recorded, account_record
from outreach.services.city import City

#: What an entry's code says; `{other}` is in whose place, or from whom.
OUTCOMES = {
    "signed_in": N_("登入"),
    "refused": N_("登入未成功"),
    "signed_out": N_("登出"),
    "signed_out_all": N_("登出所有裝置"),
    "password_changed": N_("變更密碼"),
    "password_reset": N_("以連結設定密碼"),
    "acting": N_("開始代理{other}"),
    "acting_ended": N_("回到自己的身分"),
    "added": N_("新增帳號"),
    "changed": N_("變更角色、機關或姓名"),
    "closed": N_("停用帳號"),
    "opened": N_("重新啟用帳號"),
    "link_made": N_("產生重設密碼連結"),
    "deputy_appointed": N_("登錄為{other}的代理人"),
    "deputy_dismissed": N_("結束代理{other}"),
    "handed_over": N_("接辦{other}的待辦"),
    "looking_officer": N_("以承辦人身分檢視"),
    "looking_approver": N_("以核定人身分檢視"),
    "looking_manager": N_("以管考身分檢視"),
    "looking_public": N_("以公眾身分檢視"),
    "looking_ended": N_("結束檢視"),
}


def show(city: City) -> None:
    """A table of the newest entries."""
    told = account_record(city, frame.who())
    if not told:
        frame.notice(_("尚無紀錄。"), kind="empty")
        return
    put(el("p", _("最近 {count} 筆；紀錄保存半年。").format(count=min(MOST, len(told))), class_="fine"))
    heads = [el("th", _(text), scope="col") for text in (N_("時間"), N_("人員"), N_("事項"), N_("由"))]
    put(
        el(
            "table",
            el("thead", el("tr", heads)),
            el("tbody", [_row(entry) for entry in told]),
            class_="people-list",
        )
    )
    titles = [_("時間"), _("人員"), _("事項"), _("由")]
    lines = [[moment(e.at), e.person or _("查無此帳號"), _what(e), e.actor] for e in told]
    offer("account-record", _("帳號紀錄"), titles, lines, key="account_record")


def _what(entry: Recorded) -> str:
    return _(OUTCOMES.get(entry.outcome, entry.outcome)).format(other=entry.other)


def _row(entry: Recorded) -> Html:
    what = _what(entry)
    cells = (
        (_("人員"), entry.person or _("查無此帳號")),
        (_("事項"), what),
        (_("由"), entry.actor),
    )
    return el(
        "tr",
        el("th", moment(entry.at), scope="row", class_="when"),
        [
            el("td", el("span", label, class_="label"), child, class_="" if child else "void")
            for label, child in cells
        ],
    )
